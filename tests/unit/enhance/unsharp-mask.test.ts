import { describe, expect, it } from 'vitest';
import { createUnsharpMask } from '../../../main/engines/entries/sharpen/unsharp-mask.ts';
import { readStrength } from '../../../main/engines/entries/sharpen/create-sharpen.ts';

const width = 16;
const height = 8;
const pixels = width * height;
const alphaAt = (pixels * 3) / 2;

function picture(lumaOf: (x: number, y: number) => number, alphaOf: (x: number, y: number) => number = () => 255): Uint8Array {
  const data = new Uint8Array((pixels * 5) / 2).fill(128, pixels, alphaAt);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const alpha = alphaOf(x, y);
      data[y * width + x] = 16 + Math.round(((lumaOf(x, y) - 16) * alpha) / 255);
      data[alphaAt + y * width + x] = alpha;
    }
  return data;
}
const row = (data: Uint8Array, y: number): number[] => Array.from(data.subarray(y * width, (y + 1) * width));

describe('unsharp mask', () => {
  it('makes a step steeper by what the formula says, and leaves colour and alpha alone', () => {
    const data = picture((x) => (x < 8 ? 100 : 120));
    const out = createUnsharpMask(0.5)(data, width, height);
    // blur beside the step: 100 + 20/4; detail -5, times strength 0.5 and gain 2
    expect(row(out, 4).slice(5, 11)).toEqual([100, 100, 95, 125, 120, 120]);
    expect(out.subarray(pixels)).toEqual(data.subarray(pixels));
  });

  it('does more with more strength and nothing with none or on a flat picture', () => {
    const data = picture((x) => (x < 8 ? 100 : 120));
    expect(row(createUnsharpMask(1)(data, width, height), 4)[7]).toBe(90);
    expect(createUnsharpMask(0)(data, width, height)).toEqual(data);
    const flat = picture(() => 77);
    expect(createUnsharpMask(1)(flat, width, height)).toEqual(flat);
  });

  it('stays within what surrounds a pixel and a little more, and within the limited range', () => {
    const out = createUnsharpMask(1)(
      picture((x) => (x % 2 === 0 ? 16 : 235)),
      width,
      height,
    );
    expect(Math.min(...out.subarray(0, pixels))).toBeGreaterThanOrEqual(16);
    expect(Math.max(...out.subarray(0, pixels))).toBeLessThanOrEqual(235);
    const hard = row(
      createUnsharpMask(1)(
        picture((x) => (x < 8 ? 60 : 180)),
        width,
        height,
      ),
      4,
    );
    expect(hard[7]).toBe(48);
    expect(hard[8]).toBe(192);
  });

  it('draws no rim at the edge of the anchor: what is not opaque all around is as it was', () => {
    const data = picture(
      (x) => 150 + (x % 3) * 10,
      (x) => (x < 5 ? 0 : x === 5 ? 128 : 255),
    );
    const out = createUnsharpMask(1)(data, width, height);
    for (let y = 0; y < height; y++) expect(row(out, y).slice(0, 7)).toEqual(row(data, y).slice(0, 7));
    expect(row(out, 4).slice(7, 15)).not.toEqual(row(data, 4).slice(7, 15));
  });

  it('takes pictures of one size after another', () => {
    const sharpen = createUnsharpMask(0.5);
    const data = picture((x) => (x < 8 ? 100 : 120));
    const small = new Uint8Array(10).fill(50);
    expect(Array.from(sharpen(data, width, height))).toHaveLength(data.length);
    expect(sharpen(small, 2, 2)).toEqual(small);
  });

  it('refuses a strength that is none', () => {
    expect(readStrength(undefined)).toBe(0.5);
    for (const wrong of [-0.1, 1.1, Number.NaN, '1', null]) expect(() => readStrength(wrong)).toThrow(/strength/);
  });
});
