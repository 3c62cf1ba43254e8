import { describe, expect, it } from 'vitest';
import { createEncoderDesk } from '../../../main/app/encoder-desk.ts';
import { videoFormat } from '../../../main/contract/media.ts';
import type { EncoderProbe } from '../../../main/contract/video-encoders.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { MeasureError } from '../../../main/programme/control/measure-encoder.ts';

const reason = { en: 'Cannot load libcuda.so.1', zh: '无法加载' };
const works: EncoderProbe = { encoder: 'x264', outcome: 'works', reason };
const fullHd60 = videoFormat('1080p', 60);

function desk(
  options: {
    readonly found?: readonly EncoderProbe[];
    readonly speeds?: readonly (number | Error)[];
    readonly versions?: readonly string[];
    readonly busyShare?: number;
    readonly settings?: Map<string, unknown>;
    readonly machine?: string;
  } = {},
) {
  const speeds = [...(options.speeds ?? [])];
  const versions = [...(options.versions ?? ['7.1'])];
  const asked = { probes: 0, measured: [] as string[] };
  const made = createEncoderDesk({
    findFfmpeg: () =>
      Promise.resolve({ path: 'ffmpeg', source: 'PATH', version: (versions.length > 1 ? versions.shift() : versions[0]) ?? '' }),
    probe() {
      asked.probes += 1;
      return Promise.resolve(options.found ?? [works]);
    },
    measure({ encoder, device, patience }) {
      asked.measured.push(`${encoder} ${device ?? '-'}${patience === 'quick' ? ' quick' : ''}`);
      const next = speeds.shift() ?? new Error('measured too often');
      return next instanceof Error ? Promise.reject(next) : Promise.resolve({ fps: next });
    },
    cores: 4,
    busyShare: () => options.busyShare ?? 0,
    ...(options.settings
      ? {
          kept: {
            settings: { get: (name) => options.settings?.get(name), set: (name, value) => void options.settings?.set(name, value) },
            machine: options.machine ?? 'this one',
          },
        }
      : {}),
    logger: silentLogger,
  });
  return { desk: made, asked };
}

describe('which encoder a show gets', () => {
  const vaapi: EncoderProbe = { encoder: 'vaapi', outcome: 'works', reason, device: '/dev/dri/renderD129' };
  const noNvenc: EncoderProbe = { encoder: 'nvenc', outcome: 'failed', reason };

  it('is the first that works, with its device', async () => {
    expect(await desk({ found: [noNvenc, vaapi, works] }).desk.choose('auto')).toMatchObject({
      encoder: 'vaapi',
      device: '/dev/dri/renderD129',
      as: 'wanted',
      why: { en: expect.stringContaining('VAAPI') },
    });
  });

  it('is x264 where none does, and the list says of each why not', async () => {
    const { desk: one } = desk({ found: [noNvenc, works] });
    expect(await one.choose('auto')).toMatchObject({
      encoder: 'x264',
      as: 'wanted',
      why: { en: expect.stringContaining('no hardware encoder') },
    });
    expect(await one.list()).toMatchObject({
      chosen: { encoder: 'x264' },
      encoders: [
        { encoder: 'nvenc', outcome: 'failed', reason },
        { encoder: 'x264', outcome: 'works' },
      ],
    });
  });

  it('is x264 instead of one that was asked for and does not work, with the reason', async () => {
    const { desk: one } = desk({ found: [noNvenc, works] });
    expect(await one.choose('nvenc')).toMatchObject({
      encoder: 'x264',
      as: 'instead',
      why: { en: expect.stringContaining('libcuda'), zh: expect.stringContaining('无法加载') },
    });
    expect(await one.choose('videotoolbox')).toMatchObject({ encoder: 'x264', as: 'instead' });
    expect(await one.choose('x264')).toMatchObject({ encoder: 'x264', as: 'wanted', why: { en: expect.stringContaining('asked for') } });
    expect(await desk({ found: [vaapi, works] }).desk.choose('x264')).toMatchObject({ encoder: 'x264', as: 'wanted' });
  });

  it('is probed once per ffmpeg, and anew for another', async () => {
    const same = desk();
    await Promise.all([same.desk.choose('auto'), same.desk.list()]);
    await same.desk.choose('auto');
    expect(same.asked.probes).toBe(1);
    const other = desk({ versions: ['7.1', '8.0'] });
    await other.desk.choose('auto');
    await other.desk.choose('auto');
    expect(other.asked.probes).toBe(2);
  });
});

describe('whether it holds a format', () => {
  const check = async (options: Parameters<typeof desk>[0], video = fullHd60, times = 1) => {
    const { desk: one, asked } = desk(options);
    const chosen = await one.choose('auto');
    let last = await one.check(chosen, video, 6000);
    for (let n = 1; n < times; n += 1) last = await one.check(chosen, video, 6000);
    return { last, asked };
  };

  it('is measured quickly for what shows mostly start with, and refused there, too, by two figures', async () => {
    const usual = videoFormat('720p', 30);
    const held = await check({ speeds: [90] }, usual, 2);
    expect([held.last.holds, held.last.measuredFps, held.asked.measured]).toEqual([true, 90, ['x264 - quick']]);
    const refused = await check({ speeds: [19, 22] }, usual);
    expect(refused.last).toMatchObject({ holds: false, measuredFps: 22, message: { en: expect.stringContaining('22 frames a second') } });
  });

  it('is not refused for what shows mostly start with while the machine is busy with other things, and is measured anew then', async () => {
    const usual = videoFormat('720p', 30);
    const { last, asked } = await check({ speeds: [19, 18], busyShare: 0.9 }, usual, 2);
    expect(last).toMatchObject({
      holds: true,
      measuredFps: 18,
      message: { en: expect.stringMatching(/busy.*18/), zh: expect.stringContaining('18') },
    });
    expect(asked.measured).toHaveLength(2);
    expect((await check({ speeds: [41, 38], busyShare: 0.9 })).last.holds).toBe(false);
  });

  it('is remembered from run to run, on the same machine and with the same ffmpeg', async () => {
    const settings = new Map<string, unknown>();
    expect((await check({ speeds: [120], settings })).asked.measured).toHaveLength(1);
    expect(await check({ settings })).toMatchObject({ last: { holds: true, measuredFps: 120 }, asked: { measured: [] } });
    for (const other of [{ machine: 'another one' }, { versions: ['8.0'] }])
      expect((await check({ speeds: [130], settings, ...other })).asked.measured).toHaveLength(1);
    settings.set('encoder-speeds', 'nonsense');
    expect((await check({ speeds: [120], settings })).asked.measured).toHaveLength(1);
  });

  it('is measured once where it holds', async () => {
    const { last, asked } = await check({ speeds: [120] }, fullHd60, 3);
    expect([last.holds, last.measuredFps, asked.measured]).toEqual([true, 120, ['x264 -']]);
  });

  it('is asked twice before a refusal, and anew the next time', async () => {
    expect(await check({ speeds: [30, 90] })).toMatchObject({ last: { holds: true, measuredFps: 90 } });
    const { last, asked } = await check({ speeds: [41, 38] });
    expect(last).toMatchObject({
      holds: false,
      measuredFps: 41,
      neededFps: 60,
      message: { en: expect.stringContaining('41 frames a second') },
    });
    expect(asked.measured).toHaveLength(2);
    expect(await check({ speeds: [41, 38, 80] }, fullHd60, 2)).toMatchObject({ last: { holds: true, measuredFps: 80 } });
  });

  it('is measured one at a time, and a failure does not keep the next one waiting', async () => {
    let running = 0;
    let most = 0;
    const one = createEncoderDesk({
      findFfmpeg: () => Promise.resolve({ path: 'ffmpeg', source: 'PATH', version: '7.1' }),
      probe: () => Promise.resolve([works]),
      async measure({ video }) {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
        if (video.fps === 50) throw new MeasureError('hung');
        return { fps: 1000 };
      },
      cores: 4,
      busyShare: () => 0,
      logger: silentLogger,
    });
    const chosen = await one.choose('auto');
    const answers = await Promise.all(([60, 50, 30] as const).map((fps) => one.check(chosen, videoFormat('1080p', fps), 6000)));
    expect([most, answers.map(({ measuredFps }) => measuredFps)]).toEqual([1, [1000, null, 1000]]);
  });

  it('is not refused where nothing could be measured', async () => {
    const { last } = await check({ speeds: [new MeasureError('hung')] });
    expect(last).toMatchObject({ holds: true, measuredFps: null, message: { en: expect.stringContaining('could not be measured') } });
  });

  it('counts what a show has learned of drawing, by the size of the picture', async () => {
    const { desk: one } = desk({ speeds: [200, 200] });
    const chosen = await one.choose('auto');
    one.noteDrawing(videoFormat('720p', 30), 10);
    one.noteDrawing(videoFormat('360p', 30), 9);
    expect(await one.check(chosen, fullHd60, 6000)).toMatchObject({
      holds: false,
      measuredFps: 44,
      message: { en: expect.stringContaining('draws and encodes') },
    });
  });
});
