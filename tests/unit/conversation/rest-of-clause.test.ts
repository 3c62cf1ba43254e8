import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { restOfClause } from '../../../main/conversation/rest-of-clause.ts';

const wordsOf = (text: string, lang: string): string[] =>
  Array.from(new Intl.Segmenter(lang, { granularity: 'word' }).segment(text)).flatMap((s) => (s.isWordLike ? [s.segment] : []));

describe('the rest of a clause', () => {
  it.each<readonly [string, string, number, string]>([
    ['Hello there, my friends!', 'en', 0, 'Hello there, my friends!'],
    ['Hello there, my friends!', 'en', 2, 'my friends!'],
    ['Hello there, my friends!', 'en', 3, 'friends!'],
    ['Hello there, my friends!', 'en', 4, ''],
    ['It costs $25, today only.', 'en', 2, '$25, today only.'],
    ['Say "hello there" to her.', 'en', 1, '"hello there" to her.'],
    ['Say "hello there" to her.', 'en', 2, 'there to her.'],
    ['He (or she) comes.', 'en', 1, '(or she) comes.'],
    ['He (or she) comes.', 'en', 2, 'she comes.'],
    ['He said “good morning” and left.', 'en', 3, 'morning and left.'],
    ["I don't think it's well-known.", 'en', 2, "think it's well-known."],
    ["I don't think it's well-known.", 'en', 5, 'known.'],
    ['It is -5 degrees.', 'en', 2, '-5 degrees.'],
    ['Follow #tea and @shop now.', 'en', 1, '#tea and @shop now.'],
    ['the ‘friends’ don’t mind', 'en', 2, 'don’t mind'],
    ['one ‘two three’ don’t', 'en', 2, 'three don’t'],
    ['大家好，欢迎来到直播间。', 'zh', 2, '欢迎来到直播间。'],
    ['这款茶“清香四溢”，二十五元一盒。', 'zh', 4, '四溢，二十五元一盒。'],
    ['请看《红楼梦》这本书。', 'zh', 1, '《红楼梦》这本书。'],
    ['价格是￥25元，', 'zh', 2, '￥25元，'],
    ['Wow 😀 what a day 😀!', 'en', 1, 'what a day 😀!'],
    ['... !', 'en', 0, ''],
    ['Hello', 'und', 0, 'Hello'],
  ])('%s (%s) from word %i is "%s"', (text, lang, from, rest) => expect(restOfClause(text, lang, from)).toBe(rest));

  it('says each word after the border once, in its order, and no word before it', () => {
    const piece = fc.constantFrom(
      'tea',
      'shop',
      '你好',
      '直播间',
      "don't",
      '25',
      '$3',
      ', ',
      '，',
      '。',
      '. ',
      ' ',
      '(',
      ')',
      '“',
      '”',
      '"',
      ' - ',
      '《',
      '》',
      '😀',
      '!',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), fc.nat({ max: 22 }), fc.constantFrom('en', 'zh'), (pieces, from, lang) => {
        const text = pieces.join('');
        const words = wordsOf(text, lang);
        const rest = restOfClause(text, lang, from);
        // Segments may join once a quote between them is gone; the letters may not change.
        expect(wordsOf(rest, lang).join('')).toBe(words.slice(from).join(''));
        expect(rest).toBe(rest.trim());
        if (from >= words.length) expect(rest).toBe('');
      }),
    );
  });
});
