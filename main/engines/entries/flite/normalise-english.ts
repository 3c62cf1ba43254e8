/**
 * A clause as an English voice can say it: plain words and pauses. Numbers, prices, units, times, abbreviations and symbols become words;
 * emoji, Han and other scripts are left out. Every word remembers which word of the clause it came from. Pure.
 */
import { cardinalWords, decimalWords, ordinalWords, pluralOf, yearWords } from './english-numbers.ts';
import { currencies, units, abbreviations, slang, symbols, letterNames, saidAsWords } from './english-words.ts';

export interface SpokenWord {
  /** Lower-case ASCII letters and apostrophes. */
  readonly text: string;
  /** Index among the word-like segments of the clause (Intl.Segmenter). */
  readonly wordIndex: number;
}

/** What one run of the synthesizer says: a sentence or a part of one. */
export interface SpokenSentence {
  readonly words: readonly SpokenWord[];
  /** The words with the pauses between them, as the synthesizer reads it. */
  readonly text: string;
  readonly ending: '.' | '?' | '!' | ',';
}

/** A sentence without a full stop is cut at a pause, or between words, before it grows longer than this. */
const longestSentence = 180;
const longestWord = 60;

const spell = (letters: string): string => Array.from(letters.toLowerCase(), (letter) => letterNames[letter] ?? '').join(' ');
const unitNames = Object.keys(units)
  .sort((a, b) => b.length - a.length)
  .map((unit) => unit.replace('/', '\\/'));
const number = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+`;

interface Rule {
  readonly pattern: RegExp;
  readonly say: (...groups: string[]) => string;
}
const rule = (source: string, say: Rule['say'], flags = 'iuy'): Rule => ({ pattern: new RegExp(source, flags), say });

function money(symbol: string, amount: string, scale: string): string {
  const [one, many, cent] = currencies[symbol] as readonly [string, string, string];
  const [whole = '0', fraction = ''] = amount.split('.');
  if (scale) return `${decimalWords(amount)} ${scaleWord(scale)} ${many}`;
  if (!/^\d\d$/.test(fraction))
    return fraction ? `${decimalWords(amount)} ${many}` : `${cardinalWords(whole)} ${pluralOf(whole, one, many)}`;
  const head = `${cardinalWords(whole)} ${pluralOf(whole, one, many)}`;
  if (Number(fraction) === 0) return head;
  const coins = cent === 'penny' ? pluralOf(fraction, 'penny', 'pence') : cent === 'cent' ? pluralOf(fraction, 'cent', 'cents') : cent;
  return `${head} and ${cardinalWords(String(Number(fraction)))} ${coins}`;
}
function scaleWord(scale: string): string {
  return ({ k: 'thousand', m: 'million', b: 'billion' } as Record<string, string>)[scale.toLowerCase()] ?? scale.toLowerCase();
}
function clockTime(hours: string, minutes: string, half: string): string {
  const past =
    Number(minutes) === 0
      ? half
        ? ''
        : "o'clock"
      : Number(minutes) < 10
        ? `oh ${cardinalWords(String(Number(minutes)))}`
        : cardinalWords(minutes);
  return [cardinalWords(String(Number(hours))), past, half ? spell(half.replaceAll(/[^apm]/giu, '')) : ''].filter(Boolean).join(' ');
}

/** Tried in order at each place of the text. */
const rules: readonly Rule[] = [
  rule(String.raw`(?:https?:\/\/|www\.)[^\s<>"]+`, () => 'the link'),
  rule(String.raw`[\w.+-]+@[\w-]+(?:\.[\w-]+)+`, () => 'the mail address'),
  rule(String.raw`([$€£¥￥₹₩])\s?(${number})\s?(k|m|b|thousand|million|billion)?(?![\p{L}\d])`, money),
  rule(String.raw`([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?\s?([ap]\.?m\.?)?(?![\p{L}\d])`, clockTime),
  rule(String.raw`(\d{1,2})\s?([ap]\.?m\.?)(?![\p{L}\d])`, (hours, half) => clockTime(hours, '00', half)),
  rule(String.raw`(${number})\s?(?:-|–|~|to)\s?(?=[$€£¥]?\d)`, (value) => `${decimalWords(value.replaceAll(',', ''))} to`),
  rule(String.raw`(\d+)(?:st|nd|rd|th)(?![\p{L}\d])`, (value) => ordinalWords(value)),
  rule(String.raw`(\d+)\/(\d+)(?![\d/])`, (a, b) =>
    b === '7' && a === '24' ? 'twenty four seven' : `${cardinalWords(a)} out of ${cardinalWords(b)}`,
  ),
  rule(String.raw`(${number})\s?(${unitNames.join('|')})(?![\p{L}\d])`, (value, unit) => {
    const [one, many] = units[unit.toLowerCase()] as readonly [string, string];
    return `${decimalWords(value)} ${pluralOf(value, one, many)}`;
  }),
  rule(String.raw`(1[1-9]\d\d|20\d\d)(?![\d%]|[.,]\d)`, (year) => yearWords(year)),
  rule(number, (value) => decimalWords(value)),
  rule(String.raw`(e\.g|i\.e|a\.m|p\.m|u\.s|u\.k)\.?(?![\p{L}])`, (short) => abbreviations[short.toLowerCase()] as string),
  rule(
    String.raw`(dr|mr|mrs|ms|prof|st|jr|sr|vs|etc|approx|dept|no(?=\.\s?\d))\.(?=\s*[\p{L}\d]|,|$)`,
    (short) => abbreviations[short.toLowerCase()] as string,
  ),
  rule(String.raw`@([\p{L}\d_]+)`, (name) => `at ${readable(name)}`),
  rule(String.raw`#(?=\p{L})`, () => 'hashtag'),
  rule(String.raw`\p{Script=Latin}[\p{Script=Latin}\p{M}]*(?:['’]\p{Script=Latin}+)*`, (word) => readable(word)),
];

/** A Latin word: accents folded away, initials spelled out, chat slang said in full. */
function readable(word: string): string {
  const plain = word
    .slice(0, longestWord)
    .replaceAll(/(\p{L})\1{3,}/gu, '$1$1$1')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('’', "'")
    .replaceAll('ß', 'ss')
    .replaceAll(/[øØ]/gu, 'o')
    .replaceAll(/[æÆ]/gu, 'ae')
    .replaceAll(/[œŒ]/gu, 'oe')
    .replaceAll(/[łŁ]/gu, 'l')
    .replaceAll('_', ' ');
  const said = slang[plain.toLowerCase()];
  if (said !== undefined) return said;
  const initials = /^[A-Z]{2,5}$/.test(plain) && !saidAsWords.has(plain) && (plain.length <= 3 || !/[AEIOU]/.test(plain));
  return initials || /^[bcdfghjklmnpqrstvwxz]$/i.test(plain) ? spell(plain) : plain.toLowerCase();
}

export function normaliseEnglish(clause: string): SpokenSentence[] {
  // Bold, italic, full-width and circled letters of "fancy text" become plain ones; the length may change, so words are counted after it.
  const text = clause.replaceAll(/[\u{1d400}-\u{1d7ff}\uff01-\uff5e\u24b6-\u24e9]/gu, (char) => char.normalize('NFKC'));
  const shouting = isShouted(text);
  const clauseWords = Array.from(new Intl.Segmenter('en', { granularity: 'word' }).segment(clause)).filter((segment) => segment.isWordLike);
  const originalAt = mapOffsets(clause, text);
  let wordIndex = 0;
  const sentences: SpokenSentence[] = [];
  let words: SpokenWord[] = [];
  let spoken = '';

  const close = (ending: SpokenSentence['ending']): void => {
    if (words.length > 0) sentences.push({ words, text: `${spoken.replace(/[,\s]+$/, '')}${ending === ',' ? ',' : ending}`, ending });
    words = [];
    spoken = '';
  };
  const say = (phrase: string, at: number): void => {
    // The word that holds this place, or the next one: a price starts at its currency sign.
    while (wordIndex + 1 < clauseWords.length && endOf(clauseWords[wordIndex] as Intl.SegmentData) <= at) wordIndex += 1;
    for (const word of phrase
      .toLowerCase()
      .split(/[^a-z']+/)
      .map((part) => part.replaceAll(/^'+|'+$/g, ''))) {
      if (word === '') continue;
      if (spoken.length + word.length > longestSentence) close(',');
      words.push({ text: word, wordIndex });
      spoken += spoken === '' ? word : ` ${word}`;
    }
  };
  const pause = (): void => {
    if (spoken.length > longestSentence / 2) close(',');
    else if (words.length > 0 && !spoken.endsWith(',')) spoken += ',';
  };

  let at = 0;
  scan: while (at < text.length) {
    for (const { pattern, say: words } of rules) {
      pattern.lastIndex = at;
      const match = pattern.exec(text);
      if (!match || match[0].length === 0) continue;
      const groups = match.length > 1 ? match.slice(1).map((group) => group ?? '') : [match[0]];
      say(shouting && /^\p{L}+$/u.test(match[0]) ? readable(match[0].toLowerCase()) : words(...groups), originalAt(at));
      at += match[0].length;
      continue scan;
    }
    const char = String.fromCodePoint(text.codePointAt(at) as number);
    if ('.。'.includes(char) || char === '\n') close('.');
    else if ('!！'.includes(char)) close('!');
    else if ('?？'.includes(char)) close('?');
    else if (',，、;；:：()（）[]【】…—–'.includes(char)) pause();
    else if (symbols[char] !== undefined && /[\p{L}\d]\s?$/u.test(text.slice(0, at))) say(symbols[char], originalAt(at));
    at += char.length;
  }
  close('.');
  return sentences;
}

const endOf = (segment: Intl.SegmentData): number => segment.index + segment.segment.length;

/** A line in capitals throughout is loud, not full of initials. */
function isShouted(text: string): boolean {
  const words = text.match(/\p{Script=Latin}{2,}/gu) ?? [];
  return words.length >= 3 && words.every((word) => word === word.toUpperCase());
}

/** Where a place of the normalised text stood in the clause. */
function mapOffsets(clause: string, text: string): (at: number) => number {
  if (clause.length === text.length) return (at) => at;
  const origin: number[] = [];
  for (let at = 0; at < clause.length;) {
    const char = String.fromCodePoint(clause.codePointAt(at) as number);
    const plain = /[\u{1d400}-\u{1d7ff}]/u.test(char) ? char.normalize('NFKC') : char;
    for (let part = 0; part < plain.length; part += 1) origin.push(at);
    at += char.length;
  }
  return (at) => origin[at] ?? clause.length;
}
