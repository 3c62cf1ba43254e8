/**
 * Where an eye looks: the pixels of its opening, each with how much it goes along when the iris moves. Sideways the iris slides along the lower lid, which
 * lies on itself when it is moved in its own direction; lashes and corners stay. Steep enough to carry an iris, not so steep that the picture would fold.
 */
import type { Point } from '../../../portraits/pictures/landmarks.ts';
import type { Arena, Block } from './arena.ts';
import { softHeightAt } from './soft-line.ts';

interface Iris {
  readonly count: number;
  readonly at: Int32Array;
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** For each four pixels: four sideways, four up and down, four that follow the lid's slope. */
  readonly pull: Float32Array;
}

/** What lies below the lower lid goes along a little, as a share of the eye's height. */
const below = 0.3;

const smooth = (t: number): number => (t <= 0 ? 0 : t >= 1 ? 1 : t * t * (3 - 2 * t));

/** Lids in pixels of the canvas, left to right. Places are those of a plane at `scale`, four side by side. */
export function collectIris(
  upper: readonly Point[],
  lower: readonly Point[],
  { width, height }: { readonly width: number; readonly height: number },
  scale: 1 | 2,
  drawn: boolean,
): Iris {
  const x0 = upper[0]?.[0] ?? 0;
  const x1 = upper.at(-1)?.[0] ?? 0;
  const wide = x1 - x0;
  const tall = Math.max(2, ...upper.map(([x, y]) => softHeightAt(lower, x, 0) - y));
  const stride = width / scale;
  const at: number[] = [];
  const xs: number[] = [];
  const ys: number[] = [];
  const pulls: number[] = [];
  const reach = wide * 0.06;
  const pullAt = (x: number, y: number): readonly [number, number, number] => {
    const along = smooth((x - x0) / (0.34 * wide)) * smooth((x1 - x) / (0.34 * wide));
    const down = y - softHeightAt(upper, x, reach);
    const up = softHeightAt(lower, x, reach) - y;
    const beyond = smooth((up + below * tall) / (below * tall));
    const aside = along * smooth(down / (0.14 * tall)) * beyond;
    const slope = (softHeightAt(lower, x + 1, reach) - softHeightAt(lower, x - 1, reach)) / 2;
    // A drawn eye has no lid below: all of it moves.
    return [
      aside,
      along * smooth(down / (0.24 * tall)) * (drawn ? beyond : smooth((up - 0.05 * tall) / (0.24 * tall))),
      aside * slope * smooth(1 - up / (0.4 * tall)),
    ];
  };
  const within = (value: number, most: number): number => Math.max(1, Math.min(most - 2, value));
  const top = within(Math.floor(Math.min(...upper.map((p) => p[1])) / scale) - 1, height / scale);
  const bottom = within(Math.ceil((Math.max(...lower.map((p) => p[1])) + below * tall) / scale), height / scale);
  const left = within(Math.floor(x0 / scale), stride);
  const right = within(Math.ceil(x1 / scale), stride);
  for (let y = top; y <= bottom; y++) {
    for (let from = left; from <= right; from += 4) {
      const group = Math.max(0, Math.min(from, stride - 4));
      const found = [0, 1, 2, 3].map((n) => pullAt((group + n + 0.5) * scale - 0.5, (y + 0.5) * scale - 0.5));
      if (found.every((pull) => pull[0] === 0 && pull[1] === 0)) continue;
      at.push((y * stride + group) * scale);
      for (let n = 0; n < 4; n++) {
        xs.push(group + n);
        ys.push(y);
      }
      for (const which of [0, 1, 2] as const) for (const pull of found) pulls.push(pull[which]);
    }
  }
  return { count: xs.length, at: Int32Array.from(at), x: Float32Array.from(xs), y: Float32Array.from(ys), pull: Float32Array.from(pulls) };
}

/** Rows below the lower lid that may change. */
export const rowsBelow = (tall: number): number => Math.ceil(below * tall) + 1;

export interface PlacedIris {
  readonly count: number;
  readonly at: Block<Int32Array>;
  readonly x: Block<Float32Array>;
  readonly y: Block<Float32Array>;
  readonly pull: Block<Float32Array>;
}
export function placeIris(arena: Arena, iris: Iris): PlacedIris {
  return {
    count: iris.count,
    at: arena.words(iris.at),
    x: arena.floats(iris.x),
    y: arena.floats(iris.y),
    pull: arena.floats(iris.pull),
  };
}
