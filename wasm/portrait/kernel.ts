/**
 * AssemblyScript: the pixel work of the portrait. A grid of source positions is summed up from still fields, planes are sampled through it, and before that
 * lips, irises and lids are painted into the planes, four or eight pixels at a time. Addresses and numbers come from the portrait's kernel.ts; the same maths
 * in plain TypeScript is in kernel-plain.ts, with the meaning of each argument.
 */

/** Sixteen bytes for the rows that are too steep for vectors: columns, rows. */
const scratch: usize = 64;

export function bend(fields: usize, amounts: usize, fieldCount: i32, rest: usize, nodes: usize, numbers: i32, mostX: i32, mostY: i32): void {
  const most = i32x4(mostX, mostY, mostX, mostY);
  const none = i32x4.splat(0);
  const bytes = <usize>(numbers << 2);
  for (let at: usize = 0; at < bytes; at += 16) {
    let sum = f32x4.splat(0);
    let field = fields + at;
    for (let f = 0; f < fieldCount; f++, field += bytes)
      sum = f32x4.add(sum, f32x4.mul(v128.load(field), v128.load32_splat(amounts + <usize>(f << 2))));
    const moved = i32x4.sub(v128.load(rest + at), i32x4.trunc_sat_f32x4_s(f32x4.mul(sum, f32x4.splat(65536))));
    v128.store(nodes + at, i32x4.max_s(none, i32x4.min_s(most, moved)));
  }
}

/** Start and step of eight columns as 4.12 numbers. */
// @ts-ignore: decorator
@inline
function startOf(from: i32, step: i32, lanes: v128, moreLanes: v128): v128 {
  const first = i32x4.splat(from);
  const by = i32x4.splat(step);
  return i16x8.narrow_i32x4_u(
    i32x4.shr_s(i32x4.add(first, i32x4.mul(by, lanes)), 4),
    i32x4.shr_s(i32x4.add(first, i32x4.mul(by, moreLanes)), 4),
  );
}
// @ts-ignore: decorator
@inline
function stepOf(from: i32, step: i32, lanes: v128, moreLanes: v128): v128 {
  const first = i32x4.splat(from);
  const by = i32x4.splat(step);
  return i16x8.narrow_i32x4_s(
    i32x4.shr_s(i32x4.add(first, i32x4.mul(by, lanes)), 4),
    i32x4.shr_s(i32x4.add(first, i32x4.mul(by, moreLanes)), 4),
  );
}

/** Numbers that vectors need again and again: read from memory they cost less than made anew. */
const highs: usize = 128;
const ones: usize = 144;
const rounds: usize = 160;
const pairs: usize = 176;

/** To be called once. */
export function prepare(): void {
  v128.store(highs, i16x8.splat(-32768));
  v128.store(ones, i16x8.splat(1));
  v128.store(rounds, i16x8.splat(64));
  v128.store(pairs, i16x8(-32768, -32767, -32768, -32767, -32768, -32767, -32768, -32767));
  v128.store(bytesMask, i32x4.splat(255));
  v128.store(indexMask, i32x4.splat(0x7fffff));
  store<f32>(shifts, 8388608);
  store<f32>(n1, 1);
  store<f32>(n0_5, 0.5);
  store<f32>(n3, 3);
  store<f32>(n0_62, 0.62);
  store<f32>(n0_38, 0.38);
  store<f32>(n5, 5);
  store<f32>(n0_3, 0.3);
  store<f32>(n9, 9);
  store<f32>(n1_9, 1.9);
  store<f32>(n0_9, 0.9);
  store<f32>(n0_72, 0.72);
  store<f32>(n0_28, 0.28);
  store<f32>(n0_78, 0.78);
  store<f32>(n0_105, 0.105);
  store<f32>(n0_07, 0.07);
  store<f32>(n0_012, 0.012);
  store<f32>(n0_82, 0.82);
  store<f32>(n4, 4);
  store<f32>(n0_2, 0.2);
  store<f32>(n0_6, 0.6);
  store<f32>(n0_66, 0.66);
  store<f32>(n0_34, 0.34);
  store<f32>(n6, 6);
  store<f32>(n0_11, 0.11);
  store<f32>(n0_86, 0.86);
  store<f32>(n1_6, 1.6);
  store<f32>(n0_25, 0.25);
  store<f32>(n0_985, 0.985);
  store<f32>(n0_05, 0.05);
  store<f32>(n0_4, 0.4);
  store<f32>(n0_85, 0.85);
}

/** Eight values between four neighbours each; `fx` 7 bits, `fy` 15 bits. */
// @ts-ignore: decorator
@inline
function between(p0: v128, p1: v128, q0: v128, q1: v128, fx: v128, fy: v128): v128 {
  const top = i16x8.add(i16x8.shl(p0, 7), i16x8.mul(i16x8.sub(p1, p0), fx));
  const low = i16x8.add(i16x8.shl(q0, 7), i16x8.mul(i16x8.sub(q1, q0), fx));
  const value = i16x8.add(top, i16x8.q15mulr_sat_s(i16x8.sub(low, top), fy));
  return i16x8.shr_u(i16x8.add(value, v128.load(rounds)), 7);
}
/** All eight on one row of the source. */
// @ts-ignore: decorator
@inline
function oneRow(at: usize, stride: usize, pick: v128, next: v128, fx: v128, fy: v128): v128 {
  const a = v128.load(at);
  const b = v128.load(at + stride);
  return between(i8x16.swizzle(a, pick), i8x16.swizzle(a, next), i8x16.swizzle(b, pick), i8x16.swizzle(b, next), fx, fy);
}
/** On two: `lower` says which are a row further down. */
// @ts-ignore: decorator
@inline
function twoRows(at: usize, stride: usize, pick: v128, next: v128, lower: v128, fx: v128, fy: v128): v128 {
  const b = v128.load(at + stride);
  const b0 = i8x16.swizzle(b, pick);
  const b1 = i8x16.swizzle(b, next);
  const a = v128.load(at);
  const p0 = v128.bitselect(b0, i8x16.swizzle(a, pick), lower);
  const p1 = v128.bitselect(b1, i8x16.swizzle(a, next), lower);
  const c = v128.load(at + (stride << 1));
  return between(p0, p1, v128.bitselect(i8x16.swizzle(c, pick), b0, lower), v128.bitselect(i8x16.swizzle(c, next), b1, lower), fx, fy);
}

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

/** A window of the source: 0 of all kinds, 1 nothing there, 2 nothing but opaque. */
const empty = 1;

/** Flag bit of a cell: its cover changes too. */
const coverChanges = 2;

function fill(at: usize, stride: i32, value: u64): void {
  for (let y = 0; y < 8; y++) store<u64>(at + <usize>(y * stride), value);
}

export function warpLight(
  source: usize,
  cover: usize,
  sourceStride: i32,
  target: usize,
  coverTarget: usize,
  targetStride: i32,
  nodes: usize,
  columns: i32,
  rows: i32,
  flags: usize,
  windows: usize,
  seen: usize,
): void {
  const lanes = i32x4(0, 1, 2, 3);
  const moreLanes = i32x4(4, 5, 6, 7);
  const stride = <usize>sourceStride;
  const coverAway = cover - source;
  const coverOutAway = coverTarget - target;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const cell = <usize>(row * columns + column);
      const flag = <i32>load<u8>(flags + cell);
      if (flag == 0) continue;
      let out = target + <usize>(row * 8 * targetStride + column * 8);
      const node = nodes + <usize>((row * (columns + 1) + column) << 3);
      const under = node + <usize>((columns + 1) << 3);
      const ax = load<i32>(node);
      const ay = load<i32>(node, 4);
      const bx = load<i32>(node, 8);
      const by = load<i32>(node, 12);
      const cx = load<i32>(under);
      const cy = load<i32>(under, 4);
      const dx = load<i32>(under, 8);
      const dy = load<i32>(under, 12);
      const left = min(min(ax, bx), min(cx, dx)) & ~65535;
      const top = min(min(ay, by), min(cy, dy)) & ~65535;
      const acrossX = (bx - ax) >> 3;
      const acrossY = (by - ay) >> 3;
      const downX = (cx - ax) >> 3;
      const downY = (cy - ay) >> 3;
      const twistX = (dx - cx - bx + ax) >> 6;
      const twistY = (dy - cy - by + ay) >> 6;
      if (max(max(ax, bx), max(cx, dx)) - left >= 14 << 16 || max(max(ay, by), max(cy, dy)) - top >= 14 << 16) {
        store<u8>(seen + cell, 0);
        for (let y = 0; y < 8; y++, out += <usize>targetStride) {
          const startX = ax + downX * y;
          const startY = ay + downY * y;
          wideRow(startX, startY, acrossX + twistX * y, acrossY + twistY * y, 8, source, stride, 1, out, 0);
          if (flag & coverChanges)
            wideRow(startX, startY, acrossX + twistX * y, acrossY + twistY * y, 8, cover, stride, 1, out + coverOutAway, 0);
        }
        continue;
      }
      let alsoCover = (flag & coverChanges) != 0;
      if (alsoCover) {
        const window = <i32>load<u8>(windows + <usize>((top >> 19) * ((sourceStride + 7) >> 3) + (left >> 19)));
        if (window != 0) {
          const here = window == empty ? empty : 0;
          const before = <i32>load<u8>(seen + cell);
          store<u8>(seen + cell, here);
          fill(out + coverOutAway, targetStride, here == empty ? 0 : 0xffffffffffffffff);
          if (here == empty) {
            // It may have been empty before.
            if (before != empty) fill(out, targetStride, 0x1010101010101010);
            continue;
          }
          alsoCover = false;
        } else store<u8>(seen + cell, 0);
      }
      let x16 = startOf(ax - left + 264, acrossX, lanes, moreLanes);
      let y16 = startOf(ay - top + 8, acrossY, lanes, moreLanes);
      const byX = stepOf(downX + 8, twistX, lanes, moreLanes);
      const byY = stepOf(downY + 8, twistY, lanes, moreLanes);
      const from = source + <usize>(top >> 16) * stride + <usize>(left >> 16);
      for (let y = 0; y < 8; y++, out += <usize>targetStride) {
        const pick = v128.or(i16x8.shr_u(x16, 12), v128.load(highs));
        const next = i16x8.add(pick, v128.load(ones));
        const fx = i16x8.shr_u(i16x8.shl(x16, 4), 9);
        const fy = i16x8.shr_u(i16x8.shl(y16, 4), 1);
        const first = <i32>i16x8.extract_lane_u(y16, 0) >> 12;
        const crosses = i16x8.shr_u(v128.xor(y16, v128.shuffle<i16>(y16, y16, 0, 0, 0, 0, 0, 0, 0, 0)), 12);
        if (!v128.any_true(crosses)) {
          const at = from + <usize>first * stride;
          const value = oneRow(at, stride, pick, next, fx, fy);
          if (alsoCover) {
            const covered = oneRow(at + coverAway, stride, pick, next, fx, fy);
            const both = i8x16.narrow_i16x8_u(value, covered);
            v128.store64_lane(out, both, 0);
            v128.store64_lane(out + coverOutAway, both, 1);
          } else v128.store64_lane(out, i8x16.narrow_i16x8_u(value, value), 0);
        } else {
          const upper = min(first, <i32>i16x8.extract_lane_u(y16, 7) >> 12);
          const below = i16x8.sub(i16x8.shr_u(y16, 12), i16x8.splat(<i16>upper));
          if (!v128.any_true(i16x8.gt_u(below, v128.load(ones)))) {
            const at = from + <usize>upper * stride;
            const lower = i16x8.eq(below, v128.load(ones));
            const value = twoRows(at, stride, pick, next, lower, fx, fy);
            if (alsoCover) {
              const covered = twoRows(at + coverAway, stride, pick, next, lower, fx, fy);
              const both = i8x16.narrow_i16x8_u(value, covered);
              v128.store64_lane(out, both, 0);
              v128.store64_lane(out + coverOutAway, both, 1);
            } else v128.store64_lane(out, i8x16.narrow_i16x8_u(value, value), 0);
          } else {
            steepLight(x16, y16, from, stride, out);
            if (alsoCover) steepLight(x16, y16, from + coverAway, stride, out + coverOutAway);
          }
        }
        x16 = i16x8.add(x16, byX);
        y16 = i16x8.add(y16, byY);
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function halved(place: i32, most: i32): i32 {
  return max(0, min(most, (place - 32768) >> 1));
}

/** `source` is Cb and Cr side by side; they go to planes of their own. Nodes are those of the luma; `seen` is what `warpLight` has left there. */
export function warpColour(
  source: usize,
  sourceStride: i32,
  targetU: usize,
  targetV: usize,
  targetStride: i32,
  nodes: usize,
  columns: i32,
  rows: i32,
  flags: usize,
  seen: usize,
  mostX: i32,
  mostY: i32,
): void {
  // Each lane twice: for Cb and for Cr.
  const lanes = i32x4(0, 0, 1, 1);
  const moreLanes = i32x4(2, 2, 3, 3);
  const stride = <usize>sourceStride;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const cell = <usize>(row * columns + column);
      if (load<u8>(flags + cell) == 0) continue;
      let out = <usize>(row * 4 * targetStride + column * 4);
      if (load<u8>(seen + cell) == empty) {
        for (let y = 0; y < 4; y++, out += <usize>targetStride) {
          store<u32>(targetU + out, 0x80808080);
          store<u32>(targetV + out, 0x80808080);
        }
        continue;
      }
      const node = nodes + <usize>((row * (columns + 1) + column) << 3);
      const under = node + <usize>((columns + 1) << 3);
      const ax = halved(load<i32>(node), mostX);
      const ay = halved(load<i32>(node, 4), mostY);
      const bx = halved(load<i32>(node, 8), mostX);
      const by = halved(load<i32>(node, 12), mostY);
      const cx = halved(load<i32>(under), mostX);
      const cy = halved(load<i32>(under, 4), mostY);
      const dx = halved(load<i32>(under, 8), mostX);
      const dy = halved(load<i32>(under, 12), mostY);
      const left = min(min(ax, bx), min(cx, dx)) & ~65535;
      const top = min(min(ay, by), min(cy, dy)) & ~65535;
      const acrossX = (bx - ax) >> 2;
      const acrossY = (by - ay) >> 2;
      const downX = (cx - ax) >> 2;
      const downY = (cy - ay) >> 2;
      const twistX = (dx - cx - bx + ax) >> 4;
      const twistY = (dy - cy - by + ay) >> 4;
      // The middle of a chroma sample lies a quarter further in its cell than the node says.
      const startX = ax + (acrossX >> 2) + (downX >> 2);
      const startY = ay + (acrossY >> 2) + (downY >> 2);
      if (max(max(ax, bx), max(cx, dx)) - left >= 6 << 16 || max(max(ay, by), max(cy, dy)) - top >= 6 << 16) {
        for (let y = 0; y < 4; y++, out += <usize>targetStride)
          wideRow(
            startX + downX * y,
            startY + downY * y,
            acrossX + twistX * y,
            acrossY + twistY * y,
            4,
            source,
            stride,
            2,
            targetU + out,
            targetV + out,
          );
        continue;
      }
      let x16 = startOf(startX - left + 264, acrossX, lanes, moreLanes);
      let y16 = startOf(startY - top + 8, acrossY, lanes, moreLanes);
      const byX = stepOf(downX + 8, twistX, lanes, moreLanes);
      const byY = stepOf(downY + 8, twistY, lanes, moreLanes);
      const from = source + <usize>(top >> 16) * stride + (<usize>(left >> 16) << 1);
      for (let y = 0; y < 4; y++, out += <usize>targetStride) {
        const pick = v128.or(i16x8.shl(i16x8.shr_u(x16, 12), 1), v128.load(pairs));
        const next = i16x8.add(i16x8.add(pick, v128.load(ones)), v128.load(ones));
        const fx = i16x8.shr_u(i16x8.shl(x16, 4), 9);
        const fy = i16x8.shr_u(i16x8.shl(y16, 4), 1);
        const first = <i32>i16x8.extract_lane_u(y16, 0) >> 12;
        const crosses = i16x8.shr_u(v128.xor(y16, v128.shuffle<i16>(y16, y16, 0, 0, 0, 0, 0, 0, 0, 0)), 12);
        let value: v128;
        if (!v128.any_true(crosses)) value = oneRow(from + <usize>first * stride, stride, pick, next, fx, fy);
        else {
          const upper = min(first, <i32>i16x8.extract_lane_u(y16, 7) >> 12);
          const below = i16x8.sub(i16x8.shr_u(y16, 12), i16x8.splat(<i16>upper));
          if (v128.any_true(i16x8.gt_u(below, v128.load(ones)))) {
            steepColour(x16, y16, from, stride, targetU + out, targetV + out);
            x16 = i16x8.add(x16, byX);
            y16 = i16x8.add(y16, byY);
            continue;
          }
          value = twoRows(from + <usize>upper * stride, stride, pick, next, i16x8.eq(below, v128.load(ones)), fx, fy);
        }
        const bytes = i8x16.narrow_i16x8_u(value, value);
        const parted = v128.shuffle<i8>(bytes, bytes, 0, 2, 4, 6, 1, 3, 5, 7, 0, 0, 0, 0, 0, 0, 0, 0);
        v128.store32_lane(targetU + out, parted, 0);
        v128.store32_lane(targetV + out, parted, 1);
        x16 = i16x8.add(x16, byX);
        y16 = i16x8.add(y16, byY);
      }
    }
  }
}

/** Numbers of the formulas below, four bytes each. */
const bytesMask: usize = 192;
const indexMask: usize = 208;
/** 2^23: added to a small number it leaves the nearest whole one in the lowest bits. */
const shifts: usize = 224;
const n1: usize = 228;
const n0_5: usize = 232;
const n3: usize = 236;
const n0_62: usize = 240;
const n0_38: usize = 244;
const n5: usize = 248;
const n0_3: usize = 252;
const n9: usize = 256;
const n1_9: usize = 260;
const n0_9: usize = 264;
const n0_72: usize = 268;
const n0_28: usize = 272;
const n0_78: usize = 276;
const n0_105: usize = 280;
const n0_07: usize = 284;
const n0_012: usize = 288;
const n0_82: usize = 292;
const n4: usize = 296;
const n0_2: usize = 300;
const n0_6: usize = 304;
const n0_66: usize = 308;
const n0_34: usize = 312;
const n6: usize = 316;
const n0_11: usize = 320;
const n0_86: usize = 324;
const n1_6: usize = 328;
const n0_25: usize = 332;
const n0_985: usize = 336;
const n0_05: usize = 340;
const n0_4: usize = 344;
const n0_85: usize = 348;

// @ts-ignore: decorator
@inline
function number(at: usize): v128 {
  return v128.load32_splat(at);
}
/** The whole part of a number >= 0, as 2^23 and that much. A whole number itself may come out as one less; then its rest is 1. */
// @ts-ignore: decorator
@inline
function whole(t: v128): v128 {
  return f32x4.add(f32x4.pmax(f32x4.splat(0), f32x4.sub(t, number(n0_5))), number(shifts));
}
// @ts-ignore: decorator
@inline
function index(shifted: v128): v128 {
  return v128.and(shifted, v128.load(indexMask));
}
// @ts-ignore: decorator
@inline
function splat(at: usize, index: usize): v128 {
  return v128.load32_splat(at + (index << 2));
}
// @ts-ignore: decorator
@inline
function clamp01(t: v128): v128 {
  return f32x4.pmax(f32x4.splat(0), f32x4.pmin(number(n1), t));
}
/** From `a` towards `b`. */
// @ts-ignore: decorator
@inline
function toward(a: v128, b: v128, share: v128): v128 {
  return f32x4.add(a, f32x4.mul(f32x4.sub(b, a), share));
}
/** `zero` is black: a material in a light. */
// @ts-ignore: decorator
@inline
function lit(zero: v128, material: v128, light: v128): v128 {
  return f32x4.add(zero, f32x4.mul(f32x4.sub(material, zero), light));
}
// @ts-ignore: decorator
@inline
function byte(words: v128, shift: i32): v128 {
  return f32x4.convert_i32x4_s(v128.and(i32x4.shr_u(words, shift), v128.load(bytesMask)));
}

/** Four words of two or four bytes each at four places. */
// @ts-ignore: decorator
@inline
function gather(at: v128, offset: usize, channels: i32): v128 {
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
function bilinear(upper: v128, lower: v128, shift: i32, nextShift: i32, fx: v128, fy: v128): v128 {
  return toward(toward(byte(upper, shift), byte(upper, nextShift), fx), toward(byte(lower, shift), byte(lower, nextShift), fx), fy);
}

/** Writes four values, or four of one channel between four of another. */
// @ts-ignore: decorator
@inline
function put(at: usize, value: v128, other: v128, channels: i32): void {
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
function gatherNumber(a: usize, b: usize, c: usize, d: usize, which: usize): v128 {
  let numbers = v128.load32_zero(a + which);
  numbers = v128.load32_lane(b + which, numbers, 1);
  numbers = v128.load32_lane(c + which, numbers, 2);
  return v128.load32_lane(d + which, numbers, 3);
}

// @ts-ignore: decorator
@inline
function mouthValue(
  sampled: v128,
  own: v128,
  ownShare: f32,
  materials: usize,
  shade: v128,
  dome: v128,
  tongueLight: v128,
  lowLight: v128,
  lowShare: v128,
  upLight: v128,
  upShare: v128,
  inside: v128,
): v128 {
  const zero = splat(materials, 0);
  let inner = lit(zero, splat(materials, 1), shade);
  inner = toward(inner, lit(zero, splat(materials, 3), tongueLight), dome);
  inner = toward(inner, lit(zero, splat(materials, 2), lowLight), lowShare);
  inner = toward(inner, lit(zero, splat(materials, 2), upLight), upShare);
  if (ownShare > 0) inner = toward(inner, own, f32x4.splat(ownShare));
  return toward(sampled, inner, inside);
}

/** See kernel-plain.ts. */
// @ts-ignore: decorator
@inline
function mouth(
  count: i32,
  at: usize,
  xs: usize,
  ys: usize,
  pulls: usize,
  grooves: usize,
  table: usize,
  params: usize,
  from: usize,
  to: usize,
  stride: i32,
  channels: i32,
): void {
  const one = number(n1);
  const zero = f32x4.splat(0);
  const drawn = load<f32>(params, 64) > 0;
  const ownShare = load<f32>(params, 44);
  const lowerTeeth = load<f32>(params, 60);
  const rowBytes = <usize>stride;
  for (let n: usize = 0; n < <usize>(count << 2); n += 16) {
    const lx = v128.load(xs + n);
    const ly = v128.load(ys + n);
    const u = f32x4.mul(lx, f32x4.add(one, f32x4.mul(splat(params, 0), v128.load(pulls + n))));
    const span = splat(params, 2);
    const within = f32x4.pmax(f32x4.neg(span), f32x4.pmin(span, u));
    const step = i32x4.shl(index(whole(f32x4.mul(f32x4.add(within, span), splat(params, 1)))), 5);
    const s0 = table + <usize>i32x4.extract_lane(step, 0);
    const s1 = table + <usize>i32x4.extract_lane(step, 1);
    const s2 = table + <usize>i32x4.extract_lane(step, 2);
    const s3 = table + <usize>i32x4.extract_lane(step, 3);
    const r0 = v128.load(s0);
    const r1 = v128.load(s1);
    const r2 = v128.load(s2);
    const r3 = v128.load(s3);
    const e0 = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5);
    const e1 = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5);
    const f0 = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
    const f1 = v128.shuffle<i32>(r2, r3, 2, 6, 3, 7);
    const edgeUp = v128.shuffle<i32>(e0, e1, 0, 1, 4, 5);
    const edgeLow = v128.shuffle<i32>(e0, e1, 2, 3, 6, 7);
    const upperRest = v128.shuffle<i32>(f0, f1, 0, 1, 4, 5);
    const lowerRest = v128.shuffle<i32>(f0, f1, 2, 3, 6, 7);
    const dUp = f32x4.sub(ly, edgeUp);
    const dLow = f32x4.sub(edgeLow, ly);
    const isInside = v128.and(f32x4.gt(dUp, zero), f32x4.gt(dLow, zero));
    const anyInside = v128.any_true(isInside);
    const pixelsAt = load<i32>(at + (n >> 2));
    let value: v128;
    let other = zero;
    let own = zero;
    let otherOwn = zero;
    if (drawn || (ownShare > 0 && anyInside)) {
      if (channels == 1) own = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(from + <usize>pixelsAt))));
      else {
        const words = i16x8.extend_low_i8x16_u(v128.load64_zero(from + <usize>pixelsAt));
        own = f32x4.convert_i32x4_s(v128.and(words, i32x4.splat(65535)));
        otherOwn = f32x4.convert_i32x4_s(i32x4.shr_u(words, 16));
      }
    }
    if (drawn) {
      value = own;
      other = otherOwn;
    } else {
      const isUp = f32x4.le(dUp, zero);
      const t = clamp01(v128.bitselect(f32x4.mul(dUp, splat(params, 3)), f32x4.mul(dLow, splat(params, 4)), isUp));
      const fall = f32x4.sub(one, f32x4.mul(f32x4.mul(t, t), f32x4.sub(number(n3), f32x4.add(t, t))));
      const shift = v128.bitselect(f32x4.sub(upperRest, edgeUp), f32x4.sub(lowerRest, edgeLow), isUp);
      const outer = f32x4.add(ly, f32x4.mul(shift, fall));
      const v = v128.bitselect(v128.bitselect(upperRest, lowerRest, f32x4.lt(dUp, dLow)), outer, isInside);
      const cos = splat(params, 5);
      const sin = splat(params, 6);
      const px = f32x4.pmax(zero, f32x4.add(splat(params, 7), f32x4.sub(f32x4.mul(u, cos), f32x4.mul(v, sin))));
      const py = f32x4.pmax(zero, f32x4.add(splat(params, 8), f32x4.add(f32x4.mul(u, sin), f32x4.mul(v, cos))));
      const wholeX = whole(px);
      const wholeY = whole(py);
      const fx = f32x4.sub(px, f32x4.sub(wholeX, number(shifts)));
      const fy = f32x4.sub(py, f32x4.sub(wholeY, number(shifts)));
      const ix = index(wholeX);
      const iy = index(wholeY);
      const place = i32x4.add(i32x4.mul(iy, i32x4.splat(stride)), channels == 2 ? i32x4.shl(ix, 1) : ix);
      const upper = gather(place, from, channels);
      const lower = gather(place, from + rowBytes, channels);
      value = bilinear(upper, lower, 0, channels == 2 ? 16 : 8, fx, fy);
      if (channels == 2) other = bilinear(upper, lower, 8, 24, fx, fy);
    }
    if (anyInside || drawn) {
      const slack = gatherNumber(s0, s1, s2, s3, 16);
      if (anyInside) {
        const inside = v128.and(clamp01(f32x4.mul(f32x4.pmin(dUp, dLow), slack)), isInside);
        const gap = gatherNumber(s0, s1, s2, s3, 20);
        const side = f32x4.mul(lx, lx);
        const height = splat(params, 10);
        const shade = f32x4.mul(
          f32x4.add(number(n0_62), f32x4.mul(number(n0_38), f32x4.pmin(one, f32x4.mul(dUp, number(n5))))),
          f32x4.sub(one, f32x4.mul(number(n0_3), side)),
        );
        const rise = f32x4.mul(
          f32x4.sub(
            f32x4.sub(ly, splat(params, 14)),
            f32x4.mul(f32x4.mul(number(n0_5), side), f32x4.add(number(n0_3), height)),
          ),
          number(n9),
        );
        const dome = f32x4.mul(
          f32x4.mul(clamp01(rise), f32x4.pmax(zero, f32x4.sub(one, f32x4.mul(side, number(n1_9))))),
          number(n0_9),
        );
        const tongueLight = f32x4.mul(
          v128.load(grooves + n),
          f32x4.add(number(n0_72), f32x4.mul(number(n0_28), f32x4.pmin(one, f32x4.mul(rise, number(n0_3))))),
        );
        let lowShare = zero;
        let lowLight = zero;
        if (lowerTeeth > 0.02) {
          const row = f32x4.mul(f32x4.sub(ly, f32x4.sub(edgeLow, f32x4.splat(0.1 * lowerTeeth))), splat(params, 18));
          lowShare = f32x4.mul(clamp01(row), f32x4.pmax(zero, f32x4.sub(one, f32x4.add(side, side))));
          lowLight = f32x4.mul(number(n0_78), f32x4.sub(one, f32x4.mul(number(n0_5), side)));
        }
        let toothEdge = f32x4.add(
          upperRest,
          f32x4.mul(f32x4.sub(number(n0_105), f32x4.mul(number(n0_07), side)), splat(params, 12)),
        );
        if (!drawn) toothEdge = f32x4.sub(toothEdge, f32x4.mul(gap, number(n0_012)));
        const under = f32x4.add(f32x4.mul(f32x4.sub(toothEdge, ly), splat(params, 18)), number(n0_5));
        const upShare = f32x4.mul(clamp01(under), clamp01(f32x4.mul(f32x4.sub(number(n0_82), f32x4.abs(lx)), number(n4))));
        let upLight: v128;
        if (drawn) upLight = f32x4.sub(one, f32x4.mul(number(n0_2), side));
        else {
          upLight = f32x4.mul(
            f32x4.sub(one, f32x4.mul(number(n0_6), side)),
            f32x4.add(number(n0_66), f32x4.mul(number(n0_34), f32x4.pmin(one, f32x4.mul(dUp, number(n6))))),
          );
          upLight = f32x4.mul(f32x4.mul(upLight, splat(params, 13)), f32x4.sub(one, f32x4.mul(gap, number(n0_11))));
          upLight = f32x4.mul(upLight, v128.bitselect(number(n0_86), one, f32x4.lt(under, number(n1_6))));
        }
        value = mouthValue(value, own, ownShare, params + 80, shade, dome, tongueLight, lowLight, lowShare, upLight, upShare, inside);
        if (channels == 2)
          other = mouthValue(other, otherOwn, ownShare, params + 100, shade, dome, tongueLight, lowLight, lowShare, upLight, upShare, inside);
      }
      if (drawn) {
        const high = f32x4.abs(dUp);
        const low = f32x4.abs(dLow);
        const near = f32x4.mul(f32x4.pmin(high, low), slack);
        let thick = f32x4.mul(
          splat(params, 17),
          f32x4.pmax(number(n0_25), f32x4.sub(one, f32x4.mul(number(n0_6), f32x4.mul(u, u)))),
        );
        thick = f32x4.mul(thick, v128.bitselect(one, splat(params, 19), f32x4.le(high, low)));
        const beyond = f32x4.mul(f32x4.pmax(zero, f32x4.sub(f32x4.abs(u), number(n0_985))), splat(params, 9));
        const ink = clamp01(f32x4.sub(f32x4.sub(f32x4.add(thick, number(n0_5)), near), beyond));
        value = toward(value, splat(params, 24), ink);
        if (channels == 2) other = toward(other, splat(params, 29), ink);
      }
    }
    put(to + <usize>pixelsAt, value, other, channels);
  }
}
export function mouthLight(
  count: i32,
  at: usize,
  xs: usize,
  ys: usize,
  pulls: usize,
  grooves: usize,
  table: usize,
  params: usize,
  from: usize,
  to: usize,
  stride: i32,
): void {
  mouth(count, at, xs, ys, pulls, grooves, table, params, from, to, stride, 1);
}
export function mouthColour(
  count: i32,
  at: usize,
  xs: usize,
  ys: usize,
  pulls: usize,
  grooves: usize,
  table: usize,
  params: usize,
  from: usize,
  to: usize,
  stride: i32,
): void {
  mouth(count, at, xs, ys, pulls, grooves, table, params, from, to, stride, 2);
}

/** Irises: pixels moved by their pulls, three times four numbers for each four; what lies where is taken from `from`. */
// @ts-ignore: decorator
@inline
function gaze(count: i32, at: usize, xs: usize, ys: usize, pulls: usize, byX: f32, byY: f32, from: usize, to: usize, stride: i32, channels: i32): void {
  const dx = f32x4.splat(byX);
  const dy = f32x4.splat(byY);
  for (let n: usize = 0; n < <usize>(count << 2); n += 16) {
    const aside = f32x4.mul(dx, v128.load(pulls + n * 3));
    const down = f32x4.add(f32x4.mul(dy, v128.load(pulls + n * 3 + 16)), f32x4.mul(dx, v128.load(pulls + n * 3 + 32)));
    const px = f32x4.sub(v128.load(xs + n), aside);
    const py = f32x4.sub(v128.load(ys + n), down);
    const wholeX = whole(px);
    const wholeY = whole(py);
    const fx = f32x4.sub(px, f32x4.sub(wholeX, number(shifts)));
    const fy = f32x4.sub(py, f32x4.sub(wholeY, number(shifts)));
    const ix = index(wholeX);
    const iy = index(wholeY);
    const place = i32x4.add(i32x4.mul(iy, i32x4.splat(stride)), channels == 2 ? i32x4.shl(ix, 1) : ix);
    const upper = gather(place, from, channels);
    const lower = gather(place, from + <usize>stride, channels);
    const value = bilinear(upper, lower, 0, channels == 2 ? 16 : 8, fx, fy);
    put(to + <usize>load<i32>(at + (n >> 2)), value, channels == 2 ? bilinear(upper, lower, 8, 24, fx, fy) : value, channels);
  }
}
export function gazeLight(count: i32, at: usize, xs: usize, ys: usize, pulls: usize, byX: f32, byY: f32, from: usize, to: usize, stride: i32): void {
  gaze(count, at, xs, ys, pulls, byX, byY, from, to, stride, 1);
}
export function gazeColour(count: i32, at: usize, xs: usize, ys: usize, pulls: usize, byX: f32, byY: f32, from: usize, to: usize, stride: i32): void {
  gaze(count, at, xs, ys, pulls, byX, byY, from, to, stride, 2);
}

/** A word of each of four columns, two rows of it, at heights of their own. */
// @ts-ignore: decorator
@inline
function lidSample(height: v128, scale: f32, first: usize, stride: i32, columnBytes: usize, other: bool): v128 {
  const sy = f32x4.pmax(f32x4.splat(0), f32x4.sub(f32x4.mul(f32x4.add(height, number(n0_5)), f32x4.splat(1 / scale)), number(n0_5)));
  const wholeY = whole(sy);
  const iy = index(wholeY);
  const place = i32x4.mul(iy, i32x4.splat(stride));
  const a = first + <usize>i32x4.extract_lane(place, 0);
  const b = first + <usize>i32x4.extract_lane(place, 1) + columnBytes;
  const c = first + <usize>i32x4.extract_lane(place, 2) + columnBytes * 2;
  const d = first + <usize>i32x4.extract_lane(place, 3) + columnBytes * 3;
  const more: usize = other ? 1 : 0;
  const below = <usize>stride + more;
  const upper = f32x4(<f32>load<u8>(a + more), <f32>load<u8>(b + more), <f32>load<u8>(c + more), <f32>load<u8>(d + more));
  const lower = f32x4(<f32>load<u8>(a + below), <f32>load<u8>(b + below), <f32>load<u8>(c + below), <f32>load<u8>(d + below));
  return toward(upper, lower, f32x4.sub(sy, f32x4.sub(wholeY, number(shifts))));
}

/** `table`: twelve rows of `count` numbers, see kernel-plain.ts. */
// @ts-ignore: decorator
@inline
function lids(count: i32, firstRow: i32, lastRow: i32, firstColumn: i32, table: usize, params: usize, from: usize, to: usize, stride: i32, channels: i32): void {
  const zero = f32x4.splat(0);
  const one = number(n1);
  const scale: f32 = channels == 2 ? 2 : 1;
  const perScale = f32x4.splat(1 / scale);
  const drawn = load<f32>(params, 0) > 0;
  const lashes = splat(params, 1);
  const fade = splat(params, 2);
  const thick = splat(params, 3);
  const perFade = f32x4.splat(1 / load<f32>(params, 8));
  const perLashes3 = f32x4.splat(1 / (load<f32>(params, 4) * 3));
  const perLashes03 = f32x4.splat(1 / (load<f32>(params, 4) * 0.3));
  const row4 = <usize>(count << 2);
  const columnBytes = <usize>channels;
  for (let row = firstRow; row <= lastRow; row++) {
    const y = f32x4.splat((<f32>row + 0.5) * scale - 0.5);
    const rowNumber = f32x4.splat(<f32>row);
    let place = <usize>(row * stride) + <usize>firstColumn * columnBytes;
    for (let n: usize = 0; n < row4; n += 16, place += 4 * columnBytes) {
      const at = table + n;
      const edge = v128.load(at);
      const fallen = v128.load(at + row4);
      const upper = v128.load(at + row4 * 2);
      const line = v128.load(at + row4 * 3);
      const shown = v128.load(at + row4 * 6);
      const within = v128.and(f32x4.ge(rowNumber, v128.load(at + row4 * 10)), f32x4.le(rowNumber, v128.load(at + row4 * 11)));
      let value: v128;
      let other = zero;
      if (channels == 1) value = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(from + place))));
      else {
        const words = i16x8.extend_low_i8x16_u(v128.load64_zero(from + place));
        value = f32x4.convert_i32x4_s(v128.and(words, i32x4.splat(65535)));
        other = f32x4.convert_i32x4_s(i32x4.shr_u(words, 16));
      }
      const above = f32x4.sub(edge, y);
      const falls = v128.and(f32x4.gt(fallen, zero), within);
      const cover = v128.and(clamp01(f32x4.add(f32x4.mul(above, perScale), number(n0_5))), falls);
      if (v128.any_true(cover)) {
        const rest = f32x4.pmax(zero, above);
        let under = value;
        let otherUnder = other;
        if (drawn) {
          const stretched = f32x4.sub(
            f32x4.sub(upper, lashes),
            f32x4.mul(f32x4.sub(rest, lashes), v128.load(at + row4 * 4)),
          );
          // Lanes outside of their columns' rows are not written; their place only has to exist.
          const height = v128.bitselect(v128.bitselect(f32x4.sub(upper, rest), stretched, f32x4.le(rest, lashes)), upper, falls);
          under = lidSample(height, scale, from + <usize>firstColumn * columnBytes + (n >> 2) * columnBytes, stride, columnBytes, false);
          if (channels == 2)
            otherUnder = lidSample(height, scale, from + <usize>firstColumn * columnBytes + (n >> 2) * columnBytes, stride, columnBytes, true);
        } else {
          const share = f32x4.mul(clamp01(f32x4.mul(f32x4.add(f32x4.sub(y, upper), f32x4.add(lashes, fade)), perFade)), v128.load(at + row4 * 5));
          let skin = v128.load(at + row4 * 7);
          if (channels == 1) {
            const dark = clamp01(f32x4.sub(one, f32x4.mul(rest, perLashes3)));
            skin = f32x4.mul(skin, f32x4.sub(one, f32x4.mul(number(n0_05), dark)));
          }
          under = toward(value, skin, share);
          if (channels == 2) otherUnder = toward(other, v128.load(at + row4 * 8), share);
          const lashed = v128.and(f32x4.lt(rest, lashes), falls);
          if (v128.any_true(lashed)) {
            const height = v128.bitselect(f32x4.sub(upper, rest), upper, lashed);
            const kept = v128.and(clamp01(f32x4.mul(f32x4.sub(lashes, rest), perLashes03)), lashed);
            const first = from + <usize>firstColumn * columnBytes + (n >> 2) * columnBytes;
            under = toward(under, lidSample(height, scale, first, stride, columnBytes, false), kept);
            if (channels == 2) otherUnder = toward(otherUnder, lidSample(height, scale, first, stride, columnBytes, true), kept);
          }
        }
        value = toward(value, under, cover);
        if (channels == 2) other = toward(other, otherUnder, cover);
      }
      const near = f32x4.abs(f32x4.sub(above, f32x4.mul(thick, number(n0_3))));
      const width = f32x4.mul(thick, f32x4.add(number(n0_4), f32x4.mul(number(n0_6), line)));
      let ink = clamp01(f32x4.add(f32x4.mul(f32x4.sub(width, near), perScale), number(n0_5)));
      ink = v128.and(f32x4.mul(f32x4.mul(ink, shown), number(n0_85)), within);
      value = toward(value, splat(params, 4), ink);
      if (channels == 2) other = toward(other, splat(params, 5), ink);
      put(to + place, value, other, channels);
    }
  }
}
export function lidsLight(count: i32, firstRow: i32, lastRow: i32, firstColumn: i32, table: usize, params: usize, from: usize, to: usize, stride: i32): void {
  lids(count, firstRow, lastRow, firstColumn, table, params, from, to, stride, 1);
}
export function lidsColour(count: i32, firstRow: i32, lastRow: i32, firstColumn: i32, table: usize, params: usize, from: usize, to: usize, stride: i32): void {
  lids(count, firstRow, lastRow, firstColumn, table, params, from, to, stride, 2);
}
