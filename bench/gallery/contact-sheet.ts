/** Lays pictures out in rows with small labels, pixel by pixel, and writes a PNG of 256 colours. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createCanvas } from '@napi-rs/canvas';
import type { Rect } from '../../main/contract/media.ts';
import { toRgba, type Size } from './picture.ts';

export interface Tile {
  readonly label: string;
  readonly pixels: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

const ground = [58, 70, 102] as const;

export function cutTile(label: string, planes: Uint8Array, size: Size, part: Rect): Tile {
  return { label, pixels: toRgba(planes, size, part, ground), width: part.width, height: part.height };
}

/** Each row's tiles are of one size. */
export async function writeSheet(rows: readonly (readonly Tile[])[], ffmpegPath: string, outPath: string): Promise<void> {
  const gap = 2;
  const widthOf = (row: readonly Tile[]): number => row.reduce((sum, tile) => sum + tile.width + gap, gap);
  const heightOf = (row: readonly Tile[]): number => (row[0]?.height ?? 0) + gap;
  const width = Math.max(...rows.map(widthOf));
  const height = rows.reduce((sum, row) => sum + heightOf(row), gap);
  const canvas = createCanvas(width, height);
  const ink = canvas.getContext('2d');
  ink.fillStyle = '#20283c';
  ink.fillRect(0, 0, width, height);
  ink.font = '11px sans-serif';
  ink.textBaseline = 'top';
  let y = gap;
  for (const row of rows) {
    let x = gap;
    for (const tile of row) {
      const picture = ink.createImageData(tile.width, tile.height);
      picture.data.set(tile.pixels);
      ink.putImageData(picture, x, y);
      ink.fillStyle = 'rgba(20,24,40,0.6)';
      ink.fillRect(x, y, ink.measureText(tile.label).width + 6, 14);
      ink.fillStyle = '#ffffff';
      ink.fillText(tile.label, x + 3, y + 1);
      x += tile.width + gap;
    }
    y += heightOf(row);
  }
  const full = canvas.toBuffer('image/png');
  const filter = 'split[a][b];[a]palettegen=max_colors=256:stats_mode=full[p];[b][p]paletteuse=dither=none';
  const args = [
    '-hide_banner',
    '-loglevel',
    'error',
    '-y',
    '-f',
    'image2pipe',
    '-c:v',
    'png',
    '-i',
    'pipe:0',
    '-filter_complex',
    filter,
    outPath,
  ];
  const running = promisify(execFile)(ffmpegPath, args);
  running.child.stdin?.end(full);
  await running;
}
