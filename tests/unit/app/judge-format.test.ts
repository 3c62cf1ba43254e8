import { describe, expect, it } from 'vitest';
import { formatsThatFit, judgeFormat, reachableFps } from '../../../main/app/judge-format.ts';
import { videoFormat } from '../../../main/contract/media.ts';
import { describeFormat } from '../../../main/contract/video-encoders.ts';

const x264 = { encoder: 'x264', cores: 4, drawMs: null } as const;
const fullHd60 = videoFormat('1080p', 60);

describe('whether a machine holds a format', () => {
  it.each([
    ['encoding alone, while no show has drawn yet', { ...x264, encodeFps: 90 }, 90],
    ['side by side the slower one counts', { ...x264, encodeFps: 90, drawMs: 20 }, 50],
    ['side by side the encoder may be the slower one', { ...x264, encodeFps: 40, drawMs: 5 }, 40],
    ['on one core both take their time', { ...x264, cores: 1, encodeFps: 100, drawMs: 10 }, 50],
    ['hardware takes nothing from one core', { ...x264, encoder: 'nvenc', cores: 1, encodeFps: 300, drawMs: 10 }, 100],
  ] as const)('%s', (_what, machine, fps) => {
    expect(reachableFps(machine)).toBeCloseTo(fps);
  });

  it('refuses with the measured figure, what is needed, and what would fit, in both languages', () => {
    const verdict = judgeFormat(fullHd60, { ...x264, encodeFps: 41.7 });
    expect(verdict).toMatchObject({ holds: false, reachedFps: 41, neededFps: 60 });
    expect(verdict.message.en).toMatch(/encodes 1080p60 at 41 frames a second.*60 are needed.*holds 1080p30 or 720p60/);
    expect(verdict.message.zh).toMatch(/1080p60.*41.*60.*1080p30.*720p60/);
  });

  it('wants a little more than the bare rate, and says so', () => {
    expect(judgeFormat(fullHd60, { ...x264, encodeFps: 65 })).toMatchObject({
      holds: false,
      message: { en: expect.stringContaining('to spare') },
    });
    expect(judgeFormat(fullHd60, { ...x264, encodeFps: 66.1 }).holds).toBe(true);
  });

  it('names drawing where that is what holds it up', () => {
    const { message } = judgeFormat(fullHd60, { ...x264, encodeFps: 200, drawMs: 25 });
    expect(message.en).toContain('draws and encodes 1080p60 at 40');
  });

  it.each([
    [fullHd60, 41, ['1080p30', '720p60']],
    [fullHd60, 20, ['720p30', '360p60']],
    [fullHd60, 0.5, []],
    [videoFormat('1080p-vertical', 30), 25, ['720p30 vertical']],
    [videoFormat('720p', 60), 35, ['720p30', '360p60']],
  ])('offers of the same orientation what the speed is enough for', (video, reached, names) => {
    expect(formatsThatFit(video, reached).map(describeFormat)).toEqual(names);
  });
});
