/** The `events` subscription: every show event in order. A reader that falls too far behind is told so and let go: nothing is dropped in silence. */
import { createDeferred } from '../../kernel/deferred.ts';
import type { ShowEvent } from '../../contract/show-events.ts';
import type { StudioPort } from '../studio-port.ts';
import { createSubscription, orAborted } from './subscription.ts';

export const maxQueuedEvents = 512;

/** Listens from the call on, not from the first read. `tooSlow` makes the error that a reader gets who left too many unread. */
export function watchEvents(
  port: Pick<StudioPort, 'onEvent'>,
  signal: AbortSignal | undefined,
  tooSlow: (lost: number) => Error,
): AsyncGenerator<ShowEvent, void, void> {
  const queue: ShowEvent[] = [];
  let lost = 0;
  let news = createDeferred<void>();
  const unsubscribe = port.onEvent((event) => {
    if (lost > 0 || queue.length >= maxQueuedEvents) lost += 1;
    else queue.push(event);
    news.resolve();
  });
  return createSubscription<ShowEvent>(signal, {
    async *produce(ending) {
      while (!ending.aborted) {
        news = createDeferred<void>();
        for (let event = queue.shift(); event !== undefined; event = queue.shift()) yield event;
        if (lost > 0) throw tooSlow(lost);
        await orAborted(news.promise, ending);
      }
    },
    onEnd: unsubscribe,
  });
}
