/** A process that is started for a question, or a few that follow one another, and ends with the answer: what breaks there breaks nothing else, and its memory is given back. */
import type { Clock } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/logger.ts';
import { createSupervised } from './supervise.ts';
import type { ProcessAdapter } from './types.ts';

export interface OneOffOptions {
  readonly adapter: ProcessAdapter;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface OneOffChild {
  readonly name: string;
  readonly entry: string;
  /** For each question. */
  readonly timeoutMs: number;
}

export type Ask = <Answer>(method: string, request: unknown) => Promise<Answer>;

/** Rejects when the process cannot be started, dies, throws or takes longer. */
export async function withOneOff<Result>(
  { adapter, clock, logger }: OneOffOptions,
  { name, entry, timeoutMs }: OneOffChild,
  work: (ask: Ask) => Promise<Result>,
): Promise<Result> {
  const supervised = createSupervised({
    adapter,
    spec: { name, entry, stopBudgetMs: 1000 },
    policy: { baseDelayMs: 100, maxDelayMs: 100, decayMs: 1000, maxAttempts: 1 },
    clock,
    logger,
  });
  try {
    const handle = await supervised.whenReady();
    return await work((method, request) => handle.call(method, request, { timeoutMs }));
  } finally {
    await supervised.stop();
  }
}
