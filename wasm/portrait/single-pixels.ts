/** Places too far apart for vectors: pixel by pixel. Exported from the module too, so that they stay functions of their own. */
import { scratch } from './constants';

/** One pixel of a place whose fractions are 7 and 15 bits. */
// @ts-ignore: decorator
@inline
function pixel(at: usize, stride: usize, next: usize, fx: i32, fy: i32): i32 {
  const top = <i32>load<u8>(at) * (128 - fx) + <i32>load<u8>(at + next) * fx;
  const low = <i32>load<u8>(at + stride) * (128 - fx) + <i32>load<u8>(at + stride + next) * fx;
  return (top + (((low - top) * fy + 0x4000) >> 15) + 64) >> 7;
}

/** Eight pixels whose places are on more than two rows. */
export function steepLight(x: v128, y: v128, from: usize, stride: usize, out: usize): void {
  v128.store(scratch, x);
  v128.store(scratch + 16, y);
  for (let i: usize = 0; i < 8; i++) {
    const px = <i32>load<u16>(scratch + (i << 1));
    const py = <i32>load<u16>(scratch + 16 + (i << 1));
    store<u8>(out + i, pixel(from + <usize>(py >> 12) * stride + <usize>(px >> 12), stride, 1, (px >> 5) & 127, (py << 3) & 0x7ff8));
  }
}
export function steepColour(x: v128, y: v128, from: usize, stride: usize, outU: usize, outV: usize): void {
  v128.store(scratch, x);
  v128.store(scratch + 16, y);
  for (let i: usize = 0; i < 4; i++) {
    const px = <i32>load<u16>(scratch + (i << 2));
    const py = <i32>load<u16>(scratch + 16 + (i << 2));
    const at = from + <usize>(py >> 12) * stride + (<usize>(px >> 12) << 1);
    store<u8>(outU + i, pixel(at, stride, 2, (px >> 5) & 127, (py << 3) & 0x7ff8));
    store<u8>(outV + i, pixel(at + 1, stride, 2, (px >> 5) & 127, (py << 3) & 0x7ff8));
  }
}

/** A row of a cell whose corners are too far apart for a window: pixel by pixel in 16.16. `channels` 1 or 2. */
export function wideRow(
  startX: i32,
  startY: i32,
  stepX: i32,
  stepY: i32,
  count: i32,
  source: usize,
  stride: usize,
  channels: i32,
  out: usize,
  otherOut: usize,
): void {
  let x = startX + 256;
  let y = startY;
  for (let i = 0; i < count; i++, x += stepX, y += stepY) {
    const at = source + <usize>(y >> 16) * stride + <usize>(x >> 16) * <usize>channels;
    store<u8>(out + <usize>i, pixel(at, stride, <usize>channels, (x >> 9) & 127, (y >> 1) & 0x7fff));
    if (channels == 2) store<u8>(otherOut + <usize>i, pixel(at + 1, stride, 2, (x >> 9) & 127, (y >> 1) & 0x7fff));
  }
}
