/** What the mouth does for the sounds of the embedded voices, by hand: finals and initials of Mandarin, Japanese, Korean, English. */
import { describe, expect, it } from 'vitest';
import { arpabetParts } from '../../../main/performance/phonemes/arpabet.ts';
import { ipaParts } from '../../../main/performance/phonemes/ipa.ts';

const shapesOf = (parts: ReturnType<typeof ipaParts>): string => (parts ?? []).map((part) => part.viseme).join(' ');

describe('Mandarin, as eSpeak NG names it', () => {
  it.each([
    ['ˈɑ', 'aa'],
    ['ˈo', 'O'],
    ['ˈo-', 'E'],
    ['ˈi', 'I'],
    ['ˈu', 'U'],
    ['ˈy', 'U'],
    ['ˈyɛ', 'U E'],
    ['ˈyæ', 'U aa'],
    ['ˈyə', 'U E'],
    ['ˈai', 'aa I'],
    ['ˈei', 'E I'],
    ['ˈɑu', 'aa U'],
    ['ˈou', 'O U'],
    ['ˈiou', 'I O U'],
    ['ˈuei', 'U E I'],
    ['ˈuai', 'U aa I'],
    ['ˈuo', 'U O'],
    ['ˈonɡ', 'U nn'],
    ['ˈi.', 'I'],
    ['ˈi̪', 'SS'],
    ['ər', 'E RR'],
    ['p', 'PP'],
    ['ph', 'PP'],
    ['m', 'PP'],
    ['f', 'FF'],
    ['ts.', 'CH'],
    ['ts.h', 'CH'],
    ['s.', 'CH'],
    ['ʐ', 'CH'],
    ['tɕ', 'SS'],
    ['tɕh', 'SS'],
    ['ɕ', 'SS'],
    ['tsh', 'SS'],
    ['χ', 'kk'],
    ['ŋ', 'nn'],
    ['w', 'U'],
  ])('%s is %s', (name, shapes) => expect(shapesOf(ipaParts(name))).toBe(shapes));
});

describe('other languages of eSpeak NG', () => {
  it.each([
    ['ɯᵝ', 'U'],
    ['ʲ', 'I'],
    ['ɸ', 'U'],
    ['ɽ', 'RR'],
    ['ɴ', 'nn'],
    ['e̞', 'E'],
    ['ɯ', 'I'],
    ['ʌ', 'aa'],
    ['ph', 'PP'],
    ['ɜː', 'RR'],
    ['ˈɜː', 'RR'],
    ['ɜ', 'E'],
    ['aʊ', 'aa U'],
    ['ɔɪ', 'O I'],
    ['ɔø', 'O I'],
    ['ɔ̃', 'O'],
    ['øː', 'O'],
    ['yː', 'U'],
    ['β', 'PP'],
    ['θ', 'TH'],
    ['(en)', 'sil'],
    ['', 'sil'],
  ])('%s is %s', (name, shapes) => expect(shapesOf(ipaParts(name))).toBe(shapes));
});

describe('English, as Flite names it', () => {
  it.each([
    ['aa', 'aa'],
    ['iy1', 'I'],
    ['ow', 'O U'],
    ['oy', 'O I'],
    ['uw', 'U'],
    ['m', 'PP'],
    ['v', 'FF'],
    ['dh', 'TH'],
    ['jh', 'CH'],
    ['er', 'RR'],
    ['pau', 'sil'],
  ])('%s is %s', (name, shapes) => expect(shapesOf(arpabetParts(name))).toBe(shapes));
});

it('shares of one sound are whole', () => {
  for (const name of ['ˈuei', 'ˈonɡ', 'ɔø', 'ər'])
    expect((ipaParts(name) ?? []).reduce((sum, part) => sum + part.share, 0)).toBeCloseTo(1, 9);
});
