/** Colour, sampled through the grid that is made for the light. */
import { empty } from './cells';
import { ones, pairs } from './constants';
import { oneRow, startOf, stepOf, twoRows } from './rows';
import { steepColour, wideRow } from './single-pixels';

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
