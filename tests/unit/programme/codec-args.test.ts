import { describe, expect, it } from 'vitest';
import { frameRates, videoFormat, videoPresetNames } from '../../../main/contract/media.ts';
import { h264Level, videoEncoderIds, videoKbpsFor } from '../../../main/contract/video-encoders.ts';
import { videoCodecArgs, type CodecRequest } from '../../../main/programme/protocol/codec-args.ts';

const request = (over: Partial<CodecRequest>): CodecRequest => ({
  encoder: 'x264',
  video: videoFormat('1080p', 60),
  videoBitrateKbps: 6000,
  keyframeIntervalSeconds: 2,
  preset: 'veryfast',
  live: true,
  ...over,
});
const valueOf = (args: readonly string[], name: string): string | undefined =>
  args.includes(name) ? args[args.indexOf(name) + 1] : undefined;

describe('the arguments of each video encoder', () => {
  it.each(videoEncoderIds)(
    '%s: CBR, two seconds between keyframes, closed GOP, no B-frames, High at the level of the format',
    (encoder) => {
      const { codec } = videoCodecArgs(request({ encoder }));
      for (const name of ['-b:v', '-minrate', '-maxrate', '-bufsize']) expect(valueOf(codec, name)).toBe('6000k');
      expect([valueOf(codec, '-g'), valueOf(codec, '-keyint_min'), valueOf(codec, '-bf')]).toEqual(['120', '120', '0']);
      expect([valueOf(codec, '-profile:v'), valueOf(codec, '-level:v'), valueOf(codec, '-flags')]).toEqual([
        'high',
        encoder === 'qsv' ? '42' : '4.2',
        '+cgop',
      ]);
    },
  );

  it('brings the picture onto the card where the encoder takes it nowhere else', () => {
    expect(videoCodecArgs(request({ encoder: 'vaapi' }))).toMatchObject({
      filter: 'format=nv12,hwupload',
      device: ['-vaapi_device', expect.any(String)],
    });
    expect(videoCodecArgs(request({}))).toMatchObject({ filter: '', device: [] });
  });

  it('differs between two bitrates in the rates alone', () => {
    const at = (videoBitrateKbps: number): string[] =>
      videoCodecArgs(request({ videoBitrateKbps })).codec.map((arg) => (arg === `${videoBitrateKbps}k` ? 'rate' : arg));
    expect(at(1500)).toEqual(at(6000));
  });
});

describe('a picture format', () => {
  it.each([
    ['720p', 25, '3.1', 3000],
    ['720p-vertical', 30, '3.1', 3000],
    ['720p', 50, '3.2', 4500],
    ['1080p', 30, '4.0', 4500],
    ['1080p-vertical', 25, '4.0', 4500],
    ['1080p', 60, '4.2', 6000],
  ] as const)('%s at %i frames/s: level %s, %i kbit/s', (preset, fps, level, kbps) => {
    const video = videoFormat(preset, fps);
    expect([h264Level(video), videoKbpsFor(video, 160)]).toEqual([level, kbps]);
  });

  it('has a level and whole sound frames at every size and rate', () => {
    for (const preset of videoPresetNames)
      for (const fps of frameRates) {
        expect(() => h264Level(videoFormat(preset, fps))).not.toThrow();
        expect(48_000 % fps).toBe(0);
      }
  });

  it('stays within the narrowest limit of where it goes, with its sound', () => {
    const video = videoFormat('1080p', 60);
    expect(videoKbpsFor(video, 160, [null, 8000, 6000])).toBe(5840);
    expect(videoKbpsFor(video, 160, [null])).toBe(6000);
    expect(videoKbpsFor(video, 160, [6000], 2000)).toBe(2000);
  });
});
