/**
 * Where an eye looks: the pixels of its opening, each with how much it goes along when the iris moves. Nothing at the lids and corners, which stay where
 * they are; all of it in the middle. Steep enough to carry an iris, not so steep that the picture would fold.
 */
import type { Point } from '../../../portraits/pictures/landmarks.ts';
import type { Arena, Block } from './arena.ts';
import { softHeightAt } from './soft-line.ts';

interface Iris {
  readonly count: number;
  readonly at: Int32Array;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly weight: Float32Array;
}

const smooth = (t: number): number => (t <= 0 ? 0 : t >= 1 ? 1 : t * t * (3 - 2 * t));

/** Lids in pixels of the canvas, left to right. Places are those of a plane at `scale`, four side by side. */
export function collectIris(
  upper: readonly Point[],
  lower: readonly Point[],
  { width, height }: { readonly width: number; readonly height: number },
  scale: 1 | 2,
): Iris {
  const x0 = upper[0]?.[0] ?? 0;
  const x1 = upper.at(-1)?.[0] ?? 0;
  const wide = x1 - x0;
  const tall = Math.max(2, ...upper.map(([x, y]) => softHeightAt(lower, x, 0) - y));
  const stride = width / scale;
  const at: number[] = [];
  const xs: number[] = [];
  const ys: number[] = [];
  const weights: number[] = [];
  const weightAt = (x: number, y: number): number => {
    const along = smooth((x - x0) / (0.34 * wide)) * smooth((x1 - x) / (0.34 * wide));
    const inside = Math.min(y - softHeightAt(upper, x, wide * 0.06), softHeightAt(lower, x, wide * 0.06) - y);
    return along * smooth(inside / (0.24 * tall));
  };
  const within = (value: number, most: number): number => Math.max(1, Math.min(most - 2, value));
  const top = within(Math.floor(Math.min(...upper.map((p) => p[1])) / scale) - 1, height / scale);
  const bottom = within(Math.ceil(Math.max(...lower.map((p) => p[1])) / scale) + 1, height / scale);
  const left = within(Math.floor(x0 / scale), stride);
  const right = within(Math.ceil(x1 / scale), stride);
  for (let y = top; y <= bottom; y++) {
    for (let from = left; from <= right; from += 4) {
      const group = Math.max(0, Math.min(from, stride - 4));
      const found = [0, 1, 2, 3].map((n) => weightAt((group + n + 0.5) * scale - 0.5, (y + 0.5) * scale - 0.5));
      if (found.every((weight) => weight === 0)) continue;
      at.push((y * stride + group) * scale);
      for (let n = 0; n < 4; n++) {
        xs.push(group + n);
        ys.push(y);
        weights.push(found[n] ?? 0);
      }
    }
  }
  return { count: xs.length, at: Int32Array.from(at), x: Float32Array.from(xs), y: Float32Array.from(ys), weight: Float32Array.from(weights) };
}

export interface PlacedIris {
  readonly count: number;
  readonly at: Block<Int32Array>;
  readonly x: Block<Float32Array>;
  readonly y: Block<Float32Array>;
  readonly weight: Block<Float32Array>;
}
export function placeIris(arena: Arena, iris: Iris): PlacedIris {
  return {
    count: iris.count,
    at: arena.words(iris.at),
    x: arena.floats(iris.x),
    y: arena.floats(iris.y),
    weight: arena.floats(iris.weight),
  };
}
