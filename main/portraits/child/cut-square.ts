/** A picture made smaller, and a square cut out of it. */
import { createCanvas, type Canvas } from '@napi-rs/canvas';

/** No side longer than `side`; the picture itself where it is small enough. */
export function shrink(picture: Canvas, side: number): Canvas {
  const fit = side / Math.max(picture.width, picture.height);
  if (fit >= 1) return picture;
  const canvas = createCanvas(Math.max(1, Math.round(picture.width * fit)), Math.max(1, Math.round(picture.height * fit)));
  const ink = canvas.getContext('2d');
  ink.imageSmoothingQuality = 'high';
  ink.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** `part`: middle and side as shares of the picture's width and height; what lies beyond the picture stays transparent. */
export function cutSquare(
  picture: Canvas,
  part: { readonly x: number; readonly y: number; readonly height: number },
  side: number,
): Canvas {
  const canvas = createCanvas(side, side);
  const ink = canvas.getContext('2d');
  ink.imageSmoothingQuality = 'high';
  const fit = side / Math.max(1, part.height * picture.height);
  ink.drawImage(
    picture,
    side / 2 - part.x * picture.width * fit,
    side / 2 - part.y * picture.height * fit,
    picture.width * fit,
    picture.height * fit,
  );
  return canvas;
}
