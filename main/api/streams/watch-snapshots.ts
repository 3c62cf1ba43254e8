/** The `watch` subscription: a snapshot now, then one after each change, never faster than the interval. Latest wins, so nothing queues. */
import type { Clock } from '../../kernel/clock.ts';
import { delay } from '../../kernel/clock.ts';
import { createDeferred } from '../../kernel/deferred.ts';
import type { StudioSnapshot } from '../contract/studio.ts';
import type { StudioPort } from '../studio-port.ts';
import { createSubscription, orAborted } from './subscription.ts';

/** At most 10 snapshots a second. */
export const snapshotIntervalMs = 100;

export function watchSnapshots(
  port: Pick<StudioPort, 'snapshot' | 'onChange'>,
  clock: Clock,
  signal: AbortSignal | undefined,
): AsyncGenerator<StudioSnapshot, void, void> {
  let changed = createDeferred<void>();
  const unsubscribe = port.onChange(() => changed.resolve());
  return createSubscription(signal, {
    async *produce(ending) {
      while (!ending.aborted) {
        changed = createDeferred<void>();
        yield port.snapshot();
        await delay(clock, snapshotIntervalMs, ending);
        await orAborted(changed.promise, ending);
      }
    },
    onEnd: unsubscribe,
  });
}
