/** Words of the dictionary that are given in phones, on their way to the embedded voices: what each is fed, and that nobody else's text is read as phonemes. */
import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../main/contract/speech.ts';
import { createWordMaker, fliteSounds } from '../../../main/engines/entries/flite/flite-sounds.ts';
import { splitSentences } from '../../../main/engines/entries/flite/split-sentences.ts';
import { normaliseClause } from '../../../main/engines/text/normalise-clause.ts';
import { consonantNames, readPhone, spokenEnding, vowelNames, withEnding } from '../../../main/engines/text/readings/phones.ts';
import { espeakPhonemes } from '../../../packages/engine-espeak/src/feed-phones.ts';
import { planSpeech } from '../../../packages/engine-espeak/src/plan-speech.ts';

const tomato: Reading = { lang: 'en', word: 'tomato', reading: 'tuhmahtoh', phones: 'T AH0 M AA1 T OW0' };
const max: Reading = { lang: 'en', word: 'Max', reading: 'maks', phones: 'M AE1 K S' };

const textsOf = (clause: string, lang: string, readings: readonly Reading[]): string[] =>
  planSpeech(clause, lang, undefined, readings).map(({ text }) => text);

describe('the set', () => {
  it('is that of the CMU dictionary', () => {
    expect([vowelNames.length, consonantNames.length]).toEqual([15, 24]);
    expect(['AH2', 'ER', 'ZH', 'NG'].map((name) => readPhone(name))).toEqual([
      { name: 'AH', stress: 2 },
      { name: 'ER', stress: 0 },
      { name: 'ZH', stress: null },
      { name: 'NG', stress: null },
    ]);
    expect(['AX0', 'ZH1', 'ah1', 'AH3', 'A', '', 'toString'].map((name) => readPhone(name))).toEqual(Array(7).fill(undefined));
  });

  it('has an ending for what English hangs on a word', () => {
    expect(withEnding('K AE1 T', 's')).toBe('K AE1 T S');
    expect(withEnding('T AH0 M AA1 T OW0', 's')).toBe('T AH0 M AA1 T OW0 Z');
    expect(withEnding('M AE1 K S', 's')).toBe('M AE1 K S IH0 Z');
    expect(withEnding('K AE1 T', 'd')).toBe('K AE1 T IH0 D');
    expect(withEnding('M AE1 K S', 'll')).toBe('M AE1 K S AH0 L');
    expect(["'s", '’S ', "'sx", "'tis", "'s'"].map((behind) => spokenEnding.exec(behind)?.[1])).toEqual([
      's',
      'S',
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('a clause', () => {
  it('has the phones by the place of each word, and about the same in letters', () => {
    const { text, phones } = normaliseClause("A Tomato's skin, for Max.", 'en', [tomato, max]);
    expect(text).toBe("a tuhmahtoh's skin, for maks.");
    expect(Array.from(phones)).toEqual([
      [2, 'T AH0 M AA1 T OW0 Z'],
      [21, 'M AE1 K S'],
    ]);
  });

  it('has none where Latin letters are not English', () => {
    expect(normaliseClause('die tomato', 'de', [tomato]).phones.size).toBe(0);
    expect(textsOf('die tomato', 'de', [tomato]).join(' ')).not.toContain('[[');
  });
});

describe('for flite', () => {
  it('a word is a made-up one with its sounds, and belongs to the word that is written', () => {
    const [first, second] = splitSentences("Buy a tomato! TOMATO's for Max, tomato.", [tomato, max]);
    expect(first?.text).toBe('buy a zaloba!');
    expect(first?.words[2]).toEqual({ text: 'zaloba', wordIndex: 2, sounds: ['t', 'ax', 'm', 'aa', 't', 'ow'] });
    expect(Array.from(first?.lexicon ?? [])).toEqual([['zaloba', ['t', 'ax0', 'm', 'aa1', 't', 'ow0']]]);
    expect(second?.text).toBe('zaloda for zalofa, zaloba.');
    expect(second?.words.map(({ wordIndex }) => wordIndex)).toEqual([3, 4, 5, 6]);
    expect(second?.lexicon?.size).toBe(3);
    expect(splitSentences('Buy some tea.', [tomato])[0]).not.toHaveProperty('lexicon');
  });

  it('a made-up word is in no text', () => {
    const [sentence] = splitSentences('A zaloba and a tomato.', [tomato]);
    expect(sentence?.text).toBe('a zaloba and a zaloloba.');
    const make = createWordMaker('');
    const words = Array.from({ length: 500 }, (_, index) => make(index));
    expect(new Set(words).size).toBe(500);
    expect(words.every((word) => /^[a-z]+$/.test(word))).toBe(true);
  });

  it('secondary stress is stress, and AH without any is a schwa', () => {
    expect(fliteSounds('AH0 B AH1 S EY2')).toEqual(['ax0', 'b', 'ah1', 's', 'ey1']);
  });
});

describe('for eSpeak', () => {
  it('phones are its mnemonics, apart, with stress before the vowel', () => {
    expect(espeakPhonemes('T AH0 M AA1 T OW0')).toBe("[[t|@|m|'A:|t|oU]]");
    expect(espeakPhonemes('K AO1 R T SH IH2 P')).toBe("[[k|'O@|t|S|,I|p]]");
    expect(espeakPhonemes('HH IH1 R OW0')).toBe("[[h|'I|r-|oU]]");
    expect(espeakPhonemes('B ER1 D ER0 IY0')).toBe("[[b|'3:|d|3|i]]");
  });

  it('a word is in its place with its ending, and all of it stands for the word that is written', () => {
    const clause = "the tomato's here, tomato tomato";
    const pieces = planSpeech(clause, 'en', undefined, [tomato]);
    expect(pieces.map(({ text }) => text.trim())).toEqual(["the [[t|@|m|'A:|t|oU|z]] here,", "[[t|@|m|'A:|t|oU]] [[t|@|m|'A:|t|oU]]."]);
    const [piece] = pieces;
    const from = piece?.text.indexOf('[[') ?? 0;
    const to = piece?.text.indexOf(']]') ?? 0;
    expect(new Set(piece?.wordOf.slice(from, to + 2))).toEqual(new Set([1]));
    expect(piece?.wordOf[piece.text.indexOf('here')]).toBe(2);
  });

  it('a word stands in a Chinese clause too', () => {
    expect(textsOf('我喜欢tomato。', 'zh', [tomato]).join(' ')).toContain("[[t|@|m|'A:|t|oU]]");
  });

  it.each([
    'say [[h@loU]] now',
    'an [[ open one and [[[[more',
    '[[to[[ma]]to]] and [[tomato]]',
    '［［h@loU］］ wide, 【【and】】 ⟦⟦other⟧⟧',
    `[[${'x'.repeat(300)}]]`,
    '[\u200b[h@loU]\u200b]',
    '好[[h@loU]]好 [[ 吗',
  ])('what somebody writes is never read as phonemes: %j', (clause) => {
    for (const lang of ['en', 'zh', 'ja', 'ko', 'de', 'ru', 'und']) {
      for (const readings of [[], [max]])
        for (const text of textsOf(clause, lang, readings))
          expect({ lang, text }).not.toMatchObject({ text: expect.stringMatching(/\[|\]/) as string });
      // of a clause that has both, only what the dictionary gives is between brackets
      for (const text of textsOf(`${clause} tomato`, lang, [tomato]))
        expect(text.replaceAll("[[t|@|m|'A:|t|oU]]", '')).not.toMatch(/[[\]]/);
    }
  });
});
