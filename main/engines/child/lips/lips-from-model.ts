/** Marks from sound alone by the model: log-mel frames, their visemes, the likeliest path through them, marks. Holds a few frames of sound, never more. */
import type { Mark } from '../../../contract/speech.ts';
import { visemeCount, visemes } from '../../../contract/visemes.ts';
import type { LipsFromSound } from '../lips-from-sound.ts';
import { createLevelling, framesAfter, framesBefore, rowSize, writeRow } from './frame-context.ts';
import { createLogMel, hopMs } from './log-mel.ts';
import { rowsPerRun, type VisemeNet } from './viseme-net.ts';
import { createVisemePath } from './viseme-path.ts';

/** A shape is told when the next one begins, or after so many frames. */
const longestRun = 12;

export function createLipsFromModel(net: VisemeNet, sampleRate: number): LipsFromSound {
  const mel = createLogMel(sampleRate);
  const levelled = createLevelling();
  const path = createVisemePath();
  let heard = 0;
  /** Levelled frames from `firstFrame` on. */
  let frames: Float32Array[] = [];
  let firstFrame = 0;
  let nextRow = 0;
  let told = 0;
  let open: { readonly viseme: number; readonly from: number } | null = null;

  function close(toMs: number): Mark[] {
    if (!open) return [];
    const atMs = open.from * hopMs;
    const viseme = visemes[open.viseme] ?? 'sil';
    open = null;
    return toMs > atMs ? [{ atMs, durationMs: toMs - atMs, phoneme: 'sound', viseme }] : [];
  }

  function tell(viseme: number): Mark[] {
    const marks = open && (open.viseme !== viseme || told - open.from >= longestRun) ? close(told * hopMs) : [];
    open ??= { viseme, from: told };
    told += 1;
    return marks;
  }

  /** `count` rows of the run are wanted; what lies behind the last frame is silence. */
  async function runRows(count: number): Promise<Mark[]> {
    const rows = new Float32Array(rowsPerRun * rowSize);
    for (let row = 0; row < count; row += 1) writeRow(frames, nextRow - firstFrame + row, rows, row * rowSize);
    const scores = await net.run(rows);
    const marks: Mark[] = [];
    for (let row = 0; row < count; row += 1) {
      const viseme = path.push(scores.subarray(row * visemeCount, (row + 1) * visemeCount));
      if (viseme !== null) marks.push(...tell(viseme));
    }
    nextRow += count;
    const keepFrom = Math.max(firstFrame, nextRow - framesBefore);
    frames = frames.slice(keepFrom - firstFrame);
    firstFrame = keepFrom;
    return marks;
  }

  const take = (more: readonly Float32Array[]): void => {
    for (const frame of more) frames.push(levelled(frame));
  };

  return {
    async hear(samples) {
      heard += samples.length;
      take(mel.hear(samples));
      const marks: Mark[] = [];
      while (firstFrame + frames.length >= nextRow + rowsPerRun + framesAfter) marks.push(...(await runRows(rowsPerRun)));
      return marks;
    },
    async end() {
      take(mel.end());
      const marks: Mark[] = [];
      for (let left = firstFrame + frames.length - nextRow; left > 0; left -= rowsPerRun)
        marks.push(...(await runRows(Math.min(left, rowsPerRun))));
      for (const viseme of path.end()) marks.push(...tell(viseme));
      return [...marks, ...close((heard * 1000) / sampleRate)];
    },
  };
}
