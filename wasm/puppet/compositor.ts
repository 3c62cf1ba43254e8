/**
 * AssemblyScript: the pixel work of the puppet. Bitmaps (premultiplied RGBA with a clear border) are moved by an affine map, and bent row by row,
 * onto a picture; the picture is turned into I420 with alpha. Knows nothing of faces: addresses and numbers come from compositor.ts of the puppet.
 */

/** Puts nothing on a rectangle. `widthBytes` of every row are cleared. */
export function clear(at: usize, strideBytes: i32, widthBytes: i32, rows: i32): void {
  for (let y = 0; y < rows; y++) memory.fill(at + <usize>(y * strideBytes), 0, <usize>widthBytes);
}

/** Copies a rectangle of rows between two pictures of one stride. */
export function copy(to: usize, from: usize, strideBytes: i32, widthBytes: i32, rows: i32): void {
  for (let y = 0; y < rows; y++) memory.copy(to + <usize>(y * strideBytes), from + <usize>(y * strideBytes), <usize>widthBytes);
}

/** A cell of the coarse map that says where a bitmap has nothing. */
const cell = 8;
const cellShift = 19;
/** A run that begins in a cell stays within so many pixels of it, unless its step is longer than `longestStep` (16.16). */
const reach = 12;
const longestStep = 90000;
/** Pixels of the picture that are looked up along one straight line. */
const line = 32;
/** So few of them that they cannot leap over a cell. */
const run = 8;

/** Where `prepare` put 256 weights of 0..1 as eight 1.15 numbers each. */
const weights: usize = 1024;

/** To be called once. */
export function prepare(): void {
  for (let i = 0; i < 256; i++) v128.store(weights + <usize>(i << 4), i16x8.splat(<i16>(i << 7)));
}

/**
 * Writes for each cell of a bitmap what it and what is near it show: 0 nothing, 1 something, 2 no pixel that is not opaque.
 * `map` has room for the rounded-up number of cells.
 */
export function survey(source: usize, width: i32, height: i32, map: usize): void {
  const columns = (width + cell - 1) / cell;
  const rows = (height + cell - 1) / cell;
  for (let row = 0; row < rows; row++) {
    for (let across = 0; across < columns; across++) {
      let any: u32 = 0;
      let all: u32 = 0xff000000;
      const top = row * cell - reach;
      const left = across * cell - reach;
      const bottom = (row + 1) * cell + reach;
      const right = (across + 1) * cell + reach;
      if (top < 0 || left < 0 || bottom > height || right > width) all = 0;
      for (let y = top > 0 ? top : 0; y < bottom && y < height; y++) {
        for (let x = left > 0 ? left : 0; x < right && x < width; x++) {
          const pixel = load<u32>(source + (<usize>(y * width + x) << 2));
          any |= pixel;
          all &= pixel;
        }
      }
      store<u8>(map + <usize>(row * columns + across), all >= 0xff000000 ? 2 : any != 0 ? 1 : 0);
    }
  }
}

/** The pixels above and below `p`, mixed by `v` (16.16): two of them, four 16-bit numbers each. */
// @ts-ignore: decorator
@inline
function column(p: usize, stride: usize, v: i32): v128 {
  const upper = v128.load8x8_u(p);
  const lower = v128.load8x8_u(p + stride);
  return i16x8.add(upper, i16x8.q15mulr_sat_s(i16x8.sub(lower, upper), v128.load(weights + <usize>((v & 0xff00) >> 4))));
}

/** Two pixels of four 16-bit numbers each, from the columns left and right of each, mixed by `u` and `otherU`. */
// @ts-ignore: decorator
@inline
function acrossTwo(first: v128, second: v128, u: i32, otherU: i32): v128 {
  const left = v128.shuffle<i64>(first, second, 0, 2);
  const right = v128.shuffle<i64>(first, second, 1, 3);
  const share = v128.shuffle<i64>(
    v128.load(weights + <usize>((u & 0xff00) >> 4)),
    v128.load(weights + <usize>((otherU & 0xff00) >> 4)),
    0,
    2,
  );
  return i16x8.add(left, i16x8.q15mulr_sat_s(i16x8.sub(right, left), share));
}

/** Alpha 0..255 of two pixels as 1.15 numbers in their four lanes each: 255 is the whole. */
// @ts-ignore: decorator
@inline
function cover(pixels: v128): v128 {
  const alpha = v128.shuffle<i16>(pixels, pixels, 3, 3, 3, 3, 7, 7, 7, 7);
  return i16x8.add(i16x8.shl(alpha, 7), i16x8.shr_u(alpha, 1));
}

// @ts-ignore: decorator
@inline
function over(pixels: v128, below: v128): v128 {
  return i16x8.add(pixels, i16x8.sub(below, i16x8.q15mulr_sat_s(below, cover(pixels))));
}

/** The cover of what is below stays. */
// @ts-ignore: decorator
@inline
function atop(pixels: v128, below: v128): v128 {
  const shown = i16x8.q15mulr_sat_s(pixels, cover(below));
  const mixed = i16x8.add(shown, i16x8.sub(below, i16x8.q15mulr_sat_s(below, cover(pixels))));
  return v128.shuffle<i16>(mixed, below, 0, 1, 2, 11, 4, 5, 6, 15);
}

// @ts-ignore: decorator
@inline
function under(pixels: v128, front: v128): v128 {
  return i16x8.add(front, i16x8.sub(pixels, i16x8.q15mulr_sat_s(pixels, cover(front))));
}

const allOpaque: u64 = 0xff000000ff000000;

/**
 * A run of an even number of pixels whose ends lie inside of the bitmap. The runs are exported for one reason: what is exported stays a function of its own,
 * and inside of `draw` there are too few registers for it.
 */
export function overRun(from: usize, end: usize, startU: i32, startV: i32, stepU: i32, stepV: i32, source: usize, stride: usize): void {
  let u = startU;
  let v = startV;
  for (let at = from; at < end; at += 8) {
    const u2 = u + stepU;
    const v2 = v + stepV;
    const p = source + <usize>(v >> 16) * stride + (<usize>(u >> 16) << 2);
    const q = source + <usize>(v2 >> 16) * stride + (<usize>(u2 >> 16) << 2);
    const a = load<u64>(p);
    const b = load<u64>(p + stride);
    const c = load<u64>(q);
    const d = load<u64>(q + stride);
    if ((a | b | c | d) != 0) {
      const pixels = acrossTwo(column(p, stride, v), column(q, stride, v2), u, u2);
      if ((a & b & c & d & allOpaque) == allOpaque) v128.store64_lane(at, i8x16.narrow_i16x8_u(pixels, pixels), 0);
      else {
        const mixed = over(pixels, v128.load8x8_u(at));
        v128.store64_lane(at, i8x16.narrow_i16x8_u(mixed, mixed), 0);
      }
    }
    u = u2 + stepU;
    v = v2 + stepV;
  }
}

/** A run in the midst of what is opaque: nothing below is seen. */
export function solidRun(from: usize, end: usize, startU: i32, startV: i32, stepU: i32, stepV: i32, source: usize, stride: usize): void {
  let u = startU;
  let v = startV;
  for (let at = from; at < end; at += 8) {
    const u2 = u + stepU;
    const v2 = v + stepV;
    const p = source + <usize>(v >> 16) * stride + (<usize>(u >> 16) << 2);
    const q = source + <usize>(v2 >> 16) * stride + (<usize>(u2 >> 16) << 2);
    const pixels = acrossTwo(column(p, stride, v), column(q, stride, v2), u, u2);
    v128.store64_lane(at, i8x16.narrow_i16x8_u(pixels, pixels), 0);
    u = u2 + stepU;
    v = v2 + stepV;
  }
}

export function underRun(from: usize, end: usize, startU: i32, startV: i32, stepU: i32, stepV: i32, source: usize, stride: usize): void {
  let u = startU;
  let v = startV;
  for (let at = from; at < end; at += 8) {
    const u2 = u + stepU;
    const v2 = v + stepV;
    if ((load<u64>(at) & allOpaque) != allOpaque) {
      const p = source + <usize>(v >> 16) * stride + (<usize>(u >> 16) << 2);
      const q = source + <usize>(v2 >> 16) * stride + (<usize>(u2 >> 16) << 2);
      if ((load<u64>(p) | load<u64>(p + stride) | load<u64>(q) | load<u64>(q + stride)) != 0) {
        const mixed = under(acrossTwo(column(p, stride, v), column(q, stride, v2), u, u2), v128.load8x8_u(at));
        v128.store64_lane(at, i8x16.narrow_i16x8_u(mixed, mixed), 0);
      }
    }
    u = u2 + stepU;
    v = v2 + stepV;
  }
}

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
  for (let at = from; at < end; at += 8) {
    const u2 = u + stepU;
    const v2 = v + stepV;
    if ((load<u64>(at) & allOpaque) != 0) {
      const p = source + <usize>(v >> 16) * stride + (<usize>(u >> 16) << 2);
      const q = source + <usize>(v2 >> 16) * stride + (<usize>(u2 >> 16) << 2);
      if ((load<u64>(p) | load<u64>(p + stride) | load<u64>(q) | load<u64>(q + stride)) != 0) {
        const pixels = i16x8.q15mulr_sat_s(acrossTwo(column(p, stride, v), column(q, stride, v2), u, u2), fade);
        const mixed = atop(pixels, v128.load8x8_u(at));
        v128.store64_lane(at, i8x16.narrow_i16x8_u(mixed, mixed), 0);
      }
    }
    u = u2 + stepU;
    v = v2 + stepV;
  }
}

/** One pixel, where a pair would reach over an edge. */
function single(at: usize, u: i32, v: i32, source: usize, stride: usize, mode: i32, opacity: i32): void {
  const p = source + <usize>(v >> 16) * stride + (<usize>(u >> 16) << 2);
  if ((load<u64>(p) | load<u64>(p + stride)) == 0) return;
  const c = column(p, stride, v);
  let pixel = acrossTwo(c, c, u, u);
  if (mode == 1) pixel = i16x8.q15mulr_sat_s(pixel, i16x8.splat(<i16>opacity));
  const there = i16x8.extend_low_i8x16_u(v128.load32_zero(at));
  const mixed = mode == 0 ? over(pixel, there) : mode == 2 ? under(pixel, there) : atop(pixel, there);
  v128.store32_lane(at, i8x16.narrow_i16x8_u(mixed, mixed), 0);
}

/** A run that may leave the bitmap: pixel by pixel. */
export function edgeRun(
  from: usize,
  count: i32,
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
  let at = from;
  for (let i = 0; i < count; i++, u += stepU, v += stepV, at += 4) {
    if (<u32>u >= endU || <u32>v >= endV) continue;
    single(at, u, v, source, stride, mode, opacity);
  }
}

/** How far the bend shifts what is looked up at `v`: `which` 0 sideways, 4 down. 16.16. */
// @ts-ignore: decorator
@inline
function bentBy(bend: usize, v: i32, lastRow: i32, which: usize): i32 {
  if (v <= 0) return load<i32>(bend + which);
  const row = v >> 16;
  if (row >= lastRow) return load<i32>(bend + (<usize>lastRow << 3) + which);
  const entry = bend + (<usize>row << 3) + which;
  const here = load<i32>(entry);
  return here + (((load<i32>(entry, 8) - here) * ((v & 0xffff) >> 4)) >> 12);
}

/**
 * Draws a bitmap. For the pixel (x, y) of the picture the bitmap is looked up at u = u0 + x ux + y uy, v = v0 + x vx + y vy (bitmap pixels),
 * then shifted by what `bend` says for the row v: pairs (du, dv) of 16.16 numbers, sourceHeight + 1 of them; 0 = no bending.
 * `bendU`, `bendV` are the most that it shifts, in pixels. `map` is from `survey`. `mode`: 0 over what is there, 1 only where something is
 * (the cover stays), 2 under it. `opacity` 0..32767, for mode 1.
 */
export function draw(
  target: usize,
  strideBytes: i32,
  left: i32,
  top: i32,
  right: i32,
  bottom: i32,
  source: usize,
  sourceWidth: i32,
  sourceHeight: i32,
  map: usize,
  ux: f64,
  uy: f64,
  u0: f64,
  vx: f64,
  vy: f64,
  v0: f64,
  bend: usize,
  bendU: f64,
  bendV: f64,
  mode: i32,
  opacity: i32,
): void {
  const stride = <usize>(sourceWidth << 2);
  const endU = <u32>((sourceWidth - 1) << 16);
  const endV = <u32>((sourceHeight - 1) << 16);
  const columns = (sourceWidth + cell - 1) / cell;
  const lastColumn = columns - 1;
  const fixedUx = <i32>Math.round(ux * 65536.0);
  const fixedVx = <i32>Math.round(vx * 65536.0);
  const lastCellRow = (sourceHeight + cell - 1) / cell - 1;
  for (let y = top; y < bottom; y++) {
    const startU = u0 + uy * <f64>y;
    const startV = v0 + vy * <f64>y;
    let from = <f64>left;
    let to = <f64>right;
    // What part of the row can hit the bitmap.
    if (ux > 1e-9 || ux < -1e-9) {
      const a = (-bendU - startU) / ux;
      const b = (<f64>sourceWidth + bendU - startU) / ux;
      from = Math.max(from, Math.min(a, b));
      to = Math.min(to, Math.max(a, b));
    } else if (startU < -bendU || startU > <f64>sourceWidth + bendU) continue;
    if (vx > 1e-9 || vx < -1e-9) {
      const a = (-bendV - startV) / vx;
      const b = (<f64>sourceHeight + bendV - startV) / vx;
      from = Math.max(from, Math.min(a, b));
      to = Math.min(to, Math.max(a, b));
    } else if (startV < -bendV || startV > <f64>sourceHeight + bendV) continue;
    let x0 = <i32>Math.floor(from);
    let x1 = <i32>Math.ceil(to);
    if (x0 < left) x0 = left;
    if (x1 > right) x1 = right;
    if (x0 >= x1) continue;
    const rowAt = target + <usize>(y * strideBytes);
    const rowU = <i32>Math.floor(startU * 65536.0);
    const rowV = <i32>Math.floor(startV * 65536.0);
    // Lines lie where they lie whatever part of the picture is asked for: the same cue gives the same pixels.
    let at = x0 & ~(line - 1);
    let toV = rowV + fixedVx * at;
    let toU = rowU + fixedUx * at + (bend != 0 ? bentBy(bend, toV, sourceHeight, 0) : 0);
    toV += bend != 0 ? bentBy(bend, toV, sourceHeight, 4) : 0;
    for (; at < x1; at += line) {
      let u = toU;
      let v = toV;
      toU = rowU + fixedUx * (at + line);
      toV = rowV + fixedVx * (at + line);
      if (bend != 0) {
        const dv = bentBy(bend, toV, sourceHeight, 4);
        toU += bentBy(bend, toV, sourceHeight, 0);
        toV += dv;
      }
      const stepU = (toU - u) >> 5;
      const stepV = (toV - v) >> 5;
      const allInside = <u32>u < endU && <u32>v < endV && <u32>(u + stepU * line) < endU && <u32>(v + stepV * line) < endV;
      const leaps = abs(stepU) > longestStep || abs(stepV) > longestStep;
      let end = at + line;
      if (end > right) end = right;
      let x = at;
      if (x < left) {
        u += stepU * (left - x);
        v += stepV * (left - x);
        x = left;
      }
      for (; x < end; ) {
        let next = x + run;
        if (next > end) next = end;
        const count = next - x;
        let cellColumn = u >> cellShift;
        let row = v >> cellShift;
        let inside = allInside;
        if (!inside) {
          inside = <u32>u < endU && <u32>v < endV && <u32>(u + stepU * count) < endU && <u32>(v + stepV * count) < endV;
          cellColumn = cellColumn < 0 ? 0 : cellColumn > lastColumn ? lastColumn : cellColumn;
          row = row < 0 ? 0 : row > lastCellRow ? lastCellRow : row;
        }
        const shows = leaps ? 1 : <i32>load<u8>(map + <usize>(row * columns + cellColumn));
        if (shows != 0) {
          const a = rowAt + (<usize>x << 2);
          if (inside && (count & 1) == 0) {
            const b = rowAt + (<usize>next << 2);
            if (mode == 0) {
              if (shows == 2) solidRun(a, b, u, v, stepU, stepV, source, stride);
              else overRun(a, b, u, v, stepU, stepV, source, stride);
            } else if (mode == 2) {
              let free = false;
              let hidden = false;
              if (count == run) {
                const first = load<u64>(a);
                const second = load<u64>(a, 8);
                const third = load<u64>(a, 16);
                const fourth = load<u64>(a, 24);
                free = shows == 2 && (first | second | third | fourth) == 0;
                hidden = (first & second & third & fourth & allOpaque) == allOpaque;
              }
              if (free) solidRun(a, b, u, v, stepU, stepV, source, stride);
              else if (!hidden) underRun(a, b, u, v, stepU, stepV, source, stride);
            } else atopRun(a, b, u, v, stepU, stepV, source, stride, opacity);
          } else edgeRun(a, count, u, v, stepU, stepV, source, stride, endU, endV, mode, opacity);
        }
        u += stepU * count;
        v += stepV * count;
        x = next;
      }
    }
  }
}

/** Lays a patch of premultiplied pixels on the picture, pixel on pixel. `opacity` 0..256. */
export function lay(target: usize, strideBytes: i32, patch: usize, patchStrideBytes: i32, width: i32, height: i32, opacity: i32): void {
  const fade = i16x8.splat(<i16>(opacity >= 256 ? 32767 : opacity << 7));
  for (let y = 0; y < height; y++) {
    let at = target + <usize>(y * strideBytes);
    let from = patch + <usize>(y * patchStrideBytes);
    for (let x = 0; x < width; x++, at += 4, from += 4) {
      const shown = load<u32>(from);
      if (shown == 0) continue;
      if (opacity >= 256 && shown >= 0xff000000) {
        store<u32>(at, shown);
        continue;
      }
      const pixel = i16x8.extend_low_i8x16_u(v128.load32_zero(from));
      const mixed = over(opacity >= 256 ? pixel : i16x8.q15mulr_sat_s(pixel, fade), i16x8.extend_low_i8x16_u(v128.load32_zero(at)));
      v128.store32_lane(at, i8x16.narrow_i16x8_u(mixed, mixed), 0);
    }
  }
}

// @ts-ignore: decorator
@inline
function weighed(pixels: v128, weights: v128): v128 {
  const low = i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_u(pixels), weights);
  const high = i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_u(pixels), weights);
  return i32x4.add(v128.shuffle<i32>(low, high, 0, 2, 4, 6), v128.shuffle<i32>(low, high, 1, 3, 5, 7));
}

/** Sums of 2 x 2 pixels: two such sums from four pixels of the upper row and the four below them. */
// @ts-ignore: decorator
@inline
function summed(upper: v128, lower: v128): v128 {
  const left = i16x8.add(i16x8.extend_low_i8x16_u(upper), i16x8.extend_low_i8x16_u(lower));
  const right = i16x8.add(i16x8.extend_high_i8x16_u(upper), i16x8.extend_high_i8x16_u(lower));
  return i16x8.add(v128.shuffle<i64>(left, right, 0, 2), v128.shuffle<i64>(left, right, 1, 3));
}

// @ts-ignore: decorator
@inline
function chroma(sums: v128, moreSums: v128, weights: v128): v128 {
  const low = i32x4.dot_i16x8_s(sums, weights);
  const high = i32x4.dot_i16x8_s(moreSums, weights);
  const total = i32x4.add(v128.shuffle<i32>(low, high, 0, 2, 4, 6), v128.shuffle<i32>(low, high, 1, 3, 5, 7));
  return i32x4.shr_s(i32x4.add(total, i32x4.splat((128 << 17) + 65536)), 17);
}

/**
 * Premultiplied RGBA to I420 with alpha, BT.709 limited range, premultiplied about black. Width is a multiple of 8, height of 2.
 * Y = 16 + 219/255 (0.2126 R + 0.7152 G + 0.0722 B); Cb = 128 + 224/255 (B - Y') / 1.8556; Cr = 128 + 224/255 (R - Y') / 1.5748, as 15-bit fractions.
 * The rows of Cb and Cr sum to nothing, so grey stays grey.
 */
export function toI420a(source: usize, strideBytes: i32, width: i32, height: i32, out: usize): void {
  const yWeights = i16x8(5983, 20127, 2032, 0, 5983, 20127, 2032, 0);
  const uWeights = i16x8(-3298, -11094, 14392, 0, -3298, -11094, 14392, 0);
  const vWeights = i16x8(14392, -13072, -1320, 0, 14392, -13072, -1320, 0);
  const yBase = i32x4.splat((16 << 15) + 16384);
  let uAt = out + <usize>(width * height);
  let vAt = uAt + <usize>((width >> 1) * (height >> 1));
  let aAt = vAt + <usize>((width >> 1) * (height >> 1));
  let yAt = out;
  for (let y = 0; y < height; y += 2) {
    let upper = source + <usize>(y * strideBytes);
    let lower = upper + <usize>strideBytes;
    for (let x = 0; x < width; x += 8, upper += 32, lower += 32, yAt += 8, aAt += 8, uAt += 4, vAt += 4) {
      const a = v128.load(upper);
      const b = v128.load(upper, 16);
      const c = v128.load(lower);
      const d = v128.load(lower, 16);
      const belowY = yAt + <usize>width;
      const belowA = aAt + <usize>width;
      if (!v128.any_true(v128.or(v128.or(a, b), v128.or(c, d)))) {
        store<u64>(yAt, 0x1010101010101010);
        store<u64>(belowY, 0x1010101010101010);
        store<u64>(aAt, 0);
        store<u64>(belowA, 0);
        store<u32>(uAt, 0x80808080);
        store<u32>(vAt, 0x80808080);
        continue;
      }
      const ya = i32x4.shr_s(i32x4.add(weighed(a, yWeights), yBase), 15);
      const yb = i32x4.shr_s(i32x4.add(weighed(b, yWeights), yBase), 15);
      const yc = i32x4.shr_s(i32x4.add(weighed(c, yWeights), yBase), 15);
      const yd = i32x4.shr_s(i32x4.add(weighed(d, yWeights), yBase), 15);
      const light = i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(ya, yb), i16x8.narrow_i32x4_s(yc, yd));
      v128.store64_lane(yAt, light, 0);
      v128.store64_lane(belowY, light, 1);
      const alpha = v128.shuffle<i8>(a, b, 3, 7, 11, 15, 19, 23, 27, 31, 3, 7, 11, 15, 19, 23, 27, 31);
      v128.store64_lane(aAt, alpha, 0);
      v128.store64_lane(belowA, v128.shuffle<i8>(c, d, 3, 7, 11, 15, 19, 23, 27, 31, 3, 7, 11, 15, 19, 23, 27, 31), 0);
      const s0 = summed(a, c);
      const s1 = summed(b, d);
      const u = chroma(s0, s1, uWeights);
      const v = chroma(s0, s1, vWeights);
      const both = i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_s(u, v), i16x8.narrow_i32x4_s(u, v));
      v128.store32_lane(uAt, both, 0);
      v128.store32_lane(vAt, both, 1);
    }
    yAt += <usize>width;
    aAt += <usize>width;
  }
}
