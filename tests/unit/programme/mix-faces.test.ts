import { describe, expect, it } from 'vitest';
import { FaceFrame, PixelPool } from '../../../main/programme/child/face/face-frame.ts';
import { mixFaces } from '../../../main/programme/child/face/mix-faces.ts';
import { createCompositor } from '../../../main/programme/child/picture/compositor.ts';
import { createI420, createI420A, rgbaToI420A, type I420APicture, type I420Picture } from '../../../main/programme/child/picture/i420.ts';
import type { Rect } from '../../../main/contract/media.ts';

const pool = new PixelPool();
const size = { width: 40, height: 32 };

function dice(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

/** Random colours and alphas, premultiplied. */
function layer({ width, height }: Rect, seed: number): I420APicture {
  const next = dice(seed);
  const rgba = new Uint8Array(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    const pick = next();
    const a = pick < 0.3 ? 0 : pick < 0.6 ? 255 : Math.floor(next() * 256);
    for (let c = 0; c < 3; c++) rgba[4 * i + c] = Math.floor((next() * 255 * a) / 255);
    rgba[4 * i + 3] = a;
  }
  const picture = createI420A(width, height);
  rgbaToI420A(rgba, 'premultiplied', picture);
  return picture;
}

function background(): I420Picture {
  const next = dice(77);
  const picture = createI420(size.width, size.height);
  for (const plane of [picture.y, picture.u, picture.v]) for (let i = 0; i < plane.length; i++) plane[i] = 16 + Math.floor(next() * 200);
  return picture;
}

const face = (canvas: { width: number; height: number }, rect: Rect, seed: number, base: FaceFrame | null = null): FaceFrame =>
  new FaceFrame(pool, seed, rect, layer(rect, seed), base, canvas, seed / 10);

/** The whole canvas with this face on it. */
function drawn(frame: FaceFrame): Uint8Array {
  const compositor = createCompositor(size.width, size.height);
  compositor.setBackground(background());
  compositor.setAnchorRect({ x: 8, y: 4, width: 24, height: 28 });
  compositor.setFace(frame);
  return compositor.render().data.slice();
}

const canvas = { width: 24, height: 24 };
const whole = { x: 0, y: 0, width: 24, height: 24 };

describe('a mix of two faces', () => {
  const baseA = face(canvas, { x: 2, y: 2, width: 20, height: 22 }, 1);
  const cases: readonly (readonly [string, FaceFrame, FaceFrame])[] = [
    ['whole pictures', face(canvas, whole, 2), face(canvas, whole, 3)],
    [
      'pictures of other rectangles',
      face(canvas, { x: 4, y: 8, width: 10, height: 12 }, 4),
      face(canvas, { x: 10, y: 2, width: 12, height: 14 }, 5),
    ],
    ['a part on its base and a whole one', face(canvas, { x: 6, y: 6, width: 8, height: 10 }, 6, baseA), face(canvas, whole, 7)],
    ['canvases of two sizes', face({ width: 16, height: 16 }, { x: 0, y: 2, width: 16, height: 14 }, 8), face(canvas, whole, 9)],
    ['an empty one', face(canvas, { x: 0, y: 0, width: 0, height: 0 }, 3), face(canvas, whole, 9)],
  ];

  it.each(cases)('looks like the mix of both composited pictures: %s', (_name, from, to) => {
    const a = drawn(from);
    const b = drawn(to);
    for (const share of [1 / 9, 0.5, 8 / 9]) {
      const mixed = mixFaces(pool, 42, from, to, share);
      const seen = drawn(mixed);
      let worst = 0;
      seen.forEach((value, i) => (worst = Math.max(worst, Math.abs(value - ((a[i] ?? 0) * (1 - share) + (b[i] ?? 0) * share)))));
      // Each of three blends rounds, and chroma is shared by four pixels.
      expect(worst).toBeLessThanOrEqual(3);
      expect(mixed.frame).toBe(42);
      mixed.release();
    }
  });

  it('ends in the one or the other', () => {
    const [from, to] = [face(canvas, whole, 11), face(canvas, whole, 12)];
    expect(mixFaces(pool, 0, from, to, 0).picture.data).toEqual(from.picture.data);
    expect(mixFaces(pool, 0, from, to, 1).picture.data).toEqual(to.picture.data);
  });

  it('gives its buffers back', () => {
    const own = new PixelPool();
    const mixed = mixFaces(own, 0, face(canvas, whole, 11), face(canvas, whole, 12), 0.5);
    const { buffer } = mixed.picture.data;
    mixed.release();
    const taken = [own.take(24 * 24), own.take(24 * 24)].map((bytes) => bytes.buffer);
    expect(taken).toContain(buffer);
  });
});
