/**
 * Which cells of the head grid can ever change, and what of them: what cannot is drawn once and left alone. "Cannot" is proved, not guessed: no pose moves
 * any of its corners by 1/1024 of a pixel (less than a quarter of a grey level at the hardest edge there is), or all that could come in looks the same.
 */
import type { Rect } from '../../../contract/media.ts';
import { cellSize, fieldNames, type FieldName, type HeadGrid } from './head-grid.ts';
import type { Planes } from './planes.ts';

export const changes = { colour: 1, cover: 2 } as const;

export interface MovingCells {
  /** The part of the grid that changes; multiples of the cell. */
  readonly rect: Rect;
  readonly columns: number;
  readonly rows: number;
  /** Of each cell of `rect`: bits of `changes`, 0 = it rests. */
  readonly flags: Uint8Array;
  /** Of each node of `rect`, pairs x, y of each field one after another, each padded to a multiple of four numbers. */
  readonly fields: Float32Array;
  readonly numbers: number;
}

const invisible = 1 / 1024;

/** `most`: how large each amount can be. `painted`: where something is painted into the picture, in pixels of the canvas. */
export function findMovingCells(
  grid: HeadGrid,
  still: Planes,
  most: Readonly<Record<FieldName, number>>,
  painted: readonly Rect[],
): MovingCells {
  const { rect, columns, rows } = grid;
  const anything = countTable(still, (alpha) => alpha > 0);
  const holes = countTable(still, (alpha) => alpha < 255);
  const bound = new Float64Array((columns + 1) * (rows + 1));
  for (let node = 0; node < bound.length; node++) {
    let x = 0;
    let y = 0;
    for (const name of fieldNames) {
      x += Math.abs(grid.fields[name][node * 2] ?? 0) * most[name];
      y += Math.abs(grid.fields[name][node * 2 + 1] ?? 0) * most[name];
    }
    bound[node] = Math.max(x, y);
  }
  const all = new Uint8Array(columns * rows);
  let [left, top, right, bottom] = [columns, rows, 0, 0];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const node = row * (columns + 1) + column;
      const reach = Math.max(bound[node]!, bound[node + 1]!, bound[node + columns + 1]!, bound[node + columns + 2]!);
      const cell = { x: rect.x + column * cellSize, y: rect.y + row * cellSize, width: cellSize, height: cellSize };
      const covered = painted.some((other) => overlap(cell, other));
      if (reach < invisible && !covered) continue;
      // Bilinear sampling and chroma look two pixels further.
      const around = grown(cell, Math.ceil(reach) + 3);
      if (anything(around) === 0) continue;
      all[row * columns + column] = changes.colour | (holes(around) > 0 ? changes.cover : 0);
      left = Math.min(left, column);
      right = Math.max(right, column + 1);
      top = Math.min(top, row);
      bottom = Math.max(bottom, row + 1);
    }
  }
  if (right <= left) [left, top, right, bottom] = [0, 0, 1, 1];
  const [wide, tall] = [right - left, bottom - top];
  const flags = new Uint8Array(wide * tall);
  for (let row = 0; row < tall; row++) flags.set(all.subarray((top + row) * columns + left, (top + row) * columns + right), row * wide);
  const numbers = ((wide + 1) * (tall + 1) * 2 + 3) & ~3;
  const fields = new Float32Array(numbers * fieldNames.length);
  for (const [f, name] of fieldNames.entries()) {
    for (let row = 0; row <= tall; row++) {
      const from = ((top + row) * (columns + 1) + left) * 2;
      fields.set(grid.fields[name].subarray(from, from + (wide + 1) * 2), f * numbers + row * (wide + 1) * 2);
    }
  }
  return {
    rect: { x: rect.x + left * cellSize, y: rect.y + top * cellSize, width: wide * cellSize, height: tall * cellSize },
    columns: wide,
    rows: tall,
    flags,
    fields,
    numbers,
  };
}

/**
 * For each block of the picture what can be seen from a cell whose first sample lies in it: 0 of all kinds, 1 nothing, 2 nothing but opaque. A cell
 * looks 16 pixels far at most; two more on all sides, for colour that is shared by two pixels.
 */
export function coverWindows(still: Planes): Uint8Array {
  const [across, down] = [(still.width + 7) >> 3, (still.height + 16) >> 3];
  const anything = countTable(still, (alpha) => alpha > 0);
  const holes = countTable(still, (alpha) => alpha < 255);
  const windows = new Uint8Array(across * (down + 1) + 1);
  for (let row = 0; row < down; row++) {
    for (let column = 0; column < across; column++) {
      const around = { x: column * cellSize - 2, y: row * cellSize - 2, width: 28, height: 28 };
      windows[row * across + column] = anything(around) === 0 ? 1 : holes(around) === 0 ? 2 : 0;
    }
  }
  return windows;
}

const overlap = (a: Rect, b: Rect): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
const grown = (a: Rect, by: number): Rect => ({ x: a.x - by, y: a.y - by, width: a.width + 2 * by, height: a.height + 2 * by });

/** How many pixels of a rectangle are so, from sums made once. */
function countTable({ width, height, a }: Planes, is: (alpha: number) => boolean): (rect: Rect) => number {
  const sums = new Int32Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      if (is(a[y * width + x]!)) row += 1;
      sums[(y + 1) * (width + 1) + x + 1] = sums[y * (width + 1) + x + 1]! + row;
    }
  }
  const within = (value: number, most: number): number => Math.max(0, Math.min(most, value));
  return (rect) => {
    const [x0, x1] = [within(rect.x, width), within(rect.x + rect.width, width)];
    const [y0, y1] = [within(rect.y, height) * (width + 1), within(rect.y + rect.height, height) * (width + 1)];
    return sums[y1 + x1]! - sums[y1 + x0]! - sums[y0 + x1]! + sums[y0 + x0]!;
  };
}
