/** English made speakable: numbers, prices, units, abbreviations, symbols; what cannot be said is left out; words keep their index. */
import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { cardinalWords, ordinalWords, yearWords } from '../../../main/engines/text/english/english-numbers.ts';
import { splitSentences } from '../../../main/engines/entries/flite/split-sentences.ts';
import { alignWords } from '../../../main/engines/entries/flite/align-words.ts';

const said = (text: string): string =>
  splitSentences(text)
    .map((sentence) => sentence.text)
    .join(' ');

describe('numbers', () => {
  it.each([
    ['0', 'zero'],
    ['7', 'seven'],
    ['21', 'twenty one'],
    ['1,299', 'one thousand two hundred ninety nine'],
    ['1000000', 'one million'],
    ['007', 'zero zero seven'],
  ])('%s', (digits, words) => expect(cardinalWords(digits)).toBe(words));
  it.each([
    ['1', 'first'],
    ['12', 'twelfth'],
    ['20', 'twentieth'],
    ['103', 'one hundred third'],
  ])('%sth', (digits, words) => expect(ordinalWords(digits)).toBe(words));
  it.each([
    ['1999', 'nineteen ninety nine'],
    ['2026', 'twenty twenty six'],
    ['2005', 'two thousand five'],
    ['1900', 'nineteen hundred'],
    ['1905', 'nineteen oh five'],
  ])('year %s', (digits, words) => expect(yearWords(digits)).toBe(words));
});

describe('clauses', () => {
  it.each([
    ['It costs $1,299.50 today!', 'it costs one thousand two hundred ninety nine dollars and fifty cents today!'],
    ['¥129 or $5 million', 'one hundred twenty nine yuan or five million dollars.'],
    ['3.5kg at 20°C, 50% off', 'three point five kilograms at twenty degrees celsius, fifty percent off.'],
    ['1 kg and 2 kg', 'one kilogram and two kilograms.'],
    ['Dr. Smith vs. Mr. Jones', 'doctor smith versus mister jones.'],
    ['at 3:30pm or 9 am', 'at three thirty pee em or nine ay em.'],
    ['3-5 days, 24/7, 1st place', 'three to five days, twenty four seven, first place.'],
    ['since 1999, really', 'since nineteen ninety nine, really.'],
    ['see https://example.com/a?b=1 now', 'see the link now.'],
    ['AI with OBS', 'ay eye with oh bee ess.'],
    ['THIS IS SO GREAT', 'this is so great.'],
    ['café & naïve', 'cafe and naive.'],
    ['soooooooo good 🎉🎉', 'sooo good.'],
    ['𝓗𝓮𝓵𝓵𝓸 ｗｏｒｌｄ', 'hello world.'],
    ['Hello 你好 there', 'hello there.'],
    ['No. 5 is alive. No. It is not.', 'number five is alive. no. it is not.'],
    ['-t --help', 'tee help.'],
  ])('%s', (text, words) => expect(said(text)).toBe(words));

  it.each([[''], ['🎉🎉'], ['你好'], ['...'], ['\u0000\u0007'], ['مرحبا']])('has nothing to say for %j', (text) =>
    expect(splitSentences(text)).toEqual([]),
  );

  it('gives each word the index of the word that it came from', () => {
    const words = splitSentences('It costs $12 now')[0]?.words ?? [];
    expect(words.map((word) => `${word.text}:${word.wordIndex}`)).toEqual(['it:0', 'costs:1', 'twelve:2', 'dollars:2', 'now:3']);
  });

  it('is safe for any text: plain words, bounded sentences, indices that never go back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        let last = 0;
        for (const sentence of splitSentences(text)) {
          expect(sentence.text).toMatch(/^[a-z' ,]+[.?!,]$/);
          expect(sentence.text.length).toBeLessThan(260);
          for (const word of sentence.words) {
            expect(word.wordIndex).toBeGreaterThanOrEqual(last);
            last = word.wordIndex;
          }
        }
      }),
    );
  });
});

describe('words of phones', () => {
  const phones = 'pau w eh l k ax m t ax dh ax s t uw d iy ow pau t ax d ey pau'.split(' ');
  it('lays phones beside letters', () => {
    const words = ['welcome', 'to', 'the', 'studio', 'today'];
    const found = alignWords(words, phones);
    const grouped = words.map((_, index) => phones.filter((__, at) => found[at] === index).join(' '));
    expect(grouped).toEqual(['w eh l k ax m', 't ax', 'dh ax', 's t uw d iy ow', 't ax d ey']);
    expect(found.filter((_, at) => phones[at] === 'pau')).toEqual([undefined, undefined, undefined]);
  });
  it('lays them beside sounds that are known, also where one was said otherwise', () => {
    // what a made-up word is said as has nothing to do with its letters
    const words = ['to', ['t', 'ax', 'm', 'aa', 't', 'ow'], 'today', ['ih', 't']];
    const said = 'pau t ax t ax m ao ow t ax d ey ih t pau'.split(' ');
    const found = alignWords(words, said);
    const grouped = words.map((_, index) => said.filter((__, at) => found[at] === index).join(' '));
    expect(grouped).toEqual(['t ax', 't ax m ao ow', 't ax d ey', 'ih t']);
  });
  it('copes with no words and no phones', () => {
    expect(alignWords([], [])).toEqual([]);
    expect(alignWords(['a'], [])).toEqual([]);
  });
});
