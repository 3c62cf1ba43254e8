/**
 * Bilinear sampling of a bitmap of RGBA. Places are 16.16 numbers, columns `u` and rows `v`; of their fractions the upper eight bits count. Addresses and
 * weights are looked up by plain numbers: measured, that is faster than having them in vectors and taking them out of there.
 */

/** Where `prepare` put 256 weights of 0..1 as eight 1.15 numbers each. */
const weights: usize = 1024;

/** To be called once. */
export function prepare(): void {
  for (let i = 0; i < 256; i++) v128.store(weights + <usize>(i << 4), i16x8.splat(<i16>(i << 7)));
}

// @ts-ignore: decorator
@inline
function weightOf(place: i32): v128 {
  return v128.load(weights + <usize>((place & 0xff00) >> 4));
}

/** The pixel at a place and the one to the right of it, mixed with those a row below. */
// @ts-ignore: decorator
@inline
function column(source: usize, u: i32, v: i32, stride: usize): v128 {
  const at = source + <usize>(v >> 16) * stride + (<usize>(u >> 16) << 2);
  const upper = v128.load8x8_u(at);
  return i16x8.add(upper, i16x8.q15mulr_sat_s(i16x8.sub(v128.load8x8_u(at + stride), upper), weightOf(v)));
}

/** Two pixels, four 16-bit numbers each: at a place, and a step further. */
// @ts-ignore: decorator
@inline
export function twoPixels(source: usize, u: i32, v: i32, stepU: i32, stepV: i32, stride: usize): v128 {
  const first = column(source, u, v, stride);
  const second = column(source, u + stepU, v + stepV, stride);
  const left = v128.shuffle<i64>(first, second, 0, 2);
  const right = v128.shuffle<i64>(first, second, 1, 3);
  const share = v128.shuffle<i64>(weightOf(u), weightOf(u + stepU), 0, 2);
  return i16x8.add(left, i16x8.q15mulr_sat_s(i16x8.sub(right, left), share));
}

/** One pixel; the other four numbers say nothing. */
// @ts-ignore: decorator
@inline
export function onePixel(source: usize, u: i32, v: i32, stride: usize): v128 {
  const left = column(source, u, v, stride);
  const right = v128.shuffle<i64>(left, left, 1, 1);
  return i16x8.add(left, i16x8.q15mulr_sat_s(i16x8.sub(right, left), weightOf(u)));
}
