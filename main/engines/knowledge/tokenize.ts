/** Words to search by: Latin words folded and lightly stemmed, Han words and bigrams, emoji. Pure. */
import { foldTraditional } from './fold-traditional.ts';
import type { KnowledgeLanguage } from './knowledge.ts';

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
const hanRun = /\p{Script=Han}+/gu;
const emoji = /\p{Extended_Pictographic}/gu;

/** Chinese characters, traditional ones apart, that two ways of asking differ in without differing in meaning. */
const hanFolds: Readonly<Record<string, string>> = { 妳: '你', 您: '你', 甚: '什', 嘅: '的' };

export function foldText(text: string): string {
  return Array.from(foldTraditional(text.normalize('NFKC').toLowerCase()), (character) => hanFolds[character] ?? character)
    .join('')
    .replace(/[’ʼ]/gu, "'");
}

/** Endings off, no dictionary: enough for "ships", "shipping" and "shipped" to meet. */
export function stemLatin(word: string): string {
  let stem = word.replace(/'(?:s|re|m|ll|ve|d|t)$/u, '').replace(/'/gu, '');
  if (stem.length > 3)
    stem = stem
      .replace(/ies$/u, 'y')
      .replace(/(s|x|z|ch|sh)es$/u, '$1')
      .replace(/([^sui])s$/u, '$1');
  if (stem.length > 5) stem = stem.replace(/(?<=[aeiouy].*)(?:ing|ed)$/u, '').replace(/([bdfgkmnprt])\1$/u, '$1');
  if (stem.length > 4) stem = stem.replace(/e$/u, '');
  return stem;
}

/** A token and where it stands in the folded text. */
interface PlacedToken {
  readonly token: string;
  readonly from: number;
  readonly until: number;
}

function* placedTokens(folded: string): Generator<PlacedToken> {
  for (const { segment, isWordLike, index } of segmenter.segment(folded)) {
    if (!isWordLike) continue;
    if (/\p{Script=Han}/u.test(segment)) yield { token: segment, from: index, until: index + segment.length };
    else
      for (const match of segment.matchAll(/[\p{L}\p{N}']+/gu)) {
        const [word] = match;
        const from = index + match.index;
        yield { token: /\p{Script=Latin}/u.test(word) ? stemLatin(word) : word, from, until: from + word.length };
      }
  }
  for (const match of folded.matchAll(hanRun)) {
    let from = match.index;
    const characters = Array.from(match[0]);
    for (let at = 0; at + 1 < characters.length; at += 1) {
      const pair = `${characters[at]}${characters[at + 1]}`;
      yield { token: pair, from, until: from + pair.length };
      from += characters[at]?.length ?? 0;
    }
  }
  for (const match of folded.matchAll(emoji)) yield { token: match[0], from: match.index, until: match.index + match[0].length };
}

/** Each token once, in order. */
export function tokenize(text: string): string[] {
  return [...new Set(Array.from(placedTokens(foldText(text)), ({ token }) => token))].filter((token) => token !== '');
}

/** A stretch of a text: UTF-16 units, `until` is the first one behind it. */
export interface TextSpan {
  readonly from: number;
  readonly until: number;
}

/** Where these tokens stand in the text as it was written; stretches that touch are one. For showing only. */
export function spansOf(text: string, tokens: ReadonlySet<string>): readonly TextSpan[] {
  const { folded, places } = foldWithPlaces(text);
  const found = Array.from(placedTokens(folded))
    .filter(({ token }) => tokens.has(token))
    .map(({ from, until }) => ({ from: places[from] ?? 0, until: places[until] ?? text.length }));
  return joinSpans(found);
}

/** The folded text, and for each of its units (and its end) where that stands in the text as it was written. */
export function foldWithPlaces(text: string): { readonly folded: string; readonly places: readonly number[] } {
  let folded = '';
  const places: number[] = [];
  let at = 0;
  for (const character of text) {
    const piece = foldText(character);
    for (let unit = 0; unit < piece.length; unit += 1) places.push(at);
    folded += piece;
    at += character.length;
  }
  places.push(at);
  return { folded, places };
}

export function joinSpans(spans: readonly TextSpan[]): readonly TextSpan[] {
  const joined: { from: number; until: number }[] = [];
  for (const { from, until } of spans.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last && from <= last.until) last.until = Math.max(last.until, until);
    else joined.push({ from, until });
  }
  return joined;
}

/** Figures alone ("111", "666") are a chat's way of waving. */
export function hasWords(text: string): boolean {
  return /\p{L}/u.test(text);
}

/** A Han character weighs about as much as a Latin word; a tie goes to Chinese, where English names are common. */
export function questionLanguage(text: string, otherwise: KnowledgeLanguage): KnowledgeLanguage {
  const han = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}+/gu)?.length ?? 0;
  if (/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(text)) return otherwise;
  if (han === 0 && latin === 0) return otherwise;
  return han >= latin ? 'zh' : 'en';
}

/** Carry little of what a question is about. */
export const lightWords: ReadonlySet<string> = new Set(
  [
    'a an the is are am do does did can could will would you your i my me we it its this that these those of to in on at for with and or',
    'what how much many long please there be have has so just any some about tell hey hi hello if get one from today now here',
    '的 了 吗 呢 啊 吧 呀 哦 嘛 你 我 他 它 们 你们 我们 是 有 在 这 那 这个 那个 请 请问 一下 一个 什么 怎么 怎样 可以 能 会 要 想 和 就 都 也 还 个 款 主播 问 今天 现在 今 天',
  ].flatMap((line) => line.split(' ').map((word) => (/[a-z]/u.test(word) ? stemLatin(word) : word))),
);
