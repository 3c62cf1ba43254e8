import { describe, expect, it } from 'vitest';
import { FaceFrame, PixelPool } from '../../../main/programme/child/face/face-frame.ts';
import { createCompositor, type Compositor } from '../../../main/programme/child/picture/compositor.ts';
import { createI420, createI420A, rgbaToI420A, type I420APicture, type I420Picture } from '../../../main/programme/child/picture/i420.ts';
import { subtract } from '../../../main/programme/child/picture/rect.ts';
import { defaultAnchorRect } from '../../../main/programme/protocol/anchor-rect.ts';

const pool = new PixelPool();
const size = { width: 32, height: 24 };
const faceCanvas = { width: 16, height: 16 };

function noise(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

function background(seed: number): I420Picture {
  const dice = noise(seed);
  const picture = createI420(size.width, size.height);
  picture.y.forEach((_, i) => (picture.y[i] = 16 + Math.floor(dice() * 220)));
  picture.u.forEach((_, i) => (picture.u[i] = 16 + Math.floor(dice() * 224)));
  picture.v.forEach((_, i) => (picture.v[i] = 16 + Math.floor(dice() * 224)));
  return picture;
}

/** Random colours and alphas, premultiplied as the contract says. */
function layer(width: number, height: number, seed: number): I420APicture {
  const dice = noise(seed);
  const rgba = new Uint8Array(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    const pick = dice();
    const a = pick < 0.3 ? 0 : pick < 0.6 ? 255 : Math.floor(dice() * 256);
    for (let c = 0; c < 3; c++) rgba[4 * i + c] = Math.floor((dice() * 255 * a) / 255);
    rgba[4 * i + 3] = a;
  }
  const picture = createI420A(width, height);
  rgbaToI420A(rgba, 'premultiplied', picture);
  return picture;
}

const frame = (
  number: number,
  rect: { x: number; y: number; width: number; height: number },
  seed: number,
  base: FaceFrame | null,
): FaceFrame => new FaceFrame(pool, number, rect, layer(rect.width, rect.height, seed), base, faceCanvas);

const open = (seed = 1): Compositor => {
  const compositor = createCompositor(size.width, size.height);
  compositor.setBackground(background(seed));
  compositor.setAnchorRect({ x: 8, y: 8, width: 16, height: 16 });
  return compositor;
};
const pixelsOf = (compositor: Compositor): Uint8Array => compositor.render().data.slice();

/** In floating point, for every pixel. */
function referenceLuma(back: I420Picture, top: I420APicture, left: number, up: number): number[] {
  return Array.from(back.y, (value, i) => {
    const x = (i % back.width) - left;
    const y = Math.floor(i / back.width) - up;
    if (x < 0 || y < 0 || x >= top.width || y >= top.height) return value;
    const at = y * top.width + x;
    return (top.y[at] ?? 0) + ((255 - (top.a[at] ?? 0)) * (value - 16)) / 255;
  });
}

describe('compositor', () => {
  it('blends the anchor over the background within one level of the exact value, and touches nothing else', () => {
    const compositor = open();
    const face = frame(0, { x: 0, y: 0, width: 16, height: 16 }, 7, null);
    compositor.setFace(face);
    const { y } = compositor.render();
    const expected = referenceLuma(background(1), face.picture, 8, 8);
    expect(Math.max(...expected.map((value, i) => Math.abs(value - (y[i] ?? 0))))).toBeLessThanOrEqual(1);
  });

  it('gives the same picture drawn step by step as drawn at once', () => {
    const stepwise = open();
    const base = frame(0, { x: 0, y: 0, width: 16, height: 16 }, 3, null);
    const patches = [4, 5, 6].map((seed, i) => frame(seed, { x: 2 + 2 * i, y: 4, width: 6, height: 8 - 2 * i }, seed, base));
    const caption = { picture: layer(20, 6, 9), x: 6, y: 16 };
    stepwise.setFace(base);
    stepwise.render();
    stepwise.setOverlay('caption', { picture: layer(12, 8, 8), x: 2, y: 14 });
    stepwise.render();
    for (const patch of patches) {
      stepwise.setFace(patch);
      stepwise.render();
    }
    stepwise.setOverlay('caption', caption);
    const atOnce = open();
    atOnce.setOverlay('caption', caption);
    atOnce.setFace(patches[2] ?? null);
    expect(pixelsOf(stepwise)).toEqual(pixelsOf(atOnce));
  });

  it('a patch replaces its part of the base, even where it is transparent', () => {
    const compositor = open();
    const base = new FaceFrame(
      pool,
      0,
      { x: 0, y: 0, width: 16, height: 16 },
      createI420A(16, 16, new Uint8Array(640).fill(255)),
      null,
      faceCanvas,
    );
    const clear = createI420A(4, 4);
    clear.y.fill(16);
    clear.u.fill(128);
    clear.v.fill(128);
    compositor.setFace(base);
    compositor.render();
    compositor.setFace(new FaceFrame(pool, 1, { x: 4, y: 4, width: 4, height: 4 }, clear, base, faceCanvas));
    const { y } = compositor.render();
    const back = background(1);
    expect(y[(8 + 4) * 32 + 8 + 4]).toBe(back.y[(8 + 4) * 32 + 8 + 4]);
    expect(y[(8 + 3) * 32 + 8 + 4]).toBe(255);
  });

  it('takes the anchor off without a trace', () => {
    const compositor = open();
    const empty = pixelsOf(compositor);
    compositor.setFace(frame(0, { x: 2, y: 2, width: 10, height: 12 }, 7, null));
    expect(pixelsOf(compositor)).not.toEqual(empty);
    compositor.setFace(null);
    expect(pixelsOf(compositor)).toEqual(empty);
  });

  it('cuts off a face that is larger than its place', () => {
    const compositor = open();
    compositor.setAnchorRect({ x: 12, y: 20, width: 8, height: 4 });
    const before = pixelsOf(compositor);
    compositor.setFace(
      new FaceFrame(pool, 0, { x: 0, y: 0, width: 16, height: 16 }, createI420A(16, 16, new Uint8Array(640).fill(255)), null, faceCanvas),
    );
    const after = compositor.render();
    const changed = Array.from(after.y, (value, i) => (value === before[i] ? -1 : i)).filter((i) => i >= 0);
    expect(changed.every((i) => i % 32 >= 12 && i % 32 < 20 && Math.floor(i / 32) >= 20)).toBe(true);
    expect(changed.length).toBeGreaterThan(20);
  });

  it('gives a frame back to the pool when nobody needs it', () => {
    const bytes = 7 * 1000;
    const own = new PixelPool();
    const first = own.take(bytes);
    own.give(first);
    // another rectangle of about the same size
    const second = own.take(bytes + 100);
    expect(second.buffer).toBe(first.buffer);
    expect(second).toHaveLength(bytes + 100);
    const base = new FaceFrame(own, 0, { x: 0, y: 0, width: 4, height: 4 }, createI420A(4, 4, own.take(40)), null, faceCanvas);
    const patch = new FaceFrame(own, 1, { x: 0, y: 0, width: 2, height: 2 }, createI420A(2, 2, own.take(10)), base, faceCanvas);
    base.release();
    expect(own.take(40).buffer).not.toBe(base.picture.data.buffer);
    patch.release();
    expect(own.take(40).buffer).toBe(base.picture.data.buffer);
  });
});

describe('colours', () => {
  it.each([
    ['white', [255, 255, 255], [235, 128, 128]],
    ['black', [0, 0, 0], [16, 128, 128]],
    ['red', [255, 0, 0], [63, 102, 240]],
    ['green', [0, 255, 0], [173, 42, 26]],
    ['blue', [0, 0, 255], [32, 240, 118]],
  ])('%s is BT.709, limited range', (_name, [r = 0, g = 0, b = 0], expected) => {
    const picture = createI420A(2, 2);
    rgbaToI420A(
      Uint8Array.from({ length: 16 }, (_, i) => [r, g, b, 255][i % 4] ?? 0),
      'straight',
      picture,
    );
    expect([picture.y[0], picture.u[0], picture.v[0]]).toEqual(expected);
  });
});

describe('places', () => {
  it('stands the anchor on the bottom edge, in the middle', () => {
    expect(defaultAnchorRect({ width: 1280, height: 720 })).toEqual({ x: 320, y: 80, width: 640, height: 640 });
    expect(defaultAnchorRect({ width: 720, height: 1280 })).toEqual({ x: 0, y: 560, width: 720, height: 720 });
  });

  it('cuts a hole into a rectangle', () => {
    const parts = subtract({ x: 0, y: 0, width: 10, height: 10 }, { x: 2, y: 4, width: 4, height: 2 });
    expect(parts.reduce((sum, part) => sum + part.width * part.height, 0)).toBe(92);
    expect(subtract({ x: 0, y: 0, width: 4, height: 4 }, { x: 0, y: 0, width: 9, height: 9 })).toEqual([]);
  });
});
