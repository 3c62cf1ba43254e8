/** Questions about a picture file, in a process of its own that ends with the answer: a file that breaks a decoder breaks nothing else. */
import { join } from 'node:path';
import type { Clock } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/logger.ts';
import { createSupervised } from '../../processes/host/supervise.ts';
import type { ProcessAdapter } from '../../processes/host/types.ts';

export interface PictureReaderOptions {
  readonly adapter: ProcessAdapter;
  readonly entriesDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Usually half a second; a computer may be busy. */
const budgetMs = 60_000;

export function askPictureReader<Answer>(options: PictureReaderOptions, method: string, request: unknown): Promise<Answer> {
  return withPictureReader(options, (ask) => ask<Answer>(method, request));
}

/** For questions that follow one another. */
export async function withPictureReader<Result>(
  options: PictureReaderOptions,
  work: (ask: <Answer>(method: string, request: unknown) => Promise<Answer>) => Promise<Result>,
): Promise<Result> {
  const supervised = createSupervised({
    adapter: options.adapter,
    spec: { name: 'face-finder', entry: join(options.entriesDir, 'face-finder.js'), stopBudgetMs: 1000 },
    policy: { baseDelayMs: 100, maxDelayMs: 100, decayMs: 1000, maxAttempts: 1 },
    clock: options.clock,
    logger: options.logger,
  });
  try {
    const handle = await supervised.whenReady();
    return await work((method, request) => handle.call(method, request, { timeoutMs: budgetMs }));
  } finally {
    await supervised.stop();
  }
}
