/** The tables: closures close, diphthongs move, syllable ends are read unit by unit, unknown names are told as such. */
import { describe, expect, it } from 'vitest';
import { visemes } from '../../../main/contract/visemes.ts';
import { arpabetParts } from '../../../main/performance/phonemes/arpabet.ts';
import { ipaParts, ipaStress } from '../../../main/performance/phonemes/ipa.ts';
import { spreadPhoneme } from '../../../main/performance/phonemes/spread-phoneme.ts';

const shapes = (parts: ReturnType<typeof ipaParts>): string => (parts ?? []).map((part) => part.viseme).join(' ');

describe('ARPABET', () => {
  it.each([
    ['p', 'PP'],
    ['b', 'PP'],
    ['m', 'PP'],
    ['f', 'FF'],
    ['v', 'FF'],
    ['th', 'TH'],
    ['sh', 'CH'],
    ['s', 'SS'],
    ['iy', 'I'],
    ['aa', 'aa'],
    ['uw', 'U'],
    ['pau', 'sil'],
    ['AY1', 'aa I'],
    ['ow', 'O U'],
    ['oy', 'O I'],
  ])('%s -> %s', (phoneme, expected) => expect(shapes(arpabetParts(phoneme))).toBe(expected));

  it('tells an unknown phoneme', () => expect(arpabetParts('qq')).toBeUndefined());
});

describe('IPA', () => {
  it.each([
    ['p', 'PP'],
    ['ph', 'PP'],
    ['m', 'PP'],
    ['f', 'FF'],
    ['v', 'FF'],
    ['tɕh', 'SS'],
    ['ts.h', 'CH'],
    ['tsh', 'SS'],
    ['s.', 'CH'],
    ['ˈi.', 'I'],
    ['ˈiɑu', 'I aa U'],
    ['ˈai', 'aa I'],
    ['ɑŋ', 'aa nn'],
    ['ˈy', 'U'],
    ['ɯᵝ', 'U'],
    ['ä', 'aa'],
    ['ˈo̞', 'O'],
    ['ɔ̃', 'O'],
    ['eɪ', 'E I'],
    ['ɚ', 'RR'],
    ['', 'sil'],
    ['(en)', 'sil'],
  ])('%s -> %s', (phoneme, expected) => expect(shapes(ipaParts(phoneme))).toBe(expected));

  it('tells an unknown unit in a name', () => expect(ipaParts('a☃')).toBeUndefined());
  it('reads stress', () => expect([ipaStress('ˈa'), ipaStress('ˌa'), ipaStress('a')]).toEqual([1, 0.5, 0]));
});

describe('spreading', () => {
  it('fills the phoneme exactly, in order, with known visemes', () => {
    const marks = spreadPhoneme({ atMs: 100, durationMs: 120, phoneme: 'ˈiɑu', wordIndex: 3 }, ipaParts('ˈiɑu') ?? []);
    expect(marks.map((mark) => mark.viseme)).toEqual(['I', 'aa', 'U']);
    let atMs = 100;
    for (const mark of marks) {
      expect(mark.atMs).toBeCloseTo(atMs, 6);
      expect(visemes).toContain(mark.viseme);
      expect(mark.wordIndex).toBe(3);
      atMs += mark.durationMs;
    }
    expect(atMs).toBeCloseTo(220, 6);
  });
});
