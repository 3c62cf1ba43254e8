/** How far the lips are from the sound, by cross-correlation of how open the mouth is with how loud it is. Pure. */

/** RMS of each frame's samples, compressed as the ear does. */
export function envelopeOf(samples: Int16Array, sampleRate: number, fps: number, frames: number): Float32Array {
  const size = sampleRate / fps;
  return Float32Array.from({ length: frames }, (_, frame) => {
    const from = Math.round(frame * size);
    const to = Math.min(samples.length, Math.round((frame + 1) * size));
    let sum = 0;
    for (let at = from; at < to; at += 1) sum += (samples[at] as number) ** 2;
    return to > from ? Math.sqrt(Math.sqrt(sum / (to - from)) / 32_768) : 0;
  });
}

export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Runs of frames with sound, cut where it is silent for at least `gapFrames`. */
export function soundingStretches(envelope: Float32Array, gapFrames: number): Stretch[] {
  const floor = Math.sqrt(0.004);
  const found: Stretch[] = [];
  let from = -1;
  let last = -1;
  envelope.forEach((level, frame) => {
    if (level < floor) return;
    if (from >= 0 && frame - last > gapFrames) {
      found.push({ from, to: last + 1 });
      from = frame;
    }
    if (from < 0) from = frame;
    last = frame;
  });
  if (from >= 0) found.push({ from, to: last + 1 });
  return found;
}

export interface Offset {
  /** Frames the lips come after the sound; negative: before it. */
  readonly frames: number;
  /** Correlation there. */
  readonly fit: number;
}

/** Best lag within `reach` frames, to a fraction by a parabola through the three best. */
export function lipOffset(opening: Float32Array, envelope: Float32Array, { from, to }: Stretch, reach: number): Offset {
  const margin = reach + 2;
  const start = Math.max(0, from - margin);
  const end = Math.min(opening.length, to + margin);
  const fits: number[] = [];
  for (let lag = -reach; lag <= reach; lag += 1) fits.push(correlation(opening, envelope, start, end, lag));
  const best = fits.indexOf(Math.max(...fits));
  const [a, b, c] = [fits[best - 1], fits[best], fits[best + 1]];
  const bend = a === undefined || b === undefined || c === undefined ? 0 : a - 2 * b + c;
  const shift = bend < 0 ? ((a ?? 0) - (c ?? 0)) / (2 * bend) : 0;
  return { frames: best - reach + shift, fit: fits[best] ?? 0 };
}

/** Of opening[t + lag] with envelope[t]. */
function correlation(opening: Float32Array, envelope: Float32Array, from: number, to: number, lag: number): number {
  const xs: number[] = [];
  const ys: number[] = [];
  for (let at = from; at < to; at += 1) {
    const opened = opening[at + lag];
    if (opened === undefined) continue;
    xs.push(opened);
    ys.push(envelope[at] ?? 0);
  }
  const meanX = xs.reduce((sum, x) => sum + x, 0) / xs.length;
  const meanY = ys.reduce((sum, y) => sum + y, 0) / ys.length;
  let [xy, xx, yy] = [0, 1e-9, 1e-9];
  xs.forEach((x, index) => {
    const [dx, dy] = [x - meanX, (ys[index] ?? 0) - meanY];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  });
  return xy / Math.sqrt(xx * yy);
}
