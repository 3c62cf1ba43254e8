/** Where a clause whose voice failed is cut, so that it ends with a word. Pure; positions are 48 kHz samples from the clause's first. */
import { samplesPerMs } from './playout-event.ts';

export interface Cut {
  readonly keptSamples: number;
  /** Index into the boundaries; null = none of them will do, and all that came is kept. */
  readonly boundary: number | null;
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
