/**
 * The inner loops in plain TypeScript: the reference of wasm/portrait/kernel.ts, and what runs where there is no WebAssembly SIMD. The grid and the
 * sampling give the same bytes; mouth, irises and lids, which are computed in 32-bit floats there, may differ by one grey level.
 */
import type { GazePixels, Kernel, LidPixels, MouthPixels } from './kernel.ts';
import { mouthParam as mp } from './mouth-params.ts';
import { changes } from './moving-cells.ts';

const clamp01 = (t: number): number => (t < 0 ? 0 : t > 1 ? 1 : t);

export function createPlainKernel(memory: ArrayBuffer): Kernel {
  const bytes = new Uint8Array(memory);
  const words = new Int32Array(memory);
  const floats = new Float32Array(memory);

  const put = (at: number, value: number): void => void (bytes[at] = Math.max(0, Math.min(255, value + 0.5)));
  const bilinear = (at: number, stride: number, next: number, fx: number, fy: number): number => {
    const a = bytes[at]! + (bytes[at + next]! - bytes[at]!) * fx;
    const b = bytes[at + stride]! + (bytes[at + stride + next]! - bytes[at + stride]!) * fx;
    return a + (b - a) * fy;
  };
  const pixel = (at: number, stride: number, next: number, fx: number, fy: number): number => {
    const top = bytes[at]! * (128 - fx) + bytes[at + next]! * fx;
    const low = bytes[at + stride]! * (128 - fx) + bytes[at + stride + next]! * fx;
    return (top + (((low - top) * fy + 0x4000) >> 15) + 64) >> 7;
  };

  interface Cell {
    readonly source: number;
    readonly stride: number;
    /** One for light, two for colour. */
    readonly targets: readonly number[];
    readonly targetStride: number;
    /** Corners: upper left, upper right, lower left, lower right, x before y. */
    readonly corners: readonly number[];
  }
  const alongAxis = ([a = 0, b = 0, c = 0, d = 0]: readonly number[], channels: number) => {
    const [shift, room] = channels === 1 ? [3, 14] : [2, 6];
    const across = (b - a) >> shift;
    const down = (c - a) >> shift;
    const least = Math.min(a, b, c, d) & ~65_535;
    return {
      least,
      fits: Math.max(a, b, c, d) - least < room << 16,
      // The middle of a chroma sample lies a quarter further in its cell than the node says.
      start: a + (channels === 2 ? (across >> 2) + (down >> 2) : 0),
      across,
      down,
      twist: (d - c - b + a) >> (2 * shift),
    };
  };
  const axes = (corners: readonly number[], channels: number) =>
    [
      alongAxis(
        corners.filter((_, n) => n % 2 === 0),
        channels,
      ),
      alongAxis(
        corners.filter((_, n) => n % 2 === 1),
        channels,
      ),
    ] as const;
  const warp = ({ source, stride, targets, targetStride, corners }: Cell): void => {
    const channels = targets.length;
    const side = channels === 1 ? 8 : 4;
    const [x, y] = axes(corners, channels);
    for (let j = 0; j < side; j++) {
      for (let i = 0; i < side; i++) {
        let [ix, iy, fx, fy] = [0, 0, 0, 0];
        if (x.fits && y.fits) {
          // 4.12 numbers within the cell's window, as the vectors have them.
          const px = ((x.start - x.least + 264 + x.across * i) >> 4) + j * ((x.down + 8 + x.twist * i) >> 4);
          const py = ((y.start - y.least + 8 + y.across * i) >> 4) + j * ((y.down + 8 + y.twist * i) >> 4);
          ix = (x.least >> 16) + ((px & 0xffff) >> 12);
          iy = (y.least >> 16) + ((py & 0xffff) >> 12);
          fx = (px >> 5) & 127;
          fy = (py << 3) & 0x7ff8;
        } else {
          const px = x.start + x.down * j + 256 + (x.across + x.twist * j) * i;
          const py = y.start + y.down * j + (y.across + y.twist * j) * i;
          ix = px >> 16;
          iy = py >> 16;
          fx = (px >> 9) & 127;
          fy = (py >> 1) & 0x7fff;
        }
        const at = source + iy * stride + ix * channels;
        for (let c = 0; c < channels; c++) bytes[targets[c]! + j * targetStride + i] = pixel(at + c, stride, channels, fx, fy);
      }
    }
  };
  const fill = (at: number, stride: number, side: number, value: number): void => {
    for (let y = 0; y < side; y++) bytes.fill(value, at + y * stride, at + y * stride + side);
  };
  /** For each cell that does not rest. */
  const eachCell = (
    nodes: number,
    columns: number,
    rows: number,
    flags: number,
    draw: (row: number, column: number, flag: number, corners: readonly number[]) => void,
  ): void => {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const flag = bytes[flags + row * columns + column]!;
        if (flag === 0) continue;
        const node = (nodes >> 2) + (row * (columns + 1) + column) * 2;
        const under = node + (columns + 1) * 2;
        draw(row, column, flag, [...words.subarray(node, node + 4), ...words.subarray(under, under + 4)]);
      }
    }
  };

  const mouth = (channels: 1 | 2, [count, at, xs, ys, pulls, grooves, table, params, from, to, stride]: MouthPixels): void => {
    const param = (which: number): number => floats[(params >> 2) + which]!;
    const drawn = param(mp.drawn) > 0;
    const own = param(mp.own);
    const height = param(mp.height);
    for (let n = 0; n < count; n++) {
      const place = words[(at >> 2) + (n >> 2)]! + (n & 3) * channels;
      const lx = floats[(xs >> 2) + n]!;
      const ly = floats[(ys >> 2) + n]!;
      const u = lx * (1 + param(mp.narrow) * floats[(pulls >> 2) + n]!);
      const span = param(mp.span);
      const step = (table >> 2) + (((Math.max(-span, Math.min(span, u)) + span) * param(mp.toStep)) | 0) * 8;
      const [edgeUp, edgeLow, upperRest, lowerRest] = [floats[step]!, floats[step + 1]!, floats[step + 2]!, floats[step + 3]!];
      const slack = floats[step + 4]!;
      const gap = floats[step + 5]!;
      const dUp = ly - edgeUp;
      const dLow = edgeLow - ly;
      const isInside = dUp > 0 && dLow > 0;
      const inside = isInside ? clamp01(Math.min(dUp, dLow) * slack) : 0;
      // Under a soft edge lies the lip that is nearer.
      let v = dUp < dLow ? upperRest : lowerRest;
      if (!isInside) {
        const above = dUp <= 0;
        const t = clamp01(above ? dUp * param(mp.perReachUp) : dLow * param(mp.perReachDown));
        v = ly + (above ? upperRest - edgeUp : lowerRest - edgeLow) * (1 - t * t * (3 - 2 * t));
      }
      const px = Math.max(0, param(mp.originX) + u * param(mp.cos) - v * param(mp.sin));
      const py = Math.max(0, param(mp.originY) + u * param(mp.sin) + v * param(mp.cos));
      const source = from + (py | 0) * stride + (px | 0) * channels;
      const side = lx * lx;
      const shade = (0.62 + 0.38 * Math.min(1, dUp * 5)) * (1 - 0.3 * side);
      // Tongue: a low dome that rises from the lower lip.
      const rise = (ly - param(mp.tongueTop) - 0.5 * side * (0.3 + height)) * 9;
      const dome = clamp01(rise) * Math.max(0, 1 - side * 1.9) * 0.9;
      const tongueLight = floats[(grooves >> 2) + n]! * (0.72 + 0.28 * Math.min(1, rise * 0.3));
      const lowerTeeth = param(mp.lowerTeeth);
      const lowRow = (ly - (edgeLow - 0.1 * lowerTeeth)) * param(mp.toothSoft);
      const lowShare = lowerTeeth > 0.02 ? clamp01(lowRow) * Math.max(0, 1 - side * 2) : 0;
      // Upper teeth: fixed to the skull, their edge a shallow arc, faint gaps between them.
      const toothEdge = upperRest + (0.105 - 0.07 * side) * param(mp.hidden) - (drawn ? 0 : gap * 0.012);
      const under = (toothEdge - ly) * param(mp.toothSoft) + 0.5;
      const upShare = clamp01(under) * clamp01((0.82 - Math.abs(lx)) * 4);
      // In a drawing they are one light shape.
      const upLight = drawn
        ? 1 - 0.2 * side
        : (1 - 0.6 * side) * (0.66 + 0.34 * Math.min(1, dUp * 6)) * param(mp.lit) * (1 - gap * 0.11) * (under < 1.6 ? 0.86 : 1);
      // The line round the mouth thins out towards the corners; below an open mouth it is lighter.
      const [high, low] = [Math.abs(dUp), Math.abs(dLow)];
      const thick = param(mp.line) * Math.max(0.25, 1 - 0.6 * u * u) * (high <= low ? 1 : param(mp.lowerLine));
      const ink = drawn ? clamp01(thick + 0.5 - Math.min(high, low) * slack - Math.max(0, Math.abs(u) - 0.985) * param(mp.half)) : 0;
      for (let c = 0; c < channels; c++) {
        const here = bytes[from + place + c]!;
        const material = (which: number): number => param(mp.materials + 5 * c + which);
        const zero = material(0);
        const shone = (which: number, light: number): number => zero + (material(which) - zero) * light;
        let value = drawn ? here : bilinear(source + c, stride, channels, px - (px | 0), py - (py | 0));
        if (inside > 0) {
          let inner = shone(1, shade);
          inner += (shone(3, tongueLight) - inner) * dome;
          inner += (shone(2, 0.78 * (1 - 0.5 * side)) - inner) * lowShare;
          inner += (shone(2, upLight) - inner) * upShare;
          inner += (here - inner) * Math.max(0, own);
          value += (inner - value) * inside;
        }
        put(to + place + c, value + (material(4) - value) * ink);
      }
    }
  };

  const gaze = (channels: 1 | 2, [count, at, xs, ys, pulls, byX, byY, from, to, stride]: GazePixels): void => {
    for (let n = 0; n < count; n++) {
      const place = words[(at >> 2) + (n >> 2)]! + (n & 3) * channels;
      const pull = (pulls >> 2) + (n >> 2) * 12 + (n & 3);
      const px = floats[(xs >> 2) + n]! - byX * floats[pull]!;
      const py = floats[(ys >> 2) + n]! - byY * floats[pull + 4]! - byX * floats[pull + 8]!;
      const source = from + (py | 0) * stride + (px | 0) * channels;
      for (let c = 0; c < channels; c++) put(to + place + c, bilinear(source + c, stride, channels, px - (px | 0), py - (py | 0)));
    }
  };

  const lids = (channels: 1 | 2, [count, firstRow, lastRow, firstColumn, table, params, from, to, stride]: LidPixels): void => {
    const scale = channels;
    const [drawn, lashes, fade, thick, lashY, lashV] = [0, 1, 2, 3, 4, 5].map((n) => floats[(params >> 2) + n]!) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    for (let n = 0; n < count; n++) {
      const column = (row: number): number => floats[(table >> 2) + row * count + n]!;
      const [edge, fallen, upper, line, squeeze, risen, shown] = [0, 1, 2, 3, 4, 5, 6].map(column) as [
        number,
        number,
        number,
        number,
        number,
        number,
        number,
      ];
      for (let row = firstRow; row <= lastRow; row++) {
        const within = row >= column(10) && row <= column(11);
        const y = (row + 0.5) * scale - 0.5;
        const above = edge - y;
        const rest = Math.max(0, above);
        const cover = within && fallen > 0 ? clamp01(above / scale + 0.5) : 0;
        const width = thick * (0.4 + 0.6 * line);
        const ink = within ? clamp01((width - Math.abs(above - thick * 0.3)) / scale + 0.5) * shown * 0.85 : 0;
        for (let c = 0; c < channels; c++) {
          const first = (firstColumn + n) * channels + c;
          const sampled = (height: number): number => {
            const sy = (height + 0.5) / scale - 0.5;
            const iy = sy | 0;
            const a = bytes[from + iy * stride + first]!;
            return a + (bytes[from + (iy + 1) * stride + first]! - a) * (sy - iy);
          };
          let value = bytes[from + row * stride + first]!;
          if (cover > 0) {
            let under = value;
            if (drawn > 0) under = sampled(rest <= lashes ? upper - rest : upper - lashes - (rest - lashes) * squeeze);
            else {
              // Rounder towards the lashes: a little darker there.
              const shade = channels === 1 ? 1 - 0.05 * clamp01(1 - rest / (lashes * 3)) : 1;
              under += (column(7 + c) * shade - under) * clamp01((y - upper + lashes + fade) / fade) * risen;
              if (rest < lashes) under += (sampled(upper - rest) - under) * clamp01((lashes - rest) / (lashes * 0.3));
            }
            value += (under - value) * cover;
          }
          put(to + row * stride + first, value + ((c === 0 ? lashY : lashV) - value) * ink);
        }
      }
    }
  };

  return {
    bend(fields, amounts, fieldCount, rest, nodes, numbers, mostX, mostY) {
      for (let n = 0; n < numbers; n++) {
        let sum = 0;
        for (let f = 0; f < fieldCount; f++)
          sum = Math.fround(sum + Math.fround(floats[(fields >> 2) + f * numbers + n]! * floats[(amounts >> 2) + f]!));
        const moved = words[(rest >> 2) + n]! - Math.trunc(Math.fround(sum * 65_536));
        words[(nodes >> 2) + n] = Math.max(0, Math.min(n % 2 === 0 ? mostX : mostY, moved));
      }
    },
    warpLight(source, cover, stride, target, coverTarget, targetStride, nodes, columns, rows, flags, windows, seen) {
      eachCell(nodes, columns, rows, flags, (row, column, flag, corners) => {
        const out = row * 8 * targetStride + column * 8;
        const [x, y] = axes(corners, 1);
        const changesCover = (flag & changes.cover) !== 0;
        const window = changesCover && x.fits && y.fits ? bytes[windows + (y.least >> 19) * ((stride + 7) >> 3) + (x.least >> 19)]! : 0;
        bytes[seen + row * columns + column] = window === 1 ? 1 : 0;
        if (window > 0) fill(coverTarget + out, targetStride, 8, window === 1 ? 0 : 255);
        else if (changesCover) warp({ source: cover, stride, targets: [coverTarget + out], targetStride, corners });
        if (window === 1) fill(target + out, targetStride, 8, 16);
        else warp({ source, stride, targets: [target + out], targetStride, corners });
      });
    },
    warpColour(source, stride, targetU, targetV, targetStride, nodes, columns, rows, flags, seen, mostX, mostY) {
      eachCell(nodes, columns, rows, flags, (row, column, _flag, corners) => {
        const out = row * 4 * targetStride + column * 4;
        const targets = [targetU + out, targetV + out];
        const halved = corners.map((place, n) => Math.max(0, Math.min(n % 2 === 0 ? mostX : mostY, (place - 32_768) >> 1)));
        if (bytes[seen + row * columns + column] === 1) for (const target of targets) fill(target, targetStride, 4, 128);
        else warp({ source, stride, targets, targetStride, corners: halved });
      });
    },
    mouthLight: (...a) => mouth(1, a),
    mouthColour: (...a) => mouth(2, a),
    gazeLight: (...a) => gaze(1, a),
    gazeColour: (...a) => gaze(2, a),
    lidsLight: (...a) => lids(1, a),
    lidsColour: (...a) => lids(2, a),
  };
}
