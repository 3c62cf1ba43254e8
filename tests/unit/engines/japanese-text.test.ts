/** Japanese made speakable: numbers in kana, long vowels written out, kanji by the dictionary. */
import { beforeAll, describe, expect, it } from 'vitest';
import { kanaCardinal } from '../../../main/engines/text/japanese/japanese-numbers.ts';
import { normaliseJapanese } from '../../../main/engines/text/japanese/normalise-japanese.ts';
import { speakable } from '../../../packages/engine-espeak/src/feed-kana.ts';
import { loadJapaneseReader, type ReadJapanese } from '../../../packages/engine-espeak/src/japanese-reader.ts';
import { planSpeech } from '../../../packages/engine-espeak/src/plan-speech.ts';

describe('numbers', () => {
  it.each([
    ['0', 'ゼロ'],
    ['14', 'ジュウヨン'],
    ['300', 'サンビャク'],
    ['1,980', 'センキュウヒャクハチジュウ'],
    ['8600', 'ハッセンロッピャク'],
    ['10000', 'イチマン'],
    ['1.5', 'イチ'],
  ])('%s', (written, kana) => expect(kanaCardinal(written.split('.')[0] ?? '')).toBe(kana));

  it.each([
    ['1,980円です', 'センキュウヒャクハチジュウエンです'],
    ['¥500', 'ゴヒャクエン'],
    ['50%オフ', 'ゴジュウパーセントオフ'],
    ['午後8時30分', '午後ハチジサンジュップン'],
    ['9時半', 'クジハン'],
    ['3つと2人', 'ミッツとフタリ'],
    ['11月20日', 'ジュウイチガツハツカ'],
    ['1.5L', 'イッテンゴリットル'.replace('イッ', 'イチ')],
    ['3~5日間', 'サンカラゴ日間'],
  ])('%s', (written, kana) => expect(normaliseJapanese(written).text).toBe(kana));
});

it.each([
  ['トーキョー', 'トオキョオ'],
  ['センエン', 'セン エン'],
  ['リョーリ', 'リヨオリ'],
  ['ソレヲ', 'ソレオ'],
  ['ケーキ、', 'ケエキ'],
])('%s is fed as %s', (kana, fed) => expect(speakable(kana)).toBe(fed));

describe('kanji', () => {
  let read: ReadJapanese;
  beforeAll(() => {
    read = loadJapaneseReader();
  });
  const kanaOf = (text: string): string =>
    planSpeech(text, 'ja', read)
      .map((piece) => piece.text)
      .join(' ');
  it.each([
    ['今日は天気がいいですね。', 'キョオ ワ テンキ ガ イイ デス ネ.'],
    ['東京タワーへ行きました', 'トオキョオ タワア エ イキ マシ タ.'],
    ['旅行の料金', 'リヨコオ ノ リヨオキン.'],
    ['一人で行く', 'ヒトリ デ イク.'],
  ])('%s', (text, kana) => expect(kanaOf(text)).toBe(kana));

  it('keeps the places of the words, in order', () => {
    const text = '今日は天気がいいですね';
    const count = Array.from(new Intl.Segmenter('ja', { granularity: 'word' }).segment(text)).length;
    const words = planSpeech(text, 'ja', read).flatMap((piece) => piece.wordOf);
    expect(new Set(words).size).toBe(count);
    expect(words).toEqual(words.toSorted((a, b) => (a ?? 0) - (b ?? 0)));
  });
});
