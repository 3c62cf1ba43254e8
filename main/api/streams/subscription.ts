/** Turns a generator that waits for news into a subscription that ends at once: on abort, and when the reader leaves, even in mid-wait. */

export interface SubscriptionSource<T> {
  /** Its signal fires when the subscription ends; waiting that rejects because of it ends the subscription normally. */
  produce(ending: AbortSignal): AsyncGenerator<T, void, void>;
  /** Exactly once, however the subscription ends, also when it was never read. */
  onEnd(): void;
}

export function createSubscription<T>(outer: AbortSignal | undefined, source: SubscriptionSource<T>): AsyncGenerator<T, void, void> {
  const ending = new AbortController();
  const end = (): void => {
    if (ending.signal.aborted) return;
    ending.abort();
    outer?.removeEventListener('abort', end);
    source.onEnd();
  };
  outer?.addEventListener('abort', end, { once: true });
  if (outer?.aborted === true) end();

  const items = (async function* (): AsyncGenerator<T, void, void> {
    try {
      yield* source.produce(ending.signal);
    } catch (error) {
      if (!ending.signal.aborted) throw error;
    } finally {
      end();
    }
  })();
  return {
    next: () => items.next(),
    return: (value) => {
      end();
      return items.return(value);
    },
    throw: (error: unknown) => {
      end();
      return items.throw(error);
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

/** Settles with `promise`, or rejects with the signal's reason, whichever is first. */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = (): void => reject(signal.reason);
    const settled = (): void => signal.removeEventListener('abort', onAbort);
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(
      (value) => {
        settled();
        resolve(value);
      },
      (error: unknown) => {
        settled();
        reject(error);
      },
    );
  });
}
