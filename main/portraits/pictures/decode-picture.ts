/** Picture file -> upright canvas no larger than is needed. Refuses in words before it decodes what would not fit into memory. */
import { open } from 'node:fs/promises';
import { createCanvas, loadImage, type Canvas } from '@napi-rs/canvas';
import { badPicture, PictureError } from './picture-error.ts';
import { readPictureHeader } from './picture-header.ts';

const mostBytes = 40 * 1024 * 1024;
const mostSide = 10_000;
/** 40 megapixels decode to 160 MB. */
const mostPixels = 40_000_000;
const leastSide = 96;
/** More than four times the face canvas brings nothing. */
const keptSide = 2048;

export async function decodePicture(path: string): Promise<Canvas> {
  const bytes = await readBounded(path);
  const header = readPictureHeader(bytes);
  if (!header)
    throw badPicture(
      'This file is no picture that can be used. Choose a PNG, JPEG, WebP or GIF.',
      '此文件不是可用的图片，请选择 PNG、JPEG、WebP 或 GIF。',
    );
  const { width, height } = header;
  if (width < leastSide || height < leastSide)
    throw badPicture(
      `The picture is too small (${width}x${height}). At least ${leastSide} pixels a side are needed; 512 look good.`,
      `图片太小（${width}x${height}），每边至少 ${leastSide} 像素，512 以上效果较好。`,
    );
  if (width > mostSide || height > mostSide || width * height > mostPixels)
    throw badPicture(
      `The picture is too large (${width}x${height}). Save it smaller: at most ${mostSide} pixels a side and 40 megapixels.`,
      `图片过大（${width}x${height}），请缩小后再用：每边不超过 ${mostSide} 像素，总计不超过 4000 万像素。`,
    );
  if (!header.complete)
    throw badPicture(
      'The picture file is cut off: its end is missing. Copy or download it again.',
      '图片文件不完整，缺少结尾，请重新复制或下载。',
    );
  if (header.cmyk)
    throw badPicture(
      'This JPEG holds print colours (CMYK). Save it as RGB and choose it again.',
      '此 JPEG 为印刷色（CMYK），请另存为 RGB 后再选择。',
    );
  let image;
  try {
    image = await loadImage(bytes);
  } catch (error) {
    throw badPicture('The picture cannot be decoded: the file is damaged.', '图片无法解码，文件可能已损坏。', error);
  }
  const scale = Math.min(1, keptSide / Math.max(image.width, image.height));
  const canvas = createCanvas(Math.max(1, Math.round(image.width * scale)), Math.max(1, Math.round(image.height * scale)));
  const ink = canvas.getContext('2d');
  ink.imageSmoothingQuality = 'high';
  ink.drawImage(image, 0, 0, canvas.width, canvas.height);
  ink.getImageData(0, 0, 1, 1);
  return canvas;
}

async function readBounded(path: string): Promise<Buffer> {
  let file;
  try {
    file = await open(path);
    const { size } = await file.stat();
    if (size > mostBytes) throw badPicture('The picture file is larger than 40 MB. Save it smaller.', '图片文件超过 40 MB，请压缩后再用。');
    return await file.readFile();
  } catch (error) {
    if (error instanceof PictureError) throw error;
    const words = { en: `The picture ${path} cannot be read. Choose another file.`, zh: `无法读取图片 ${path}，请选择其他文件。` };
    throw new PictureError('missing-file', words, { cause: error });
  } finally {
    await file?.close();
  }
}
