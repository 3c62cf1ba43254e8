/**
 * How long main waits for storage that may never answer, as a network drive whose server went away: neither the start nor the end of a show hangs on it.
 * What was asked goes on in the background and holds a thread of this process until it is answered.
 */
import { settleWithin } from '../kernel/abortable.ts';
import type { Clock } from '../kernel/clock.ts';

const answerWithinMs = 10_000;
const closeWithinMs = 2000;

const within = <T>(asked: Promise<T>, clock: Clock, ms: number): Promise<T> =>
  settleWithin(asked, clock, new AbortController().signal, ms, () => new Error(`the storage did not answer within ${ms} ms`));

/** Rejects when no answer comes. */
export const answered = <T>(asked: Promise<T>, clock: Clock): Promise<T> => within(asked, clock, answerWithinMs);

/** For what only closes or tidies up: never rejects, and what was not done in time is told. */
export const closed = (closing: Promise<unknown>, clock: Clock, onProblem: (error: unknown) => void): Promise<void> =>
  within(closing, clock, closeWithinMs).then(() => {}, onProblem);
