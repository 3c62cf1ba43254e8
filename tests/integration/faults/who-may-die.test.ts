/** The table "who may die" of ARCHITECTURE.md, row by row, with the real processes: each is killed with SIGKILL while the show is on air and a player watches. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { treeOf } from '../../../bench/lib/process-tree.ts';
import { measureRecording } from '../../../main/cli/verify/measure-recording.ts';
import { probePassthrough } from '../../../main/cli/verify/probe-passthrough.ts';
import { beaconTurnText } from '../../../main/contract/beacon.ts';
import { resolveFfmpeg } from '../../../main/programme/control/resolve-ffmpeg.ts';
import {
  expectUnbroken,
  isAlive,
  isMonotonic,
  largestStep,
  packetTimes,
  playableSeconds,
  rootDir,
  seamSeconds,
  startViewer,
  studioOnAir,
  waitUntil,
  type StudioOnAir,
  type Viewer,
} from '../support/studio-on-air.ts';

let show: StudioOnAir | undefined;
let viewer: Viewer | undefined;

afterEach(async () => {
  await viewer?.stop();
  await show?.close();
  viewer = undefined;
  show = undefined;
});

async function onAirWithViewer(): Promise<{ show: StudioOnAir; viewer: Viewer }> {
  show = await studioOnAir({ show: { record: true } });
  viewer = await startViewer(show.rtmpUrl, path.join(show.dir, 'viewer.flv'));
  return { show, viewer };
}

describe('who may die on air while one player watches, each in the same show', () => {
  const shared = {} as { show: StudioOnAir; viewer: Viewer };
  beforeAll(async () => {
    shared.show = await studioOnAir({ show: { record: true } });
    shared.viewer = await startViewer(shared.show.rtmpUrl, path.join(shared.show.dir, 'viewer.flv'));
  });
  afterAll(async () => {
    await shared.viewer?.stop();
    await shared.show?.close();
  });

  it('a voice: the next turn is spoken by its next process', async () => {
    const { show } = shared;
    const speaking = show.next('speech-started');
    const first = show.speak(beaconTurnText(1, 4));
    await speaking;
    const pid = show.pidOf('engine beacon-voice');
    const back = show.next('engine', (event) => event.engineId === 'beacon-voice' && event.state === 'ready');
    process.kill(pid, 'SIGKILL');
    expect(['ended', 'failed']).toContain((await first).state);
    await back;
    expect(show.pidOf('engine beacon-voice')).not.toBe(pid);
    expect((await show.speak(beaconTurnText(2, 2))).state).toBe('ended');
  });

  it('a face: an idle loop is on air at once, and the face is back after its restart', async () => {
    const { show } = shared;
    const back = show.next('engine', (event) => event.engineId === 'beacon-face' && event.state === 'ready');
    process.kill(show.pidOf('engine beacon-face'), 'SIGKILL');
    expect((await show.speak(beaconTurnText(3, 2))).state).toBe('ended');
    await back;
    expect((await show.speak(beaconTurnText(4, 1))).state).toBe('ended');
  });

  it('the language model: the turn says so in words, the next one is answered', async () => {
    const { show } = shared;
    const back = show.next('engine', (event) => event.engineId === 'echo' && event.state === 'ready');
    process.kill(show.pidOf('engine echo'), 'SIGKILL');
    const turn = await show.speak('hello');
    if (turn.state === 'failed') expect(turn.reason?.zh).toBeTruthy();
    await back;
    expect((await show.speak('hello')).state).toBe('ended');
  });

  it('the encoder: the player sees the slate, and is back on the same timeline', async () => {
    const { show } = shared;
    for (let round = 0; round < 3; round += 1) {
      const slate = show.next('source', (event) => event.state === 'slate');
      const live = show.next('source', (event) => event.state === 'live');
      process.kill(show.pidOf('encoder'), 'SIGKILL');
      await slate;
      await live;
    }
    expect((await show.speak(beaconTurnText(5, 2))).state).toBe('ended');
  });

  it('the programme: the anchor speaks again', async () => {
    const { show } = shared;
    const slate = show.next('source', (event) => event.state === 'slate');
    const live = show.next('source', (event) => event.state === 'live');
    const encoder = show.pidOf('encoder');
    const speaking = show.next('speech-started');
    const first = show.speak(beaconTurnText(6, 3));
    await speaking;
    process.kill(show.pidOf('programme'), 'SIGKILL');
    await slate;
    await live;
    await first;
    await waitUntil('the orphaned encoder to end', () => !isAlive(encoder));
    expect((await show.speak(beaconTurnText(7, 2))).state).toBe('ended');
  });

  it('the programme, with lines sent at once: they wait for the next programme', async () => {
    const { show } = shared;
    const back = show.next('source', (event) => event.state === 'live');
    process.kill(show.pidOf('programme'), 'SIGKILL');
    const [atOnce, soon] = [show.speak(beaconTurnText(8, 2)), show.speak(beaconTurnText(9, 1))];
    expect([(await atOnce).state, (await soon).state]).toEqual(['ended', 'ended']);
    await back;
    expect(show.events.some((event) => event.type === 'turn' && event.state === 'waiting' && event.reason !== undefined)).toBe(true);
    // told as heard when it is handed to the encoder: what follows brings it to the viewer
    expect((await show.speak(beaconTurnText(10, 1))).state).toBe('ended');
  });

  it('and the player has one unbroken stream, with every line once that nobody was torn out of', async () => {
    const { show, viewer } = shared;
    await expectUnbroken(viewer);
    const { clauses } = await measureRecording({
      ffmpegPath: (await resolveFfmpeg()).path,
      passthrough: await probePassthrough((await resolveFfmpeg()).path),
      input: viewer.file,
      tracks: 'both',
      seconds: null,
    });
    const received = clauses.flatMap(({ number }) => (number ? [`${number.turn}.${number.clause}`] : []));
    const told = `${JSON.stringify(clauses)}\n${show.events.map((event) => JSON.stringify(event)).join('\n')}`;
    for (const clause of ['2.1', '2.2', '4.1', '5.1', '5.2', '7.1', '7.2', '8.1', '8.2', '9.1'])
      expect(
        received.filter((name) => name === clause),
        `${clause} of ${told}`,
      ).toHaveLength(1);
  });
});

describe('who may die on air', () => {
  it('the media server: the recording never notices, and the preview is back at the same address', async () => {
    const { show } = await onAirWithViewer();
    const back = show.next('process', (event) => event.name === 'media-server' && event.state === 'running');
    const again = show.next('destination', (event) => event.destinationId === 'local' && event.state === 'live');
    process.kill(show.pidOf('media-server'), 'SIGKILL');
    expect((await show.speak(beaconTurnText(1, 3))).state).toBe('ended');
    await back;
    await again;
    const second = await startViewer(show.rtmpUrl, path.join(show.dir, 'second.flv'));
    await second.stop();
    const { recordingPath } = await show.studio.stopShow();
    const times = packetTimes(recordingPath ?? '');
    expect(largestStep(times.video)).toBeLessThanOrEqual(seamSeconds);
    expect(isMonotonic(times.audio)).toBe(true);
  });

  it('the outlet: what was recorded plays, the recording goes on as a second part and ends as one file, destinations come back', async () => {
    const { show } = await onAirWithViewer();
    // a recording is safe from its first fragment on: one keyframe interval
    expect((await show.speak(beaconTurnText(1, 3))).state).toBe('ended');
    const again = show.next('destination', (event) => event.destinationId === 'local' && event.state === 'live');
    process.kill(show.pidOf('outlet'), 'SIGKILL');
    await again;
    expect((await show.speak(beaconTurnText(2, 2))).state).toBe('ended');
    const folder = path.join(show.dir, 'recordings');
    const recordings = (): string[] => readdirSync(folder).filter((name) => name.endsWith('.mp4'));
    expect(recordings()).toHaveLength(2);
    await show.studio.stopShow();
    await show.studio.recordingsSettled();
    expect(recordings()).toHaveLength(1);
    for (const part of recordings()) expect(playableSeconds(path.join(folder, part))).toBeGreaterThan(1);
  });

  it('main: no child is left, and the recording plays', async () => {
    const dataDir = mkdtempSync(path.join(os.tmpdir(), 'vanchor-main-'));
    try {
      const cli = spawn(
        process.execPath,
        [path.join(rootDir, 'dist/main/cli.js'), 'live', '--beacon', '--record', '--rtmp-port', '0', '--http-port', '0', '--json'],
        {
          env: { ...process.env, VANCHOR_DATA_DIR: dataDir },
          stdio: ['pipe', 'pipe', 'inherit'],
        },
      );
      const recording = await new Promise<string>((resolve, reject) => {
        let file = '';
        cli.once('exit', (code) => reject(new Error(`the show ended by itself (${code})`)));
        createInterface({ input: cli.stdout }).on('line', (line) => {
          const event = JSON.parse(line) as { type: string; state?: string; path?: string };
          if (event.type === 'recording' && event.path) file = event.path;
          if (event.type === 'show' && event.state === 'on-air') cli.stdin.write(`${beaconTurnText(1, 3)}\n`);
          if (event.type === 'speech-ended') resolve(file);
        });
      });
      const children = treeOf(cli.pid ?? 0).filter((pid) => pid !== cli.pid);
      expect(children.length).toBeGreaterThan(6);
      cli.removeAllListeners('exit');
      const startedAt = performance.now();
      cli.kill('SIGKILL');
      await waitUntil('every child to end', () => children.every((pid) => !isAlive(pid)));
      console.log(`main was killed: ${children.length} children were gone after ${Math.round(performance.now() - startedAt)} ms`);
      expect(existsSync(recording)).toBe(true);
      expect(playableSeconds(recording)).toBeGreaterThan(0.5);
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});
