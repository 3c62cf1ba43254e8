// The inner loop for WebAssembly SIMD (AssemblyScript): see warp-kernel.ts for the meaning of each argument and the plain twin.
// Four pixels at a time: addresses and weights in vectors, two neighbours fetched by one 16-bit load.
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
