import { describe, expect, it } from 'vitest';
import { ratesFor, withLimits } from '../../../main/app/preflight-desk.ts';
import { videoFormat } from '../../../main/contract/media.ts';

const usual = { audioBitrateKbps: 160 };
const report = { steps: [], measuredKbps: null };

describe('what a destination is tried with', () => {
  it('is what a show in that format sends there, by the platform’s own limit', () => {
    expect(ratesFor(usual, videoFormat('720p'), 'custom')).toEqual({ videoKbps: 3000, sentKbps: 3160, unlimitedKbps: 3160 });
    expect(ratesFor(usual, videoFormat('1080p', 60), 'youtube')).toMatchObject({ sentKbps: 6160 });
    expect(ratesFor(usual, videoFormat('1080p', 60), 'twitch')).toEqual({ videoKbps: 5840, sentKbps: 6000, unlimitedKbps: 6160 });
    expect(ratesFor({ ...usual, videoBitrateKbps: 2000 }, videoFormat('1080p'), 'custom')).toMatchObject({ sentKbps: 2160 });
  });

  it('is said beside the limit, in both languages', () => {
    const limits = (presetId: 'twitch' | 'custom', video = videoFormat('1080p', 60)) =>
      withLimits(report, { video, presetId }, usual).steps.find(({ step }) => step === 'limits');
    expect(limits('twitch')).toMatchObject({
      outcome: 'warn',
      message: {
        en: expect.stringMatching(/1080p60.*6160.*6000 kbit\/s at most.*all platforms get 6000/),
        zh: expect.stringContaining('6160'),
      },
    });
    expect(limits('twitch', videoFormat('720p'))).toMatchObject({
      outcome: 'ok',
      message: { en: expect.stringContaining('720p30 (3160') },
    });
    expect(limits('custom')).toMatchObject({ outcome: 'ok', message: { en: expect.stringContaining('6160') } });
  });
});
