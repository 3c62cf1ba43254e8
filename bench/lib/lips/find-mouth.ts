/** Finds the mouth in a recording by what moves fastest in the anchor's picture, and how open it is in every frame. It is told nothing of speech. */
import type { Rect } from '../../../main/contract/media.ts';
import { decodePictures } from './decode-recording.ts';

/** Side of a cell of the coarse map, in pixels. */
const cell = 12;
/** The window that is looked for, of the anchor's width. */
const windowPart = { width: 0.2, height: 0.13 } as const;
/** The anchor's middle: eyes blink fast too, but above it. */
const searched = { left: 0.25, right: 0.75, top: 0.47, bottom: 0.8 } as const;

/** Where, in the picture, luma changes most from frame to frame once what moves slowly (the head) is taken out. */
export async function findMouth(ffmpegPath: string, file: string, fps: number, anchor: Rect): Promise<Rect> {
  const columns = Math.floor(anchor.width / cell);
  const rows = Math.floor(anchor.height / cell);
  const moved = new Float64Array(columns * rows);
  let [before, earlier]: (Uint8Array | undefined)[] = [];
  await decodePictures(
    ffmpegPath,
    file,
    { fps, crop: { ...anchor, width: columns * cell, height: rows * cell }, width: columns, height: rows },
    (luma) => {
      for (let at = 0; at < moved.length && before && earlier; at += 1)
        moved[at] = (moved[at] as number) + Math.abs((luma[at] as number) - 2 * (before[at] as number) + (earlier[at] as number));
      [before, earlier] = [luma, before];
    },
  );
  const width = Math.max(2, Math.round(columns * windowPart.width));
  const height = Math.max(2, Math.round(columns * windowPart.height));
  let best = { sum: -1, column: 0, row: 0 };
  for (let row = Math.round(rows * searched.top); row + height <= rows * searched.bottom; row += 1)
    for (let column = Math.round(columns * searched.left); column + width <= columns * searched.right; column += 1) {
      let sum = 0;
      for (let y = 0; y < height; y += 1) for (let x = 0; x < width; x += 1) sum += moved[(row + y) * columns + column + x] as number;
      if (sum > best.sum) best = { sum, column, row };
    }
  return { x: anchor.x + best.column * cell, y: anchor.y + best.row * cell, width: width * cell, height: height * cell };
}

/** Of the window's usual luma (skin): what is darker is the inside of a mouth, or a lip. */
const darkPart = 0.6;
/** The edges of the window hold hair and chin, which sway. */
const inner = { x: 0.15, y: 0.1 } as const;

/** How much of the mouth's window is dark, frame by frame: an open mouth is. */
export async function readOpening(ffmpegPath: string, file: string, fps: number, mouth: Rect): Promise<Float32Array> {
  const { width, height } = mouth;
  const frames: Uint8Array[] = [];
  await decodePictures(ffmpegPath, file, { fps, crop: mouth, width, height }, (luma) => frames.push(luma));
  const skin = medianOf(frames.filter((_, frame) => frame % 20 === 0).flatMap((luma) => Array.from(luma)));
  const [fromX, toX] = [Math.round(width * inner.x), Math.round(width * (1 - inner.x))];
  const [fromY, toY] = [Math.round(height * inner.y), Math.round(height * (1 - inner.y))];
  return Float32Array.from(frames, (luma) => {
    let dark = 0;
    for (let y = fromY; y < toY; y += 1)
      for (let x = fromX; x < toX; x += 1) if ((luma[y * width + x] as number) < darkPart * skin) dark += 1;
    return dark / ((toX - fromX) * (toY - fromY));
  });
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
