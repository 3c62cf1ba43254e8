/** A Japanese clause as it is said: digits, prices, percentages, times and a few counters become kana; kanji stay for who can read them. Pure. */
import { cleanClause } from '../clean-clause.ts';
import { sayLatin } from '../english/say-latin.ts';
import { applyRules, defineRule as rule, type TextRule, type TracedText } from '../traced-text.ts';
import { kanaCardinal, kanaDigits, kanaNumber } from './japanese-numbers.ts';

const number = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?`;
const plain = (text: string): string => text.replaceAll(',', '');
const units: Readonly<Record<string, string>> = {
  kg: 'キログラム',
  g: 'グラム',
  km: 'キロメートル',
  m: 'メートル',
  cm: 'センチ',
  mm: 'ミリ',
  ml: 'ミリリットル',
  l: 'リットル',
  '℃': 'ド',
  gb: 'ギガ',
  w: 'ワット',
};
const hours = [
  'レイジ',
  'イチジ',
  'ニジ',
  'サンジ',
  'ヨジ',
  'ゴジ',
  'ロクジ',
  'シチジ',
  'ハチジ',
  'クジ',
  'ジュウジ',
  'ジュウイチジ',
  'ジュウニジ',
];
const hourWords = (hour: string): string =>
  hours[Number(hour)] ??
  `${kanaCardinal(hour)
    .replace(/キュウ$/, 'ク')
    .replace(/ヨン$/, 'ヨ')}ジ`;
const minuteWords = (minute: string): string => {
  const value = kanaCardinal(String(Number(minute)));
  return /(?:イチ|ロク|ハチ|ジュウ|サン|ヨン)$/.test(value)
    ? `${value
        .replace(/イチ$/, 'イッ')
        .replace(/ロク$/, 'ロッ')
        .replace(/ハチ$/, 'ハッ')
        .replace(/ジュウ$/, 'ジュッ')}プン`
    : `${value}フン`;
};
const monthNames = ['', 'イチ', 'ニ', 'サン', 'シ', 'ゴ', 'ロク', 'シチ', 'ハチ', 'ク', 'ジュウ', 'ジュウイチ', 'ジュウニ'];
const dayNames: Readonly<Record<number, string>> = {
  1: 'ツイタチ',
  2: 'フツカ',
  3: 'ミッカ',
  4: 'ヨッカ',
  5: 'イツカ',
  6: 'ムイカ',
  7: 'ナノカ',
  8: 'ヨウカ',
  9: 'ココノカ',
  10: 'トオカ',
  14: 'ジュウヨッカ',
  20: 'ハツカ',
  24: 'ニジュウヨッカ',
};
const things = ['', 'ヒトツ', 'フタツ', 'ミッツ', 'ヨッツ', 'イツツ', 'ムッツ', 'ナナツ', 'ヤッツ', 'ココノツ'];

const rules: readonly TextRule[] = [
  rule(String.raw`(?:https?:\/\/|www\.)[^\s<>"、。！？]+`, () => 'リンク'),
  rule(String.raw`no\.\s?1(?!\d)`, () => 'ナンバーワン'),
  rule(String.raw`¥\s?(${number})`, (amount) => `${kanaNumber(plain(amount))}エン`),
  rule(String.raw`\$\s?(${number})`, (amount) => `${kanaNumber(plain(amount))}ドル`),
  rule(String.raw`(${number})\s?円`, (amount) => `${kanaNumber(plain(amount)).replace(/ヨン$/, 'ヨ')}エン`),
  rule(String.raw`(${number})\s?[%％]`, (value) => `${kanaNumber(plain(value))}パーセント`),
  rule(String.raw`(\d{1,2})[:：](\d{2})(?!\d)`, (hour, minute) => `${hourWords(hour)}${Number(minute) === 0 ? '' : minuteWords(minute)}`),
  rule(String.raw`(\d{1,2})時半`, (hour) => `${hourWords(hour)}ハン`),
  rule(String.raw`(\d{1,2})時(?!間)`, hourWords),
  rule(String.raw`(\d{1,2})時間`, (hour) => `${hourWords(hour)}カン`),
  rule(String.raw`(\d{1,2})分(?!の)`, minuteWords),
  rule(String.raw`(\d{1,2})月`, (month) => `${monthNames[Number(month)] ?? kanaCardinal(month)}ガツ`),
  rule(String.raw`(\d{1,2})日(?!間)`, (day) => dayNames[Number(day)] ?? `${kanaCardinal(day)}ニチ`),
  rule(String.raw`([1-9])つ`, (count) => things[Number(count)] ?? ''),
  rule(String.raw`(?<![\d一二三四五六七八九十百千])([12一二])人(?![間前])`, (count) => (/[1一]/u.test(count) ? 'ヒトリ' : 'フタリ')),
  rule(
    String.raw`(${number})\s?(kg|km|cm|mm|ml|gb|g|m|l|w|℃)(?![\p{Script=Latin}\d])`,
    (value, unit) => `${kanaNumber(plain(value))}${units[unit.toLowerCase()]}`,
  ),
  rule(String.raw`(${number})\s?[-~～〜]\s?(?=\d)`, (value) => `${kanaNumber(plain(value))}カラ`),
  rule(String.raw`0\d{1,4}-\d{1,4}-\d{3,4}`, (phone) => (phone.match(/\d+/g) ?? []).map(kanaDigits).join('、')),
  rule(number, (value) => kanaNumber(plain(value))),
  rule(String.raw`\p{Script=Latin}[\p{Script=Latin}\p{M}]*`, sayLatin),
];

export function normaliseJapanese(clause: string): TracedText {
  return applyRules(cleanClause(clause), rules, (char) =>
    /[\p{L}\p{M}\p{N}\s、。，．！？!?.,;:：；「」『』（）()…・-]/u.test(char) ? char : ' ',
  );
}
