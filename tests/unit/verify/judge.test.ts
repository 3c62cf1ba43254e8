/** The judges on made-up tracks: what the recordings of the integration test do not reach. */
import { describe, expect, test } from 'vitest';
import type { HeardClause } from '../../../main/cli/verify/group-clauses.ts';
import { judgeOffset } from '../../../main/cli/verify/judge-offset.ts';
import { findSpeechEdges, judgePicture, packPictureFlags, type PictureTrack } from '../../../main/cli/verify/judge-picture.ts';
import { findProblems } from '../../../main/cli/verify/judge-recording.ts';
import { judgeSound } from '../../../main/cli/verify/judge-sound.ts';

function heard(name: string, change: Partial<HeardClause> = {}): HeardClause {
  const [turn = 0, clause = 0, clauses = 0] = name.split(/[./]/).map(Number);
  return {
    numbering: 'numbered',
    number: { turn, clause, clauses },
    atSeconds: 0,
    untilSeconds: 1,
    state: 'complete',
    silenceMs: 0,
    symbols: '',
    ...change,
  };
}
const unknown = (state: HeardClause['state']): HeardClause => heard('0.0', { numbering: 'unknown', number: null, state });
const sound = (clauses: readonly HeardClause[], expectTurns?: number, untilSeconds = 2) =>
  judgeSound({ fromSeconds: 0, untilSeconds, jumps: [], clauses }, expectTurns === undefined ? {} : { expectTurns });

describe('judgeSound', () => {
  test('what came before joining and what was still to come is not lost', () => {
    expect(sound(['5.2/3', '5.3/3', '6.1/3'].map((name) => heard(name)))).toMatchObject({ clausesLost: [], turnsLost: [], turnsHeard: 2 });
  });
  test('unless the recording is the whole show', () => {
    expect(
      sound(
        ['5.2/3', '5.3/3', '6.1/3'].map((name) => heard(name)),
        2,
      ).clausesLost,
    ).toEqual(['5.1', '6.2', '6.3']);
  });
  test('or goes on in silence long after', () => {
    expect(
      sound(
        ['6.1/3', '6.2/3'].map((name) => heard(name)),
        undefined,
        60,
      ).clausesLost,
    ).toEqual(['6.3']);
  });
  test('a broken clause takes the number that is missing at its place', () => {
    const findings = sound([heard('1.1/2'), heard('1.2/2'), unknown('damaged'), heard('2.2/2'), heard('3.2/2')]);
    expect(findings).toMatchObject({ clausesDamaged: ['2.1'], clausesLost: ['3.1'] });
  });
  test('a broken clause where nothing is missing stays without a number', () => {
    expect(sound([heard('1.1/2'), unknown('cut'), heard('1.2/2')])).toMatchObject({ clausesCut: ['?'], clausesLost: [], turnsCut: [] });
  });
  test('an unfinished clause at the end is heard, not cut', () => {
    expect(sound([heard('1.1/2'), heard('1.2/2', { state: 'unfinished' })])).toMatchObject({ clausesHeard: 2, clausesCut: [] });
  });
  test('clauses of other texts have no order', () => {
    expect(sound([heard('9.1'), heard('3.7', { numbering: 'hashed' }), heard('9.2')])).toMatchObject({
      clausesHeard: 2,
      clausesHashed: 1,
      clausesOutOfOrder: [],
    });
  });
  test('two shows in one recording do not make a million lost turns', () => {
    expect(judgeSound({ fromSeconds: 0, untilSeconds: 1, jumps: [], clauses: [] })).toMatchObject({ clausesHeard: 0, turnsLost: [] });
  });
});

function track(frames: readonly number[], change: Partial<PictureTrack> = {}): PictureTrack {
  return { frames, ptsSeconds: frames.map((_, index) => index / 30), flags: frames.map(() => 0), ...change };
}
const count = (from: number, until: number): number[] => Array.from({ length: until - from }, (_, index) => from + index);

describe('judgePicture', () => {
  test('pictures without a beacon at the edges are no fault, between they are unreadable', () => {
    const findings = judgePicture(track([-1, -1, ...count(10, 20), -1, ...count(21, 60), -1]));
    expect(findings).toMatchObject({ framesWithoutBeacon: 3, framesUnreadable: 1, framesLost: 0, largestNumberStep: 2 });
  });
  test('frames lost and held at once are both told', () => {
    expect(judgePicture(track([...count(0, 50), 49, 49, ...count(52, 99)]))).toMatchObject({
      framesLost: 2,
      framesDoubled: 2,
      framesOutOfOrder: 0,
    });
  });
  test('measures the frame rate through gaps', () => {
    const frames = [...count(0, 100), ...count(150, 300)];
    expect(judgePicture(track(frames, { ptsSeconds: frames.map((frame) => frame / 50) })).frameMs).toBeCloseTo(20, 3);
  });
  test('an empty track', () => {
    expect(judgePicture(track([]))).toMatchObject({ frames: 0, framesLost: 0, largestStepFrames: 0 });
  });
  test('an edge behind a gap has no time', () => {
    const flags = [0, 1, 0, 0, 1].map((speaking) => packPictureFlags(speaking === 1, 0));
    expect(findSpeechEdges(track([0, 1, 2, 3, 5], { flags })).flag).toEqual([1 / 30]);
  });
});

describe('judgeOffset', () => {
  const edges = Array.from({ length: 20 }, (_, index) => 1 + index * 2);
  test('pairs each tone with its own edge', () => {
    const tones = edges.filter((_, index) => index !== 4).map((edge) => edge + 0.05);
    expect(judgeOffset(tones, edges, 33.3)).toMatchObject({ n: 19, withoutEdge: 0, medianMs: 50, constancy: 'constant' });
  });
  test('a tone without an edge is not measured against its neighbour', () => {
    expect(judgeOffset([1, 2.2, 5], [1, 5], 33.3)).toMatchObject({ n: 2, withoutEdge: 1, maxMs: 0 });
  });
  test('drift is the slope, with its error', () => {
    const found = judgeOffset(
      edges.map((edge, index) => edge + edge * 0.0005 + (index % 2) * 0.001),
      edges,
      33.3,
    );
    expect(found.driftMsPerHour ?? 0).toBeGreaterThan(1700);
    expect(found.driftMsPerHour ?? 0).toBeLessThan(1900);
    expect(found.driftErrorMsPerHour ?? 0).toBeGreaterThan(0);
    expect(found.constancy).toBe('constant');
  });
  test('nothing to measure', () => {
    expect(judgeOffset([], edges, 33.3)).toMatchObject({ n: 0, constancy: 'not-measured', driftMsPerHour: null });
  });
});

describe('findProblems', () => {
  const clean = {
    sound: sound([heard('1.1')]),
    picture: judgePicture(track(count(0, 90))),
    offset: judgeOffset([1], [1], 33.3),
    mouthOffset: null,
  };
  const expected = { maxOffsetMs: 100, tracks: 'both' } as const;
  test('none', () => {
    expect(findProblems(clean, expected)).toEqual([]);
  });
  test('a stream whose lips never start cannot be good', () => {
    expect(findProblems({ ...clean, offset: judgeOffset([1], [], 33.3) }, expected)).toHaveLength(1);
  });
  test('a voice that is never heard', () => {
    expect(findProblems({ ...clean, sound: sound([]) }, expected)).toEqual(['no beacon clause was heard']);
  });
});
