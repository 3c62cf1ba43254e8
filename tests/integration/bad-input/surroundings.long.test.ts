/** A machine that does not give what the show wants: ports in use, a full disk, platforms that are not there. Each is said in words and costs nothing else. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { beaconTurnText } from '../../../main/contract/beacon.ts';
import { isMonotonic, packetTimes, playableSeconds, startViewer, studioOnAir, waitUntil } from '../support/studio-on-air.ts';
import type { StudioOnAir } from '../support/studio-on-air.ts';

let show: StudioOnAir | undefined;
const undo: (() => unknown)[] = [];

afterEach(async () => {
  await show?.close();
  show = undefined;
  for (const step of undo.splice(0).reverse()) await step();
});

async function takePort(): Promise<number> {
  const server: Server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  undo.push(() => new Promise((done) => server.close(done)));
  return (server.address() as AddressInfo).port;
}

/** A port that nobody listens on. */
async function closedPort(): Promise<number> {
  const port = await takePort();
  await undo.pop()?.();
  return port;
}

/** A player joins and gets picture and sound while a line is spoken. */
async function expectOnAir(on: StudioOnAir): Promise<void> {
  const viewer = await startViewer(on.rtmpUrl, path.join(on.dir, 'viewer.flv'));
  expect((await on.speak(beaconTurnText(1, 2))).state).toBe('ended');
  expect(viewer.ended).toBeUndefined();
  await viewer.stop();
  const { video, audio } = packetTimes(viewer.file);
  expect(video.length).toBeGreaterThan(30);
  expect(isMonotonic(video) && isMonotonic(audio)).toBe(true);
}

describe('a port that another program has', () => {
  it.each(['rtmpPort', 'httpPort'] as const)('%s: another one is used in its place, and said', async (which) => {
    const taken = await takePort();
    const other = which === 'rtmpPort' ? 'httpPort' : 'rtmpPort';
    const free = await closedPort();
    show = await studioOnAir({ config: { [which]: taken, [other]: free } });
    const { notices, show: view } = show.studio.snapshot();
    const portOf = (url: string | null): number => Number(new URL(url ?? '').port);
    const used = { rtmpPort: portOf(view.rtmpUrl), httpPort: portOf(view.previewUrl) };
    expect(used[which]).not.toBe(taken);
    expect(used[other]).toBe(free);
    expect(notices).toMatchObject([{ level: 'warn' }]);
    for (const words of [notices[0]?.message.en, notices[0]?.message.zh]) {
      expect(words).toContain(String(taken));
      expect(words).toContain(String(used[which]));
    }
    const preview = await fetch(view.previewUrl ?? '');
    expect(preview.status).toBe(200);
    await preview.body?.cancel();
    await expectOnAir(show);
  });
});

/** A file system of this size; skips the test where none can be mounted. */
const smallDisk = (size: string, skip: (why: string) => void): string => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'vanchor-full-'));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'pipe' });
  } catch {
    skip('no small file system can be mounted here (Linux, as root)');
  }
  undo.push(() => execFileSync('umount', [folder]));
  return folder;
};

describe('a disk that fills up', () => {
  const savedIn = (folder: string): string =>
    path.join(folder, readdirSync(folder).find((name) => name.endsWith('.mp4')) ?? 'no recording');

  it('ends the recording in words; what was saved plays, and a player goes on', async (test) => {
    const folder = smallDisk('2m', test.skip);
    // Nothing is kept free: the disk is full in the middle of a write.
    show = await studioOnAir({ show: { record: true }, recordingsDir: folder, config: { diskReserveBytes: -1 } });
    const viewer = await startViewer(show.rtmpUrl, path.join(show.dir, 'viewer.flv'));
    await waitUntil(
      'the recording to fail',
      () => show?.events.some((event) => event.type === 'recording' && event.state === 'failed') ?? false,
    );
    const failed = show.events.findLast((event) => event.type === 'recording');
    const notice = show.studio.snapshot().notices.find(({ message }) => message.en.includes('The disk is full'));
    expect(failed).toMatchObject({ state: 'failed', message: notice?.message });
    expect(notice?.message.en).toMatch(/disk is full.*broadcast goes on/);
    expect(notice?.message.zh).toMatch(/磁盘已满.*直播不受影响/);
    expect((await show.speak(beaconTurnText(1, 2))).state).toBe('ended');
    expect(viewer.ended, 'the player lost its connection').toBeUndefined();
    await viewer.stop();
    expect(playableSeconds(savedIn(folder))).toBeGreaterThan(0.5);
  });

  it('closes the recording in order before it is full, says so, and stays on air', async (test) => {
    const folder = smallDisk('4m', test.skip);
    show = await studioOnAir({ show: { record: true }, recordingsDir: folder, config: { diskReserveBytes: 2 * 1024 * 1024 } });
    const closed = (): { message: { en: string; zh: string } } | undefined =>
      show?.studio.snapshot().notices.find(({ message }) => message.en.includes('the recording was closed'));
    await waitUntil('the recording to be closed', () => closed() !== undefined);
    expect(closed()?.message.zh).toContain('完整可播放');
    const states = show.events.flatMap((event) => (event.type === 'recording' ? [event.state] : []));
    expect(states.at(-1)).toBe('stopped');
    expect(states).not.toContain('failed');
    await expectOnAir(show);
    expect(playableSeconds(savedIn(folder))).toBeGreaterThan(0.5);
  });

  it('is not begun to be filled where nothing is left', async (test) => {
    const folder = smallDisk('4m', test.skip);
    show = await studioOnAir({ show: { record: true }, recordingsDir: folder, config: { diskReserveBytes: 64 * 1024 * 1024 } });
    await waitUntil('the words', () => show?.studio.snapshot().notices.some(({ message }) => message.en.includes('nearly full')) ?? false);
    await expectOnAir(show);
  });
});

describe('a recording that cannot be started', () => {
  const expectUnrecorded = async (studio: StudioOnAir): Promise<void> => {
    await expectOnAir(studio);
    const messages = studio.studio.snapshot().notices.map(({ message }) => message.en);
    expect(messages.filter((words) => words.includes('this show is not recorded'))).toHaveLength(1);
    // Nothing speaks of a recording that goes on.
    expect(messages.join(' ')).not.toMatch(/recording and the stream go on|of recording\./);
    expect(await studio.studio.stopShow()).toMatchObject({ recordingPath: null });
  };

  it('because its folder is read-only: the show is on air, one notice says so, nothing is left there', async (test) => {
    const folder = smallDisk('1m,ro', test.skip);
    show = await studioOnAir({ show: { record: true }, recordingsDir: folder });
    await expectUnrecorded(show);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('because its folder cannot be made: the show is on air all the same', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'vanchor-no-folder-'));
    undo.push(() => rmSync(folder, { recursive: true, force: true }));
    const file = path.join(folder, 'a-file');
    writeFileSync(file, '');
    show = await studioOnAir({ show: { record: true }, recordingsDir: path.join(file, 'recordings') });
    await expectUnrecorded(show);
    expect(readdirSync(folder)).toEqual(['a-file']);
  });
});

describe('a platform that is not there', () => {
  it('is said in words without its key; the others go on', async () => {
    const streamKey = 'live_secret_key_4711';
    show = await studioOnAir({
      show: {
        record: true,
        destinations: [
          { url: `rtmp://127.0.0.1:${await closedPort()}/live`, streamKey },
          { url: 'rtmp://no-such-host.invalid/live', streamKey },
          { url: 'https://example.com/live', streamKey },
        ],
      },
    });
    const view = (id: string) => show?.studio.snapshot().destinations.find(({ destinationId }) => destinationId === id);
    await waitUntil('words for each', () =>
      ['destination-1', 'destination-2', 'destination-3'].every((id) => view(id)?.message !== undefined),
    );
    expect(view('destination-1')).toMatchObject({ state: 'reconnecting', message: { en: expect.stringContaining('cannot be reached') } });
    expect(view('destination-2')).toMatchObject({ state: 'reconnecting', message: { en: expect.stringContaining('cannot be reached') } });
    expect(view('destination-3')).toMatchObject({ state: 'failed', message: { en: expect.stringContaining('cannot be used') } });
    for (const id of ['destination-1', 'destination-2', 'destination-3']) {
      expect(view(id)?.message?.en).toContain('The recording and the other destinations go on');
      expect(view(id)?.message?.zh).toContain('录制和其他目标不受影响');
    }
    expect(view('local')).toMatchObject({ state: 'live' });
    await expectOnAir(show);
    const { recordingPath } = await show.studio.stopShow();
    expect(playableSeconds(recordingPath ?? '')).toBeGreaterThan(1);
    expect(JSON.stringify(show.events)).not.toContain(streamKey);
  });
});
