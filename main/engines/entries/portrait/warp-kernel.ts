/** The inner loop in plain JavaScript: one plane sampled through a grid of source positions. scripts/portrait/warp-kernel.as is the same maths for WebAssembly; both give the same bytes. */

/** Source positions are 16.16 fixed point, at most (source size - 2). All offsets are bytes into one memory. */
export interface WarpJob {
  readonly source: number;
  readonly sourceStride: number;
  readonly target: number;
  readonly targetStride: number;
  /** Int32 pairs x, y, row by row; (columns + 1) * (rows + 1) of them. */
  readonly nodes: number;
  readonly columns: number;
  readonly rows: number;
  /** Pixels a side of a cell: 8 for luma and alpha, 4 for chroma. */
  readonly cell: number;
  /** One byte a cell: 0 = sample, else fill with `fills[byte]`. */
  readonly flags: number;
  readonly fillOne: number;
  readonly fillTwo: number;
}
export type Warp = (job: WarpJob) => void;

export function createPlainWarp(memory: ArrayBufferLike): Warp {
  const bytes = new Uint8Array(memory);
  const words = new Int32Array(memory);
  return ({ source, sourceStride, target, targetStride, nodes, columns, rows, cell, flags, fillOne, fillTwo }) => {
    const shift = cell === 8 ? 3 : 2;
    const chroma = cell === 4;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const flag = bytes[flags + row * columns + column]!;
        let out = target + row * cell * targetStride + column * cell;
        if (flag !== 0) {
          const fill = flag === 1 ? fillOne : fillTwo;
          for (let y = 0; y < cell; y++, out += targetStride) for (let x = 0; x < cell; x++) bytes[out + x] = fill;
          continue;
        }
        const node = (nodes >> 2) + (row * (columns + 1) + column) * 2;
        const under = node + (columns + 1) * 2;
        const ax = words[node]!;
        const ay = words[node + 1]!;
        const bx = words[node + 2]!;
        const by = words[node + 3]!;
        const lx = (words[under]! - ax) >> shift;
        const ly = (words[under + 1]! - ay) >> shift;
        const rx = (words[under + 2]! - bx) >> shift;
        const ry = (words[under + 3]! - by) >> shift;
        for (let y = 0; y < cell; y++, out += targetStride) {
          let sx = ax + lx * y;
          let sy = ay + ly * y;
          const stepX = (bx + rx * y - sx) >> shift;
          const stepY = (by + ry * y - sy) >> shift;
          if (chroma) {
            sx += (stepX >> 2) + (lx >> 2);
            sy += (stepY >> 2) + (ly >> 2);
          }
          for (let x = 0; x < cell; x++) {
            const at = source + (sy >> 16) * sourceStride + (sx >> 16);
            const fx = (sx >> 8) & 255;
            const fy = (sy >> 8) & 255;
            const top = (bytes[at]! << 8) + (bytes[at + 1]! - bytes[at]!) * fx;
            const low = (bytes[at + sourceStride]! << 8) + (bytes[at + sourceStride + 1]! - bytes[at + sourceStride]!) * fx;
            bytes[out + x] = ((top << 8) + (low - top) * fy + 32_768) >> 16;
            sx += stepX;
            sy += stepY;
          }
        }
      }
    }
  };
}
