/** Pixel on pixel: nothing on a rectangle, or a patch over what is there. */
import { alphas, over } from './blend';

/** Puts nothing on a rectangle. `widthBytes` of every row are cleared. */
export function clear(at: usize, strideBytes: i32, widthBytes: i32, rows: i32): void {
  for (let y = 0; y < rows; y++) memory.fill(at + <usize>(y * strideBytes), 0, <usize>widthBytes);
}

/** Lays a patch of premultiplied pixels on the picture. `opacity` 0..256. */
export function lay(target: usize, strideBytes: i32, patch: usize, patchStrideBytes: i32, width: i32, height: i32, opacity: i32): void {
  const whole = opacity >= 256;
  const fade = i16x8.splat(<i16>(whole ? 32767 : opacity << 7));
  for (let y = 0; y < height; y++) {
    let at = target + <usize>(y * strideBytes);
    let from = patch + <usize>(y * patchStrideBytes);
    const end = from + (<usize>width << 2);
    for (; from + 16 <= end; at += 16, from += 16) {
      const shown = v128.load(from);
      if (!v128.any_true(shown)) continue;
      if (whole && !v128.any_true(v128.andnot(alphas(), shown))) {
        v128.store(at, shown);
        continue;
      }
      let first = i16x8.extend_low_i8x16_u(shown);
      let last = i16x8.extend_high_i8x16_u(shown);
      if (!whole) {
        first = i16x8.q15mulr_sat_s(first, fade);
        last = i16x8.q15mulr_sat_s(last, fade);
      }
      const below = v128.load(at);
      v128.store(
        at,
        i8x16.narrow_i16x8_u(over(first, i16x8.extend_low_i8x16_u(below)), over(last, i16x8.extend_high_i8x16_u(below))),
      );
    }
    for (; from < end; at += 4, from += 4) {
      let pixel = i16x8.extend_low_i8x16_u(v128.load32_zero(from));
      if (!whole) pixel = i16x8.q15mulr_sat_s(pixel, fade);
      const mixed = over(pixel, i16x8.extend_low_i8x16_u(v128.load32_zero(at)));
      v128.store32_lane(at, i8x16.narrow_i16x8_u(mixed, mixed), 0);
    }
  }
}
