/** Loudness, peaks, the level of a voice and playing faster, on made-up sound whose truth is known. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { limitPeaks } from '../../../main/engines/child/sound/limit-peaks.ts';
import { measureLoudness } from '../../../main/engines/child/sound/measure-loudness.ts';
import { createFasterPlayer } from '../../../main/engines/child/sound/play-faster.ts';
import { createSpeechLevel, targetLufs } from '../../../main/engines/child/sound/speech-level.ts';
import { truePeak } from '../../../main/engines/child/sound/true-peak.ts';

const sine = (rate: number, hz: number, seconds: number, level: number, phase = 0): Float32Array =>
  Float32Array.from({ length: Math.round(rate * seconds) }, (_, at) => level * Math.sin((2 * Math.PI * hz * at) / rate + phase));
/** Noise in syllables, as unlike a tone as speech is. */
function babble(rate: number, seconds: number, level: number, seed = 1): Int16Array {
  let state = seed;
  return Int16Array.from({ length: Math.round(rate * seconds) }, (_, at) => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    const syllable = Math.max(0, Math.sin((2 * Math.PI * 4 * at) / rate)) ** 2;
    return Math.round(32_767 * level * syllable * ((2 * state) / 0x7fffffff - 1));
  });
}
const floats = (samples: Int16Array): Float32Array => Float32Array.from(samples, (sample) => sample / 32_768);

describe('loudness', () => {
  // BS.1770: a full-scale 997 Hz sine on one channel reads -3.01 LKFS, on two 0.00.
  it.each([16_000, 22_050, 48_000])('a full-scale 997 Hz tone on both channels reads 0 LUFS at %i Hz', (rate) =>
    expect(measureLoudness(sine(rate, 997, 3, 1), rate).lufs).toBeCloseTo(0, 1),
  );
  it('falls by 20 dB with a tenth of the level, and pauses do not count', () => {
    const tone = sine(48_000, 997, 2, 0.1);
    expect(measureLoudness(tone, 48_000).lufs).toBeCloseTo(-20, 1);
    const paused = new Float32Array(48_000 * 6);
    paused.set(tone);
    paused.set(tone, 48_000 * 4);
    expect(Math.abs(measureLoudness(paused, 48_000).lufs + 20)).toBeLessThan(0.6);
  });
  it('hears low tones less and nothing in silence', () => {
    expect(measureLoudness(sine(48_000, 40, 2, 0.5), 48_000).lufs).toBeLessThan(
      measureLoudness(sine(48_000, 997, 2, 0.5), 48_000).lufs - 3,
    );
    expect(measureLoudness(new Float32Array(48_000), 48_000).lufs).toBe(-Infinity);
    expect(measureLoudness(new Float32Array(0), 48_000).lufs).toBe(-Infinity);
  });
});

describe('true peaks', () => {
  it('finds the crest between two samples', () => {
    // A quarter of the rate, 45 degrees off: every sample is at 0.707 of the crest.
    const tone = sine(48_000, 12_000, 0.1, 1, Math.PI / 4);
    expect(Math.max(...tone)).toBeLessThan(0.72);
    expect(truePeak(tone)).toBeGreaterThan(0.97);
    expect(truePeak(tone)).toBeLessThan(1.05);
  });

  it('are held under the ceiling, whatever the sound, and soft sound is not touched', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1.5, max: 1.5, noNaN: true }), { minLength: 1, maxLength: 400 }), (values) => {
        const samples = Float32Array.from(values);
        limitPeaks(samples, 16_000, 0.84);
        expect(Math.max(...samples.map(Math.abs))).toBeLessThanOrEqual(0.841);
      }),
    );
    const loud = sine(16_000, 3000, 0.5, 1.4, 0.3);
    limitPeaks(loud, 16_000, 0.84);
    expect(truePeak(loud)).toBeLessThan(0.86);
    const soft = sine(16_000, 300, 0.2, 0.5);
    const before = soft.slice();
    limitPeaks(soft, 16_000, 0.84);
    expect(soft).toEqual(before);
  });
});

describe('the level of a voice', () => {
  it.each([0.01, 0.1, 0.9])('brings speech of level %f to the norm', (level) => {
    const out = createSpeechLevel().level(babble(22_050, 2, level), 22_050, 'a', 1);
    expect(Math.abs(measureLoudness(floats(out), 22_050).lufs - targetLufs)).toBeLessThan(0.5);
    expect(truePeak(floats(out))).toBeLessThan(10 ** (-1 / 20));
  });

  it('keeps a little of what is softer and louder, within the norm', () => {
    const level = createSpeechLevel();
    const said = (loud: number): number => measureLoudness(floats(level.level(babble(16_000, 2, loud), 16_000, 'a', 1)), 16_000).lufs;
    said(0.2);
    const soft = said(0.12);
    const loud = said(0.3);
    expect(loud - soft).toBeGreaterThan(0.5);
    for (const lufs of [soft, loud]) expect(Math.abs(lufs - targetLufs)).toBeLessThan(1);
  });

  it('knows each voice by itself', () => {
    const level = createSpeechLevel();
    for (const [voice, loud] of [
      ['a', 0.02],
      ['b', 0.8],
      ['a', 0.02],
      ['b', 0.8],
    ] as const)
      expect(
        Math.abs(measureLoudness(floats(level.level(babble(16_000, 1.5, loud), 16_000, voice, 1)), 16_000).lufs - targetLufs),
      ).toBeLessThan(0.7);
  });

  it('follows the volume that is asked for, up to the peaks', () => {
    const at = (volume: number): number =>
      measureLoudness(floats(createSpeechLevel().level(babble(16_000, 2, 0.2), 16_000, 'a', volume)), 16_000).lufs;
    expect(at(1) - at(0.5)).toBeCloseTo(6, 0);
    expect(at(1.25) - at(1)).toBeGreaterThan(1);
    expect(
      createSpeechLevel()
        .level(babble(16_000, 1, 0.2), 16_000, 'a', 0)
        .every((sample) => sample === 0),
    ).toBe(true);
    const most = createSpeechLevel().level(babble(16_000, 2, 0.9), 16_000, 'a', 2);
    expect(truePeak(floats(most))).toBeLessThan(10 ** (-1 / 20));
  });

  it('leaves silence alone', () => expect(createSpeechLevel().level(new Int16Array(500), 16_000, 'a', 1)).toEqual(new Int16Array(500)));
});

it('plays faster: shorter by the ratio, the same loudness, a higher tone', async () => {
  const player = await createFasterPlayer();
  const crossings = (samples: Int16Array): number =>
    samples.reduce((count, sample, at) => count + (at > 0 && sample >= 0 !== (samples[at - 1] as number) >= 0 ? 1 : 0), 0);
  const before = Int16Array.from(sine(16_000, 200, 0.5, 0.4), (value) => Math.round(value * 32_767));
  for (const ratio of [1.25, 0.8, 1.06]) {
    const after = player.play(before, ratio);
    expect(after.length).toBe(Math.floor(before.length / ratio));
    expect(Math.abs(crossings(after) - crossings(before))).toBeLessThanOrEqual(2);
    expect(Math.max(...after.subarray(500, -500))).toBeCloseTo(Math.max(...before), -3);
  }
  expect(player.play(before, 1)).toBe(before);
  player.dispose();
});
