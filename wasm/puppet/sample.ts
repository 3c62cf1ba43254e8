/**
 * Bilinear sampling of a bitmap of RGBA. Places are 16.16 numbers; of their fractions the upper eight bits count. Four places at a time are two vectors of
 * 32-bit lanes, columns `u` and rows `v`: their weights are one byte of each lane, spread by a swizzle.
 */

/** Half of 256 in bytes and in 16-bit numbers: so that what is cut off rounds. */
// @ts-ignore: decorator
@inline
function halfBytes(): v128 {
  return i8x16.splat(-128);
}
// @ts-ignore: decorator
@inline
function halves(): v128 {
  return i16x8.splat(128);
}

/** Where four pixels lie in memory. `pitch`: the bytes of a pixel and of a row, side by side in each lane. */
// @ts-ignore: decorator
@inline
export function placesOf(u: v128, v: v128, source: v128, pitch: v128): v128 {
  const wholes = v128.shuffle<i16>(i32x4.shr_u(u, 16), v, 0, 9, 2, 11, 4, 13, 6, 15);
  return i32x4.add(source, i32x4.dot_i16x8_s(wholes, pitch));
}
// @ts-ignore: decorator
@inline
export function pitchOf(stride: usize): v128 {
  return i32x4.splat(<i32>((stride << 16) | 4));
}

/** The two pixels at `p` mixed with those a row below. */
// @ts-ignore: decorator
@inline
function column(p: usize, stride: usize, weight: v128): v128 {
  const bytes = v128.load64_zero(p);
  const upper = i16x8.extend_low_i8x16_u(bytes);
  const lower = v128.load8x8_u(p + stride);
  // Each byte of the upper row times 256, and a half.
  const start = v128.shuffle<i8>(halfBytes(), bytes, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
  return i16x8.shr_u(i16x8.add(start, i16x8.mul(i16x8.sub(lower, upper), weight)), 8);
}
/** Two pixels, from the columns left and right of each. */
// @ts-ignore: decorator
@inline
function across(first: v128, second: v128, weight: v128): v128 {
  const left = v128.shuffle<i64>(first, second, 0, 2);
  const right = v128.shuffle<i64>(first, second, 1, 3);
  const start = v128.or(i16x8.shl(left, 8), halves());
  return i16x8.shr_u(i16x8.add(start, i16x8.mul(i16x8.sub(right, left), weight)), 8);
}

/** The first two of four pixels, four 16-bit numbers each. */
// @ts-ignore: decorator
@inline
export function firstPair(places: v128, u: v128, v: v128, stride: usize): v128 {
  const a = column(<usize>i32x4.extract_lane(places, 0), stride, i8x16.swizzle(v, i8x16(1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1)));
  const b = column(<usize>i32x4.extract_lane(places, 1), stride, i8x16.swizzle(v, i8x16(5, -1, 5, -1, 5, -1, 5, -1, 5, -1, 5, -1, 5, -1, 5, -1)));
  return across(a, b, i8x16.swizzle(u, i8x16(1, -1, 1, -1, 1, -1, 1, -1, 5, -1, 5, -1, 5, -1, 5, -1)));
}
/** The last two. */
// @ts-ignore: decorator
@inline
export function lastPair(places: v128, u: v128, v: v128, stride: usize): v128 {
  const a = column(<usize>i32x4.extract_lane(places, 2), stride, i8x16.swizzle(v, i8x16(9, -1, 9, -1, 9, -1, 9, -1, 9, -1, 9, -1, 9, -1, 9, -1)));
  const b = column(
    <usize>i32x4.extract_lane(places, 3),
    stride,
    i8x16.swizzle(v, i8x16(13, -1, 13, -1, 13, -1, 13, -1, 13, -1, 13, -1, 13, -1, 13, -1)),
  );
  return across(a, b, i8x16.swizzle(u, i8x16(9, -1, 9, -1, 9, -1, 9, -1, 13, -1, 13, -1, 13, -1, 13, -1)));
}

/** One pixel, twice. */
// @ts-ignore: decorator
@inline
export function onePixel(source: usize, u: i32, v: i32, stride: usize): v128 {
  const place = source + <usize>(v >> 16) * stride + (<usize>(u >> 16) << 2);
  const both = column(place, stride, i16x8.splat(<i16>((v >> 8) & 255)));
  return across(both, both, i16x8.splat(<i16>((u >> 8) & 255)));
}
