/** The probe with real encodes: x264 of this machine's ffmpeg, and a card that works, hangs, or writes nothing. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAlive } from '../../../main/kernel/is-alive.ts';
import { measureEncoder, MeasureError } from '../../../main/programme/control/measure-encoder.ts';
import { probeEncoders } from '../../../main/programme/control/probe-encoders.ts';
import { writeFfmpegWithCard, type CardBehaviour } from '../../fixtures/encoders/write-ffmpeg.ts';

let dir: string;
let log: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'vanchor-encoders-'));
  log = path.join(dir, 'log');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function withCard(behaviour: CardBehaviour): string {
  const file = path.join(dir, `ffmpeg-${behaviour}`);
  writeFfmpegWithCard(file, behaviour, log);
  return file;
}
const pidsOf = (): number[] => (existsSync(log) ? [...readFileSync(log, 'utf8').matchAll(/^(\d+)/gm)].map(([, pid]) => Number(pid)) : []);
const smallShow = { encoder: 'x264', video: { width: 320, height: 180, fps: 30 }, videoBitrateKbps: 800, enoughFps: 30 } as const;

describe('the probe of video encoders', () => {
  it('finds x264 to work here, and says of each other one why it does not, or that it does', async () => {
    const found = await probeEncoders({ ffmpegPath: 'ffmpeg', platform: 'linux' });
    expect(found.map(({ encoder }) => encoder)).toEqual(['nvenc', 'qsv', 'amf', 'vaapi', 'x264']);
    expect(found.at(-1)?.outcome).toBe('works');
    for (const { reason } of found) for (const words of [reason.en, reason.zh]) expect(words.length).toBeGreaterThan(3);
  });

  it('takes a card that encodes', async () => {
    const found = await probeEncoders({ ffmpegPath: withCard('works'), platform: 'linux' });
    expect(found[0]).toMatchObject({ encoder: 'nvenc', outcome: 'works' });
    expect(pidsOf()).toHaveLength(1);
  });

  it('is not taken in by one that reports success and writes nothing', async () => {
    const found = await probeEncoders({ ffmpegPath: withCard('writes-nothing'), platform: 'linux' });
    expect(found[0]).toMatchObject({ encoder: 'nvenc', outcome: 'failed', reason: { en: expect.stringContaining('no picture') } });
  });

  it('ends one that hangs, and the others are not kept waiting for ever', async () => {
    const found = await probeEncoders({ ffmpegPath: withCard('hangs'), platform: 'linux', timeoutMs: 3000 });
    expect(found[0]).toMatchObject({ encoder: 'nvenc', outcome: 'timed-out', reason: { en: expect.stringContaining('3 s') } });
    expect(found.map(({ encoder }) => encoder)).toContain('x264');
    expect(pidsOf().map(isAlive)).toEqual([false]);
  });

  it('names what is missing: no render node, and a node that is none', async () => {
    const [none, wrong] = await Promise.all(
      [[], [path.join(dir, 'renderD128')]].map((renderNodes) => probeEncoders({ ffmpegPath: 'ffmpeg', platform: 'linux', renderNodes })),
    );
    const vaapi = (found: typeof none) => found?.find(({ encoder }) => encoder === 'vaapi');
    expect(vaapi(none)?.outcome).toBe('missing');
    expect(vaapi(wrong)?.outcome).not.toBe('works');
  });

  it('ends when it is asked to, with all it started', async () => {
    const stop = new AbortController();
    const probing = probeEncoders({ ffmpegPath: withCard('hangs'), platform: 'linux', signal: stop.signal });
    const poll = setInterval(() => {
      if (pidsOf().length > 0) stop.abort(new Error('enough'));
    }, 20);
    await expect(probing).rejects.toThrow('enough');
    clearInterval(poll);
    await expect.poll(() => pidsOf().map(isAlive)).toEqual([false]);
  });
});

describe('the measurement', () => {
  it('gives frames a second of a real encode', async () => {
    const { fps } = await measureEncoder({ ...smallShow, ffmpegPath: 'ffmpeg' });
    expect(fps).toBeGreaterThan(0);
    expect(Number.isFinite(fps)).toBe(true);
  });

  it('says that there is none where the encoder cannot', async () => {
    await expect(measureEncoder({ ...smallShow, ffmpegPath: path.join(dir, 'no-ffmpeg') })).rejects.toThrow(MeasureError);
    await expect(measureEncoder({ ...smallShow, encoder: 'nvenc', ffmpegPath: withCard('writes-nothing') })).rejects.toThrow(MeasureError);
  });
});
