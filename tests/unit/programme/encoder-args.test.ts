import { describe, expect, it } from 'vitest';
import { buildEncoderArgs, type EncoderPlan } from '../../../main/programme/child/encoder/build-encoder-args.ts';
import { FfmpegError, listCandidates, resolveFfmpeg, type FfmpegCandidate } from '../../../main/programme/control/resolve-ffmpeg.ts';
import { planStart } from '../../../main/programme/child/plan-start.ts';
import { createOpenTurns } from '../../../main/programme/control/open-turns.ts';
import { asTurnId } from '../../../main/contract/ids.ts';

const plan: EncoderPlan = {
  video: { width: 720, height: 1280, fps: 25 },
  settings: { videoBitrateKbps: 3000, audioBitrateKbps: 160, preset: 'veryfast', keyframeIntervalSeconds: 2 },
  output: { mode: 'live' },
  aiGenerated: true,
};
const valueOf = (args: readonly string[], name: string, from = 0): string | undefined => args[args.indexOf(name, from) + 1];

describe('encoder arguments', () => {
  const live = buildEncoderArgs(plan);

  it('reads raw picture and sound from their own pipes', () => {
    expect([valueOf(live, '-video_size'), valueOf(live, '-framerate'), valueOf(live, '-pixel_format')]).toEqual([
      '720x1280',
      '25',
      'yuv420p',
    ]);
    expect(live.filter((arg) => arg.startsWith('pipe:'))).toEqual(['pipe:3', 'pipe:4', 'pipe:1']);
  });

  it('encodes live by the conventions of the platforms', () => {
    for (const name of ['-b:v', '-minrate', '-maxrate', '-bufsize']) expect(valueOf(live, name)).toBe('3000k');
    expect(valueOf(live, '-g')).toBe('50');
    expect(valueOf(live, '-x264-params')).toBe('keyint=50:min-keyint=50:scenecut=0:open-gop=0:filler=1:force-cfr=1');
    expect(valueOf(live, '-tune')).toBe('zerolatency');
    expect([valueOf(live, '-c:a'), valueOf(live, '-b:a'), valueOf(live, '-colorspace')]).toEqual(['aac', '160k', 'bt709']);
    expect(live.slice(-3)).toEqual(['-f', 'flv', 'pipe:1']);
  });

  it('writes a file that says it was made by AI, whatever its path looks like', () => {
    const file = buildEncoderArgs({ ...plan, output: { mode: 'file', path: '-odd name.mp4' } });
    expect(file.at(-1)).toBe('file:-odd name.mp4');
    expect(valueOf(file, '-metadata')).toContain('AI');
    expect(file).not.toContain('zerolatency');
    expect(buildEncoderArgs({ ...plan, aiGenerated: false, output: { mode: 'file', path: 'a.mp4' } })).not.toContain('-metadata');
  });
});

describe('finding ffmpeg', () => {
  const good = {
    '-version': 'ffmpeg version 7.1 Copyright',
    '-encoders': ' V....D libx264  H.264\n A....D aac  AAC',
    '-muxers': '  E flv   FLV\n  E mp4,m4v  MP4',
  };
  const candidates: readonly FfmpegCandidate[] = [
    { path: '/named', source: 'FFMPEG_BIN' },
    { path: 'ffmpeg', source: 'PATH' },
  ];
  type Fake = Record<string, Partial<typeof good>>;
  const run =
    (programs: Fake) =>
    (path: string, args: readonly string[]): Promise<string> => {
      const output = programs[path]?.[args[1] as keyof typeof good];
      return output === undefined ? Promise.reject(new Error('ENOENT')) : Promise.resolve(output);
    };

  it('takes the first that can do everything', async () => {
    const old = { ...good, '-encoders': ' A....D aac  AAC' };
    expect(await resolveFfmpeg({ candidates, run: run({ '/named': old, ffmpeg: good }) })).toEqual({
      path: 'ffmpeg',
      source: 'PATH',
      version: '7.1',
    });
    expect((await resolveFfmpeg({ candidates, run: run({ '/named': good, ffmpeg: good }) })).source).toBe('FFMPEG_BIN');
  });

  it('says in words what is missing', async () => {
    const lacking = await resolveFfmpeg({ candidates, run: run({ ffmpeg: { ...good, '-encoders': ' V....D libx265  x' } }) }).catch(
      (error: unknown) => error,
    );
    expect(lacking).toBeInstanceOf(FfmpegError);
    expect(lacking).toMatchObject({
      code: 'ffmpeg-lacks',
      userMessage: { en: expect.stringContaining('libx264'), zh: expect.stringContaining('libx264') },
    });
    await expect(resolveFfmpeg({ candidates, run: run({}) })).rejects.toMatchObject({ code: 'ffmpeg-missing' });
  });

  it('looks at the named one first and always at the system', () => {
    const sources = listCandidates({ FFMPEG_BIN: '/x' }).map(({ source }) => source);
    expect(sources[0]).toBe('FFMPEG_BIN');
    expect(sources).toContain('PATH');
    expect(listCandidates({}).map(({ source }) => source)).not.toContain('FFMPEG_BIN');
  });
});

describe('start of speech', () => {
  const at = (untilNextMs: number, faceLatencyMs: number): number =>
    planStart({ nextFrame: 100, untilNextMs, frameMs: 33.3, faceLatencyMs });
  it('is the next frame when the lips can be there, else the first by which they can', () => {
    expect([at(30, 20), at(10, 20), at(10, 60), at(10, 5000), at(3, 0), at(Infinity, 900)]).toEqual([100, 101, 102, 104, 100, 100]);
  });
});

describe('turns that are owed an ending', () => {
  it('are told once', () => {
    const turns = createOpenTurns();
    turns.add(asTurnId('a'), 1);
    turns.add(asTurnId('b'), 2);
    turns.add(asTurnId('c'), 3);
    turns.ended(asTurnId('a'));
    expect(turns.take(2)).toEqual(['b']);
    expect(turns.take()).toEqual(['c']);
    expect(turns.take()).toEqual([]);
  });
});
