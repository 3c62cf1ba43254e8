/** RGBA to I420 with alpha: known colours, premultiplied edges, strips that make the same picture as one pass. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { i420aLength, writeI420a } from '../../../main/engines/entries/puppet/i420a.ts';

const word = (r: number, g: number, b: number, a: number): number => (r | (g << 8) | (b << 16) | (a << 24)) >>> 0;
function convert(pixels: number[], width: number, height: number): Uint8Array {
  const out = new Uint8Array(i420aLength(width, height));
  writeI420a(Uint32Array.from(pixels), width, height, out);
  return out;
}
const flat = (r: number, g: number, b: number, a: number): number[] => [
  ...convert(
    Array.from({ length: 4 }, () => word(r, g, b, a)),
    2,
    2,
  ),
];

describe('i420a', () => {
  it('has the reference values of BT.709 in limited range', () => {
    const cases: readonly (readonly [readonly [number, number, number], readonly [number, number, number]])[] = [
      [
        [255, 255, 255],
        [235, 128, 128],
      ],
      [
        [0, 0, 0],
        [16, 128, 128],
      ],
      [
        [255, 0, 0],
        [63, 102, 240],
      ],
      [
        [0, 255, 0],
        [173, 42, 26],
      ],
      [
        [0, 0, 255],
        [32, 240, 118],
      ],
    ];
    for (const [[r, g, b], [y, u, v]] of cases) {
      const [y0 = 0, , , , u0 = 0, v0 = 0, a0] = flat(r, g, b, 255);
      expect(Math.abs(y0 - y)).toBeLessThanOrEqual(1);
      expect(Math.abs(u0 - u)).toBeLessThanOrEqual(1);
      expect(Math.abs(v0 - v)).toBeLessThanOrEqual(1);
      expect(a0).toBe(255);
    }
  });

  it('premultiplies about black: half a white is half way to it, nothing is black', () => {
    expect(flat(255, 255, 255, 128)).toEqual([126, 126, 126, 126, 128, 128, 128, 128, 128, 128]);
    expect(flat(255, 10, 10, 0)).toEqual([16, 16, 16, 16, 128, 128, 0, 0, 0, 0]);
  });

  it('is within one step of the exact formula for any pixels', () => {
    const channel = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(fc.array(fc.tuple(channel, channel, channel, channel), { minLength: 4, maxLength: 4 }), (pixels) => {
        const out = convert(
          pixels.map((p) => word(...p)),
          2,
          2,
        );
        let u = 0;
        let v = 0;
        for (const [i, [r, g, b, a]] of pixels.entries()) {
          const light = (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
          expect(Math.abs((out[i] ?? 0) - (16 + (219 * light * a) / 255))).toBeLessThan(1.6);
          expect(out[6 + i]).toBe(a);
          u += (224 * (b / 255 - light) * a) / 255 / 1.8556 / 4;
          v += (224 * (r / 255 - light) * a) / 255 / 1.5748 / 4;
        }
        expect(Math.abs((out[4] ?? 0) - 128 - u)).toBeLessThan(1.6);
        expect(Math.abs((out[5] ?? 0) - 128 - v)).toBeLessThan(1.6);
      }),
    );
  });

  it('makes the same picture in strips as in one pass', () => {
    const [width, height] = [8, 12];
    const pixels = Uint32Array.from({ length: width * height }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> 0);
    const once = new Uint8Array(i420aLength(width, height));
    writeI420a(pixels, width, height, once);
    const strips = new Uint8Array(once.length);
    for (let row = 0; row < height; row += 4) writeI420a(pixels.subarray(row * width, (row + 4) * width), width, height, strips, row, 4);
    expect(strips).toEqual(once);
  });
});
