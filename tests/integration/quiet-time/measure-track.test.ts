/** Music files that are good, and all the ones that are not, before a real ffmpeg: refused in words, nothing fetched, nothing hung. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveFfmpeg } from '../../../main/programme/control/resolve-ffmpeg.ts';
import { measureTrack } from '../../../main/quiet-time/measure-track.ts';

let dir: string;
let ffmpegPath: string;
const at = (name: string): string => path.join(dir, name);
const make = (name: string, ...args: readonly string[]): void => void execFileSync('ffmpeg', ['-v', 'error', '-y', ...args, at(name)]);
beforeAll(async () => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'vanchor-tracks-'));
  ffmpegPath = (await resolveFfmpeg()).path;
  const tone = ['-f', 'lavfi', '-i', 'sine=f=1000:d=6:r=44100', '-ac', '2'];
  for (const name of ['a.mp3', 'a.m4a', 'a.ogg', 'a.flac', 'a.wav']) make(name, ...tone);
  make('quiet.wav', '-f', 'lavfi', '-i', 'sine=f=1000:d=6:r=44100', '-af', 'volume=-20dB', '-ac', '2');
  make('with "quotes" 歌.wav', ...tone);
  make('silent.wav', '-f', 'lavfi', '-i', 'anullsrc', '-t', '3');
  make('picture.mp4', '-f', 'lavfi', '-i', 'color=red:d=1');
  make('blink.wav', '-f', 'lavfi', '-i', 'sine=f=1000:d=0.05');
  writeFileSync(at('text.mp3'), 'this is no music, whatever its name says\n'.repeat(500));
  writeFileSync(at('empty.mp3'), '');
  make('torn.flac', ...tone);
  truncateSync(at('torn.flac'), 90);
  mkdirSync(at('folder.mp3'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('a music file', () => {
  it.each(['a.mp3', 'a.m4a', 'a.ogg', 'a.flac', 'a.wav', 'with "quotes" 歌.wav'])('%s is measured', async (name) => {
    const measured = await measureTrack(at(name), { ffmpegPath });
    if (measured.state !== 'track') throw new Error(JSON.stringify(measured));
    expect(measured.file.durationMs).toBeGreaterThan(5900);
    expect(measured.file.durationMs).toBeLessThan(6200);
    // ffmpeg's sine is at -21 dBFS (RMS); made stereo it is 3 dB less in each channel, and both together count
    expect(measured.file.lufs).toBeGreaterThan(-22);
    expect(measured.file.lufs).toBeLessThan(-20);
  });

  it('that is 20 dB quieter measures 20 dB less', async () => {
    const [loud, quiet] = await Promise.all(['a.wav', 'quiet.wav'].map((name) => measureTrack(at(name), { ffmpegPath })));
    if (loud?.state !== 'track' || quiet?.state !== 'track') throw new Error('refused');
    expect(loud.file.lufs - quiet.file.lufs).toBeCloseTo(20, 0);
  });

  it.each([
    ['silent.wav', 'silent'],
    ['picture.mp4', 'no-sound'],
    ['blink.wav', 'too-short'],
    ['text.mp3', 'unreadable'],
    ['empty.mp3', 'unreadable'],
    ['torn.flac', 'unreadable'],
    ['folder.mp3', 'no-file'],
    ['nowhere.mp3', 'missing'],
  ])('%s is refused: %s', async (name, why) => {
    expect(await measureTrack(at(name), { ffmpegPath })).toMatchObject({ state: 'refused', why });
  });

  it('is named by its whole path, and never taken for an option', async () => {
    expect(await measureTrack('a.wav', { ffmpegPath })).toMatchObject({ why: 'not-absolute' });
    expect(await measureTrack('-version', { ffmpegPath })).toMatchObject({ why: 'not-absolute' });
  });

  it('that is a list of addresses fetches nothing', async () => {
    let asked = 0;
    const server = createServer((_request, response) => {
      asked += 1;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      writeFileSync(at('list.m3u8'), `#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nhttp://127.0.0.1:${port}/a.ts\n#EXT-X-ENDLIST\n`);
      writeFileSync(at('list.mp3'), `ffconcat version 1.0\nfile http://127.0.0.1:${port}/a.mp3\n`);
      for (const name of ['list.m3u8', 'list.mp3'])
        expect(await measureTrack(at(name), { ffmpegPath })).toMatchObject({ state: 'refused' });
      expect(asked).toBe(0);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it('that takes too long is given up', async () => {
    expect(await measureTrack(at('a.flac'), { ffmpegPath, timeoutMs: 1 })).toMatchObject({ state: 'refused', why: 'too-slow' });
  });
});
