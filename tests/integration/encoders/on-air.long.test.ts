/** Encoders and formats on air: a graphics card that fails falls back, a format can be refused, forced, and changed from show to show. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { beaconConfig } from '../../../main/app/studio-config.ts';
import { StudioError } from '../../../main/app/studio-error.ts';
import type { ShowOptions } from '../../../main/api/contract/studio.ts';
import { readAvTag } from '../../../main/outlet/child/av-tag.ts';
import { createFlvParser } from '../../../main/outlet/child/flv-parser.ts';
import { writeFfmpegWithCard, type CardBehaviour } from '../../fixtures/encoders/write-ffmpeg.ts';
import { startScriptedServer } from '../../fixtures/rtmp/scripted-server.ts';
import { expectUnbroken, startViewer, studioOnAir, waitUntil, type OnAirOptions, type StudioOnAir } from '../support/studio-on-air.ts';

let show: StudioOnAir | undefined;
let dir: string;
let log: string;
const named = process.env['FFMPEG_BIN'];
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'vanchor-card-'));
  log = path.join(dir, 'log');
});
afterEach(async () => {
  await show?.close();
  show = undefined;
  if (named === undefined) delete process.env['FFMPEG_BIN'];
  else process.env['FFMPEG_BIN'] = named;
  rmSync(dir, { recursive: true, force: true });
});

async function onAirWithCard(behaviour: CardBehaviour, options: OnAirOptions = {}): Promise<StudioOnAir> {
  process.env['FFMPEG_BIN'] = path.join(dir, 'ffmpeg');
  writeFfmpegWithCard(process.env['FFMPEG_BIN'], behaviour, log);
  show = await studioOnAir(options);
  return show;
}
const onAirEncodes = (): number => (existsSync(log) ? readFileSync(log, 'utf8').split('live=1').length - 1 : 0);
const isLive = (one: StudioOnAir): boolean => one.studio.snapshot().show.source === 'live';

/** How many different decoder configurations of the picture a player got. */
const videoConfigsOf = (file: string): number =>
  new Set(
    createFlvParser()
      .push(readFileSync(file))
      .map(readAvTag)
      .flatMap((tag) => (tag?.track === 'video' && tag.role === 'config' ? [Buffer.from(tag.body).toString('hex')] : [])),
  ).size;

interface Received {
  readonly width: number;
  readonly height: number;
  readonly rate: string;
  readonly profile: string;
}

/** What a player that joins now gets. */
async function received(one: StudioOnAir): Promise<Received> {
  const file = path.join(dir, `received-${readdirSync(dir).length}.flv`);
  const viewer = await startViewer(one.studio.snapshot().show.rtmpUrl ?? '', file);
  await viewer.stop();
  const out = execFileSync(
    'ffprobe',
    ['-v', 'error', '-select_streams', 'v', '-show_entries', 'stream=width,height,profile,r_frame_rate', '-of', 'json', file],
    { encoding: 'utf8' },
  );
  const [stream] = (JSON.parse(out) as { streams: { width: number; height: number; r_frame_rate: string; profile: string }[] }).streams;
  if (!stream) throw new Error('no picture was received');
  return { width: stream.width, height: stream.height, rate: stream.r_frame_rate, profile: stream.profile };
}

describe('a graphics card that encodes', () => {
  it('is used, makes the slate too, and is not given up when it is killed: the recording stays one part', async () => {
    const on = await onAirWithCard('works', { show: { record: true } });
    expect(on.studio.snapshot().show.encoding).toMatchObject({ encoder: 'nvenc', why: { en: expect.stringContaining('NVENC') } });
    await waitUntil('live', () => isLive(on));
    for (let kills = 0; kills < 3; kills += 1) {
      const pid = on.pidOf('encoder');
      const slate = on.next('source', ({ state }) => state === 'slate');
      const back = on.next('source', ({ state }) => state === 'live');
      process.kill(pid, 'SIGKILL');
      await slate;
      await back;
    }
    expect(on.studio.snapshot().show.encoding?.encoder).toBe('nvenc');
    expect(onAirEncodes()).toBe(4);
    expect(readFileSync(log, 'utf8').split('live=0').length - 1, 'the probe and the two slates').toBe(3);
    await on.studio.stopShow();
    await on.studio.recordingsSettled();
    expect(on.events.filter(({ type }) => type === 'encoding').map((event) => 'cause' in event && event.cause)).toEqual(['start']);
    expect(readdirSync(path.join(on.dir, 'recordings')).filter((name) => name.endsWith('.mp4'))).toHaveLength(1);
    expect(on.events.filter((event) => event.type === 'recording' && event.state === 'recording')).toHaveLength(1);
  });

  it('that fails when the show feeds it is given up for x264, which is said, and a new programme process begins with x264', async () => {
    const on = await onAirWithCard('fails-on-air');
    const { show: view, notices } = on.studio.snapshot();
    await waitUntil('live', () => isLive(on));
    expect(on.studio.snapshot().show.encoding).toMatchObject({
      encoder: 'x264',
      why: { en: expect.stringMatching(/NVENC.*failed/), zh: expect.stringContaining('NVENC') },
    });
    expect(view.state).toBe('on-air');
    expect(notices.concat(on.studio.snapshot().notices).some(({ message }) => message.en.includes('failed twice'))).toBe(true);
    expect(onAirEncodes()).toBe(2);
    // the card made the slate with its own parameters: it is made anew, and from then on slate and programme are one stream
    const cache = path.join(on.dir, 'cache');
    await waitUntil('the slate by x264', () => readdirSync(cache).some((name) => /^slate-.*-back-soon-x264-640x360-.*\.flv$/.test(name)));
    const viewer = await startViewer(on.studio.snapshot().show.rtmpUrl ?? '', path.join(dir, 'after.flv'));
    const back = on.next('source', ({ state }) => state === 'live');
    process.kill(on.pidOf('programme'), 'SIGKILL');
    await back;
    expect(onAirEncodes()).toBe(2);
    expect(await received(on)).toMatchObject({ width: 640, height: 360 });
    await viewer.stop();
    expect(videoConfigsOf(viewer.file)).toBe(1);
  });

  it('that takes no picture is given up, too', async () => {
    const on = await onAirWithCard('hangs-on-air');
    await waitUntil('live', () => isLive(on), 60_000);
    expect(on.studio.snapshot().show.encoding?.encoder).toBe('x264');
    expect(onAirEncodes()).toBe(2);
  });
});

describe('a platform with a limit', () => {
  it('that joins in mid-show has it kept without a gap, and gives the bitrate back when it leaves', async () => {
    const server = await startScriptedServer({ kind: 'take' });
    try {
      const on = (show = await studioOnAir({ config: { videoBitrateKbps: 7000 } }));
      await waitUntil('live', () => isLive(on));
      const viewer = await startViewer(on.rtmpUrl, path.join(dir, 'viewer.flv'));
      const added = await on.studio.destinations.add({
        presetId: 'twitch',
        title: 'Twitch',
        url: `rtmp://127.0.0.1:${server.port}/live`,
        streamKey: 'key',
        keep: 'this-run',
      });
      if (!added.done) throw new Error(added.words.en);
      const limited = on.next('encoding', ({ cause }) => cause === 'platform');
      await on.studio.destinations.start(added.destinationId);
      const { videoKbps, wantedVideoKbps, message } = await limited;
      expect([videoKbps + beaconConfig.audioBitrateKbps, wantedVideoKbps]).toEqual([6000, videoKbps]);
      expect([message.en, message.zh]).toEqual([expect.stringContaining('Twitch'), expect.stringContaining('Twitch')]);
      const free = on.next('encoding', ({ cause }) => cause === 'platform');
      await on.studio.destinations.stop(added.destinationId);
      expect(await free).toMatchObject({ videoKbps: 7000, wantedVideoKbps: 7000 });
      await expectUnbroken(viewer);
    } finally {
      await show?.close();
      show = undefined;
      await server.close();
    }
  });
});

describe('the format of a show', () => {
  it('changes from show to show without a new start of the studio', async () => {
    show = await studioOnAir({ show: { preset: '360p', fps: 25 }, measureEncoder: () => Promise.resolve({ fps: 1000 }) });
    const got: Received[] = [];
    const formats: readonly Pick<ShowOptions, 'preset' | 'fps'>[] = [
      { preset: '720p-vertical', fps: 25 },
      { preset: '360p', fps: 60 },
    ];
    await waitUntil('live', () => show !== undefined && isLive(show));
    got.push(await received(show));
    for (const format of formats) {
      await show.studio.stopShow();
      await show.studio.startShow({ ...format, record: false, destinations: [] });
      await waitUntil('live', () => show !== undefined && isLive(show));
      got.push(await received(show));
    }
    expect(got).toEqual([
      { width: 640, height: 360, rate: '25/1', profile: 'High' },
      { width: 720, height: 1280, rate: '25/1', profile: 'High' },
      { width: 640, height: 360, rate: '60/1', profile: 'High' },
    ]);
  });

  it('is refused with the measured figure where the machine does not hold it, unless somebody insists', async () => {
    const asked: string[] = [];
    show = await studioOnAir({
      measureEncoder({ video: { height, fps } }) {
        asked.push(`${height}p${fps}`);
        return Promise.resolve({ fps: height > 720 ? 41 : height > 360 ? 20 : 1000 });
      },
    });
    const { studio } = show;
    await studio.stopShow();
    const error = await studio.startShow({ preset: '1080p', fps: 60, record: false, destinations: [] }).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(StudioError);
    expect(error).toMatchObject({
      code: 'format-too-much',
      words: { en: expect.stringMatching(/1080p60 at 41 .*60 are needed/), zh: expect.stringContaining('41') },
    });
    expect(studio.snapshot().show).toMatchObject({ state: 'off', encoding: null });
    expect(studio.snapshot().notices.at(-1)?.message.en).toContain('1080p60 at 41');
    expect(await studio.encoding.check({ preset: '720p', fps: 60 })).toMatchObject({ holds: false, measuredFps: 20, neededFps: 60 });
    expect(new Set(asked)).toEqual(new Set(['360p30', '1080p60', '720p60']));
    // insisting asks nobody
    const before = asked.length;
    await studio.startShow({ preset: '720p', fps: 60, record: false, destinations: [], force: true });
    expect(asked).toHaveLength(before);
    expect(studio.snapshot().show).toMatchObject({ state: 'on-air', fps: 60, encoding: { videoKbps: 4500 } });
    await expect(studio.encoding.check({ preset: '1080p', fps: 60 })).rejects.toMatchObject({ code: 'show-already-on' });
    expect(asked).toHaveLength(before);
  });
});
