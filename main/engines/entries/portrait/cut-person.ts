/**
 * The person cut out of the background by an outline. Where hair is half there, the pixel is a mixture: what the background put into it is taken out again
 * (the blurred-fusion estimate of Forte 2021), so that no rim of the old background stands round the head. Once, at load.
 */
import { boxBlur } from '../../../portraits/pictures/box-blur.ts';

const reaches = [24, 5] as const;
/** More is the person's own colour. */
const opaque = 250;

/** `cover`: 0..255 for each pixel. Changes `rgba`. */
export function cutPerson(rgba: Uint8ClampedArray, cover: Uint8ClampedArray, width: number, height: number): void {
  const count = width * height;
  const alpha = Float32Array.from(cover, (value) => value / 255);
  const behind = alpha.map((a) => 1 - a);
  for (let c = 0; c < 3; c++) {
    const given = Float32Array.from(alpha, (_, n) => rgba[n * 4 + c] ?? 0);
    let front: Float32Array = given;
    let back: Float32Array = given;
    for (const reach of reaches) {
      const near = unmix(front, alpha, width, height, reach);
      back = unmix(back, behind, width, height, reach);
      front = given.map((value, n) => {
        const [a, f, b] = [alpha[n] ?? 0, near[n] ?? 0, back[n] ?? 0];
        return f + a * (value - a * f - (1 - a) * b);
      });
    }
    for (let n = 0; n < count; n++) {
      const a = cover[n] ?? 0;
      if (a > 0 && a < opaque) rgba[n * 4 + c] = front[n] ?? 0;
    }
  }
  for (let n = 0; n < count; n++) rgba[n * 4 + 3] = ((rgba[n * 4 + 3] ?? 0) * (cover[n] ?? 0)) / 255;
}

/** The mean colour near each pixel of what `weight` says is there; far from it, the pixel's own. */
function unmix(values: Float32Array, weight: Float32Array, width: number, height: number, reach: number): Float32Array {
  const blur = (plane: Float32Array): Float32Array => boxBlur({ width, height, values: plane }, reach).values;
  const sums = blur(values.map((value, n) => value * (weight[n] ?? 0)));
  const weights = blur(weight);
  return sums.map((sum, n) => ((weights[n] ?? 0) > 0.004 ? sum / (weights[n] ?? 1) : (values[n] ?? 0)));
}
