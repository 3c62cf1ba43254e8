/** Where in a face frame the mouth is looked for, and how much two such places differ. Pure; luma only. */
import type { Rect } from '../../../contract/media.ts';
import type { FaceFrame } from './face-frame.ts';

/** Average luma of square cells over a region. */
export interface MouthGrid {
  readonly region: Rect;
  readonly columns: number;
  readonly rows: number;
  readonly cells: Float32Array;
}

/**
 * Where the face says that its mouth is; else the middle of what a face redraws while it only moves its head: a quarter of its width, below the middle of its height.
 * Measured on the puppets, whose heads are redrawn with their hair down to the chest: lips lie within 43..58 % and 54..66 %; eyes, brows and
 * fringe lie above, collar and shoulders, which breathe, below; hair, which swings, beside it.
 */
const part = { left: 0.38, right: 0.62, top: 0.535, bottom: 0.68 } as const;
const wantedColumns = 40;
/** The head sways: the second grid is tried up to this many cells off, and the best fit counts. */
const reachCells = 3;

export function mouthRegion(head: Rect, declared?: Rect): Rect {
  if (declared) return declared;
  const x = Math.round(head.x + head.width * part.left);
  const y = Math.round(head.y + head.height * part.top);
  return { x, y, width: Math.round(head.width * (part.right - part.left)), height: Math.round(head.height * (part.bottom - part.top)) };
}

export function sampleMouth(frame: FaceFrame, region: Rect): MouthGrid {
  const cell = Math.max(1, Math.floor(region.width / wantedColumns));
  const columns = Math.floor(region.width / cell);
  const rows = Math.floor(region.height / cell);
  const cells = new Float32Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let y = 0; y < cell; y++)
        for (let x = 0; x < cell; x++) sum += lumaAt(frame, region.x + column * cell + x, region.y + row * cell + y);
      cells[row * columns + column] = sum / (cell * cell);
    }
  }
  return { region, columns, rows, cells };
}

/** Mean difference of luma (0..255) where the two fit best. */
export function mouthDifference(a: MouthGrid, b: MouthGrid): number {
  let least = Infinity;
  for (let dy = -reachCells; dy <= reachCells; dy++)
    for (let dx = -reachCells; dx <= reachCells; dx++) least = Math.min(least, differenceAt(a, b, dx, dy));
  return least === Infinity ? 0 : least;
}

function differenceAt(a: MouthGrid, b: MouthGrid, dx: number, dy: number): number {
  let sum = 0;
  let count = 0;
  for (let row = Math.max(0, dy); row < Math.min(a.rows, a.rows + dy); row++) {
    for (let column = Math.max(0, dx); column < Math.min(a.columns, a.columns + dx); column++) {
      sum += Math.abs((a.cells[row * a.columns + column] ?? 0) - (b.cells[(row - dy) * b.columns + column - dx] ?? 0));
      count += 1;
    }
  }
  return count === 0 ? Infinity : sum / count;
}

const black = 16;

function lumaAt({ rect, picture, base }: FaceFrame, x: number, y: number): number {
  const inX = x - rect.x;
  const inY = y - rect.y;
  if (inX >= 0 && inY >= 0 && inX < rect.width && inY < rect.height) return picture.y[inY * rect.width + inX] ?? black;
  return base ? lumaAt(base, x, y) : black;
}
