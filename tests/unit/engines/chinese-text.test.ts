/** Mandarin made speakable: numbers in words, polyphones and tones through pinyin, runs by script, places kept. */
import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { cardinalWords } from '../../../main/engines/text/chinese/chinese-numbers.ts';
import { normaliseChinese } from '../../../main/engines/text/chinese/normalise-chinese.ts';
import { planSpeech } from '../../../packages/engine-espeak/src/plan-speech.ts';
import { espeakLanguages } from '../../../packages/engine-espeak/src/languages.ts';

const pinyinOf = (text: string): string =>
  planSpeech(text, 'zh')
    .map((piece) => piece.text)
    .join(' ');

describe('numbers', () => {
  it.each([
    ['0', '零'],
    ['10', '十'],
    ['12', '十二'],
    ['101', '一百零一'],
    ['110', '一百一十'],
    ['1,299', '一千二百九十九'],
    ['10086', '一万零八十六'],
    ['100000001', '一亿零一'],
    ['20000000', '两千万'],
    ['249', '二百四十九'],
    ['200', '两百'],
    ['007', '零零七'],
  ])('%s -> %s', (digits, words) => expect(cardinalWords(digits)).toBe(words));
});

describe('clauses', () => {
  it.each([
    ['只要¥129', '只要一百二十九元'],
    ['原价3.5万元', '原价三点五万元'],
    ['省50%', '省百分之五十'],
    ['2026年11月22日', '二零二六年十一月二十二日'],
    ['2024-01-02', '二零二四年一月二日'],
    ['下午3:30', '下午三点半'],
    ['2:05', '两点零五分'],
    ['买2件送1个', '买两件送一个'],
    ['重2kg', '重两公斤'],
    ['3-5天', '三到五天'],
    ['第2名', '第二名'],
    ['拨打13812345678', '拨打幺三八幺二三四五六七八'],
    ['MP3和iPhone 15', 'M P 三和iPhone 十五'],
  ])('%s -> %s', (text, words) => expect(normaliseChinese(text).text).toBe(words));

  it('picks the reading of a character by its context, with tones and their changes', () => {
    expect(pinyinOf('银行行长在重庆')).toBe('yin2hang2 hang2zhang3 zai4 chong2qing4.');
    expect(pinyinOf('女儿')).toBe('nv3er2.');
    expect(pinyinOf('一个人不行')).toMatch(/^yi2ge4 ?ren2 bu4 ?xing2\.$/);
  });

  it.each([
    ['小孩儿喝汽水儿', /xiao3ha2er5 he1 ?qi4shui3er5/],
    ['女儿和儿子', /nv3er2 he2 er2zi5/],
    ['跑得快', /pao3de5/],
    ['觉得很值得', /jue2de5 ?hen3 zhi2de5/],
    ['得到了', /de2dao4/],
    ['你得去', /ni3 dei3 qu4/],
    ['慢慢地走', /man4man4de5 zou3/],
    ['姐妹们种草', /zhong4 ?cao3/],
    ['还款还没到', /huan2 ?kuan3 hai2 ?mei2/],
    ['地铁站', /di4tie3/],
    ['重新发货', /chong2xin1 fa1 ?huo4/],
  ])('%s is read %s', (text, reading) => expect(pinyinOf(text)).toMatch(reading));

  it('speaks a line of several languages whole, in order, each part by its own voice', () => {
    const voices = (text: string, lang: string): string[] => planSpeech(text, lang).map((piece) => piece.language.voice);
    expect(voices('I love 火锅 so much', 'en')).toEqual(['en-us', 'cmn-latn-pinyin', 'en-us']);
    expect(voices('这个叫さくら, it is 벚꽃', 'zh')).toEqual(['cmn-latn-pinyin', 'ja', 'en-us', 'ko']);
    expect(voices('Привет, iPhone 15', 'ru')).toEqual(['ru', 'en-us']);
    expect(voices('Das ist ein iPhone.', 'de')).toEqual(['de']);
    const words = planSpeech('今天 hello 大家', 'zh').flatMap((piece) => piece.wordOf);
    expect(words).toEqual(words.toSorted((a, b) => (a ?? 0) - (b ?? 0)));
  });

  it('reads Latin names in English, without a pause', () => {
    const pieces = planSpeech('这款iPhone很好', 'zh');
    expect(pieces.map((piece) => piece.language.voice)).toEqual(['cmn-latn-pinyin', 'en-us', 'cmn-latn-pinyin']);
    expect(pieces[0]?.pauseMs).toBeLessThan(50);
  });

  it('takes out what the synthesizer would obey or spell', () => {
    expect(
      planSpeech('Hello [[w3:ld]] <b>you</b> 😀', 'en')
        .map((piece) => piece.text.replaceAll(/\s+/g, ' '))
        .join(''),
    ).toBe('hello you .');
    expect(planSpeech('🎉🎉', 'zh')).toEqual([]);
    expect(planSpeech('', 'ko')).toEqual([]);
  });

  it('is safe for any text in any language: places stay inside the clause, text and places agree', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.constantFrom(...espeakLanguages.map(({ lang }) => lang)),
        (text, lang) => {
          const wordCount = Array.from(new Intl.Segmenter(lang, { granularity: 'word' }).segment(text)).filter(
            (segment) => segment.isWordLike,
          ).length;
          for (const piece of planSpeech(text, lang)) {
            expect(piece.wordOf.length).toBeGreaterThanOrEqual(piece.text.length - 1);
            for (const word of piece.wordOf) if (word !== undefined) expect(word).toBeLessThan(wordCount);
          }
        },
      ),
    );
  });
});
