/**
 * Runs of pixels along a straight line through a bitmap. All but `edgeRun` take a multiple of four pixels whose places lie inside of the bitmap. They are
 * exported from the module for one reason: what is exported stays a function of its own, and inside of `draw` there are too few registers for it.
 */
import { alphas, atop, over, under } from './blend';
import { firstPair, lastPair, onePixel, pitchOf, placesOf } from './sample';

/** How a bitmap meets what is there. */
export const overMode = 0;
export const atopMode = 1;
export const underMode = 2;

/** Four places from one on. */
// @ts-ignore: decorator
@inline
function fourFrom(start: i32, step: i32): v128 {
  return i32x4.add(i32x4.splat(start), i32x4.mul(i32x4.splat(step), i32x4(0, 1, 2, 3)));
}

/** In the midst of what is opaque: nothing below is seen. */
export function solidRun(from: usize, end: usize, startU: i32, startV: i32, stepU: i32, stepV: i32, source: usize, stride: usize): void {
  const base = i32x4.splat(<i32>source);
  const pitch = pitchOf(stride);
  const byU = i32x4.splat(stepU << 2);
  const byV = i32x4.splat(stepV << 2);
  let u = fourFrom(startU, stepU);
  let v = fourFrom(startV, stepV);
  for (let at = from; at < end; at += 16) {
    const places = placesOf(u, v, base, pitch);
    const first = firstPair(places, u, v, stride);
    const last = lastPair(places, u, v, stride);
    v128.store(at, i8x16.narrow_i16x8_u(first, last));
    u = i32x4.add(u, byU);
    v = i32x4.add(v, byV);
  }
}

export function overRun(from: usize, end: usize, startU: i32, startV: i32, stepU: i32, stepV: i32, source: usize, stride: usize): void {
  const base = i32x4.splat(<i32>source);
  const pitch = pitchOf(stride);
  const byU = i32x4.splat(stepU << 2);
  const byV = i32x4.splat(stepV << 2);
  let u = fourFrom(startU, stepU);
  let v = fourFrom(startV, stepV);
  for (let at = from; at < end; at += 16) {
    const places = placesOf(u, v, base, pitch);
    const first = firstPair(places, u, v, stride);
    const last = lastPair(places, u, v, stride);
    const below = v128.load(at);
    v128.store(
      at,
      i8x16.narrow_i16x8_u(over(first, i16x8.extend_low_i8x16_u(below)), over(last, i16x8.extend_high_i8x16_u(below))),
    );
    u = i32x4.add(u, byU);
    v = i32x4.add(v, byV);
  }
}

export function underRun(from: usize, end: usize, startU: i32, startV: i32, stepU: i32, stepV: i32, source: usize, stride: usize): void {
  const base = i32x4.splat(<i32>source);
  const pitch = pitchOf(stride);
  const byU = i32x4.splat(stepU << 2);
  const byV = i32x4.splat(stepV << 2);
  let u = fourFrom(startU, stepU);
  let v = fourFrom(startV, stepV);
  for (let at = from; at < end; at += 16) {
    const front = v128.load(at);
    // What is hidden costs nothing.
    if (v128.any_true(v128.andnot(alphas(), front))) {
      const places = placesOf(u, v, base, pitch);
      const first = firstPair(places, u, v, stride);
      const last = lastPair(places, u, v, stride);
      v128.store(
        at,
        i8x16.narrow_i16x8_u(under(first, i16x8.extend_low_i8x16_u(front)), under(last, i16x8.extend_high_i8x16_u(front))),
      );
    }
    u = i32x4.add(u, byU);
    v = i32x4.add(v, byV);
  }
}

/** `opacity` 0..32767. */
export function atopRun(
  from: usize,
  end: usize,
  startU: i32,
  startV: i32,
  stepU: i32,
  stepV: i32,
  source: usize,
  stride: usize,
  opacity: i32,
): void {
  const base = i32x4.splat(<i32>source);
  const pitch = pitchOf(stride);
  const byU = i32x4.splat(stepU << 2);
  const byV = i32x4.splat(stepV << 2);
  const fade = i16x8.splat(<i16>opacity);
  let u = fourFrom(startU, stepU);
  let v = fourFrom(startV, stepV);
  for (let at = from; at < end; at += 16) {
    const below = v128.load(at);
    if (v128.any_true(v128.and(alphas(), below))) {
      const places = placesOf(u, v, base, pitch);
      const first = firstPair(places, u, v, stride);
      const last = lastPair(places, u, v, stride);
      v128.store(
        at,
        i8x16.narrow_i16x8_u(
          atop(i16x8.q15mulr_sat_s(first, fade), i16x8.extend_low_i8x16_u(below)),
          atop(i16x8.q15mulr_sat_s(last, fade), i16x8.extend_high_i8x16_u(below)),
        ),
      );
    }
    u = i32x4.add(u, byU);
    v = i32x4.add(v, byV);
  }
}

/** A run that may leave the bitmap, of any length: pixel by pixel. `endU`, `endV`: from there on a pixel has no neighbour. */
export function edgeRun(
  from: usize,
  end: usize,
  startU: i32,
  startV: i32,
  stepU: i32,
  stepV: i32,
  source: usize,
  stride: usize,
  endU: u32,
  endV: u32,
  mode: i32,
  opacity: i32,
): void {
  let u = startU;
  let v = startV;
  for (let at = from; at < end; at += 4, u += stepU, v += stepV) {
    if (<u32>u >= endU || <u32>v >= endV) continue;
    let pixel = onePixel(source, u, v, stride);
    if (mode == atopMode) pixel = i16x8.q15mulr_sat_s(pixel, i16x8.splat(<i16>opacity));
    const there = i16x8.extend_low_i8x16_u(v128.load32_zero(at));
    const mixed = mode == overMode ? over(pixel, there) : mode == underMode ? under(pixel, there) : atop(pixel, there);
    v128.store32_lane(at, i8x16.narrow_i16x8_u(mixed, mixed), 0);
  }
}
