/** The compositor: known colours in I420, any width, what over, atop and under do, and that the WebAssembly is made from its source. */
import { createCanvas } from '@napi-rs/canvas';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compositorWasm } from '../../../main/engines/entries/puppet/compositor-wasm.ts';
import { createCompositor, i420aLength, type DrawMode } from '../../../main/engines/entries/puppet/compositor.ts';
import { compileWasm } from '../../../scripts/lib/compile-wasm.mjs';

type Rgba = readonly [r: number, g: number, b: number, a: number];

/** Premultiplied pixels, laid on an empty picture of their size. */
function convert(pixels: readonly Rgba[], width: number, height: number): Uint8Array {
  const compositor = createCompositor(width, height);
  const all = { x: 0, y: 0, width, height };
  compositor.layPatch(Uint8Array.from(pixels.flat()), { width, height }, 0, 0, all);
  return compositor.encode(all).slice();
}
const flat = (pixel: Rgba): Uint8Array =>
  convert(
    Array.from({ length: 16 }, () => pixel),
    8,
    2,
  );
const planeStarts = { y: 0, u: 16, v: 20, a: 24 } as const;

describe('I420 with alpha', () => {
  it('has the reference values of BT.709 in limited range', () => {
    const cases: readonly (readonly [Rgba, readonly [number, number, number]])[] = [
      [
        [255, 255, 255, 255],
        [235, 128, 128],
      ],
      [
        [0, 0, 0, 255],
        [16, 128, 128],
      ],
      [
        [255, 0, 0, 255],
        [63, 102, 240],
      ],
      [
        [0, 255, 0, 255],
        [173, 42, 26],
      ],
      [
        [0, 0, 255, 255],
        [32, 240, 118],
      ],
    ];
    for (const [rgba, [y, u, v]] of cases) {
      const planes = flat(rgba);
      expect(Math.abs((planes[planeStarts.y] ?? 0) - y)).toBeLessThanOrEqual(1);
      expect(Math.abs((planes[planeStarts.u] ?? 0) - u)).toBeLessThanOrEqual(1);
      expect(Math.abs((planes[planeStarts.v] ?? 0) - v)).toBeLessThanOrEqual(1);
      expect(planes[planeStarts.a]).toBe(255);
    }
  });

  it('is premultiplied about black: half a white is half way to it, nothing is black', () => {
    expect([...flat([128, 128, 128, 128])]).toEqual([
      ...Array.from({ length: 16 }, () => 126),
      ...Array.from({ length: 8 }, () => 128),
      ...Array.from({ length: 16 }, () => 128),
    ]);
    expect([...flat([0, 0, 0, 0])]).toEqual([
      ...Array.from({ length: 16 }, () => 16),
      ...Array.from({ length: 8 }, () => 128),
      ...Array.from({ length: 16 }, () => 0),
    ]);
  });

  it('is within a step of the formula for any pixels, at any even width', () => {
    const pixel = fc
      .tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255))
      .map(([r, g, b, a]): Rgba => [Math.min(r, a), Math.min(g, a), Math.min(b, a), a]);
    fc.assert(
      fc.property(fc.constantFrom(2, 4, 6, 8, 10, 18), fc.array(pixel, { minLength: 36, maxLength: 36 }), (width, some) => {
        const pixels = Array.from({ length: width * 2 }, (_, i): Rgba => some[i % some.length] ?? [0, 0, 0, 0]);
        const planes = convert(pixels, width, 2);
        expect(planes.length).toBe(i420aLength(width, 2));
        for (const [i, [r, g, b, a]] of pixels.entries()) {
          const light = 0.2126 * r + 0.7152 * g + 0.0722 * b;
          expect(Math.abs((planes[i] ?? 0) - (16 + (219 * light) / 255))).toBeLessThan(1.2);
          expect(planes[width * 3 + i]).toBe(a);
        }
        for (let x = 0; x < width; x += 2) {
          let u = 0;
          let v = 0;
          for (const i of [x, x + 1, x + width, x + width + 1]) {
            const [r, g, b] = pixels[i] ?? [0, 0, 0, 0];
            const light = 0.2126 * r + 0.7152 * g + 0.0722 * b;
            u += (224 / 255) * ((b - light) / 1.8556) * 0.25;
            v += (224 / 255) * ((r - light) / 1.5748) * 0.25;
          }
          expect(Math.abs((planes[width * 2 + x / 2] ?? 0) - 128 - u)).toBeLessThan(1.2);
          expect(Math.abs((planes[width * 2.5 + x / 2] ?? 0) - 128 - v)).toBeLessThan(1.2);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('drawing', () => {
  const size = 64;
  const all = { x: 0, y: 0, width: size, height: size };
  const square = (colour: string, from: number, to: number) => {
    const canvas = createCanvas(size + 4, size + 4);
    const ink = canvas.getContext('2d');
    ink.fillStyle = colour;
    ink.fillRect(from + 2, from + 2, to - from, to - from);
    return canvas;
  };
  const at = (picture: Uint8Array, x: number, y: number): number[] => [...picture.subarray((y * size + x) * 4, (y * size + x) * 4 + 4)];

  it('puts a sprite where its place says, pixel on pixel when that is whole', () => {
    const compositor = createCompositor(size, size);
    const sprite = compositor.addSprite(square('#ff8000', 10, 30));
    compositor.draw('picture', sprite, { place: [1, 0, 0, 1, 3, 5], within: all });
    const picture = compositor.readPicture();
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        const inside = x >= 15 && x < 35 && y >= 17 && y < 37;
        expect(at(picture, x, y), `${x} ${y}`).toEqual(inside ? [255, 128, 0, 255] : [0, 0, 0, 0]);
      }
    }
  });

  it('keeps over, atop and under apart', () => {
    const results = (['over', 'atop', 'under'] as const satisfies readonly DrawMode[]).map((mode) => {
      const compositor = createCompositor(size, size);
      const first = compositor.addSprite(square('#ff0000', 8, 40));
      const second = compositor.addSprite(square('#0000ff', 24, 56));
      compositor.draw('picture', first, { place: [1, 0, 0, 1, -2, -2], within: all });
      compositor.draw('picture', second, { place: [1, 0, 0, 1, -2, -2], within: all, mode });
      const picture = compositor.readPicture();
      return [at(picture, 16, 16), at(picture, 32, 32), at(picture, 48, 48)];
    });
    const [red, blue, nothing] = [
      [255, 0, 0, 255],
      [0, 0, 255, 255],
      [0, 0, 0, 0],
    ];
    expect(results).toEqual([
      [red, blue, blue],
      [red, blue, nothing],
      [red, red, blue],
    ]);
  });

  it('leaves everything outside of the asked rectangle alone, and draws the same inside of it', () => {
    const sprite = square('rgba(40,200,90,0.6)', 4, 58);
    const place = [0.9, 0.2, -0.2, 0.9, 6.3, -3.8] as const;
    const whole = createCompositor(size, size);
    whole.draw('picture', whole.addSprite(sprite), { place, within: all });
    const part = createCompositor(size, size);
    const within = { x: 8, y: 12, width: 40, height: 30 };
    part.draw('picture', part.addSprite(sprite), { place, within });
    const [a, b] = [whole.readPicture(), part.readPicture()];
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        const inside = x >= 8 && x < 48 && y >= 12 && y < 42;
        expect(at(b, x, y), `${x} ${y}`).toEqual(inside ? at(a, x, y) : [0, 0, 0, 0]);
      }
    }
  });

  it('bends rows as the table says', () => {
    const compositor = createCompositor(size, size);
    const sprite = compositor.addSprite(square('#ffffff', 20, 40));
    for (let row = 0; row <= sprite.height; row++) sprite.bend[row * 2] = row >= 32 ? -8 * 65_536 : 0;
    compositor.draw('picture', sprite, { place: [1, 0, 0, 1, -2, -2], within: all, bent: { x: 9, y: 1 } });
    const picture = compositor.readPicture();
    expect([at(picture, 20, 24)[3], at(picture, 40, 24)[3]]).toEqual([255, 0]);
    expect([at(picture, 20, 36)[3], at(picture, 44, 36)[3]]).toEqual([0, 255]);
  });
});

describe('the WebAssembly in the repository', () => {
  it('is what its source compiles to', async () => {
    const made = await compileWasm('wasm/puppet/compositor.ts');
    expect(made.toString('base64') === compositorWasm, 'run `npm run wasm`').toBe(true);
  }, 60_000);
});
