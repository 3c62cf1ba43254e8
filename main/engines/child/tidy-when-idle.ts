/**
 * An engine that is asked now and then makes too little garbage for V8 to collect it: the process grows for half an hour, by nothing. So it is collected while nobody
 * waits: some time after the last answer, and not often. Faces and enhancers are never idle and make none that lasts.
 */
import { collectGarbage } from '../../processes/child/collect-garbage.ts';

const idleMs = 500;
const leastBetweenMs = 30_000;

/** Give it the items of every request. */
export function tidyWhenIdle(collect: () => void = collectGarbage): <Item>(items: AsyncIterable<Item>) => AsyncIterable<Item> {
  let running = 0;
  let tidiedAtMs = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const tidy = (): void => {
    tidiedAtMs = performance.now();
    collect();
  };
  return async function* counted(items) {
    running += 1;
    clearTimeout(timer);
    try {
      yield* items;
    } finally {
      running -= 1;
      if (running === 0 && performance.now() - tidiedAtMs >= leastBetweenMs) timer = setTimeout(tidy, idleMs).unref();
    }
  };
}
