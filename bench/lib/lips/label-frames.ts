/** Which viseme a voice says at the middle of each frame. */
import type { Mark } from '../../../main/contract/speech.ts';
import { visemeIndex } from '../../../main/contract/visemes.ts';
import { hopMs } from '../../../main/engines/child/lips/log-mel.ts';

/** Where no mark is, there is silence. */
export function labelFrames(marks: readonly Mark[], count: number): Uint8Array {
  const labels = new Uint8Array(count).fill(visemeIndex.sil);
  for (const { atMs, durationMs, viseme } of marks) {
    const first = Math.max(0, Math.ceil(atMs / hopMs - 0.5));
    for (let frame = first; frame < count && (frame + 0.5) * hopMs < atMs + durationMs; frame += 1) labels[frame] = visemeIndex[viseme];
  }
  return labels;
}
