import { describe, expect, it } from 'vitest';
import { createEncoderFallback } from '../../../main/programme/child/encoder/encoder-fallback.ts';
import type { EncoderFailure } from '../../../main/programme/child/encoder/encoder.ts';
import { createGauge } from '../../../main/programme/control/measure-encoder.ts';
import { encodersOf } from '../../../main/programme/control/probe-encoders.ts';
import { readFlvPictures } from '../../../main/programme/control/read-flv-pictures.ts';
import { videoCodecArgs } from '../../../main/programme/protocol/codec-args.ts';
import { ManualClock } from '../api/manual-clock.ts';

const failure = (how: EncoderFailure['how'], livedMs = 300): EncoderFailure => ({ how, livedMs, detail: '' });

describe('giving up a hardware encoder', () => {
  it.each([
    ['it ends by itself twice', ['exited', 'exited'], 'x264'],
    ['it hangs, then ends', ['stalled', 'exited'], 'x264'],
    ['it ends once', ['exited'], 'nvenc'],
    ['somebody kills it', ['killed', 'killed', 'killed', 'killed'], 'nvenc'],
  ] as const)('%s', (_what, hows, encoder) => {
    const fallback = createEncoderFallback('nvenc');
    for (const how of hows) fallback.note(failure(how));
    expect(fallback.encoder).toBe(encoder);
  });

  it('is not done for failures that are far apart, is told once, and is for good', () => {
    const fallback = createEncoderFallback('qsv');
    expect([fallback.note(failure('exited')), fallback.note(failure('exited', 60_000))]).toEqual([false, false]);
    expect([fallback.note(failure('exited')), fallback.note(failure('exited'))]).toEqual([true, false]);
    expect(fallback.encoder).toBe('x264');
  });
});

describe('what a machine could have', () => {
  it.each([
    ['linux', ['nvenc', 'qsv', 'amf', 'vaapi', 'x264']],
    ['win32', ['nvenc', 'qsv', 'amf', 'x264']],
    ['darwin', ['videotoolbox', 'x264']],
    ['freebsd', ['x264']],
  ] as const)('%s', (platform, encoders) => {
    expect(encodersOf(platform)).toEqual(encoders);
  });

  it('is asked with a device of its own, and Quick Sync for a level that it can read', () => {
    const request = {
      video: { width: 1280, height: 720, fps: 30 },
      videoBitrateKbps: 3000,
      keyframeIntervalSeconds: 2,
      preset: 'veryfast',
      live: true,
    };
    expect(videoCodecArgs({ ...request, encoder: 'vaapi', device: '/dev/dri/renderD129' }).device).toEqual([
      '-vaapi_device',
      '/dev/dri/renderD129',
    ]);
    const { codec } = videoCodecArgs({ ...request, encoder: 'qsv' });
    expect(codec[codec.indexOf('-level:v') + 1]).toBe('31');
  });
});

describe('the speed of an encoder', () => {
  const measure = async (framesPerReport: number, reports: number) => {
    const clock = new ManualClock();
    const gauge = createGauge(60, clock);
    let ended = 0;
    for (let report = 1; report <= reports && ended === 0; report += 1) {
      await clock.advance(500);
      if (gauge.read(`frame=${report * framesPerReport}`) === 'enough') ended = report;
      gauge.read('progress=continue');
    }
    return { fps: gauge.fps, ended };
  };

  it('is what came between two reports, without the start', async () => {
    expect(await measure(20, 20)).toEqual({ fps: 40, ended: 7 });
  });

  it('is known early when it is far more than enough', async () => {
    expect(await measure(200, 20)).toEqual({ fps: 400, ended: 3 });
  });

  it('is known within a second and a half where somebody waits to go live', async () => {
    const clock = new ManualClock();
    const gauge = createGauge(30, clock, { shortestMs: 450, usualMs: 1000 });
    const answers: (string | undefined)[] = [];
    for (let report = 1; report <= 3; report += 1) {
      await clock.advance(500);
      answers.push(gauge.read(`frame=${report * 40}`));
    }
    expect([answers, gauge.fps]).toEqual([[undefined, 'enough', 'enough'], 80]);
  });

  it('is unknown when too little came', async () => {
    expect(await measure(3, 8)).toEqual({ fps: null, ended: 0 });
    expect(await measure(40, 2)).toEqual({ fps: null, ended: 0 });
  });
});

describe('the pictures in an FLV file', () => {
  const tag = (body: readonly number[], type = 9): Buffer => {
    const header = Buffer.from([type, 0, 0, body.length, 0, 0, 0, 0, 0, 0, 0]);
    return Buffer.concat([header, Buffer.from(body), Buffer.from([0, 0, 0, body.length + 11])]);
  };
  const start = Buffer.from([0x46, 0x4c, 0x56, 1, 1, 0, 0, 0, 9, 0, 0, 0, 0]);
  const config = tag([0x17, 0, 0, 0, 0, 1]);
  const key = tag([0x17, 1, 0, 0, 0, 1]);
  const inter = tag([0x27, 1, 0, 0, 0, 1]);

  it('are counted, with what they are', () => {
    const file = Buffer.concat([start, tag([1, 2], 18), config, key, tag([0xaf, 1, 9], 8), inter, inter]);
    expect(readFlvPictures(file)).toEqual({ config: true, kinds: ['key', 'inter', 'inter'] });
  });

  it('are nothing in an empty, cut or foreign file', () => {
    expect(readFlvPictures(new Uint8Array(0))).toEqual({ config: false, kinds: [] });
    expect(readFlvPictures(Buffer.concat([start, config, key]).subarray(0, -6))).toEqual({ config: true, kinds: [] });
    expect(readFlvPictures(Buffer.alloc(5000, 0x41))).toMatchObject({ kinds: [] });
    expect(readFlvPictures(Buffer.concat([start, key]))).toEqual({ config: false, kinds: ['key'] });
  });
});
