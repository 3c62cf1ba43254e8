/** How far the sound is from the picture, clause by clause, and whether that changes. Pure. Positive = the sound is late. */
const furthestSeconds = 0.9;
/** Timestamps of FLV and RTMP are whole milliseconds, on both tracks. */
const timestampToleranceMs = 2;
const msPerHour = 3_600_000;

export interface OffsetSample {
  /** Onset of the start tone. */
  readonly atSeconds: number;
  readonly offsetMs: number;
}
export interface OffsetFindings {
  readonly n: number;
  /** Start tones without a visible beginning: back to back with the clause before, or behind a gap. */
  readonly withoutEdge: number;
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  readonly minMs: number | null;
  readonly maxMs: number | null;
  readonly medianMs: number | null;
  /** Least squares over all clauses; null below three or below ten seconds. */
  readonly driftMsPerHour: number | null;
  /** Standard error of the slope. */
  readonly driftErrorMsPerHour: number | null;
  readonly overSeconds: number;
  readonly constancy: 'constant' | 'changing' | 'not-measured';
  readonly samples: readonly OffsetSample[];
}

export function judgeOffset(startTones: readonly number[], edges: readonly number[], frameMs: number): OffsetFindings {
  const samples = pairNearest(startTones, edges);
  const values = samples.map((sample) => sample.offsetMs).sort((a, b) => a - b);
  const min = values[0] ?? null;
  const max = values.at(-1) ?? null;
  const slope = fitSlope(samples);
  return {
    n: samples.length,
    withoutEdge: startTones.length - samples.length,
    firstMs: samples[0]?.offsetMs ?? null,
    lastMs: samples.at(-1)?.offsetMs ?? null,
    minMs: min,
    maxMs: max,
    medianMs: values[values.length >> 1] ?? null,
    driftMsPerHour: slope?.perHour ?? null,
    driftErrorMsPerHour: slope?.error ?? null,
    overSeconds: (samples.at(-1)?.atSeconds ?? 0) - (samples[0]?.atSeconds ?? 0),
    constancy: min === null || max === null ? 'not-measured' : max - min <= frameMs + timestampToleranceMs ? 'constant' : 'changing',
    samples,
  };
}

/** A tone and an edge belong together when each is the other's nearest. Both lists are in time order. */
function pairNearest(tones: readonly number[], edges: readonly number[]): OffsetSample[] {
  const samples: OffsetSample[] = [];
  for (const tone of tones) {
    const edge = nearest(edges, tone);
    if (edge === null || Math.abs(edge - tone) > furthestSeconds || nearest(tones, edge) !== tone) continue;
    samples.push({ atSeconds: tone, offsetMs: Math.round((tone - edge) * 10_000) / 10 });
  }
  return samples;
}

function nearest(sorted: readonly number[], value: number): number | null {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  const after = sorted[low];
  const before = sorted[low - 1];
  if (before === undefined) return after ?? null;
  if (after === undefined) return before;
  return value - before <= after - value ? before : after;
}

function fitSlope(samples: readonly OffsetSample[]): { readonly perHour: number; readonly error: number } | null {
  const n = samples.length;
  const first = samples[0]?.atSeconds ?? 0;
  if (n < 3 || (samples.at(-1)?.atSeconds ?? 0) - first < 10) return null;
  const meanX = samples.reduce((sum, sample) => sum + sample.atSeconds - first, 0) / n;
  const meanY = samples.reduce((sum, sample) => sum + sample.offsetMs, 0) / n;
  let xx = 0;
  let xy = 0;
  for (const sample of samples) {
    const x = sample.atSeconds - first - meanX;
    xx += x * x;
    xy += x * (sample.offsetMs - meanY);
  }
  const slope = xy / xx;
  const residual = samples.reduce((sum, sample) => sum + (sample.offsetMs - meanY - slope * (sample.atSeconds - first - meanX)) ** 2, 0);
  const perHour = msPerHour / 1000;
  return { perHour: slope * perHour, error: Math.sqrt(residual / (n - 2) / xx) * perHour };
}
