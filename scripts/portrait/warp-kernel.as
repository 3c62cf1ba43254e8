// The inner loop for WebAssembly SIMD (AssemblyScript): see warp-kernel.ts for the meaning of each argument and the plain twin.
// A row of a cell at a time: its pixels come from 16 neighbouring bytes of three rows, picked by shuffles. Where a cell is bent further than that, four
// pixels at a time with a load each; where it has not moved, its bytes are copied.
export function warp(
  source: i32, sourceStride: i32, target: i32, targetStride: i32, nodes: i32, columns: i32, rows: i32, cell: i32, flags: i32, fillOne: i32, fillTwo: i32,
): void {
  const shift = cell == 8 ? 3 : 2;
  const chroma = cell == 4;
  const low8 = i32x4.splat(255);
  const round = i32x4.splat(32768);
  const lanes = i32x4(0, 1, 2, 3);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const flag = <i32>load<u8>(flags + row * columns + column);
      let out = target + row * cell * targetStride + column * cell;
      if (flag != 0) {
        const fill = (flag == 1 ? fillOne : fillTwo) * 0x01010101;
        for (let y = 0; y < cell; y++) {
          for (let x = 0; x < cell; x += 4) store<i32>(out + x, fill);
          out += targetStride;
        }
        continue;
      }
      const node = nodes + (row * (columns + 1) + column) * 8;
      const under = node + (columns + 1) * 8;
      const ax = load<i32>(node);
      const ay = load<i32>(node + 4);
      const bx = load<i32>(node + 8);
      const by = load<i32>(node + 12);
      const lx = (load<i32>(under) - ax) >> shift;
      const ly = (load<i32>(under + 4) - ay) >> shift;
      const rx = (load<i32>(under + 8) - bx) >> shift;
      const ry = (load<i32>(under + 12) - by) >> shift;
      for (let y = 0; y < cell; y++) {
        let sx = ax + lx * y;
        let sy = ay + ly * y;
        const stepX = (bx + rx * y - sx) >> shift;
        const stepY = (by + ry * y - sy) >> shift;
        if (chroma) {
          sx += (stepX >> 2) + (lx >> 2);
          sy += (stepY >> 2) + (ly >> 2);
        }
        if (((sx | sy) & 65535) == 0 && stepX == 65536 && stepY == 0) {
          const at = source + (sy >> 16) * sourceStride + (sx >> 16);
          if (chroma) store<i32>(out, load<i32>(at));
          else store<i64>(out, load<i64>(at));
          out += targetStride;
          continue;
        }
        const endX = sx + stepX * (cell - 1);
        const endY = sy + stepY * (cell - 1);
        const firstX = min(sx, endX) >> 16;
        const firstY = min(sy, endY) >> 16;
        if ((max(sx, endX) >> 16) - firstX < 15 && (max(sy, endY) >> 16) - firstY < 2) {
          const xl = i32x4.add(i32x4.splat(sx), i32x4.mul(i32x4.splat(stepX), lanes));
          const yl = i32x4.add(i32x4.splat(sy), i32x4.mul(i32x4.splat(stepY), lanes));
          const xh = i32x4.add(xl, i32x4.splat(stepX << 2));
          const yh = i32x4.add(yl, i32x4.splat(stepY << 2));
          const columnOf = i16x8.sub(i16x8.narrow_i32x4_s(i32x4.shr_s(xl, 16), i32x4.shr_s(xh, 16)), i16x8.splat(<i16>firstX));
          const pick = i8x16.narrow_i16x8_u(columnOf, columnOf);
          const pickNext = i8x16.add(pick, i8x16.splat(1));
          const rowOf = i16x8.sub(i16x8.narrow_i32x4_s(i32x4.shr_s(yl, 16), i32x4.shr_s(yh, 16)), i16x8.splat(<i16>firstY));
          const lower = i8x16.narrow_i16x8_s(i16x8.neg(rowOf), i16x8.neg(rowOf));
          const at = source + firstY * sourceStride + firstX;
          const a = v128.load(at);
          const b = v128.load(at + sourceStride);
          const c = v128.load(at + sourceStride * 2);
          const b0 = i8x16.swizzle(b, pick);
          const b1 = i8x16.swizzle(b, pickNext);
          const p0 = i16x8.extend_low_i8x16_u(v128.bitselect(b0, i8x16.swizzle(a, pick), lower));
          const p1 = i16x8.extend_low_i8x16_u(v128.bitselect(b1, i8x16.swizzle(a, pickNext), lower));
          const q0 = i16x8.extend_low_i8x16_u(v128.bitselect(i8x16.swizzle(c, pick), b0, lower));
          const q1 = i16x8.extend_low_i8x16_u(v128.bitselect(i8x16.swizzle(c, pickNext), b1, lower));
          const fx = i16x8.narrow_i32x4_s(v128.and(i32x4.shr_s(xl, 8), low8), v128.and(i32x4.shr_s(xh, 8), low8));
          const fy = i16x8.narrow_i32x4_s(v128.and(i32x4.shr_s(yl, 8), low8), v128.and(i32x4.shr_s(yh, 8), low8));
          const gx = i16x8.sub(i16x8.splat(256), fx);
          const gy = i16x8.sub(i16x8.splat(256), fy);
          const top = i16x8.add(i16x8.mul(p0, gx), i16x8.mul(p1, fx));
          const low = i16x8.add(i16x8.mul(q0, gx), i16x8.mul(q1, fx));
          const left = i32x4.shr_u(i32x4.add(i32x4.add(i32x4.extmul_low_i16x8_u(top, gy), i32x4.extmul_low_i16x8_u(low, fy)), round), 16);
          const right = i32x4.shr_u(i32x4.add(i32x4.add(i32x4.extmul_high_i16x8_u(top, gy), i32x4.extmul_high_i16x8_u(low, fy)), round), 16);
          const half = i16x8.narrow_i32x4_s(left, right);
          const packed = i8x16.narrow_i16x8_u(half, half);
          if (chroma) v128.store32_lane(out, packed, 0);
          else v128.store64_lane(out, packed, 0);
          out += targetStride;
          continue;
        }
        let vx = i32x4.add(i32x4.splat(sx), i32x4.mul(i32x4.splat(stepX), lanes));
        let vy = i32x4.add(i32x4.splat(sy), i32x4.mul(i32x4.splat(stepY), lanes));
        for (let x = 0; x < cell; x += 4) {
          const at = i32x4.add(i32x4.mul(i32x4.shr_s(vy, 16), i32x4.splat(sourceStride)), i32x4.add(i32x4.shr_s(vx, 16), i32x4.splat(source)));
          const a0 = i32x4.extract_lane(at, 0);
          const a1 = i32x4.extract_lane(at, 1);
          const a2 = i32x4.extract_lane(at, 2);
          const a3 = i32x4.extract_lane(at, 3);
          let up = i32x4.splat(<i32>load<u16>(a0));
          up = i32x4.replace_lane(up, 1, <i32>load<u16>(a1));
          up = i32x4.replace_lane(up, 2, <i32>load<u16>(a2));
          up = i32x4.replace_lane(up, 3, <i32>load<u16>(a3));
          let down = i32x4.splat(<i32>load<u16>(a0 + sourceStride));
          down = i32x4.replace_lane(down, 1, <i32>load<u16>(a1 + sourceStride));
          down = i32x4.replace_lane(down, 2, <i32>load<u16>(a2 + sourceStride));
          down = i32x4.replace_lane(down, 3, <i32>load<u16>(a3 + sourceStride));
          const fx = v128.and(i32x4.shr_s(vx, 8), low8);
          const fy = v128.and(i32x4.shr_s(vy, 8), low8);
          const p0 = v128.and(up, low8);
          const q0 = v128.and(down, low8);
          const top = i32x4.add(i32x4.shl(p0, 8), i32x4.mul(i32x4.sub(i32x4.shr_u(up, 8), p0), fx));
          const low = i32x4.add(i32x4.shl(q0, 8), i32x4.mul(i32x4.sub(i32x4.shr_u(down, 8), q0), fx));
          const sum = i32x4.shr_s(i32x4.add(i32x4.add(i32x4.shl(top, 8), i32x4.mul(i32x4.sub(low, top), fy)), round), 16);
          // The four low bytes of the lanes side by side.
          const packed = i8x16.swizzle(sum, i8x16(0, 4, 8, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
          store<i32>(out + x, i32x4.extract_lane(packed, 0));
          vx = i32x4.add(vx, i32x4.splat(stepX << 2));
          vy = i32x4.add(vy, i32x4.splat(stepY << 2));
        }
        out += targetStride;
      }
    }
  }
}
