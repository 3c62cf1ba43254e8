/** One question to a process that is started for it and ends with the answer: what breaks there breaks nothing else, and its memory is given back. */
import type { Clock } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/logger.ts';
import { createSupervised } from './supervise.ts';
import type { ProcessAdapter } from './types.ts';

export interface AskOnceOptions {
  readonly adapter: ProcessAdapter;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface OnceQuestion {
  readonly method: string;
  readonly request: unknown;
  readonly timeoutMs: number;
}

/** Rejects when the process cannot be started, dies, throws or takes longer. */
export async function askOnce<Answer>(
  { adapter, clock, logger }: AskOnceOptions,
  child: { readonly name: string; readonly entry: string },
  { method, request, timeoutMs }: OnceQuestion,
): Promise<Answer> {
  const supervised = createSupervised({
    adapter,
    spec: { ...child, stopBudgetMs: 1000 },
    policy: { baseDelayMs: 100, maxDelayMs: 100, decayMs: 1000, maxAttempts: 1 },
    clock,
    logger,
  });
  try {
    const handle = await supervised.whenReady();
    return await handle.call<Answer>(method, request, { timeoutMs });
  } finally {
    await supervised.stop();
  }
}
