/** A picture to try enhancers with: a head of soft stripes with a soft edge, nothing around it, and a white field. Always the same. Pure. */
import type { GoldenFrame } from './check-frames.ts';

/** Divisible by what pictures are cut into. */
const side = 256;
const softPx = 12;

/** One whole i420a picture, premultiplied (contract/media.ts). */
export function goldenPicture(): GoldenFrame {
  const pixels = side * side;
  const data = new Uint8Array((pixels * 5) / 2);
  const middle = side / 2;
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1) {
      const inside = Math.max(0, Math.min(1, (middle * 0.9 - Math.hypot(x - middle, y - middle)) / softPx));
      const alpha = Math.round(inside * 255);
      const luma = y > side * 0.6 ? 235 : 125 + 60 * Math.sin(x / 3);
      data[y * side + x] = 16 + Math.round(((luma - 16) * alpha) / 255);
      data[(pixels * 3) / 2 + y * side + x] = alpha;
    }
  data.fill(128, pixels, (pixels * 3) / 2);
  return { frame: 1, rect: { x: 0, y: 0, width: side, height: side }, base: true, data };
}
