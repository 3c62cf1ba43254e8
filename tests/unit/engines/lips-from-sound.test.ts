/** Lips for a voice without timings: pauses and hiss are found, marks cover the sound in order however it is cut, and the jaw goes with the sound. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mark } from '../../../main/contract/speech.ts';
import { createLipsFromSound } from '../../../main/engines/child/lips-from-sound.ts';

const rate = 16_000;
const part = (ms: number, make: (at: number) => number): number[] => Array.from({ length: (ms * rate) / 1000 }, (_, at) => make(at));
const silence = (ms: number): number[] => part(ms, () => 0);
/** A voice of 120 Hz with two formants, roughly. */
const vowel = (ms: number, f1: number, f2: number): number[] =>
  part(ms, (at) => {
    const t = (at / rate) % (1 / 120);
    return 9000 * Math.exp(-60 * t) * Math.sin(2 * Math.PI * f1 * t) + 3500 * Math.exp(-80 * t) * Math.sin(2 * Math.PI * f2 * t);
  });
let state = 7;
const hiss = (ms: number): number[] => {
  let before = 0;
  return part(ms, () => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    const noise = (2 * state) / 0x7fffffff - 1;
    const high = noise - before;
    before = noise;
    return 4000 * high;
  });
};
const marksOf = (samples: readonly number[], cuts: readonly number[] = []): Mark[] => {
  const lips = createLipsFromSound(rate);
  const marks: Mark[] = [];
  let from = 0;
  for (const to of [...cuts.toSorted((a, b) => a - b), samples.length]) {
    marks.push(...lips.hear(Int16Array.from(samples.slice(from, to))));
    from = to;
  }
  return [...marks, ...lips.end()];
};
const visemeAt = (marks: readonly Mark[], ms: number): string | undefined =>
  marks.find((mark) => mark.atMs <= ms && mark.atMs + mark.durationMs > ms)?.viseme;

it('finds pauses, hiss and voice', () => {
  const marks = marksOf([...silence(200), ...vowel(200, 700, 1200), ...hiss(160), ...silence(200), ...vowel(200, 300, 2300)]);
  expect(visemeAt(marks, 100)).toBe('sil');
  expect(['aa', 'O', 'E']).toContain(visemeAt(marks, 300));
  expect(visemeAt(marks, 480)).toBe('SS');
  expect(visemeAt(marks, 670)).toBe('sil');
  expect(['I', 'E']).toContain(visemeAt(marks, 860));
});

it('tells a spread vowel from a dark one of the same voice', () => {
  const line = Array.from({ length: 8 }, () => [...vowel(160, 750, 1250), ...vowel(160, 280, 2400)]).flat();
  const marks = marksOf(line);
  for (let from = 1280; from < 2560; from += 320) {
    expect(visemeAt(marks, from + 90)).not.toBe('I');
    expect(visemeAt(marks, from + 250)).toBe('I');
  }
});

describe('marks', () => {
  it('cover the sound in order and without gaps, however it comes', () => {
    const samples = [...vowel(150, 700, 1200), ...silence(90), ...hiss(80), ...vowel(333, 400, 1900)];
    const whole = marksOf(samples);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: samples.length }), { maxLength: 8 }), (cuts) => {
        expect(marksOf(samples, cuts)).toEqual(whole);
      }),
    );
    let end = 0;
    for (const mark of whole) {
      expect(mark.atMs).toBeCloseTo(end, 6);
      expect(mark.durationMs).toBeGreaterThan(0);
      expect(mark.durationMs).toBeLessThan(260);
      end = mark.atMs + mark.durationMs;
    }
    expect(end).toBeCloseTo((samples.length * 1000) / rate, 6);
  });
  it('there are none without sound', () => expect(marksOf([])).toEqual([]));
});
