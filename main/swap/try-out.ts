/**
 * Loads an instance and tries it: resolves when it is validated, rejects with SwapError when it is not fit. Watches its memory while it grows,
 * and the time. What becomes of the instance is the caller's to decide.
 */
import type { Clock } from '../kernel/clock.ts';
import type { EngineInstance } from '../engines/hosting/engine-instance.ts';
import { createDeferred } from '../kernel/deferred.ts';
import type { KnownInstance, KnownInstances } from './known-instances.ts';
import { SwapError, wordsIn } from './swap-error.ts';
import type { ProbeReport, SwapPolicy, SwapPorts } from './types.ts';
import { swapMessages } from './user-messages.ts';

export interface TryOutOptions {
  readonly item: KnownInstance;
  readonly ports: SwapPorts;
  readonly policy: SwapPolicy;
  readonly clock: Clock;
  readonly known: KnownInstances;
  readonly signal: AbortSignal;
}

const memoryPollMs = 250;

/** Both steps, for an instance that is prepared. */
export async function tryOut(options: TryOutOptions): Promise<ProbeReport> {
  await load(options);
  return probe(options);
}

/** Rejects with 'load-failed', 'load-timeout', 'process-died' or 'over-budget'; aborting rejects with `signal.reason`. */
export async function load({ item, ports, policy, clock, known, signal }: TryOutOptions): Promise<void> {
  const { instance, choice } = item;
  const outcome = createDeferred<void>();
  outcome.promise.catch(() => {}); // it may settle before anybody waits
  const give: Array<() => void> = [];

  const follow = (): void => {
    if (instance.state === 'ready') outcome.resolve();
    else if (instance.state === 'failed') outcome.reject(loadFailure(instance));
    else if (instance.state !== 'loading') outcome.reject(died(instance));
  };
  give.push(
    instance.onState(({ state, error }) => {
      // it was loading and is loading again: its process has ended in between
      if (state === 'loading') outcome.reject(died(instance));
      else if (state === 'failed') outcome.reject(loadFailure(instance, error));
      else follow();
    }),
  );
  const onAbort = (): void => outcome.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  give.push(() => signal.removeEventListener('abort', onAbort));
  give.push(
    clock.after(policy.loadTimeoutMs, () => outcome.reject(new SwapError('load-timeout', `not loaded within ${policy.loadTimeoutMs} ms`))),
  );

  let cancelPoll: (() => void) | undefined;
  const poll = async (): Promise<void> => {
    item.bytes = (await instance.rssBytes().catch(() => null)) ?? item.bytes;
    if (outcome.settled) return;
    const usedBytes = known.all.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
    const { totalBytes } = ports.budget();
    if (usedBytes > totalBytes)
      outcome.reject(
        new SwapError('over-budget', 'the candidate grew beyond the memory budget', {
          detail: { words: swapMessages.overBudget(choice.title, usedBytes, totalBytes), usedBytes, totalBytes },
        }),
      );
    else cancelPoll = clock.after(memoryPollMs, () => void poll());
  };

  try {
    if (signal.aborted) throw signal.reason;
    follow();
    void poll();
    await outcome.promise;
    item.readiness = 'loaded';
  } finally {
    cancelPoll?.();
    for (const one of give) one();
  }
}

/** Rejects with what the probe says, 'probe-timeout', or 'process-died'. Remembers what the instance holds afterwards. */
export async function probe({ item, ports, policy, clock, signal }: TryOutOptions): Promise<ProbeReport> {
  const { instance, choice, slotId } = item;
  const own = new AbortController();
  const interrupted = createDeferred<never>();
  interrupted.promise.catch(() => {});
  const stop = (error: unknown): void => {
    interrupted.reject(error);
    own.abort(error);
  };
  const onAbort = (): void => stop(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  const cancelTimer = clock.after(policy.probeTimeoutMs, () =>
    stop(new SwapError('probe-timeout', `no verdict within ${policy.probeTimeoutMs} ms`)),
  );
  const unsubscribe = instance.onState(({ state }) => {
    if (state !== 'ready') stop(died(instance));
  });
  try {
    if (signal.aborted) throw signal.reason;
    const active = ports.slots.active(slotId);
    const against = active === instance ? undefined : active?.signature;
    const report = await Promise.race([ports.probe(instance, choice, against, own.signal), interrupted.promise]);
    item.readiness = 'validated';
    const bytes = await instance.rssBytes().catch(() => null);
    if (bytes !== null) {
      item.bytes = bytes;
      ports.memory.remember(choice, bytes);
    }
    return report;
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw error instanceof SwapError
      ? error
      : new SwapError('probe-failed', error instanceof Error ? error.message : String(error), { cause: error, detail: wordsDetail(error) });
  } finally {
    cancelTimer();
    unsubscribe();
    signal.removeEventListener('abort', onAbort);
    own.abort(new SwapError('abandoned', 'the probe is over'));
  }
}

function loadFailure(instance: EngineInstance, error?: unknown): SwapError {
  const words = wordsIn(error) ?? instance.message;
  return new SwapError('load-failed', error instanceof Error ? error.message : (instance.message?.en ?? 'it could not be loaded'), {
    cause: error,
    detail: words ? { words } : {},
  });
}

const died = (instance: EngineInstance): SwapError => new SwapError('process-died', `the process of ${instance.id} ended`);

function wordsDetail(error: unknown): Readonly<Record<string, unknown>> {
  const words = wordsIn(error);
  return words ? { words } : {};
}
