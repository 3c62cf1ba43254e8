/** How a pixel meets the one that is there: premultiplied, two pixels of four 16-bit numbers each. */

/** The alpha bytes of four pixels. */
// @ts-ignore: decorator
@inline
export function alphas(): v128 {
  return i32x4.splat(-0x1000000);
}

/** Alpha 0..255 of two pixels as 1.15 numbers in their four lanes each: 255 is the whole. */
// @ts-ignore: decorator
@inline
function cover(pixels: v128): v128 {
  const alpha = v128.shuffle<i16>(pixels, pixels, 3, 3, 3, 3, 7, 7, 7, 7);
  return i16x8.add(i16x8.shl(alpha, 7), i16x8.shr_u(alpha, 1));
}

/** What is opaque hides what is below, and what is nothing leaves it as it is, to the byte. */
// @ts-ignore: decorator
@inline
export function over(pixels: v128, below: v128): v128 {
  return i16x8.add(pixels, i16x8.sub(below, i16x8.q15mulr_sat_s(below, cover(pixels))));
}

/** The cover of what is below stays. */
// @ts-ignore: decorator
@inline
export function atop(pixels: v128, below: v128): v128 {
  const shown = i16x8.q15mulr_sat_s(pixels, cover(below));
  const mixed = i16x8.add(shown, i16x8.sub(below, i16x8.q15mulr_sat_s(below, cover(pixels))));
  return v128.shuffle<i16>(mixed, below, 0, 1, 2, 11, 4, 5, 6, 15);
}

// @ts-ignore: decorator
@inline
export function under(pixels: v128, front: v128): v128 {
  return i16x8.add(front, i16x8.sub(pixels, i16x8.q15mulr_sat_s(pixels, cover(front))));
}
