/** Drawn bitmaps against the formula in plain numbers, to the byte: any map, any bend, every mode, bitmaps of nothing, of opaque parts and of everything between. */
import { createCanvas } from '@napi-rs/canvas';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCompositor, type Compositor, type DrawMode, type Sprite } from '../../../main/engines/entries/puppet/compositor.ts';
import { inverse, multiply, rotation, type Affine } from '../../../main/engines/entries/puppet/pose/affine.ts';

const size = 96;
const all = { x: 0, y: 0, width: size, height: size };

/** Something that is opaque in its midst, thin and half transparent elsewhere, and leaves a clear border. */
function drawing(seed: number) {
  const canvas = createCanvas(88, 104);
  const ink = canvas.getContext('2d');
  ink.fillStyle = '#c05028';
  ink.beginPath();
  ink.ellipse(44, 50, 34, 40, seed, 0, Math.PI * 2);
  ink.fill();
  ink.fillStyle = 'rgba(30,90,220,0.55)';
  ink.fillRect(10 + seed, 20, 50, 30);
  ink.clearRect(40, 60 + seed, 30, 9);
  ink.strokeStyle = 'rgba(255,255,255,0.8)';
  for (let n = 0; n < 7; n++) {
    ink.beginPath();
    ink.moveTo(4 + n * 12, 4);
    ink.lineTo(84 - n * 9, 98);
    ink.stroke();
  }
  return canvas;
}

const q15 = (a: number, b: number): number => (a * b + 0x4000) >> 15;
const coverOf = (alpha: number): number => (alpha << 7) + (alpha >> 1);
const mixed = (a: number, b: number, weight: number): number => a + (((b - a) * weight + 128) >> 8);
const byte = (value: number): number => Math.max(0, Math.min(255, value));

function blend(mode: DrawMode, pixel: readonly number[], there: readonly number[], opacity: number): number[] {
  const faded = mode === 'atop' ? pixel.map((value) => q15(value, opacity)) : [...pixel];
  const [cover, coverThere] = [coverOf(faded[3]!), coverOf(there[3]!)];
  return faded.map((value, c) => {
    const below = there[c]!;
    if (mode === 'over') return byte(value + below - q15(below, cover));
    if (mode === 'under') return byte(below + value - q15(value, coverThere));
    return c === 3 ? below : byte(q15(value, coverThere) + below - q15(below, cover));
  });
}

function bentBy(table: Int32Array, v: number, lastRow: number, which: 0 | 1): number {
  if (v <= 0) return table[which]!;
  const row = v >> 16;
  if (row >= lastRow) return table[lastRow * 2 + which]!;
  const here = table[row * 2 + which]!;
  return here + (((table[row * 2 + 2 + which]! - here) * ((v & 0xffff) >> 4)) >> 12);
}

interface Drawn {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly place: Affine;
  readonly bend: Int32Array | null;
  readonly mode: DrawMode;
  readonly opacity: number;
}
/** What the compositor does, pixel by pixel; lines of 32 pixels of the picture are straight in the bitmap. */
function drawSlowly(picture: Uint8Array, { pixels, width, height, place, bend, mode, opacity }: Drawn): void {
  const m = inverse(place);
  const [u0, v0] = [m[4] + (m[0] + m[2]) * 0.5 - 0.5, m[5] + (m[1] + m[3]) * 0.5 - 0.5];
  const [byU, byV] = [Math.round(m[0] * 65_536), Math.round(m[1] * 65_536)];
  for (let y = 0; y < size; y++) {
    const [rowU, rowV] = [Math.floor((u0 + m[2] * y) * 65_536), Math.floor((v0 + m[3] * y) * 65_536)];
    const at = (x: number): readonly [number, number] => {
      const [u, v] = [rowU + byU * x, rowV + byV * x];
      return bend ? [u + bentBy(bend, v, height, 0), v + bentBy(bend, v, height, 1)] : [u, v];
    };
    for (let from = 0; from < size; from += 32) {
      const [start, end] = [at(from), at(from + 32)];
      const [stepU, stepV] = [(end[0] - start[0]) >> 5, (end[1] - start[1]) >> 5];
      for (let x = from; x < from + 32; x++) {
        const u = start[0] + stepU * (x - from);
        const v = start[1] + stepV * (x - from);
        if (u < 0 || v < 0 || u >= (width - 1) << 16 || v >= (height - 1) << 16) continue;
        const source = ((v >> 16) * width + (u >> 16)) * 4;
        const pixel = [0, 1, 2, 3].map((c) => {
          const down = (k: number): number => mixed(pixels[source + k + c]!, pixels[source + k + width * 4 + c]!, (v >> 8) & 255);
          return mixed(down(0), down(4), (u >> 8) & 255);
        });
        const target = (y * size + x) * 4;
        picture.set(blend(mode, pixel, [...picture.subarray(target, target + 4)], opacity), target);
      }
    }
  }
}

function drawBoth(
  compositor: Compositor,
  slow: Uint8Array,
  canvas: ReturnType<typeof drawing>,
  how: { place: Affine; mode: DrawMode; sway: number; opacity: number },
) {
  const sprite: Sprite = compositor.addSprite(canvas);
  const bend = how.sway === 0 ? null : new Int32Array((sprite.height + 1) * 2);
  if (bend) {
    for (let row = 0; row <= sprite.height; row++) {
      bend[row * 2] = Math.round(how.sway * 65_536 * Math.sin(row / 17));
      bend[row * 2 + 1] = Math.round(how.sway * 20_000 * Math.cos(row / 23));
    }
    sprite.bend.set(bend);
  }
  const most = Math.abs(how.sway) + 1;
  compositor.draw('picture', sprite, {
    place: how.place,
    within: all,
    mode: how.mode,
    opacity: how.opacity,
    ...(bend ? { bent: { x: most, y: most } } : {}),
  });
  const pixels = Uint8Array.from(canvas.data());
  drawSlowly(slow, { ...how, pixels, width: canvas.width, height: canvas.height, bend, opacity: Math.round(how.opacity * 32_767) });
}

describe('a drawn bitmap', () => {
  it('is what the formula says, to the byte', () => {
    const place = fc
      .tuple(
        fc.double({ min: -0.6, max: 0.6, noNaN: true }),
        fc.double({ min: 0.75, max: 1.3, noNaN: true }),
        fc.double({ min: -30, max: 40, noNaN: true }),
        fc.double({ min: -30, max: 40, noNaN: true }),
      )
      .map(([turn, scale, x, y]): Affine => multiply([scale, 0.03, -0.05, scale, x, y], rotation(turn, 44, 52)));
    const sway = fc.oneof(fc.constant(0), fc.double({ min: -9, max: 9, noNaN: true }));
    const opacity = fc.double({ min: 0, max: 1, noNaN: true });
    const layer = (mode: DrawMode) => fc.record({ place, sway, opacity, mode: fc.constant(mode) });
    fc.assert(
      fc.property(layer('over'), layer('over'), layer('atop'), layer('under'), (...layers) => {
        const compositor = createCompositor(size, size);
        const slow = new Uint8Array(size * size * 4);
        for (const [n, how] of layers.entries()) drawBoth(compositor, slow, drawing(n), how);
        expect(Buffer.compare(compositor.readPicture(), slow)).toBe(0);
      }),
      { numRuns: 30 },
    );
  });

  it('is so too where it is mirrored, upside down or very small', () => {
    for (const place of [
      [-1, 0, 0, 1, 90, 2],
      [1, 0, 0, -1, 2, 100],
      [0.3, 0.1, -0.1, 0.35, 30, 20],
      [0, 1, -1, 0, 95, 3],
    ] as const satisfies readonly Affine[]) {
      const compositor = createCompositor(size, size);
      const slow = new Uint8Array(size * size * 4);
      for (const mode of ['over', 'atop', 'under'] as const) drawBoth(compositor, slow, drawing(3), { place, mode, sway: 0, opacity: 0.7 });
      expect(Buffer.compare(compositor.readPicture(), slow), place.join(' ')).toBe(0);
    }
  });

  it('that is painted to its very sides fades out there within a pixel', () => {
    const canvas = createCanvas(20, 20);
    const ink = canvas.getContext('2d');
    ink.fillStyle = '#ff0000';
    ink.fillRect(0, 0, 20, 20);
    const compositor = createCompositor(size, size);
    compositor.draw('picture', compositor.addSprite(canvas), { place: [1, 0, 0, 1, 10.5, 10], within: all });
    const picture = compositor.readPicture();
    expect([9, 10, 11, 29, 30, 31].map((x) => picture[(15 * size + x) * 4 + 3])).toEqual([0, 128, 255, 255, 128, 0]);
  });

  it('lies on the picture pixel on pixel as a patch, whole and faded', () => {
    const canvas = drawing(1);
    const pixels = Uint8Array.from(canvas.data());
    const compositor = createCompositor(size, size);
    const patch = { width: canvas.width, height: canvas.height };
    compositor.draw('picture', compositor.addSprite(drawing(5)), { place: [1, 0, 0, 1, 3, 1], within: all });
    const slow = compositor.readPicture();
    compositor.layPatch(pixels, patch, 5, -6, { x: 2, y: 0, width: 87, height: 90 });
    compositor.repeatPatch(40, 0.6);
    const lay = (rows: number, fade: number | null): void => {
      for (let y = 0; y < rows; y++) {
        for (let x = 5; x < 89; x++) {
          const from = ((y + 6) * patch.width + x - 5) * 4;
          const shown = [...pixels.subarray(from, from + 4)].map((value) => (fade === null ? value : q15(value, fade)));
          const at = (y * size + x) * 4;
          slow.set(blend('over', shown, [...slow.subarray(at, at + 4)], 0), at);
        }
      }
    };
    lay(90, null);
    lay(40, Math.round(0.6 * 256) << 7);
    expect(Buffer.compare(compositor.readPicture(), slow)).toBe(0);
  });
});
