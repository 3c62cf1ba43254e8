/** One pre-flight in a process of its own: whatever a server does to it, a show that is on air has nothing to do with it. */
import { join } from 'node:path';
import type { Clock } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/logger.ts';
import { createSupervised } from '../../processes/host/supervise.ts';
import type { ProcessAdapter } from '../../processes/host/types.ts';
import type { PreflightReport, PreflightRequest } from '../protocol/control.ts';

/** Longer than all time-outs of a pre-flight together. */
const budgetMs = 60_000;

export async function preflightDestination(
  options: { readonly adapter: ProcessAdapter; readonly entriesDir: string; readonly clock: Clock; readonly logger: Logger },
  request: PreflightRequest,
): Promise<PreflightReport> {
  const supervised = createSupervised({
    adapter: options.adapter,
    spec: { name: 'preflight', entry: join(options.entriesDir, 'outlet.js'), stopBudgetMs: 1000 },
    policy: { baseDelayMs: 100, maxDelayMs: 100, decayMs: 1000, maxAttempts: 1 },
    clock: options.clock,
    logger: options.logger,
  });
  try {
    const handle = await supervised.whenReady();
    return await handle.call<PreflightReport>('preflight', request, { timeoutMs: budgetMs });
  } finally {
    await supervised.stop();
  }
}
