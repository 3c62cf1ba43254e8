/** One step of a candidate's way, ended by whatever comes first: its result, its process's end, its time, its memory, or that nobody wants it any more. */
import { createDeferred } from '../kernel/deferred.ts';
import type { Clock } from '../kernel/clock.ts';
import type { EngineInstance, EngineInstanceChange } from '../engines/hosting/engine-instance.ts';
import { memoryPollMs } from './default-policy.ts';
import type { SwapError } from './swap-error.ts';

export interface Guard {
  readonly instance: EngineInstance;
  readonly clock: Clock;
  /** Its reason is rethrown. */
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  timedOut(): SwapError;
  /** Any state but 'ready'. A process that is started again is lost for a swap: it would be tried on with half its history. */
  left(change: EngineInstanceChange): SwapError;
  /** Asked every so often; an error ends the step. */
  readonly overBudget?: () => Promise<SwapError | undefined>;
}

/** The signal that `work` gets is aborted in every case; a `work` that takes no notice of it is not waited for. */
export async function runGuarded<T>(work: (signal: AbortSignal) => Promise<T>, guard: Guard): Promise<T> {
  const { instance, clock, signal } = guard;
  signal.throwIfAborted();
  const inner = new AbortController();
  const outcome = createDeferred<T>();
  const onAbort = (): void => outcome.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  const unsubscribe = instance.onState((change) => {
    if (change.state !== 'ready') outcome.reject(guard.left(change));
  });
  const cancelTimeout = clock.after(guard.timeoutMs, () => outcome.reject(guard.timedOut()));
  let cancelPoll: (() => void) | undefined;

  function poll(): void {
    const { overBudget } = guard;
    if (!overBudget) return;
    cancelPoll = clock.after(memoryPollMs, () => {
      overBudget().then(
        (error) => {
          if (outcome.settled) return;
          if (error) outcome.reject(error);
          else poll();
        },
        // Memory that cannot be read ends nothing.
        () => {
          if (!outcome.settled) poll();
        },
      );
    });
  }

  poll();
  // `async` so that a port that throws instead of rejecting is the same failure.
  (async () => work(inner.signal))().then(
    (value) => outcome.resolve(value),
    (error: unknown) => outcome.reject(error),
  );
  try {
    return await outcome.promise;
  } finally {
    cancelTimeout();
    cancelPoll?.();
    unsubscribe();
    signal.removeEventListener('abort', onAbort);
    inner.abort();
  }
}
