/** `vanchor verify` on large pictures in other containers, on clocks that drift apart, and on more of the faults that `verify.test.ts` begins with. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fps, framesFor, makeRecording, planClauses, runFfmpeg, type RecordingPlan } from './beacon-recording.ts';
import { expectAllZeros, expectHole, expectPictureGood, smallPlan, useFolder, verify } from './run-verify.ts';

const folder = useFolder();

describe('a clean show is all zeros', () => {
  const clauses = planClauses(3, 2);
  const frames = framesFor(clauses);
  test.each<[string, Partial<RecordingPlan>]>([
    ['1280x720 in FLV, face at its own size', { container: 'flv', width: 1280, height: 720, faceSide: 640 }],
    ['1280x720 in MP4, face scaled by 0.75', { container: 'mp4', width: 1280, height: 720, faceSide: 480 }],
    ['1080x1080 in Matroska, face scaled by 1.5', { container: 'mkv', width: 1080, height: 1080, faceSide: 960 }],
  ])('%s', (_, change) => expectAllZeros(smallPlan('clean', { ...change, clauses }), folder.path, frames));
});

test('a clock that runs slow by 4 ms a second', async () => {
  const clauses = planClauses(6, 2);
  const slow = 1.004;
  const bendSound = (samples: Int16Array): Int16Array =>
    Int16Array.from({ length: Math.floor(samples.length * slow) }, (_, index) => samples[Math.round(index / slow)] ?? 0);
  const outcome = await verify(await makeRecording(smallPlan('drift', { clauses, bendSound }), folder.path));
  expect(outcome.code).toBe(1);
  expect(outcome.report.offset).toMatchObject({ n: 12, constancy: 'changing' });
  const drift = outcome.report.offset?.driftMsPerHour ?? 0;
  expect(Math.abs(drift / (0.004 * 3_600_000) - 1)).toBeLessThan(0.05);
  expectPictureGood(outcome);
});

describe('faults in the picture', () => {
  test('two frames change places', async () => {
    const swapped = (n: number): number => (n === 120 ? 121 : n === 121 ? 120 : n);
    const outcome = await verify(await makeRecording(smallPlan('reordered', { frameAt: swapped }), folder.path));
    expect(outcome.code).toBe(1);
    expect(outcome.report.picture).toMatchObject({ framesLost: 0, framesDoubled: 0, framesOutOfOrder: 1 });
  });
});

describe('faults in the speech', () => {
  const clauses = planClauses(3, 2);

  test('two clauses change places', async () => {
    const swapped = clauses.map((clause, index) => {
      const source = clauses[index === 1 ? 2 : index === 2 ? 1 : index];
      return { ...clause, ...source, atFrame: clause.atFrame };
    });
    const outcome = await verify(await makeRecording(smallPlan('swapped', { clauses: swapped }), folder.path));
    expect(outcome.code).toBe(1);
    expect(outcome.report.sound).toMatchObject({ clausesHeard: 6, clausesOutOfOrder: ['1.2'], clausesLost: [], clausesDoubled: [] });
    expectPictureGood(outcome);
  });

  test.each([
    ['behind them', 0.72],
    ["on the symbols' grid", 0.4],
  ])('a hole of 300 ms silence, %s', (_, offsetSeconds) => expectHole(clauses, folder.path, offsetSeconds));

  test.each<[string, number, object]>([
    ['is clipped by 20 ms', 0.02, { clausesDamaged: ['2.1'], clausesCut: [], clausesLost: [] }],
    ['is lost', 0.08, { clausesDamaged: [], clausesCut: ['2.1'], clausesLost: [] }],
  ])('the first tone of a clause %s', async (_, seconds, found) => {
    const from = ((clauses[2]?.atFrame ?? 0) / fps) * 48_000;
    const bendSound = (samples: Int16Array): Int16Array => samples.fill(0, from, from + seconds * 48_000);
    const outcome = await verify(await makeRecording(smallPlan('clipped', { bendSound }), folder.path));
    expect(outcome.code).toBe(1);
    expect(outcome.report.sound).toMatchObject({ clausesHeard: 6, ...found });
  });
});

describe('sound and picture apart', () => {
  test('the sound is 200 ms early', async () => {
    const bendSound = (samples: Int16Array): Int16Array => samples.subarray(9600);
    const outcome = await verify(await makeRecording(smallPlan('early', { bendSound }), folder.path));
    expect(Math.abs((outcome.report.offset?.medianMs ?? 0) + 200)).toBeLessThan(5);
    expect(outcome.code).toBe(1);
  });
});

describe('inputs', () => {
  test('a file with one track only', async () => {
    const path = await makeRecording(smallPlan('both'), folder.path);
    const soundOnly = join(folder.path, 'sound.m4a');
    await runFfmpeg('-i', path, '-vn', '-c', 'copy', soundOnly);
    const outcome = await verify(soundOnly);
    expect(outcome.code).toBe(1);
    expect(outcome.report.problems).toEqual(['no beacon barcode was seen']);
    expect((await verify(soundOnly, '--only', 'sound')).code).toBe(0);
    expect((await verify(path, '--only', 'picture')).report.sound).toBeNull();
  });
});
