import { afterAll, describe, expect, it } from 'vitest';
import { createResampler, resampledLength, type Resampler } from '../../../main/programme/child/resample.ts';

const opened: Resampler[] = [];
const open = async (rate: number): Promise<Resampler> => {
  const resampler = await createResampler(rate);
  opened.push(resampler);
  return resampler;
};
afterAll(() => {
  for (const resampler of opened) resampler.dispose();
});

const sine = (rate: number, hz: number, count: number): Int16Array =>
  Int16Array.from({ length: count }, (_, i) => Math.round(12_000 * Math.sin((2 * Math.PI * hz * i) / rate)));

function inChunks(resampler: Resampler, input: Int16Array, seed: number): Int16Array {
  const out: number[] = [];
  let at = 0;
  let state = seed;
  while (at < input.length) {
    state = (state * 48271) % 2147483647;
    const take = Math.min(1 + (state % 900), input.length - at);
    at += take;
    out.push(...resampler.push(input.subarray(at - take, at), at === input.length));
  }
  return Int16Array.from(out);
}

const rms = (values: ArrayLike<number>, from: number, to: number): number => {
  let sum = 0;
  for (let i = from; i < to; i++) sum += (values[i] ?? 0) ** 2;
  return Math.sqrt(sum / (to - from));
};

describe('resampler', () => {
  it.each([8000, 11_025, 16_000, 22_050, 24_000, 44_100, 48_000])(
    '%i Hz: chunks give the same as one piece, in exact length',
    async (rate) => {
      const input = sine(rate, 440, Math.round(rate * 0.7) + 13);
      const whole = (await open(rate)).push(input, true);
      const pieces = inChunks(await open(rate), input, rate);
      expect(whole.length).toBe(resampledLength(input.length, rate));
      expect(pieces).toEqual(whole);
    },
  );

  it.each([16_000, 22_050, 44_100])('%i Hz: a tone keeps its place and its level', async (rate) => {
    const out = (await open(rate)).push(sine(rate, 1000, rate), true);
    const error = Float64Array.from(out, (value, i) => value - 12_000 * Math.sin((2 * Math.PI * 1000 * i) / 48_000));
    expect(rms(error, 2000, 46_000)).toBeLessThan(12);
  });

  it('lets nothing through that folds back: 20 kHz of a 96 kHz stream stays, 30 kHz goes', async () => {
    const kept = (await open(96_000)).push(sine(96_000, 18_000, 48_000), true);
    const gone = (await open(96_000)).push(sine(96_000, 30_000, 48_000), true);
    expect(rms(kept, 2000, 22_000)).toBeGreaterThan(8000);
    expect(rms(gone, 2000, 22_000)).toBeLessThan(40);
  });

  it('holds back less than 5 ms', async () => {
    const resampler = await open(16_000);
    const out = resampler.push(sine(16_000, 300, 1600), false);
    expect(4800 - out.length).toBeLessThan(240);
  });

  it('is as new after a reset', async () => {
    const resampler = await open(16_000);
    const input = sine(16_000, 500, 4000);
    const first = resampler.push(input, true);
    resampler.reset();
    expect(resampler.push(input, true)).toEqual(first);
  });

  it('refuses a rate that no voice has', async () => {
    await expect(createResampler(0)).rejects.toThrow(RangeError);
    await expect(createResampler(22_050.5)).rejects.toThrow(RangeError);
  });
});
