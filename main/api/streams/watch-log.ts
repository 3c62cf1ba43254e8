/** The `log` subscription: the last entries at once, then what is new. A reader that falls behind gets what the log still holds: it is bounded there. */
import { createDeferred } from '../../kernel/deferred.ts';
import type { LogEntry } from '../contract/show.ts';
import type { ShowPort } from '../show-port.ts';
import { createSubscription, orAborted } from './subscription.ts';

export function watchLog(log: ShowPort['log'], signal: AbortSignal | undefined): AsyncGenerator<LogEntry[], void, void> {
  let news = createDeferred<void>();
  const unsubscribe = log.onEntry(() => news.resolve());
  return createSubscription<LogEntry[]>(signal, {
    async *produce(ending) {
      let seen = 0;
      for (let first = true; !ending.aborted; first = false) {
        news = createDeferred<void>();
        const fresh = log.entries().filter(({ number }) => number > seen);
        seen = fresh.at(-1)?.number ?? seen;
        if (first || fresh.length > 0) yield fresh;
        await orAborted(news.promise, ending);
      }
    },
    onEnd: unsubscribe,
  });
}
