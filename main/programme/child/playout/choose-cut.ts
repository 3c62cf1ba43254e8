/** Where a clause is cut that cannot be said to its end, so that it ends with a word. Pure; positions are 48 kHz samples from the clause's first. */
import type { Mark } from '../../../contract/speech.ts';
import { samplesPerMs } from './playout-event.ts';

export interface Cut {
  readonly keptSamples: number;
  /** Index into the boundaries; null = none of them will do, and all that came is kept. */
  readonly boundary: number | null;
}

/** Less than this is left of a word that is being said: the next one is finished. */
const leastLeftSamples = 20 * samplesPerMs;

/** Where a clause that makes way ends: with the first word that ends ahead of the playhead, within what came; null when its words are not known. */
export function nextWordEnd(marks: readonly Mark[], playedSamples: number, receivedSamples: number): number | null {
  const ends = new Map<number, number>();
  for (const { atMs, durationMs, wordIndex } of marks) {
    if (wordIndex === undefined) continue;
    const end = Math.round((atMs + durationMs) * samplesPerMs);
    ends.set(wordIndex, Math.max(ends.get(wordIndex) ?? 0, end));
  }
  const ahead = [...ends.values()].filter((end) => end >= playedSamples + leastLeftSamples && end <= receivedSamples + toleranceSamples);
  return ahead.length === 0 ? null : Math.min(...ahead, receivedSamples);
}

/** An engine's times and its samples may differ by a rounding. */
const toleranceSamples = samplesPerMs;

/** The last word boundary that is not behind the playhead and not beyond what came. */
export function chooseCut(boundariesMs: readonly number[], playedSamples: number, receivedSamples: number): Cut {
  let best: Cut = { keptSamples: receivedSamples, boundary: null };
  let bestAt = -Infinity;
  boundariesMs.forEach((boundaryMs, boundary) => {
    const at = Math.round(boundaryMs * samplesPerMs);
    if (!(at >= playedSamples) || !(at <= receivedSamples + toleranceSamples)) return;
    if (at < bestAt) return;
    bestAt = at;
    best = { keptSamples: Math.min(at, receivedSamples), boundary };
  });
  return best;
}
