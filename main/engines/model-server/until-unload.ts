/** A request that also ends when its engine is unloaded. */

/** `AbortSignal.any` would hang a little more on the engine's own signal with every answer. */
export async function* untilUnload<T>(
  running: Set<AbortController>,
  signal: AbortSignal,
  run: (ended: AbortSignal) => AsyncGenerator<T>,
): AsyncGenerator<T> {
  signal.throwIfAborted();
  const abort = new AbortController();
  const onAbort = (): void => abort.abort(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  running.add(abort);
  try {
    yield* run(abort.signal);
  } finally {
    running.delete(abort);
    signal.removeEventListener('abort', onAbort);
  }
}
