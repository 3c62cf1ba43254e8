/** `vanchor verify` on large pictures in other containers, and on clocks that drift apart. */
import { describe, expect, test } from 'vitest';
import { framesFor, makeRecording, planClauses, type RecordingPlan } from './beacon-recording.ts';
import { expectAllZeros, expectPictureGood, smallPlan, useFolder, verify } from './run-verify.ts';

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
