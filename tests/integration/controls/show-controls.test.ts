/** The controls on a real show with beacon engines: a rehearsal that goes live, slates, the emergency stop, the own picture; judged on what a viewer received. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { afterEach, describe, expect, it } from 'vitest';
import { runVerify } from '../../../main/cli/verify-command.ts';
import type { VerifyReport } from '../../../main/cli/verify/format-report.ts';
import { beaconTurnText } from '../../../main/contract/beacon.ts';
import { asDestinationId } from '../../../main/contract/ids.ts';
import { Bench, startMediaServer } from '../outlet/support.ts';
import { expectUnbroken, playableSeconds, startViewer, studioOnAir, type StudioOnAir, type Viewer } from '../support/studio-on-air.ts';

let show: StudioOnAir | undefined;
let viewer: Viewer | undefined;
let bench: Bench | undefined;
afterEach(async () => {
  await viewer?.stop();
  await show?.close();
  await bench?.dispose();
  [show, viewer, bench] = [undefined, undefined, undefined];
});

async function verify(file: string, dir: string): Promise<VerifyReport> {
  const report = path.join(dir, 'verify.json');
  await runVerify([file, '--json', report], { out: () => {}, err: () => {} });
  return JSON.parse(readFileSync(report, 'utf8')) as VerifyReport;
}

/** Received: both tracks unbroken on one connection, and sound as far from the picture in the last turns as in the first, within one frame. */
async function expectSameOffset(one: Viewer, dir: string, lastTurns: readonly number[]): Promise<VerifyReport> {
  await expectUnbroken(one);
  const report = await verify(one.file, dir);
  // turns back to back have no visible beginning: those that have one are compared
  const samples = report.offset?.samples ?? [];
  const afterSeconds = Math.min(
    ...report.clauses.filter(({ number }) => lastTurns.includes(number?.turn ?? -1)).map(({ atSeconds }) => atSeconds),
  );
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last) throw new Error('no turn with a visible beginning was received');
  expect(first.atSeconds).toBeLessThan(afterSeconds);
  expect(last.atSeconds).toBeGreaterThanOrEqual(afterSeconds - 0.001);
  expect(Math.abs(last.offsetMs - first.offsetMs)).toBeLessThanOrEqual(1000 / 30 + 2);
  return report;
}

describe('the controls of a show', () => {
  it('rehearses without a platform, and goes live from there without a new programme', async () => {
    bench = new Bench();
    const platform = await startMediaServer(bench);
    const { url, streamKey } = platform.publishTarget('/live/platform');
    show = await studioOnAir({ show: { audience: 'rehearsal', record: false, destinations: [{ url, streamKey }] } });
    const { studio } = show;
    expect(studio.snapshot().show.air).toMatchObject({ phase: 'rehearsing', audience: 'rehearsal' });
    expect(studio.snapshot().health).toMatchObject({ level: 'well', message: { en: expect.stringContaining('Rehearsal') } });
    expect((await show.speak(beaconTurnText(1, 1))).state).toBe('ended');
    const own = asDestinationId('destination-1');
    expect(show.events.filter((event) => event.type === 'destination' && event.destinationId === own)).toEqual([]);

    const pids = ['programme', 'encoder', 'outlet'].map((name) => show?.pidOf(name));
    const joined = show.next('destination', (event) => event.destinationId === own && event.state === 'live');
    const recording = show.next('recording', (event) => event.state === 'recording');
    expect(await studio.controls.goLive({ record: true })).toEqual({ done: true });
    await Promise.all([joined, recording]);
    expect(['programme', 'encoder', 'outlet'].map((name) => show?.pidOf(name))).toEqual(pids);
    expect(studio.snapshot().show.air).toMatchObject({ phase: 'live', audience: 'platforms' });
    viewer = await startViewer(platform.rtmpUrl('/live/platform'), path.join(show.dir, 'platform.flv'));
    expect((await show.speak(beaconTurnText(2, 2))).state).toBe('ended');
    await viewer.stop();
    expect((await verify(viewer.file, show.dir)).sound).toMatchObject({ turnsHeard: 1, clausesLost: [], clausesCut: [] });
    const { recordingPath } = await studio.stopShow();
    expect(playableSeconds(recordingPath ?? '')).toBeGreaterThan(2);
    expect(studio.controls.log.entries().map(({ message }) => message.en)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^Rehearsal/),
        expect.stringMatching(/^On air/),
        expect.stringMatching(/^Sent as 640x360/),
      ]),
    );
  });

  it('shows a slate at once while the programme goes on, silences in an emergency, and comes back on the same timeline', async () => {
    show = await studioOnAir({ show: { preset: '720p' } });
    const { studio } = show;
    viewer = await startViewer(show.rtmpUrl, path.join(show.dir, 'viewer.flv'));
    for (const turn of [1, 2]) expect((await show.speak(beaconTurnText(turn, 1))).state).toBe('ended');
    const programme = show.pidOf('programme');

    const slate = show.next('source', (event) => event.state === 'slate');
    expect(await studio.controls.slate('starting-soon')).toEqual({ done: true });
    await slate;
    // unseen, but alive: a turn goes through
    expect((await show.speak(beaconTurnText(90, 1))).state).toBe('ended');
    let live = show.next('source', (event) => event.state === 'live');
    expect(await studio.controls.slate(null)).toEqual({ done: true });
    await live;
    expect((await show.speak(beaconTurnText(3, 1))).state).toBe('ended');

    const speaking = show.next('speech-started');
    const cut = show.speak(beaconTurnText(91, 6));
    await speaking;
    const stopped = await studio.controls.panic();
    expect(stopped).toMatchObject({ done: true });
    expect((await cut).state).toBe('cancelled');
    expect(studio.say({ author: 'a', text: 'hello' })).toMatchObject({
      accepted: false,
      reason: { en: expect.stringContaining('Continue') },
    });
    expect(await studio.controls.slate('own')).toMatchObject({ done: false });
    expect(studio.snapshot().health.message.en).toContain('Emergency');
    live = show.next('source', (event) => event.state === 'live');
    expect(await studio.controls.continue()).toEqual({ done: true });
    await live;
    for (const turn of [4, 5]) expect((await show.speak(beaconTurnText(turn, 1))).state).toBe('ended');
    expect(show.pidOf('programme')).toBe(programme);

    const heard = await expectSameOffset(viewer, show.dir, [4, 5]);
    // what was said behind the slate is heard by nobody, nor is the rest of what the emergency cut
    expect(heard.clauses.some((clause) => clause.number?.turn === 90)).toBe(false);
    expect(heard.clauses.filter((clause) => clause.number?.turn === 91 && clause.state === 'complete').length).toBeLessThan(6);
    // what ended in the moment before a cut (a slate, the end of the player) may still have been in the encoder
    const whole = new Set(heard.clauses.filter(({ state }) => state === 'complete').map(({ number }) => number?.turn));
    for (const turn of [1, 3, 4]) expect(whole).toContain(turn);
    expect(heard.sound?.clausesDoubled).toEqual([]);
    if (stopped.done)
      console.log(`emergency: slate after ${Math.round(stopped.slateAfterMs)} ms, silence after ${Math.round(stopped.silentAfterMs)} ms`);
  });

  it('refuses what is no picture in words, takes a picture of any shape, and starts behind it', async () => {
    show = await studioOnAir();
    const { studio, dir } = show;
    const bad = path.join(dir, 'not-a-picture.png');
    writeFileSync(bad, Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.alloc(300, 7)]));
    for (const file of [bad, path.join(dir, 'is-not-there.jpg'), 'relative.png'])
      expect(await studio.controls.chooseSlatePicture(file)).toMatchObject({
        done: false,
        words: { zh: expect.stringMatching(/\p{Script=Han}/u) },
      });
    expect(await studio.controls.slate('own')).toMatchObject({ done: false });
    expect(studio.snapshot().show.air).toMatchObject({ phase: 'live', ownSlate: 'none' });

    const canvas = createCanvas(400, 1200);
    const ink = canvas.getContext('2d');
    ink.fillStyle = '#e04080';
    ink.fillRect(0, 0, 400, 1200);
    const good = path.join(dir, 'tall.jpg');
    writeFileSync(good, await canvas.encode('jpeg'));
    expect(await studio.controls.chooseSlatePicture(good)).toEqual({ done: true });
    const slate = show.next('source', (event) => event.state === 'slate');
    expect(await studio.controls.slate('own')).toEqual({ done: true });
    await slate;

    // a new outlet, too, holds it
    const back = show.next('process', (event) => event.name === 'outlet' && event.state === 'running');
    process.kill(show.pidOf('outlet'), 'SIGKILL');
    await back;
    await show.next('destination', (event) => event.state === 'live');
    expect(studio.snapshot().show).toMatchObject({ source: 'slate', air: { phase: 'slate', slate: 'own' } });

    await studio.stopShow();
    await studio.startShow({ preset: '720p-vertical', record: false, destinations: [], audience: 'rehearsal', slate: 'own' });
    expect(studio.snapshot().show.air).toMatchObject({ phase: 'slate', audience: 'rehearsal', slate: 'own' });
    expect(show.events.findLast((event) => event.type === 'parameters')).toMatchObject({ width: 720, height: 1280, publishers: 'anew' });
  });
});
