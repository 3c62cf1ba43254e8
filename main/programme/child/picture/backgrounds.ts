/** Draws the built-in sets, and fits a user's own picture. One opaque canvas each, made once when the look changes. */
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { LayerError } from '../../../contract/failure.ts';
import { rgbaToI420, type I420Picture } from './i420.ts';
import { paintNight } from './sets/night.ts';
import { paintStudio } from './sets/studio.ts';
import { paintWarm } from './sets/warm.ts';

export const builtInBackgrounds = ['studio', 'warm', 'night'] as const;
export type BuiltInBackground = (typeof builtInBackgrounds)[number];

export class BackgroundError extends LayerError<'bad-background'> {
  constructor(message: string, cause?: unknown) {
    super('BackgroundError', 'bad-background', message, cause === undefined ? {} : { cause });
  }
}

export async function drawBackground(background: string, width: number, height: number): Promise<I420Picture> {
  const canvas = createCanvas(width, height);
  const pen = canvas.getContext('2d');
  if (isBuiltIn(background)) paintSet[background](pen, width, height);
  else {
    const image = await loadImage(background).catch((cause: unknown) => {
      throw new BackgroundError(`the background picture cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
    });
    const scale = Math.max(width / image.width, height / image.height);
    pen.drawImage(image, (width - image.width * scale) / 2, (height - image.height * scale) / 2, image.width * scale, image.height * scale);
  }
  return rgbaToI420(pen.getImageData(0, 0, width, height).data, width, height);
}

const isBuiltIn = (name: string): name is BuiltInBackground => (builtInBackgrounds as readonly string[]).includes(name);

const paintSet = { studio: paintStudio, warm: paintWarm, night: paintNight } as const satisfies Record<BuiltInBackground, unknown>;
