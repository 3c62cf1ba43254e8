/** Eight pixels of a cell's row at once, whose places lie in one window of sixteen columns and on one or two rows of the source. */
import { rounds } from './constants';

/** Start and step of eight columns as 4.12 numbers. */
// @ts-ignore: decorator
@inline
export function startOf(from: i32, step: i32, lanes: v128, moreLanes: v128): v128 {
  const first = i32x4.splat(from);
  const by = i32x4.splat(step);
  return i16x8.narrow_i32x4_u(
    i32x4.shr_s(i32x4.add(first, i32x4.mul(by, lanes)), 4),
    i32x4.shr_s(i32x4.add(first, i32x4.mul(by, moreLanes)), 4),
  );
}
// @ts-ignore: decorator
@inline
export function stepOf(from: i32, step: i32, lanes: v128, moreLanes: v128): v128 {
  const first = i32x4.splat(from);
  const by = i32x4.splat(step);
  return i16x8.narrow_i32x4_s(
    i32x4.shr_s(i32x4.add(first, i32x4.mul(by, lanes)), 4),
    i32x4.shr_s(i32x4.add(first, i32x4.mul(by, moreLanes)), 4),
  );
}

/** Eight values between four neighbours each; `fx` 7 bits, `fy` 15 bits. */
// @ts-ignore: decorator
@inline
export function between(p0: v128, p1: v128, q0: v128, q1: v128, fx: v128, fy: v128): v128 {
  const top = i16x8.add(i16x8.shl(p0, 7), i16x8.mul(i16x8.sub(p1, p0), fx));
  const low = i16x8.add(i16x8.shl(q0, 7), i16x8.mul(i16x8.sub(q1, q0), fx));
  const value = i16x8.add(top, i16x8.q15mulr_sat_s(i16x8.sub(low, top), fy));
  return i16x8.shr_u(i16x8.add(value, v128.load(rounds)), 7);
}
/** All eight on one row of the source. */
// @ts-ignore: decorator
@inline
export function oneRow(at: usize, stride: usize, pick: v128, next: v128, fx: v128, fy: v128): v128 {
  const a = v128.load(at);
  const b = v128.load(at + stride);
  return between(i8x16.swizzle(a, pick), i8x16.swizzle(a, next), i8x16.swizzle(b, pick), i8x16.swizzle(b, next), fx, fy);
}
/** On two: `lower` says which are a row further down. */
// @ts-ignore: decorator
@inline
export function twoRows(at: usize, stride: usize, pick: v128, next: v128, lower: v128, fx: v128, fy: v128): v128 {
  const b = v128.load(at + stride);
  const b0 = i8x16.swizzle(b, pick);
  const b1 = i8x16.swizzle(b, next);
  const a = v128.load(at);
  const p0 = v128.bitselect(b0, i8x16.swizzle(a, pick), lower);
  const p1 = v128.bitselect(b1, i8x16.swizzle(a, next), lower);
  const c = v128.load(at + (stride << 1));
  return between(p0, p1, v128.bitselect(i8x16.swizzle(c, pick), b0, lower), v128.bitselect(i8x16.swizzle(c, next), b1, lower), fx, fy);
}
