/** A person cut out of the background: the small mask follows the picture's edges, no rim of the background stays, and what cuts nobody out is said. */
import { createCanvas, type Canvas } from '@napi-rs/canvas';
import { describe, expect, it } from 'vitest';
import { cutPerson as cutOut } from '../../../main/engines/entries/portrait/cut-person.ts';
import { cutPerson } from '../../../main/portraits/child/cut-person.ts';
import { boxBlur } from '../../../main/portraits/pictures/box-blur.ts';

const side = 512;
/** A dark disc, the person, on a light ground; its true border lies where the mask does not know it. */
function scene(): Canvas {
  const canvas = createCanvas(side, side);
  const ink = canvas.getContext('2d');
  ink.fillStyle = '#d8e0e8';
  ink.fillRect(0, 0, side, side);
  ink.fillStyle = '#302820';
  ink.beginPath();
  ink.arc(256, 256, 150, 0, Math.PI * 2);
  ink.fill();
  return canvas;
}
/** A soft mask of 64 x 64 whose disc is `by` pixels of the picture too large. */
function maskOf(by: number) {
  const cover = Buffer.alloc(64 * 64);
  for (let y = 0; y < 64; y++)
    for (let x = 0; x < 64; x++) {
      const far = Math.hypot(x * 8 + 4 - 256, y * 8 + 4 - 256) - 150 - by;
      cover[y * 64 + x] = Math.round(255 * Math.min(1, Math.max(0, 0.5 - far / 16)));
    }
  return { width: 64, height: 64, cover: cover.toString('base64') };
}
const face = { x: 0.35, y: 0.35, width: 0.3, height: 0.3 };

describe('the outline', () => {
  it('follows the edge that the picture has, not the one that the small mask has', () => {
    const cut = cutPerson(scene(), maskOf(4), [face]);
    if ('refused' in cut) throw new Error(cut.refused.en);
    const { data } = cut.outline.getContext('2d').getImageData(0, 0, side, side);
    const alpha = (x: number, y: number): number => data[(y * side + x) * 4 + 3] ?? -1;
    expect(alpha(256, 256)).toBe(255);
    expect(alpha(10, 10)).toBe(0);
    expect(alpha(256 + 146, 256)).toBeGreaterThan(200);
    expect(alpha(256 + 158, 256)).toBeLessThan(90);
  });

  it('what holds no face, and what leaves no background, is refused in words', () => {
    expect(cutPerson(scene(), maskOf(4), [{ x: 0, y: 0, width: 0.1, height: 0.1 }])).toMatchObject({
      refused: { en: expect.stringContaining('No person'), zh: expect.stringContaining('未能') },
    });
    const all = { width: 16, height: 16, cover: Buffer.alloc(256, 255).toString('base64') };
    expect(cutPerson(scene(), all, [face])).toMatchObject({ refused: { en: expect.stringContaining('fills this picture') } });
    // nobody was found in it: whoever looks at the picture judges
    expect(cutPerson(scene(), maskOf(4), [])).toHaveProperty('outline');
  });
});

describe('the cut', () => {
  it('takes the background out of pixels that are half hair', () => {
    const width = 64;
    const rgba = new Uint8ClampedArray(width * width * 4);
    const cover = new Uint8ClampedArray(width * width);
    for (let n = 0; n < cover.length; n++) {
      const x = n % width;
      const a = x < 30 ? 1 : x > 34 ? 0 : (34 - x) / 4;
      cover[n] = a * 255;
      rgba.set([40 * a + 240 * (1 - a), 30 * a + 240 * (1 - a), 20 * a + 240 * (1 - a), 255], n * 4);
    }
    cutOut(rgba, cover, width, width);
    const at = (32 * width + 32) * 4;
    expect(rgba[at + 3]).toBe(128);
    // a plain mixture would be 140
    expect(rgba[at]).toBeLessThan(70);
    expect(rgba[(32 * width + 50) * 4 + 3]).toBe(0);
    expect(Array.from(rgba.subarray((32 * width + 10) * 4, (32 * width + 10) * 4 + 4))).toEqual([40, 30, 20, 255]);
  });
});

describe('the mean around a pixel', () => {
  it('is that of the square, cut off at the borders', () => {
    const { values } = boxBlur({ width: 3, height: 3, values: Float32Array.of(0, 0, 0, 0, 9, 0, 0, 0, 0) }, 1);
    expect(values[4]).toBeCloseTo(1);
    expect(values[0]).toBeCloseTo(9 / 4);
    expect(values[1]).toBeCloseTo(9 / 6);
    expect(boxBlur({ width: 2, height: 1, values: Float32Array.of(2, 4) }, 9).values[0]).toBeCloseTo(3);
  });
});
