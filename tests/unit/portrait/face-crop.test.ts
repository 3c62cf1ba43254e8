/** The crop moved and sized by hand: always a square within the picture, whatever is dragged wherever. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cornerOf,
  cropAround,
  cropCorners,
  dragCorner,
  keepCrop,
  mostCrop,
  moveCrop,
  sizeCrop,
  type Crop,
} from '../../../main/contract/face-crop.ts';

const crop: Crop = { x: 0.2, y: 0.2, size: 0.4 };

function expectWithin({ x, y, size }: Crop, aspect: number): void {
  expect(size).toBeGreaterThan(0);
  for (const [low, high] of [
    [x, x + size / aspect],
    [y, y + size],
  ] as const) {
    expect(low).toBeGreaterThanOrEqual(-1e-9);
    expect(high).toBeLessThanOrEqual(1 + 1e-9);
  }
}

describe('the crop', () => {
  it('stands round the face at the share that was asked for, or as the picture lets it', () => {
    const face = { x: 0.4, y: 0.3, width: 0.2, height: 0.3 };
    const around = cropAround(face, 0.5, 2);
    expect(face.height / around.size).toBeCloseTo(0.5);
    expect(around.x + around.size / 2 / 2).toBeCloseTo(0.5);
    expect(cropAround(face, 0.2, 1).size).toBe(1);
    expectWithin(cropAround({ ...face, x: 0.9 }, 0.5, 1), 1);
  });

  it('is moved by as much as it is dragged, and stops at the border', () => {
    expect(moveCrop(crop, 0.1, -0.05, 1)).toMatchObject({ size: 0.4 });
    expect(moveCrop(crop, 0.1, -0.05, 1).x).toBeCloseTo(0.3);
    expect(moveCrop(crop, 5, -5, 1)).toMatchObject({ y: 0, size: 0.4 });
    expect(moveCrop(crop, 5, -5, 1).x).toBeCloseTo(0.6);
  });

  it.each(cropCorners)('%s goes where it is dragged while the opposite one stays', (corner) => {
    const aspect = 1.5;
    const opposite = cropCorners[3 - cropCorners.indexOf(corner)]!;
    const [x, y] = cornerOf(crop, corner, aspect);
    const out = [corner.endsWith('w') ? -1 : 1, corner.startsWith('n') ? -1 : 1] as const;
    const dragged = dragCorner(crop, corner, [x + (out[0] * 0.06) / aspect, y + out[1] * 0.06], aspect);
    expect(dragged.size).toBeCloseTo(0.46);
    for (const n of [0, 1]) expect(cornerOf(dragged, opposite, aspect)[n]).toBeCloseTo(cornerOf(crop, opposite, aspect)[n]!);
  });

  it('grows about its middle, up to the largest square', () => {
    const grown = sizeCrop(crop, 0.5, 1);
    expect(grown.x).toBeCloseTo(0.15);
    expect(grown.y).toBeCloseTo(0.15);
    expect(sizeCrop(crop, 9, 0.5).size).toBe(mostCrop(0.5));
  });

  it('what is no number is the largest square in the middle', () => {
    expect(keepCrop({ x: NaN, y: 0, size: 0.1 }, 2)).toEqual({ x: 0.25, y: 0, size: 1 });
  });

  it('lies within the picture whatever is done to it', () => {
    const number = fc.double({ min: -2, max: 3, noNaN: true });
    const act = fc.oneof(
      fc.tuple(fc.constant('move' as const), number, number),
      fc.tuple(fc.constant('size' as const), number, number),
      fc.tuple(fc.constantFrom(...cropCorners), number, number),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 6 }), fc.constantFrom(0.4, 1, 2.5), (acts, aspect) => {
        let now = keepCrop(crop, aspect);
        for (const [what, a, b] of acts) {
          if (what === 'move') now = moveCrop(now, a, b, aspect);
          else if (what === 'size') now = sizeCrop(now, a, aspect);
          else now = dragCorner(now, what, [a, b], aspect);
          expectWithin(now, aspect);
        }
      }),
    );
  });
});
