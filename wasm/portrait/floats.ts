/** Words of the float formulas, four pixels at a time. */
import { bytesMask, indexMask, n0_5, n1, shifts } from './constants';

// @ts-ignore: decorator
@inline
export function number(at: usize): v128 {
  return v128.load32_splat(at);
}
/** The whole part of a number >= 0, as 2^23 and that much. A whole number itself may come out as one less; then its rest is 1. */
// @ts-ignore: decorator
@inline
export function whole(t: v128): v128 {
  return f32x4.add(f32x4.pmax(f32x4.splat(0), f32x4.sub(t, number(n0_5))), number(shifts));
}
// @ts-ignore: decorator
@inline
export function index(shifted: v128): v128 {
  return v128.and(shifted, v128.load(indexMask));
}
// @ts-ignore: decorator
@inline
export function splat(at: usize, index: usize): v128 {
  return v128.load32_splat(at + (index << 2));
}
// @ts-ignore: decorator
@inline
export function clamp01(t: v128): v128 {
  return f32x4.pmax(f32x4.splat(0), f32x4.pmin(number(n1), t));
}
/** From `a` towards `b`. */
// @ts-ignore: decorator
@inline
export function toward(a: v128, b: v128, share: v128): v128 {
  return f32x4.add(a, f32x4.mul(f32x4.sub(b, a), share));
}
/** `zero` is black: a material in a light. */
// @ts-ignore: decorator
@inline
export function lit(zero: v128, material: v128, light: v128): v128 {
  return f32x4.add(zero, f32x4.mul(f32x4.sub(material, zero), light));
}
// @ts-ignore: decorator
@inline
export function byte(words: v128, shift: i32): v128 {
  return f32x4.convert_i32x4_s(v128.and(i32x4.shr_u(words, shift), v128.load(bytesMask)));
}

/** Four words of two or four bytes each at four places. */
// @ts-ignore: decorator
@inline
export function gather(at: v128, offset: usize, channels: i32): v128 {
  const a = <usize>i32x4.extract_lane(at, 0) + offset;
  const b = <usize>i32x4.extract_lane(at, 1) + offset;
  const c = <usize>i32x4.extract_lane(at, 2) + offset;
  const d = <usize>i32x4.extract_lane(at, 3) + offset;
  if (channels == 1) {
    let words = i32x4.splat(<i32>load<u16>(a));
    words = i32x4.replace_lane(words, 1, <i32>load<u16>(b));
    words = i32x4.replace_lane(words, 2, <i32>load<u16>(c));
    return i32x4.replace_lane(words, 3, <i32>load<u16>(d));
  }
  let words = v128.load32_zero(a);
  words = v128.load32_lane(b, words, 1);
  words = v128.load32_lane(c, words, 2);
  return v128.load32_lane(d, words, 3);
}

// @ts-ignore: decorator
@inline
export function bilinear(upper: v128, lower: v128, shift: i32, nextShift: i32, fx: v128, fy: v128): v128 {
  return toward(toward(byte(upper, shift), byte(upper, nextShift), fx), toward(byte(lower, shift), byte(lower, nextShift), fx), fy);
}

/** Writes four values, or four of one channel between four of another. */
// @ts-ignore: decorator
@inline
export function put(at: usize, value: v128, other: v128, channels: i32): void {
  const a = index(f32x4.add(f32x4.pmax(f32x4.splat(0), value), number(shifts)));
  if (channels == 1) {
    const words = i16x8.narrow_i32x4_s(a, a);
    v128.store32_lane(at, i8x16.narrow_i16x8_u(words, words), 0);
  } else {
    const b = index(f32x4.add(f32x4.pmax(f32x4.splat(0), other), number(shifts)));
    const words = i16x8.narrow_i32x4_s(a, b);
    const bytes = i8x16.narrow_i16x8_u(words, words);
    v128.store64_lane(at, v128.shuffle<i8>(bytes, bytes, 0, 4, 1, 5, 2, 6, 3, 7, 0, 0, 0, 0, 0, 0, 0, 0), 0);
  }
}

/** Numbers of a table are gathered by `which` of the eight of a step. */
// @ts-ignore: decorator
@inline
export function gatherNumber(a: usize, b: usize, c: usize, d: usize, which: usize): v128 {
  let numbers = v128.load32_zero(a + which);
  numbers = v128.load32_lane(b + which, numbers, 1);
  numbers = v128.load32_lane(c + which, numbers, 2);
  return v128.load32_lane(d + which, numbers, 3);
}
