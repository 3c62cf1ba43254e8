/**
 * Memory that V8 does not give back by itself in our processes. Files read and pictures drawn at the start: a quiet process makes too little
 * garbage for V8 to look. Chunks of media: their bytes lie outside V8's heap and weigh nothing there, so they pile up by tens of MiB.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

type Collect = (options?: { readonly type: 'minor' | 'major' }) => void;

let collector: Collect | undefined;

function findCollector(): Collect {
  if (!collector) {
    setFlagsFromString('--expose-gc');
    collector = runInNewContext('gc') as Collect;
  }
  return collector;
}

/** Everything. Costs some ten milliseconds: not for a process on air. */
export function collectGarbage(): void {
  const collect = findCollector();
  collect();
  // Native objects that were found dead let go of their memory between the two.
  setImmediate(() => collect());
}

/** For a process that moves media: the young generation, again and again; a fraction of a millisecond each. The returned function ends it. */
export function sweepShortLived(everyMs = 400): () => void {
  const collect = findCollector();
  const timer = setInterval(() => collect({ type: 'minor' }), everyMs);
  timer.unref();
  return () => clearInterval(timer);
}
