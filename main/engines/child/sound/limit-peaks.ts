/** Holds true peaks under a ceiling by turning the sound down around them, smoothly and ahead of time; below the ceiling nothing is touched. Pure. */
import { peakAfter } from './true-peak.ts';

/** Before and after a peak. */
const rampMs = 4;

/** Between two samples even noise is hardly ever 5 dB above both. */
const nearPart = 0.55;

/** In place. `ceiling`: linear. Whether anything was turned down. */
export function limitPeaks(samples: Float32Array, sampleRate: number, ceiling: number): 'untouched' | 'limited' {
  const needed = neededGains(samples, ceiling);
  if (!needed) return 'untouched';
  const reach = Math.max(1, Math.round((rampMs * sampleRate) / 1000));
  // The lowest gain within the reach, averaged over the same reach: never above what any peak needs, and without an edge.
  const lowest = slidingMinimum(needed, reach);
  const gains = slidingMean(lowest, reach);
  for (let at = 0; at < samples.length; at += 1) samples[at] = (samples[at] as number) * (gains[at] as number);
  return 'limited';
}

/** Undefined when nothing is too loud. */
function neededGains(samples: Float32Array, ceiling: number): Float32Array | undefined {
  let gains: Float32Array | undefined;
  const note = (at: number, gain: number): void => {
    gains ??= new Float32Array(samples.length).fill(1);
    if (at < samples.length) gains[at] = Math.min(gains[at] as number, gain);
  };
  for (let at = 0; at < samples.length; at += 1) {
    const near = Math.max(Math.abs(samples[at] as number), Math.abs(samples[at + 1] ?? 0));
    if (near < nearPart * ceiling) continue;
    const peak = peakAfter(samples, at);
    if (peak <= ceiling) continue;
    note(at, ceiling / peak);
    note(at + 1, ceiling / peak);
  }
  return gains;
}

/** Over `reach` places on both sides. */
function slidingMinimum(values: Float32Array, reach: number): Float32Array {
  const out = new Float32Array(values.length);
  const queue = new Int32Array(values.length);
  let head = 0;
  let tail = 0;
  for (let at = 0; at < values.length + reach; at += 1) {
    if (at < values.length) {
      while (tail > head && (values[queue[tail - 1] as number] as number) >= (values[at] as number)) tail -= 1;
      queue[tail] = at;
      tail += 1;
    }
    const centre = at - reach;
    if (centre < 0) continue;
    while ((queue[head] as number) < centre - reach) head += 1;
    out[centre] = values[queue[head] as number] as number;
  }
  return out;
}

function slidingMean(values: Float32Array, reach: number): Float32Array {
  const out = new Float32Array(values.length);
  let sum = 0;
  let count = 0;
  for (let at = 0; at < values.length + reach; at += 1) {
    if (at < values.length) {
      sum += values[at] as number;
      count += 1;
    }
    const gone = at - 2 * reach - 1;
    if (gone >= 0) {
      sum -= values[gone] as number;
      count -= 1;
    }
    const centre = at - reach;
    if (centre >= 0) out[centre] = Math.min(1, sum / count);
  }
  return out;
}
