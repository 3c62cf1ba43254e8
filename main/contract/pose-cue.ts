/** One moment of a face, held: a viseme in full, eyes open and ahead, and whatever else `changes` says. For probes, contact sheets and tests. */
import type { FrameCue } from './cues.ts';
import { visemes, type Viseme } from './visemes.ts';

export function poseCue(viseme: Viseme, changes: Partial<FrameCue> = {}): FrameCue {
  return {
    frame: 0,
    timeMs: 0,
    visemes: visemes.map((name) => (name === viseme ? 1 : 0)),
    jaw: 0,
    emotion: 'neutral',
    intensity: 0,
    blink: [0, 0],
    brows: [0, 0],
    gaze: [0, 0],
    head: [0, 0, 0],
    breath: 0,
    speaking: viseme !== 'sil',
    ...changes,
  };
}
