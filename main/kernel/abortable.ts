/** Waiting that always comes back: every wait here ends by its value, by a time-out or by the signal. */
import type { Clock } from './clock.ts';

/** Settles as `promise` does, but rejects with `signal.reason` on abort and with `timeoutError()` after `timeoutMs`. A late rejection is swallowed. */
export function settleWithin<T>(
  promise: PromiseLike<T>,
  clock: Clock,
  signal: AbortSignal,
  timeoutMs: number,
  timeoutError: () => Error,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void): void => {
      cancelTimer();
      signal.removeEventListener('abort', onAbort);
      settle();
    };
    const onAbort = (): void => finish(() => reject(signal.reason));
    const cancelTimer = clock.after(timeoutMs, () => finish(() => reject(timeoutError())));
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(
      (value) => finish(() => resolve(value)),
      (error: unknown) => finish(() => reject(error)),
    );
    if (signal.aborted) onAbort();
  });
}

/** Resolves with `promise`, or rejects on abort. */
export function untilAborted<T>(promise: PromiseLike<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    const done = (): void => signal.removeEventListener('abort', onAbort);
    promise.then(
      (value) => {
        done();
        resolve(value);
      },
      (error: unknown) => {
        done();
        reject(error);
      },
    );
    if (signal.aborted) {
      done();
      onAbort();
    }
  });
}

export interface Patience {
  readonly firstMs: number;
  readonly gapMs: number;
  timeoutError(which: 'first' | 'gap'): Error;
}

/** Iterates `source` with patience. On any early end the source is told to return, but never waited for: it may be what hangs. */
export async function* patiently<T>(
  source: AsyncIterable<T>,
  clock: Clock,
  signal: AbortSignal,
  patience: Patience,
): AsyncGenerator<T, void, undefined> {
  const iterator = source[Symbol.asyncIterator]();
  let exhausted = false;
  let which: 'first' | 'gap' = 'first';
  try {
    for (;;) {
      if (signal.aborted) throw signal.reason;
      const asked = which;
      const result = await settleWithin(iterator.next(), clock, signal, asked === 'first' ? patience.firstMs : patience.gapMs, () =>
        patience.timeoutError(asked),
      );
      if (result.done === true) {
        exhausted = true;
        return;
      }
      which = 'gap';
      yield result.value;
    }
  } finally {
    if (!exhausted) iterator.return?.().then(undefined, () => {});
  }
}

/** A controller that aborts with its parent; `unlink` when its work is over. */
export function linkedController(parent: AbortSignal): { readonly signal: AbortSignal; abort(reason: unknown): void; unlink(): void } {
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(parent.reason);
  if (parent.aborted) onAbort();
  else parent.addEventListener('abort', onAbort, { once: true });
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    unlink: () => parent.removeEventListener('abort', onAbort),
  };
}
