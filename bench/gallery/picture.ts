/** Planes to what a person can look at, and what differs between two pictures. */
import type { Rect } from '../../main/contract/media.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Straight RGBA of a rectangle, over a plain ground. Nearest chroma, as cheap players do it. */
export function toRgba(
  planes: Uint8Array,
  { width, height }: Size,
  part: Rect,
  ground: readonly [number, number, number],
): Uint8ClampedArray {
  const out = new Uint8ClampedArray(part.width * part.height * 4);
  const luma = width * height;
  const chroma = luma >> 2;
  let to = 0;
  for (let y = part.y; y < part.y + part.height; y++) {
    for (let x = part.x; x < part.x + part.width; x++, to += 4) {
      const at = y * width + x;
      const half = (y >> 1) * (width >> 1) + (x >> 1);
      const light = ((planes[at] ?? 16) - 16) * (255 / 219);
      const u = ((planes[luma + half] ?? 128) - 128) * (255 / 224);
      const v = ((planes[luma + chroma + half] ?? 128) - 128) * (255 / 224);
      const rest = 1 - (planes[luma + 2 * chroma + at] ?? 0) / 255;
      out[to] = light + 1.5748 * v + ground[0] * rest;
      out[to + 1] = light - 0.1873 * u - 0.4681 * v + ground[1] * rest;
      out[to + 2] = light + 1.8556 * u + ground[2] * rest;
      out[to + 3] = 255;
    }
  }
  return out;
}

/** Around all that differs by more than a trace, grown by a share of its size; even. Null when nothing does. */
export function whereTheyDiffer(pictures: readonly Uint8Array[], { width, height }: Size, grow: number): Rect | null {
  const [first, ...others] = pictures;
  let [left, top, right, bottom] = [width, height, -1, -1];
  if (first)
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = y * width + x;
        if (!others.some((other) => Math.abs((other[at] ?? 0) - (first[at] ?? 0)) > 14)) continue;
        left = Math.min(left, x);
        right = Math.max(right, x);
        top = Math.min(top, y);
        bottom = Math.max(bottom, y);
      }
    }
  if (right < left) return null;
  const dx = Math.round((right - left) * grow);
  const dy = Math.round((bottom - top) * grow);
  const x = Math.max(0, (left - dx) & ~1);
  const y = Math.max(0, (top - dy) & ~1);
  return { x, y, width: (Math.min(width, right + dx + 1) - x) & ~1, height: (Math.min(height, bottom + dy + 1) - y) & ~1 };
}
