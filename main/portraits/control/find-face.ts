/** One look for a face, in a process of its own that ends with it. */
import { join } from 'node:path';
import type { Clock } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/logger.ts';
import { createSupervised } from '../../processes/host/supervise.ts';
import type { ProcessAdapter } from '../../processes/host/types.ts';
import type { FindFaceAnswer } from '../protocol/find-face.ts';

/** Usually half a second; a computer may be busy. */
const budgetMs = 60_000;

export async function findFace(
  options: { readonly adapter: ProcessAdapter; readonly entriesDir: string; readonly clock: Clock; readonly logger: Logger },
  picturePath: string,
): Promise<FindFaceAnswer> {
  const supervised = createSupervised({
    adapter: options.adapter,
    spec: { name: 'face-finder', entry: join(options.entriesDir, 'face-finder.js'), stopBudgetMs: 1000 },
    policy: { baseDelayMs: 100, maxDelayMs: 100, decayMs: 1000, maxAttempts: 1 },
    clock: options.clock,
    logger: options.logger,
  });
  try {
    const handle = await supervised.whenReady();
    return await handle.call<FindFaceAnswer>('find', { picturePath }, { timeoutMs: budgetMs });
  } finally {
    await supervised.stop();
  }
}
