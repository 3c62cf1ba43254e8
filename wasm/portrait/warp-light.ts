/** Light and cover, sampled through the grid cell by cell. */
import { coverChanges, empty, fill } from './cells';
import { highs, ones } from './constants';
import { oneRow, startOf, stepOf, twoRows } from './rows';
import { steepLight, wideRow } from './single-pixels';

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
