/** The slate's decoder configuration is the show's: otherwise every slate would start a new part of the recording. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { slateEncoder } from '../../../main/app/slate-encoder.ts';
import { readAvTag } from '../../../main/outlet/child/av-tag.ts';
import { createFlvParser } from '../../../main/outlet/child/flv-parser.ts';
import { parseSlate } from '../../../main/outlet/child/slate-player.ts';
import { buildSlate, SlateBuildError } from '../../../main/outlet/control/build-slate.ts';
import { buildEncoderArgs } from '../../../main/programme/child/encoder/build-encoder-args.ts';
import { Bench, drawBackSoon, ffmpeg } from './support.ts';

const bench = new Bench();
afterAll(() => bench.dispose());

const settings = { videoBitrateKbps: 3000, audioBitrateKbps: 128, preset: 'veryfast', keyframeIntervalSeconds: 2 } as const;

describe('the slate', () => {
  it.each([
    { width: 1280, height: 720, fps: 30 },
    { width: 720, height: 1280, fps: 25 },
  ])('has the parameter sets of the programme at $width x $height', async (video) => {
    const outPath = bench.path(`slate-${video.width}.flv`);
    await buildSlate({ ffmpegPath: ffmpeg, video, encoder: slateEncoder(video, settings), draw: drawBackSoon(video), outPath });
    const slate = parseSlate(readFileSync(outPath));
    expect(slate.video).toHaveLength(video.fps * 2);
    expect(slate.video.filter((tag) => tag.role === 'key')).toHaveLength(1);

    const frames = 5;
    const picture = Buffer.alloc((video.width * video.height * 3 * frames) / 2, 128);
    const sound = Buffer.alloc((48_000 / video.fps) * frames * 4);
    const args = buildEncoderArgs({ video, settings, output: { mode: 'live' }, aiGenerated: true });
    const script = `exec 3<"$0" 4<"$1"; shift; exec ${ffmpeg} "$@"`;
    const [picturePath, soundPath] = [bench.path('picture.yuv'), bench.path('sound.pcm')];
    execFileSync('sh', ['-c', 'cat > "$0"', picturePath], { input: picture });
    execFileSync('sh', ['-c', 'cat > "$0"', soundPath], { input: sound });
    const flv = execFileSync('sh', ['-c', script, picturePath, soundPath, ...args], { maxBuffer: 1 << 26 });
    const live = createFlvParser()
      .push(flv)
      .map(readAvTag)
      .filter((tag) => tag?.role === 'config');

    expect(Buffer.from(slate.videoConfig.body)).toEqual(Buffer.from(live.find((tag) => tag?.track === 'video')?.body ?? []));
    expect(Buffer.from(slate.audioConfig?.body ?? [])).toEqual(Buffer.from(live.find((tag) => tag?.track === 'audio')?.body ?? []));
  });

  it('says in a code why it cannot be made', async () => {
    const video = { width: 320, height: 180, fps: 30 };
    const request = { video, encoder: slateEncoder(video, settings), draw: drawBackSoon(video), outPath: bench.path('none.flv') };
    await expect(buildSlate({ ...request, ffmpegPath: bench.path('no-ffmpeg') })).rejects.toMatchObject({ code: 'ffmpeg-missing' });
    await expect(buildSlate({ ...request, ffmpegPath: ffmpeg, draw: () => Promise.resolve() })).rejects.toBeInstanceOf(SlateBuildError);
    await expect(buildSlate({ ...request, ffmpegPath: ffmpeg, signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
  });
});
