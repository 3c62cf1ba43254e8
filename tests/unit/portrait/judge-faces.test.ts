/** What is made of the faces that one finder, or two, claim: which face is meant and what is said of it. */
import { describe, expect, it } from 'vitest';
import { judgeEachFace, judgeFaces, type ClaimedFace } from '../../../main/portraits/child/judge-faces.ts';
import { weighFinders } from '../../../main/portraits/child/weigh-finders.ts';
import { guessLandmarks, landmarksSchema, type Point } from '../../../main/portraits/pictures/landmarks.ts';

const picture = { width: 1000, height: 1000 };

/** A mesh whose named points lie where a face of this size has them; all others in its middle. `nose`: 0.5 = from the front. */
function face(x: number, y: number, size: number, changes: Partial<ClaimedFace> & { nose?: number } = {}): ClaimedFace {
  const at = (u: number, v: number): Point => [x + u * size, y + v * size];
  const mesh: Point[] = Array.from({ length: 468 }, () => at(0.5, 0.5));
  const set = (points: Readonly<Record<number, readonly [number, number]>>): void => {
    for (const [index, [u, v]] of Object.entries(points)) mesh[Number(index)] = at(u, v);
  };
  set({ 10: [0.5, 0], 152: [0.5, 1], 234: [0, 0.4], 454: [1, 0.4], 1: [changes.nose ?? 0.5, 0.6], 2: [0.5, 0.65] });
  for (const [line, v] of [
    [[61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291], 0.76],
    [[78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308], 0.8],
    [[95, 88, 178, 87, 14, 317, 402, 318, 324], 0.8],
    [[146, 91, 181, 84, 17, 314, 405, 321, 375], 0.84],
    [[33, 246, 161, 160, 159, 158, 157, 173, 133, 7, 163, 144, 145, 153, 154, 155], 0.4],
    [[362, 398, 384, 385, 386, 387, 388, 466, 263, 382, 381, 380, 374, 373, 390, 249], 0.4],
  ] as const)
    line.forEach((index, n) => set({ [index]: [0.35 + (0.3 * n) / (line.length - 1), v] }));
  return { finder: 'human', score: 0.95, yaw: 0, ...changes, mesh };
}
const codes = (...faces: ClaimedFace[]): string[] => judgeFaces(faces, picture).findings.map(({ code }) => code);

describe('what is said of the faces in a picture', () => {
  it('nothing of one face that is seen well', () => {
    const found = judgeFaces([face(0.3, 0.3, 0.4)], picture);
    expect(found.findings).toEqual([]);
    expect(landmarksSchema.safeParse(found.landmarks).success).toBe(true);
    expect(found.landmarks.source).toBe('human');
  });

  it.each([
    ['none', []],
    ['several', [face(0.05, 0.3, 0.4), face(0.55, 0.3, 0.35)]],
    ['profile', [face(0.3, 0.3, 0.4, { nose: 0.1 })]],
    ['profile', [face(0.3, 0.3, 0.4, { yaw: -0.9 })]],
    ['hidden', [face(-0.05, 0.3, 0.4)]],
    ['tiny', [face(0.3, 0.3, 0.08)]],
    ['huge', [face(0.05, 0.05, 0.9)]],
    ['unsure', [face(0.3, 0.3, 0.4, { score: 0.5 })]],
  ] as const)('%s', (code, faces) => {
    const { findings } = judgeFaces(faces, picture);
    expect(findings.map((finding) => finding.code)).toEqual([code]);
    expect(findings[0]?.words.zh).not.toBe('');
    expect(findings[0]?.words.en).toMatch(/\.$/);
  });

  it('takes the largest face, and offers a guess where there is none', () => {
    expect(judgeFaces([face(0.1, 0.1, 0.2), face(0.4, 0.4, 0.5)], picture).landmarks.face.width).toBeCloseTo(0.5);
    expect(judgeFaces([], picture).landmarks).toEqual(guessLandmarks(1));
  });

  it('a small face in the background and the same face twice are no second one', () => {
    expect(codes(face(0.3, 0.3, 0.4), face(0.8, 0.1, 0.1))).toEqual([]);
    expect(codes(face(0.3, 0.3, 0.4), face(0.32, 0.31, 0.38))).toEqual([]);
  });

  it('what cannot be a face is none: upside down, or hardly believed', () => {
    const upright = face(0.3, 0.3, 0.4);
    const turned = { ...upright, mesh: upright.mesh.map(([x, y]): Point => [x, 1 - y]) };
    expect(codes(turned)).toEqual(['none']);
    expect(codes(face(0.3, 0.3, 0.4, { score: 0.1 }))).toEqual(['none']);
  });
});

describe('two finders', () => {
  const one = face(0.3, 0.3, 0.4, { score: 0.5 });
  const near = face(0.31, 0.29, 0.4).mesh;

  it('without the second one all is as it was', () => {
    expect(weighFinders([one], undefined)).toEqual([one]);
  });

  it('what both see is one face and believed, with the points of the second one', () => {
    const found = judgeEachFace(weighFinders([one], [near]), picture);
    expect(found).toHaveLength(1);
    expect(found[0]?.findings).toEqual([]);
    expect(found[0]?.landmarks).toMatchObject({ source: 'face-mesh' });
    expect(found[0]?.landmarks.face.x).toBeCloseTo(0.31);
  });

  it('what the second one sees alone is taken, and doubted', () => {
    const [found] = judgeEachFace(weighFinders([], [near]), picture);
    expect(found?.findings.map(({ code }) => code)).toEqual(['unsure']);
    expect(found?.landmarks.source).toBe('face-mesh');
  });

  it('what the second one does not see is judged as before; far to the side is what both call so', () => {
    expect(judgeFaces(weighFinders([face(0.3, 0.3, 0.4)], []), picture)).toEqual(judgeFaces([face(0.3, 0.3, 0.4)], picture));
    const [turned, alsoTurned] = [face(0.3, 0.3, 0.4, { yaw: -0.9 }), face(0.31, 0.29, 0.4, { nose: 0.1 }).mesh];
    const said = (mesh: readonly Point[]): string[] => judgeFaces(weighFinders([turned], [mesh]), picture).findings.map(({ code }) => code);
    expect(said(near)).toEqual([]);
    expect(said(alsoTurned)).toEqual(['profile']);
  });

  it('two faces stay two, each counted once', () => {
    const [left, right] = [face(0.05, 0.3, 0.4), face(0.55, 0.3, 0.38)];
    const found = judgeEachFace(weighFinders([left, right], [right.mesh, left.mesh]), picture);
    expect(found.map(({ landmarks }) => landmarks.face.x.toFixed(2))).toEqual(['0.05', '0.55']);
    expect(found[0]?.findings.map(({ code }) => code)).toEqual(['several']);
  });

  it('the 478 points become our lines, each from left to right', () => {
    const [found] = judgeEachFace(weighFinders([], [[...near, ...Array.from({ length: 10 }, (): Point => [0.5, 0.5])]]), picture);
    const { mouth, eyes } = found!.landmarks;
    for (const line of [...Object.values(mouth), ...eyes.flatMap(({ upper, lower }) => [upper, lower])])
      expect(line.at(-1)?.[0]).toBeGreaterThan(line[0]?.[0] ?? 1);
    expect(eyes).toHaveLength(2);
  });
});
