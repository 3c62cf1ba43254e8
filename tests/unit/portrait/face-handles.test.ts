/** Markers moved by hand: what is moved moves, what belongs to it comes along, nothing turns over, and the result is a face that the engine takes. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  handleIds,
  handlesOf,
  moveHandle,
  scaleFace,
  type FaceMarkers,
  type HandleId,
  type Spot,
} from '../../../main/contract/face-handles.ts';
import { guessLandmarks, landmarkFault, landmarksSchema } from '../../../main/portraits/pictures/landmarks.ts';
import { faceView } from '../../../renderer/studio/features/portraits/board-view.ts';

const face: FaceMarkers = guessLandmarks(1);
const at = (markers: FaceMarkers, id: HandleId): Spot => handlesOf(markers).find((handle) => handle.id === id)?.at ?? [NaN, NaN];

describe('handles', () => {
  it('every name is there once, on a point of the face; a hidden eye has none', () => {
    expect(handlesOf(face).map(({ id }) => id)).toEqual(handleIds);
    expect(handlesOf({ ...face, eyes: face.eyes.slice(0, 1) }).filter(({ id }) => id.startsWith('eye-1'))).toEqual([]);
  });

  it.each(handleIds.filter((id) => !/top|bottom|line/.test(id)))('%s goes where it is put, and the face is a person’s work then', (id) => {
    const [x, y] = at(face, id);
    const moved = moveHandle(face, id, [x + 0.012, y + 0.008], 1);
    expect(at(moved, id)[0]).toBeCloseTo(x + 0.012, 5);
    expect(at(moved, id)[1]).toBeCloseTo(y + 0.008, 5);
    expect(moved.source).toBe('hand');
  });

  it('a middle bends its line and leaves the corners', () => {
    const [x, y] = at(face, 'mouth-bottom');
    const moved = moveHandle(face, 'mouth-bottom', [x, y + 0.02], 1);
    expect(at(moved, 'mouth-bottom')[1]).toBeCloseTo(y + 0.02, 5);
    expect(moved.mouth.lowerOuter[0]).toEqual(face.mouth.lowerOuter[0]);
    expect(moved.mouth.upperOuter).toEqual(face.mouth.upperOuter);
  });

  it('lips do not turn over: the upper edge stops where the lips meet', () => {
    const moved = moveHandle(face, 'mouth-top', [0.5, 0.95], 1);
    expect(at(moved, 'mouth-top')[1]).toBeCloseTo(at(face, 'mouth-line')[1], 5);
  });

  it('an eye takes its brow along, the whole face takes everything', () => {
    const [x, y] = at(face, 'eye-0-left');
    const [a, b] = [face.brows[0], moveHandle(face, 'eye-0-left', [x - 0.02, y], 1).brows[0]];
    expect(b?.[0]?.[0]).toBeLessThan(a?.[0]?.[0] ?? 0);
    const [fx, fy] = at(face, 'face');
    const moved = moveHandle(face, 'face', [fx + 0.1, fy - 0.05], 1);
    for (const { id, at: before } of handlesOf(face)) {
      expect(at(moved, id)[0]).toBeCloseTo(before[0] + 0.1, 5);
      expect(at(moved, id)[1]).toBeCloseTo(before[1] - 0.05, 5);
    }
  });

  it('what is no place moves nothing', () => {
    expect(moveHandle(face, 'chin', [NaN, 0.5], 1)).toBe(face);
    expect(moveHandle(face, 'chin', [0.5, Infinity], 1)).toBe(face);
    expect(moveHandle({ ...face, eyes: [] }, 'eye-0-left', [0.5, 0.5], 1)).toMatchObject({ eyes: [] });
  });

  it('whatever is dragged wherever: the markers keep to the schema, and lips and lids stay in order', () => {
    const move = fc.tuple(
      fc.constantFrom(...handleIds),
      fc.double({ min: -1, max: 2, noNaN: true }),
      fc.double({ min: -1, max: 2, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(move, { maxLength: 3 }), fc.constantFrom(0.6, 1, 1.8), (moves, aspect) => {
        let markers: FaceMarkers = guessLandmarks(aspect);
        for (const [id, x, y] of moves) {
          const before = at(markers, id);
          markers = moveHandle(markers, id, [before[0] + (x - 0.5) * 0.02, before[1] + (y - 0.5) * 0.02], aspect);
        }
        expect(landmarksSchema.safeParse(markers).success).toBe(true);
        expect(at(markers, 'mouth-top')[1]).toBeLessThanOrEqual(at(markers, 'mouth-bottom')[1] + 1e-9);
        expect(at(markers, 'mouth-left')[0]).toBeLessThan(at(markers, 'mouth-right')[0]);
        expect(landmarkFault(landmarksSchema.parse(markers), aspect)).toBeNull();
      }),
    );
  });

  it('grows and shrinks about its middle, within bounds', () => {
    expect(scaleFace(face, 1.1).face.width).toBeCloseTo(face.face.width * 1.1);
    expect(scaleFace(face, 1.1).face.x + scaleFace(face, 1.1).face.width / 2).toBeCloseTo(0.5);
    expect(scaleFace(face, 0.001)).toBe(face);
    expect(scaleFace(face, 100)).toBe(face);
  });
});

describe('what the board shows', () => {
  it('a square of pixels round the face, within the picture', () => {
    for (const aspect of [0.5, 1, 2]) {
      const part = faceView(guessLandmarks(aspect), aspect);
      expect(part.x).toBeGreaterThanOrEqual(0);
      expect(part.x + part.width).toBeLessThanOrEqual(1 + 1e-9);
      expect(part.y + part.height).toBeLessThanOrEqual(1 + 1e-9);
    }
  });
});
