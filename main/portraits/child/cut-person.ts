/** A small mask of a person made fit to cut with: drawn to the picture's edges, without haze; or in words why it cuts nobody out. */
import { createCanvas, type Canvas } from '@napi-rs/canvas';
import type { UserMessage } from '../../contract/failure.ts';
import type { Plane } from '../pictures/box-blur.ts';
import type { CutPersonRequest } from '../protocol/find-person.ts';
import { guidedFilter } from './guided-filter.ts';

/** Hair is told apart at this size, and the face canvas is smaller. */
const workSide = 1024;
/** Of the longer side: a pixel of the mask, and as much again. */
const reach = 1 / 100;
const epsilon = 0.0004;
/** Below is background, above is person; between them it is hair. */
const haze = [0.18, 0.58] as const;
/** Less of a face is no mask of its person; less background is nothing to cut. */
const leastFace = 0.7;
const leastBackground = 0.02;

const nobody: UserMessage = {
  en: 'No person was told from the background in this picture. Nothing was changed; keep the background, let it fade, or cut it by colour.',
  zh: '未能在这张图片中区分人物与背景，未作任何更改。可保留背景、淡出，或按颜色抠除。',
};
const noBackground: UserMessage = {
  en: 'The person fills this picture, so there is no background to take away. Nothing was changed.',
  zh: '人物已占满画面，没有可去除的背景，未作任何更改。',
};

export function cutPerson(
  picture: Canvas,
  mask: CutPersonRequest['mask'],
  faces: CutPersonRequest['faces'],
): { readonly outline: Canvas } | { readonly refused: UserMessage } {
  const bytes = Buffer.from(mask.cover, 'base64');
  const mean = (x0: number, y0: number, x1: number, y1: number): number => meanOf(bytes, mask, [x0, y0, x1, y1]);
  if (mean(0, 0, 1, 1) > 1 - leastBackground) return { refused: noBackground };
  const held = faces.map(({ x, y, width, height }) => mean(x + width * 0.2, y + height * 0.2, x + width * 0.8, y + height * 0.8));
  if (faces.length > 0 && Math.max(...held) < leastFace) return { refused: nobody };

  const fit = Math.min(1, workSide / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * fit));
  const height = Math.max(1, Math.round(picture.height * fit));
  const [guide, seen] = planesOf(picture, width, height);
  const radius = Math.max(2, Math.round(Math.max(width, height) * reach));
  const coarse = enlarge(bytes, mask, width, height);
  const fine = guidedFilter(guide, coarse, radius, epsilon);
  return { outline: toOutline(fine, seen) };
}

function meanOf(
  bytes: Buffer,
  { width, height }: CutPersonRequest['mask'],
  [x0, y0, x1, y1]: readonly [number, number, number, number],
): number {
  let [sum, count] = [0, 0];
  for (let y = Math.max(0, Math.floor(y0 * height)); y < Math.min(height, y1 * height); y++)
    for (let x = Math.max(0, Math.floor(x0 * width)); x < Math.min(width, x1 * width); x++) {
      sum += bytes[y * width + x] ?? 0;
      count += 1;
    }
  return count === 0 ? 0 : sum / count / 255;
}

/** The picture's light, and what of it is there at all. */
function planesOf(picture: Canvas, width: number, height: number): [light: Plane, alpha: Plane] {
  const canvas = createCanvas(width, height);
  const ink = canvas.getContext('2d');
  ink.imageSmoothingQuality = 'high';
  ink.drawImage(picture, 0, 0, width, height);
  const { data } = ink.getImageData(0, 0, width, height);
  const light = new Float32Array(width * height);
  const alpha = new Float32Array(width * height);
  for (let n = 0, at = 0; n < light.length; n++, at += 4) {
    light[n] = (0.2126 * (data[at] ?? 0) + 0.7152 * (data[at + 1] ?? 0) + 0.0722 * (data[at + 2] ?? 0)) / 255;
    alpha[n] = (data[at + 3] ?? 0) / 255;
  }
  return [
    { width, height, values: light },
    { width, height, values: alpha },
  ];
}

/** Bilinear, between the middles of the mask's pixels. */
function enlarge(bytes: Buffer, { width: w, height: h }: CutPersonRequest['mask'], width: number, height: number): Plane {
  const values = new Float32Array(width * height);
  const at = (x: number, y: number): number => bytes[Math.min(h - 1, Math.max(0, y)) * w + Math.min(w - 1, Math.max(0, x))] ?? 0;
  for (let y = 0; y < height; y++) {
    const v = ((y + 0.5) * h) / height - 0.5;
    const y0 = Math.floor(v);
    for (let x = 0; x < width; x++) {
      const u = ((x + 0.5) * w) / width - 0.5;
      const x0 = Math.floor(u);
      const [fx, fy] = [u - x0, v - y0];
      const upper = at(x0, y0) * (1 - fx) + at(x0 + 1, y0) * fx;
      const lower = at(x0, y0 + 1) * (1 - fx) + at(x0 + 1, y0 + 1) * fx;
      values[y * width + x] = (upper * (1 - fy) + lower * fy) / 255;
    }
  }
  return { width, height, values };
}

function toOutline({ width, height, values }: Plane, seen: Plane): Canvas {
  const canvas = createCanvas(width, height);
  const ink = canvas.getContext('2d');
  const image = ink.createImageData(width, height);
  for (let n = 0; n < values.length; n++) {
    const t = Math.min(1, Math.max(0, ((values[n] ?? 0) - haze[0]) / (haze[1] - haze[0])));
    image.data.set([255, 255, 255, Math.round(255 * t * t * (3 - 2 * t) * (seen.values[n] ?? 1))], n * 4);
  }
  ink.putImageData(image, 0, 0);
  return canvas;
}
