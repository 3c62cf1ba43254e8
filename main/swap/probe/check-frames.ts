/** Is this a face? Judges the pictures of the golden cues. Pure. */
import type { UserMessage } from '../../contract/failure.ts';
import type { FacePixelFormat, Rect } from '../../contract/media.ts';

export interface GoldenFrame {
  readonly frame: number;
  readonly rect: Rect;
  readonly base: boolean;
  readonly data: Uint8Array;
}

export interface FaceCanvas {
  readonly width: number;
  readonly height: number;
  readonly format: FacePixelFormat;
}

const bytesOf = (format: FacePixelFormat, { width, height }: Rect): number =>
  format === 'rgba' ? width * height * 4 : (width * height * 5) / 2;

export function checkFrames(frames: readonly GoldenFrame[], canvas: FaceCanvas, wanted: number): UserMessage | null {
  if (frames.length < wanted)
    return { en: `It drew ${frames.length} of ${wanted} pictures.`, zh: `${wanted} 幅画面中它只画了 ${frames.length} 幅。` };
  for (const { rect, data } of frames) {
    const inside = rect.x >= 0 && rect.y >= 0 && rect.x + rect.width <= canvas.width && rect.y + rect.height <= canvas.height;
    if (!inside || data.length !== bytesOf(canvas.format, rect))
      return { en: 'Its pictures have another size than it said.', zh: '它的画面尺寸与声明不符。' };
  }
  const [first, open] = frames;
  if (!first?.base) return { en: 'Its first picture is not a whole one.', zh: '它的第一幅画面不完整。' };
  if (isBlank(first, canvas.format)) return { en: 'Its picture is blank.', zh: '它的画面是空白的。' };
  if (open && Buffer.compare(open.data, first.data) === 0 && open.rect.width === first.rect.width)
    return { en: 'Its mouth does not move.', zh: '它的嘴不会动。' };
  return null;
}

/** Nothing to be seen, or one flat colour. */
export function isBlank({ rect, data }: GoldenFrame, format: FacePixelFormat): boolean {
  const pixels = rect.width * rect.height;
  const alphaAt = format === 'rgba' ? (pixel: number) => data[pixel * 4 + 3] ?? 0 : (pixel: number) => data[(pixels * 3) / 2 + pixel] ?? 0;
  const lumaAt = format === 'rgba' ? (pixel: number) => data[pixel * 4 + 1] ?? 0 : (pixel: number) => data[pixel] ?? 0;
  let least = 255;
  let most = 0;
  let seen = 0;
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    if (alphaAt(pixel) < 32) continue;
    seen += 1;
    least = Math.min(least, lumaAt(pixel));
    most = Math.max(most, lumaAt(pixel));
  }
  return seen < pixels * 0.005 || most - least < 8;
}
