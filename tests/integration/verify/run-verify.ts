/** `vanchor verify` run on recordings that are made for it: what it said, and what must be said of a recording without a fault. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { runVerify } from '../../../main/cli/verify-command.ts';
import type { VerifyReport } from '../../../main/cli/verify/format-report.ts';
import { fps, framesFor, makeRecording, planClauses, type RecordingPlan, type ShowClause } from './beacon-recording.ts';

let folder: string;

/** A folder for the file's recordings, gone after its tests. */
export function useFolder(): { readonly path: string } {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vanchor-verify-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });
  return {
    get path() {
      return folder;
    },
  };
}

export interface Outcome {
  readonly code: number;
  readonly report: VerifyReport;
  readonly text: string;
}

export async function verify(...argv: string[]): Promise<Outcome> {
  const jsonPath = join(folder, 'report.json');
  await rm(jsonPath, { force: true });
  let text = '';
  const take = (piece: string): void => void (text += piece);
  const code = await runVerify([...argv, '--json', jsonPath], { out: take, err: take });
  const report = code === 2 ? undefined : (JSON.parse(await readFile(jsonPath, 'utf8')) as VerifyReport);
  return { code, report: report as VerifyReport, text };
}

/** Small and quick: the face at half its size. */
export function smallPlan(name: string, change: Partial<RecordingPlan> = {}): RecordingPlan {
  const clauses = change.clauses ?? planClauses(3, 2);
  return { name, container: 'flv', width: 640, height: 360, faceSide: 320, frames: framesFor(clauses), ...change, clauses };
}

export function expectSoundGood({ report }: Outcome): void {
  const { sound } = report;
  expect(sound?.clausesLost).toEqual([]);
  expect(sound?.clausesDoubled).toEqual([]);
  expect(sound?.clausesOutOfOrder).toEqual([]);
  expect(sound?.clausesCut).toEqual([]);
  expect(sound?.clausesDamaged).toEqual([]);
  expect(sound?.turnsLost).toEqual([]);
  expect(sound?.jumps).toEqual([]);
}

export function expectPictureGood({ report }: Outcome): void {
  expect(report.picture).toMatchObject({
    framesLost: 0,
    framesDoubled: 0,
    framesOutOfOrder: 0,
    framesUnreadable: 0,
    framesWithoutBeacon: 0,
    largestStepFrames: 1,
    largestNumberStep: 1,
  });
}

/** The offset of a file that was made in step: AAC priming at most. */
export function expectInStep({ report }: Outcome, clauses: number): void {
  expect(report.offset).toMatchObject({ n: clauses, withoutEdge: 0, constancy: 'constant' });
  expect(Math.abs(report.offset?.medianMs ?? Infinity)).toBeLessThan(45);
  expect((report.offset?.maxMs ?? Infinity) - (report.offset?.minMs ?? 0)).toBeLessThan(3);
}

/** A recording of three turns in six clauses, `frames` long, in which nothing is wrong. */
export async function expectAllZeros(plan: RecordingPlan, folder: string, frames: number): Promise<void> {
  const outcome = await verify(await makeRecording(plan, folder), '--expect-turns', '3');
  expect(outcome.report.problems).toEqual([]);
  expect(outcome.code).toBe(0);
  expect(outcome.report.sound).toMatchObject({ turnsHeard: 3, clausesHeard: 6 });
  expect(outcome.report.picture?.frames).toBe(frames);
  expectSoundGood(outcome);
  expectPictureGood(outcome);
  expectInStep(outcome, 6);
  expect(outcome.text).toContain('GOOD');
}

/** 300 ms of silence in the third of `clauses`, so long after its beginning: found there, with its length, and nothing else is. */
export async function expectHole(clauses: readonly ShowClause[], folder: string, offsetSeconds: number): Promise<void> {
  const from = Math.round(((clauses[2]?.atFrame ?? 0) / fps + offsetSeconds) * 48_000);
  const bendSound = (samples: Int16Array): Int16Array => samples.fill(0, from, from + 14_400);
  const outcome = await verify(await makeRecording(smallPlan('silence', { bendSound }), folder));
  expect(outcome.code).toBe(1);
  expect(outcome.report.sound).toMatchObject({ clausesDamaged: ['2.1'], clausesLost: [], clausesCut: [] });
  const silence = outcome.report.sound?.silences[0];
  expect(outcome.report.sound?.silences).toHaveLength(1);
  expect(silence?.clause).toBe('2.1');
  // The gaps between symbols that it touches belong to it.
  expect(silence?.ms).toBeGreaterThan(285);
  expect(silence?.ms).toBeLessThan(365);
  expectPictureGood(outcome);
}
