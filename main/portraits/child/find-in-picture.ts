/**
 * Looks for faces in a picture as it is, and where none is clear once more with room around it and softened: detectors are made for photos, where a
 * face fills a part of the picture and has no hard lines. Measured on drawings: those are found so.
 */
import { createCanvas, type Canvas } from '@napi-rs/canvas';
import type { HumanFinder } from './load-human.ts';
import type { ClaimedFace } from './judge-faces.ts';

interface Try {
  /** The picture's share of the field that is searched. */
  readonly share: number;
  readonly blur: number;
}
const tries: readonly Try[] = [
  { share: 1, blur: 0 },
  { share: 0.5, blur: 0 },
  { share: 0.6, blur: 5 },
  { share: 0.33, blur: 0 },
];
const fieldSide = 768;
const enough = 0.6;

export async function findInPicture(human: HumanFinder, picture: Canvas): Promise<readonly ClaimedFace[]> {
  let best: readonly ClaimedFace[] = [];
  for (const attempt of tries) {
    const faces = await findOnce(human, picture, attempt);
    if (most(faces) > most(best)) best = faces;
    if (most(best) >= enough) return best;
  }
  return best;
}

const most = (faces: readonly ClaimedFace[]): number => Math.max(0, ...faces.map(({ score }) => score));

async function findOnce(human: HumanFinder, picture: Canvas, { share, blur }: Try): Promise<ClaimedFace[]> {
  const longest = Math.max(picture.width, picture.height);
  const side = share === 1 ? Math.min(1024, longest) : fieldSide;
  const fit = (side * share) / longest;
  // As it is: the picture's own shape. Else a square field with the picture in its middle.
  const width = share === 1 ? Math.max(1, Math.round(picture.width * fit)) : side;
  const height = share === 1 ? Math.max(1, Math.round(picture.height * fit)) : side;
  const x0 = (width - picture.width * fit) / 2;
  const y0 = (height - picture.height * fit) / 2;
  const canvas = createCanvas(width, height);
  const ink = canvas.getContext('2d');
  ink.fillStyle = share === 1 ? '#ffffff' : '#b0a8a0';
  ink.fillRect(0, 0, width, height);
  if (blur > 0) ink.filter = `blur(${blur}px)`;
  ink.imageSmoothingQuality = 'high';
  ink.drawImage(picture, x0, y0, picture.width * fit, picture.height * fit);
  const { data } = ink.getImageData(0, 0, width, height);
  const rgb = new Float32Array(width * height * 3);
  for (let i = 0, j = 0; i < data.length; i += 4) {
    rgb[j++] = data[i] ?? 0;
    rgb[j++] = data[i + 1] ?? 0;
    rgb[j++] = data[i + 2] ?? 0;
  }
  const faces = await human.find(rgb, width, height);
  return faces.map((face) => ({
    ...face,
    mesh: face.mesh.map(([x, y]) => [(x * width - x0) / (picture.width * fit), (y * height - y0) / (picture.height * fit)] as const),
  }));
}
