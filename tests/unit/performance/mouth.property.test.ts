/** Lips from any marks: what closes is seen closed, nothing moves without sound, rounding comes ahead, vowels grow with stress and loudness. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mark } from '../../../main/contract/speech.ts';
import { visemeIndex, visemes, type Viseme } from '../../../main/contract/visemes.ts';
import { mouthFromMarks, type Mouth } from '../../../main/performance/mouth.ts';

const frameMs = 1000 / 30;
const weight = (mouth: Mouth, viseme: Viseme): number => mouth.visemes[visemeIndex[viseme]] ?? Number.NaN;
const sounding = visemes.filter((viseme) => viseme !== 'sil');
const open = sounding.filter((viseme) => viseme !== 'PP' && viseme !== 'FF');
const say = (parts: readonly (readonly [Viseme, number, number?])[], fromMs = 0): Mark[] => {
  let atMs = fromMs;
  return parts.map(([viseme, durationMs, stress]) => {
    const mark: Mark = { atMs, durationMs, phoneme: viseme, viseme, ...(stress === undefined ? {} : { stress }) };
    atMs += durationMs;
    return mark;
  });
};
const at = (marks: readonly Mark[], timeMs: number): Mouth => mouthFromMarks(marks, [], timeMs, frameMs);
const part = (from: readonly Viseme[]): fc.Arbitrary<readonly [Viseme, number]> =>
  fc.tuple(fc.constantFrom(...from), fc.integer({ min: 40, max: 180 }));

it.each(['PP', 'FF'] as const)('%s is seen closed on any frame grid, between any sounds', (viseme) => {
  fc.assert(
    fc.property(
      fc.array(part(open), { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 45, max: 120 }),
      fc.array(part(open), { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 0, max: 33 }),
      (before, length, after, shift) => {
        const marks = say([...before, [viseme, length], ...after], shift);
        const mark = marks[before.length] as Mark;
        const frames = Array.from({ length: 200 }, (_, frame) => at(marks, (frame + 0.5) * frameMs));
        const inside = frames.filter((_, frame) => Math.abs((frame + 0.5) * frameMs - mark.atMs - length / 2) <= frameMs * 0.51);
        expect(inside.length).toBeGreaterThan(0);
        // At either end of an utterance the mouth is on its way from or to rest, which is closed too.
        expect(Math.max(...inside.map((mouth) => weight(mouth, viseme) + weight(mouth, 'sil')))).toBeGreaterThan(0.97);
        expect(Math.min(...inside.map((mouth) => mouth.jaw))).toBeLessThan(viseme === 'PP' ? 0.04 : 0.1);
      },
    ),
  );
});

it('is shut wherever there is no sound: before, after, and in every pause', () => {
  const utterance = fc.array(part(sounding), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 90, max: 700 }), utterance), { minLength: 1, maxLength: 4 }), (plan) => {
      const marks: Mark[] = [];
      const silences: (readonly [number, number])[] = [];
      let end = 0;
      plan.forEach(([pauseMs, parts], index) => {
        // A pause is marked, or just left open.
        if (index % 2 === 1) marks.push({ atMs: end, durationMs: pauseMs, phoneme: 'breath', viseme: 'sil' });
        silences.push([end, end + pauseMs]);
        const said = say(parts, end + pauseMs);
        marks.push(...said);
        const last = said.at(-1) as Mark;
        end = last.atMs + last.durationMs;
      });
      silences.push([end, end + 500]);
      let widest = 0;
      for (const [from, to] of silences)
        for (let timeMs = from; timeMs <= to; timeMs += 7) {
          const mouth = at(marks, timeMs);
          widest = Math.max(widest, mouth.jaw, 1 - weight(mouth, 'sil'));
        }
      expect(widest).toBeLessThan(1e-6);
    }),
  );
});

it('is whole and without a jump for any marks', () => {
  const anyPart = fc.tuple(fc.constantFrom(...visemes), fc.integer({ min: 4, max: 260 }), fc.double({ min: 0, max: 1, noNaN: true }));
  fc.assert(
    fc.property(fc.array(anyPart, { maxLength: 14 }), (parts) => {
      const marks = say(parts);
      let previous: Mouth | undefined;
      const slow = marks.every((mark) => mark.durationMs >= 40);
      let [least, most, furthestSum, jump] = [0, 0, 0, 0];
      for (let timeMs = 0; timeMs < 900; timeMs += 2) {
        const mouth = at(marks, timeMs);
        for (const value of [...mouth.visemes, mouth.jaw]) [least, most] = [Math.min(least, value), Math.max(most, value)];
        furthestSum = Math.max(furthestSum, Math.abs(mouth.visemes.reduce((sum, value) => sum + value, 0) - 1));
        // An utterance of a few milliseconds opens and closes within them.
        if (previous && slow) jump = Math.max(jump, Math.abs(mouth.jaw - previous.jaw));
        previous = mouth;
      }
      expect(least).toBeGreaterThanOrEqual(-1e-9);
      expect(most).toBeLessThanOrEqual(1 + 1e-9);
      expect(furthestSum).toBeLessThan(1e-6);
      expect(jump).toBeLessThan(0.16);
    }),
  );
});

describe('rounding', () => {
  const roundedBefore = (parts: readonly (readonly [Viseme, number])[], aheadMs: number): number => {
    const marks = say(parts);
    return weight(at(marks, (marks.at(-1) as Mark).atMs - aheadMs), 'U');
  };
  it('comes while the consonant before u is said', () => {
    for (const consonant of ['DD', 'kk', 'nn', 'SS', 'CH', 'RR'] as const) {
      expect(
        roundedBefore(
          [
            ['aa', 120],
            [consonant, 110],
            ['U', 140],
          ],
          45,
        ),
      ).toBeGreaterThan(0.25);
      expect(
        roundedBefore(
          [
            ['aa', 120],
            [consonant, 110],
            ['I', 140],
          ],
          45,
        ),
      ).toBeLessThan(0.02);
    }
  });
  it('does not come through another vowel, nor open a closure', () => {
    expect(
      roundedBefore(
        [
          ['DD', 80],
          ['I', 160],
          ['U', 140],
        ],
        100,
      ),
    ).toBeLessThan(0.02);
    const marks = say([
      ['aa', 120],
      ['PP', 80],
      ['U', 140],
    ]);
    expect(weight(at(marks, 160), 'PP')).toBeGreaterThan(0.97);
  });
});

describe('size', () => {
  const peak = (stress: number, rms: number, viseme: Viseme = 'aa'): number => {
    const marks = say([
      ['DD', 70],
      [viseme, 180, stress],
      ['nn', 70],
    ]);
    const loudness = [{ fromMs: 0, stepMs: 20, values: Array.from({ length: 20 }, () => rms) }];
    return Math.max(...Array.from({ length: 64 }, (_, index) => mouthFromMarks(marks, loudness, index * 5, frameMs).jaw));
  };
  it('grows with stress and loudness, for every vowel', () => {
    fc.assert(
      fc.property(fc.constantFrom<Viseme>('aa', 'E', 'I', 'O', 'U'), fc.double({ min: 0, max: 0.8, noNaN: true }), (vowel, stress) => {
        expect(peak(stress + 0.2, 0.1, vowel)).toBeGreaterThan(peak(stress, 0.1, vowel));
        expect(peak(stress, 0.12, vowel)).toBeGreaterThan(peak(stress, 0.05, vowel));
      }),
    );
    expect(peak(1, 0.14)).toBeGreaterThan(1.25 * peak(0, 0.14));
  });
  it('of the open vowel is larger than of the close ones', () => {
    for (const vowel of ['E', 'I', 'O', 'U'] as const) expect(peak(1, 0.14, 'aa')).toBeGreaterThan(peak(1, 0.14, vowel));
  });
});

it('a short closure of the voice before p, t or k does not shut the mouth', () => {
  const marks = say([
    ['aa', 150],
    ['sil', 45],
    ['DD', 60],
    ['E', 150],
  ]);
  for (let timeMs = 60; timeMs < 300; timeMs += 5) expect(weight(at(marks, timeMs), 'sil')).toBeLessThan(0.35);
});

describe('a closure that begins an utterance', () => {
  const begun = (phoneme: string): Mouth[] => {
    const [first, ...rest] = say([
      ['PP', 60],
      ['aa', 160],
    ]);
    const marks = [{ ...(first as Mark), phoneme }, ...rest];
    return [0, 1, 2].map((frame) => at(marks, (frame + 0.5) * frameMs));
  };

  it('parts with the sound of a p or b: they are heard when the lips open', () => {
    for (const phoneme of ['p', 'b', 'pʰ', 'B']) {
      const frames = begun(phoneme);
      expect(frames[0]?.jaw).toBeGreaterThan(0.1);
      expect(frames[1]?.jaw).toBeGreaterThan(frames[0]?.jaw ?? 1);
    }
  });

  it('stays for an m, which sounds through it, and for what is unknown', () => {
    for (const phoneme of ['m', 'M', '']) expect(begun(phoneme)[0]?.jaw).toBeLessThan(0.04);
  });
});
