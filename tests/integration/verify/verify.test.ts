/** `vanchor verify` against recordings with known faults: each is found with the right figure, and nothing is found where there is nothing. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fps, framesFor, makeRecording, planClauses, runFfmpeg, type RecordingPlan } from './beacon-recording.ts';
import { expectAllZeros, expectHole, expectPictureGood, expectSoundGood, smallPlan, useFolder, verify } from './run-verify.ts';

const frameMs = 1000 / fps;
const folder = useFolder();

describe('a clean show is all zeros', () => {
  const clauses = planClauses(3, 2);
  const frames = framesFor(clauses);
  test.each<[string, Partial<RecordingPlan>]>([
    ['640x360 in FLV, face scaled by 0.5', {}],
    ['720x1280 in FLV, face scaled by 1.125', { container: 'flv', width: 720, height: 1280, faceSide: 720 }],
  ])('%s', (_, change) => expectAllZeros(smallPlan('clean', { ...change, clauses }), folder.path, frames));

  test('clauses back to back, without a pause', async () => {
    const tight = [1, 2, 3, 4].map((clause) => ({ turn: 7, clause, clauses: 4, atFrame: 15 + 36 * (clause - 1) }));
    const outcome = await verify(await makeRecording(smallPlan('tight', { clauses: tight }), folder.path));
    expect(outcome.report.problems).toEqual([]);
    expect(outcome.report.sound?.clausesHeard).toBe(4);
    // Only the first has a visible beginning; the mouth's shape has one for each.
    expect(outcome.report.offset).toMatchObject({ n: 1, withoutEdge: 3 });
    expect(outcome.report.mouthOffset).toMatchObject({ n: 4, constancy: 'constant' });
  });

  test('joined in the middle of a clause, cut off in the middle of another, timestamps beyond eleven hours', async () => {
    const whole = await makeRecording(smallPlan('whole', { clauses: planClauses(4, 2, 5) }), folder.path);
    const part = join(folder.path, 'part.flv');
    // Keyframes lie every two seconds: the copy begins at 4 s, in the third clause, and ends in the seventh.
    await runFfmpeg('-ss', '4.1', '-i', whole, '-t', '7.3', '-c', 'copy', '-output_ts_offset', '40000', part);
    const outcome = await verify(part);
    expect(outcome.report.problems).toEqual([]);
    expect(outcome.report.sound?.clausesHeard).toBeGreaterThanOrEqual(3);
    expect(outcome.report.clauses[0]?.atSeconds).toBeGreaterThan(40_000);
    expectSoundGood(outcome);
    expectPictureGood(outcome);
    expect((outcome.report.offset?.maxMs ?? Infinity) - (outcome.report.offset?.minMs ?? 0)).toBeLessThan(3);
  });
});

describe('faults in the picture', () => {
  test('a second of video is missing', async () => {
    const outcome = await verify(await makeRecording(smallPlan('hole', { select: 'not(between(n,90,119))' }), folder.path));
    expect(outcome.code).toBe(1);
    expect(outcome.report.picture).toMatchObject({
      framesLost: 30,
      framesDoubled: 0,
      framesOutOfOrder: 0,
      largestStepFrames: 31,
      largestNumberStep: 31,
    });
    expect(outcome.report.picture?.lostRanges).toMatchObject([{ from: 90, until: 119 }]);
    expect(Math.abs((outcome.report.picture?.largestStepMs ?? 0) - 31 * frameMs)).toBeLessThan(2);
    expectSoundGood(outcome);
  });

  test('the picture freezes for ten frames', async () => {
    const outcome = await verify(await makeRecording(smallPlan('frozen', { frameAt: (n) => (n >= 100 && n < 110 ? 99 : n) }), folder.path));
    expect(outcome.code).toBe(1);
    expect(outcome.report.picture).toMatchObject({
      framesLost: 10,
      framesDoubled: 10,
      framesOutOfOrder: 0,
      largestStepFrames: 1,
      largestNumberStep: 11,
    });
    expectSoundGood(outcome);
  });
});

describe('faults in the speech', () => {
  const clauses = planClauses(3, 2);

  test('a clause is said twice', async () => {
    const again = [...clauses.slice(0, 3), ...clauses.slice(2).map((clause) => ({ ...clause, atFrame: clause.atFrame + 51 }))];
    const outcome = await verify(await makeRecording(smallPlan('doubled', { clauses: again }), folder.path));
    expect(outcome.code).toBe(1);
    expect(outcome.report.sound).toMatchObject({
      clausesHeard: 6,
      clausesDoubled: ['2.1'],
      turnsDoubled: [2],
      clausesLost: [],
      clausesOutOfOrder: [],
    });
    expectPictureGood(outcome);
  });

  test('a clause is missing, in the middle of a turn and at its end', async () => {
    const three = planClauses(3, 3);
    const without = three.filter((clause) => !(clause.turn === 1 && clause.clause === 3) && !(clause.turn === 2 && clause.clause === 2));
    const outcome = await verify(await makeRecording(smallPlan('missing', { clauses: without }), folder.path));
    expect(outcome.code).toBe(1);
    expect(outcome.report.sound).toMatchObject({
      clausesHeard: 7,
      clausesLost: ['1.3', '2.2'],
      turnsIncomplete: [1, 2],
      turnsLost: [],
      clausesDoubled: [],
    });
    expectPictureGood(outcome);
  });

  test('a whole turn is missing', async () => {
    const outcome = await verify(
      await makeRecording(smallPlan('turn', { clauses: clauses.filter((clause) => clause.turn !== 2) }), folder.path),
      '--expect-turns',
      '3',
    );
    expect(outcome.code).toBe(1);
    expect(outcome.report.sound).toMatchObject({ turnsHeard: 2, turnsLost: [2], clausesLost: [] });
    expect(outcome.report.problems).toContain('2 turns were heard, 3 were expected');
  });

  test('a clause is cut off', async () => {
    const cutAt = ((clauses[1]?.atFrame ?? 0) / fps + 0.85) * 48_000;
    const bendSound = (samples: Int16Array): Int16Array => samples.fill(0, cutAt, cutAt + 24_000);
    const outcome = await verify(await makeRecording(smallPlan('cut', { bendSound }), folder.path));
    expect(outcome.code).toBe(1);
    expect(outcome.report.sound).toMatchObject({
      clausesHeard: 6,
      clausesCut: ['1.2'],
      turnsCut: [1],
      clausesLost: [],
      clausesDamaged: [],
    });
  });

  test('a hole of 300 ms silence, over the digits that tell the number', () => expectHole(clauses, folder.path, 0.25));

  test('ten AAC frames are missing: the clock of the sound jumps', async () => {
    const whole = await makeRecording(smallPlan('dropped'), folder.path);
    const dropped = join(folder.path, 'dropped-out.flv');
    await runFfmpeg('-i', whole, '-c', 'copy', '-bsf:a', "noise=drop='between(n,200,209)'", dropped);
    const outcome = await verify(dropped);
    expect(outcome.code).toBe(1);
    expect(outcome.report.sound?.jumps).toHaveLength(1);
    expect(Math.abs((outcome.report.sound?.jumps[0]?.ms ?? 0) - 10 * (1024 / 48))).toBeLessThan(3);
    expectPictureGood(outcome);
  });
});

describe('sound and picture apart', () => {
  test('the sound is 200 ms late, constantly', async () => {
    const path = await makeRecording(smallPlan('late', { soundOptions: ['-itsoffset', '0.2'] }), folder.path);
    const outcome = await verify(path);
    expect(outcome.code).toBe(1);
    expect(outcome.report.offset).toMatchObject({ n: 6, constancy: 'constant' });
    expect(Math.abs((outcome.report.offset?.medianMs ?? 0) - 200)).toBeLessThan(5);
    expect(outcome.report.problems).toHaveLength(1);
    expect((await verify(path, '--max-offset-ms', '250')).code).toBe(0);
  });
});

describe('inputs', () => {
  test('a live HTTP-FLV stream is measured for the time asked, and left', async () => {
    const path = await makeRecording(smallPlan('live', { clauses: planClauses(4, 2) }), folder.path);
    const server = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'video/x-flv' });
      const sender = spawn('ffmpeg', ['-v', 'error', '-re', '-i', path, '-c', 'copy', '-f', 'flv', 'pipe:1'], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      sender.stdout.on('error', () => undefined).pipe(response);
      response.on('close', () => sender.kill('SIGKILL'));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/live/show.flv?token=secret`;
    try {
      const outcome = await verify(url, '--seconds', '6');
      expect(outcome.report.problems).toEqual([]);
      expect(outcome.code).toBe(0);
      expect(outcome.report.end).toBe('time-reached');
      expect(outcome.report.picture?.seconds).toBeGreaterThan(5.5);
      expect(outcome.report.picture?.seconds).toBeLessThan(6.2);
      expect(outcome.report.sound?.clausesHeard).toBe(3);
      expect(JSON.stringify(outcome.report) + outcome.text).not.toContain('secret');
    } finally {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    }
  });

  test('what cannot be measured is said in words, with exit code 2', async () => {
    const noise = join(folder.path, 'noise.flv');
    await writeFile(
      noise,
      Uint8Array.from({ length: 20_000 }, (_, index) => (index * index * 31) >> 3),
    );
    const plain = join(folder.path, 'plain.mp4');
    await runFfmpeg(
      '-f',
      'lavfi',
      '-i',
      'testsrc2=s=320x240:r=30:d=2',
      '-f',
      'lavfi',
      '-i',
      'sine=frequency=440:d=2',
      '-c:a',
      'aac',
      plain,
    );
    const cases: [string[], RegExp][] = [
      [[join(folder.path, 'absent.mp4')], /There is no file/],
      [[noise], /cannot read this input/],
      [[plain], /No beacon was found/],
      [[`http://127.0.0.1:${await freePort()}/live/none.flv`], /cannot read this input/],
      [[], /Name one stream or file/],
      [[plain, '--seconds', 'soon'], /--seconds wants a number/],
      [[plain, '--wrong'], /--help/],
      [[plain, '--ffmpeg', join(folder.path, 'no-ffmpeg')], /ffmpeg does not run/],
    ];
    for (const [argv, words] of cases) {
      const outcome = await verify(...argv);
      expect(outcome.text).toMatch(words);
      expect(outcome.code).toBe(2);
    }
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
