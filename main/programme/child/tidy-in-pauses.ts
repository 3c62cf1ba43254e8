/**
 * Gives memory back during a show. Pictures and sound lie outside V8's heap and weigh little in it, so that those of a face that went, or of an encoder's jam, stay for
 * many minutes. They are collected in a pause of speech, behind a frame that was handed over, and not often: it takes up to a third of a frame's time.
 */
import { collectGarbage } from '../../processes/child/collect-garbage.ts';

const leastBetweenMs = 30_000;
/** Nothing is heard and nothing begins in so many frames: a picture that came late now would be seen by nobody. */
const leastPauseFrames = 3;

export type TidyInPauses = (now: { readonly nowMs: number; readonly pauseFrames: number }) => void;

/** Called behind each frame. */
export function createTidyInPauses(startMs: number, collect: () => void = collectGarbage): TidyInPauses {
  let tidiedAtMs = startMs;
  return ({ nowMs, pauseFrames }) => {
    if (pauseFrames < leastPauseFrames || nowMs - tidiedAtMs < leastBetweenMs) return;
    tidiedAtMs = nowMs;
    collect();
  };
}
