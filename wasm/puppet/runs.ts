/**
 * Runs of pixels along a straight line through a bitmap. All but `edgeRun` take a multiple of four pixels whose places lie inside of the bitmap. They are
 * exported from the module for one reason: what is exported stays a function of its own, and inside of `draw` there are too few registers for it.
 */
import { alphas, atop, over, under } from './blend';
import { onePixel, twoPixels } from './sample';

/** How a bitmap meets what is there. */
export const overMode = 0;
export const atopMode = 1;
export const underMode = 2;

/** In the midst of what is opaque: nothing below is seen. */
export function solidRun(from: usize, end: usize, startU: i32, startV: i32, stepU: i32, stepV: i32, source: usize, stride: usize): void {
  let u = startU;
  let v = startV;
  for (let at = from; at < end; at += 16) {
    const first = twoPixels(source, u, v, stepU, stepV, stride);
    const last = twoPixels(source, u + stepU * 2, v + stepV * 2, stepU, stepV, stride);
    v128.store(at, i8x16.narrow_i16x8_u(first, last));
    u += stepU << 2;
    v += stepV << 2;
  }
}

export function overRun(from: usize, end: usize, startU: i32, startV: i32, stepU: i32, stepV: i32, source: usize, stride: usize): void {
  let u = startU;
  let v = startV;
  for (let at = from; at < end; at += 16) {
    const first = twoPixels(source, u, v, stepU, stepV, stride);
    const last = twoPixels(source, u + stepU * 2, v + stepV * 2, stepU, stepV, stride);
    const below = v128.load(at);
    v128.store(
      at,
      i8x16.narrow_i16x8_u(over(first, i16x8.extend_low_i8x16_u(below)), over(last, i16x8.extend_high_i8x16_u(below))),
    );
    u += stepU << 2;
    v += stepV << 2;
  }
}

export function underRun(from: usize, end: usize, startU: i32, startV: i32, stepU: i32, stepV: i32, source: usize, stride: usize): void {
  let u = startU;
  let v = startV;
  for (let at = from; at < end; at += 16) {
    const front = v128.load(at);
    // What is hidden costs nothing.
    if (v128.any_true(v128.andnot(alphas(), front))) {
      const first = twoPixels(source, u, v, stepU, stepV, stride);
      const last = twoPixels(source, u + stepU * 2, v + stepV * 2, stepU, stepV, stride);
      v128.store(
        at,
        i8x16.narrow_i16x8_u(under(first, i16x8.extend_low_i8x16_u(front)), under(last, i16x8.extend_high_i8x16_u(front))),
      );
    }
    u += stepU << 2;
    v += stepV << 2;
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
  const fade = i16x8.splat(<i16>opacity);
  let u = startU;
  let v = startV;
  for (let at = from; at < end; at += 16) {
    const below = v128.load(at);
    if (v128.any_true(v128.and(alphas(), below))) {
      const first = twoPixels(source, u, v, stepU, stepV, stride);
      const last = twoPixels(source, u + stepU * 2, v + stepV * 2, stepU, stepV, stride);
      v128.store(
        at,
        i8x16.narrow_i16x8_u(
          atop(i16x8.q15mulr_sat_s(first, fade), i16x8.extend_low_i8x16_u(below)),
          atop(i16x8.q15mulr_sat_s(last, fade), i16x8.extend_high_i8x16_u(below)),
        ),
      );
    }
    u += stepU << 2;
    v += stepV << 2;
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
