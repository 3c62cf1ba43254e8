/** The barcode in bad pictures: half hidden, dim, noisy, moved, or not there at all. */
import { describe, expect, test } from 'vitest';
import { createBarcodeReader, type GreyPicture } from '../../../main/cli/verify/read-barcode.ts';
import { drawBarcodeBase, drawBarcodeCells } from '../../../main/engines/entries/beacon-face/draw-barcode.ts';

const size = 640;
const payload = { frame: 123_456, speaking: true, viseme: 10, jaw: 7 };
const noiseAt = (index: number): number => ((index * 2_654_435_761) >>> 16) % 256;

/** A 1280 x 720 picture of noise with the face at (x, y). */
function picture(x = 320, y = 80): GreyPicture {
  const pixels = Uint8Array.from({ length: 1280 * 720 }, (_, index) => noiseAt(index));
  const face = drawBarcodeBase(size);
  drawBarcodeCells(face, size, { x: 0, y: 0 }, size / 32, payload);
  for (let row = 0; row < size; row++) pixels.set(face.subarray(row * size, (row + 1) * size), (y + row) * 1280 + x);
  return { width: 1280, height: 720, pixels };
}
function cover(target: GreyPicture, fromRow: number, untilRow: number, value: number): GreyPicture {
  target.pixels.fill(value, fromRow * target.width, untilRow * target.width);
  return target;
}
const change = (target: GreyPicture, value: (pixel: number, index: number) => number): GreyPicture => ({
  ...target,
  pixels: target.pixels.map(value),
});
const read = (target: GreyPicture): unknown => createBarcodeReader().read(target);

describe('barcode reader', () => {
  test.each([
    ['as drawn', picture()],
    ['in the corner', picture(0, 0)],
    ['at an odd place', picture(639, 79)],
    ['under a label over the upper stripe', cover(picture(), 80, 300, 90)],
    ['under captions over the lower stripe', cover(picture(), 300, 720, 20)],
    ['dim and flat', change(picture(), (pixel) => 70 + pixel * 0.4)],
    ['under strong noise', change(picture(), (pixel, index) => Math.max(0, Math.min(255, pixel + (noiseAt(index * 7 + 3) - 128) * 0.7)))],
  ])('reads it %s', (_, target) => {
    expect(read(target)).toEqual(payload);
  });

  test.each([
    ['both stripes are covered', cover(picture(), 80, 480, 128)],
    ['there is only noise', { width: 1280, height: 720, pixels: Uint8Array.from({ length: 1280 * 720 }, (_, index) => noiseAt(index)) }],
    ['the picture is black', { width: 64, height: 64, pixels: new Uint8Array(64 * 64) }],
    [
      'the picture is stripes',
      { width: 640, height: 640, pixels: Uint8Array.from({ length: 640 * 640 }, (_, index) => (((index % 640) / 20) % 2 < 1 ? 0 : 255)) },
    ],
  ])('reads nothing when %s', (_, target) => {
    expect(read(target)).toBeNull();
  });

  test('follows it when it moves', () => {
    const reader = createBarcodeReader();
    expect(reader.read(picture())).toEqual(payload);
    expect(reader.read(picture(11, 37))).toEqual(payload);
    expect(reader.read(cover(picture(), 80, 480, 128))).toBeNull();
    expect(reader.read(picture(600, 0))).toEqual(payload);
  });
});
