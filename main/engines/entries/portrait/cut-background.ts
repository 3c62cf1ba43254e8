/** Colour key: a background of one colour becomes transparent, from the canvas' edges inwards, with soft edges and without the colour's rim. */
import type { Landmarks } from '../../../portraits/pictures/landmarks.ts';

const near = 26;
const far = 64;

/** False when the upper edge is not of one colour. Changes `rgba`. */
export function cutFlatBackground(rgba: Uint8ClampedArray, width: number, height: number, face: Landmarks['face']): boolean {
  const border: number[] = [];
  for (let x = 0; x < width; x++) border.push(x);
  for (let y = 1; y < Math.min(height, face.y + face.height / 2); y++) border.push(y * width, y * width + width - 1);
  const seen = border.filter((at) => (rgba[at * 4 + 3] ?? 0) > 200);
  // Nothing opaque at the edge: it is cut out already.
  if (seen.length < border.length * 0.02) return true;
  const median = [0, 1, 2].map((c) => seen.map((at) => rgba[at * 4 + c] ?? 0).sort((a, b) => a - b)[seen.length >> 1] ?? 0);
  const distance = (at: number): number => Math.hypot(...median.map((m, c) => (rgba[at * 4 + c] ?? 0) - m));
  if (seen.filter((at) => distance(at) < near).length < seen.length * 0.8) return false;
  const queue = Int32Array.from({ length: width * height });
  const done = new Uint8Array(width * height);
  let end = 0;
  for (const at of seen) {
    if (distance(at) >= near || done[at]) continue;
    done[at] = 1;
    queue[end++] = at;
  }
  for (let n = 0; n < end; n++) {
    const at = queue[n]!;
    const d = distance(at);
    const alpha = d <= near ? 0 : Math.min(1, (d - near) / (far - near));
    if (alpha > 0) for (let c = 0; c < 3; c++) rgba[at * 4 + c] = ((rgba[at * 4 + c] ?? 0) - (median[c] ?? 0) * (1 - alpha)) / alpha;
    rgba[at * 4 + 3] = (rgba[at * 4 + 3] ?? 0) * alpha;
    if (d > near) continue;
    const x = at % width;
    for (const next of [x > 0 ? at - 1 : -1, x < width - 1 ? at + 1 : -1, at - width, at + width]) {
      if (next < 0 || next >= done.length || done[next] || distance(next) >= far) continue;
      done[next] = 1;
      queue[end++] = next;
    }
  }
  return true;
}
