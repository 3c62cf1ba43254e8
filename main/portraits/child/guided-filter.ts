/**
 * The guided filter (He, Sun, Tang 2010) on one grey guide: a coarse mask is drawn to the edges that the picture has, so that it keeps to hair and shoulders
 * without a model of its own. Pure; planes of 0..1, row by row.
 */
import { boxBlur, type Plane } from '../pictures/box-blur.ts';

/** `radius` in pixels: how far the mask may be off. `epsilon`: below this variance the guide has no edge. */
export function guidedFilter(guide: Plane, mask: Plane, radius: number, epsilon: number): Plane {
  const { width, height } = guide;
  const [g, m] = [guide.values, mask.values];
  const blur = (values: Float32Array): Float32Array => boxBlur({ width, height, values }, radius).values;
  const meanG = blur(g);
  const meanM = blur(m);
  const corrGG = blur(g.map((value) => value * value));
  const corrGM = blur(g.map((value, n) => value * (m[n] ?? 0)));
  const a = new Float32Array(g.length);
  const b = new Float32Array(g.length);
  for (let n = 0; n < g.length; n++) {
    const [mg, mm] = [meanG[n] ?? 0, meanM[n] ?? 0];
    a[n] = ((corrGM[n] ?? 0) - mg * mm) / ((corrGG[n] ?? 0) - mg * mg + epsilon);
    b[n] = mm - (a[n] ?? 0) * mg;
  }
  const [meanA, meanB] = [blur(a), blur(b)];
  return { width, height, values: g.map((value, n) => Math.min(1, Math.max(0, (meanA[n] ?? 0) * value + (meanB[n] ?? 0)))) };
}
