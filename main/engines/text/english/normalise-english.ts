/**
 * A clause as it is said in English: numbers, prices, units, times, abbreviations and symbols become words in lower case; letters that are spelled
 * stand apart as capitals ("A I"). Letters of other scripts are kept for who can read them. Pure.
 */
import { cleanClause } from '../clean-clause.ts';
import { applyRules, defineRule as rule, type TextRule, type TracedText } from '../traced-text.ts';
import { days, dayWords, monthNames, months } from './english-calendar.ts';
import { cardinalWords, decimalWords, digitWords, modelWords, ordinalWords, pluralOf, yearWords } from './english-numbers.ts';
import {
  clockWords,
  dateWords,
  decadeWords,
  fractionWords,
  moneyRange,
  moneyWords,
  phoneWords,
  plainNumber,
} from './english-quantities.ts';
import { abbreviations, symbols, units } from './english-words.ts';
import { isShouted, nameParts, sayLatin, spell } from './say-latin.ts';

const number = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+`;
const money = '[$€£¥₹₩₽฿]';
const notInWord = String.raw`(?![\p{L}\d])`;
const range = String.raw`\s?(?:-|–|—|~|～|to)\s?`;
/** Units that are also words or initials: only directly behind the number. */
const closeUnits = new Set(['in', 'm', 'g', 's', 'h', 'l', 'v', 'w', 'cal']);
const unitPattern = (names: readonly string[]): string =>
  names
    .toSorted((a, b) => b.length - a.length)
    .map((unit) => unit.replace('/', '\\/'))
    .join('|');
const looseUnitNames = unitPattern(Object.keys(units).filter((unit) => !closeUnits.has(unit)));
const closeUnitNames = unitPattern(Array.from(closeUnits));
const monthPattern = [...Object.keys(months).toSorted((a, b) => b.length - a.length), ...monthNames]
  .toSorted((a, b) => b.length - a.length)
  .join('|');
const dayPattern = Object.keys(days)
  .toSorted((a, b) => b.length - a.length)
  .join('|');
/** As names are written: "Mon", "MON". */
const capitalDays = (short: readonly string[]): string =>
  short
    .toSorted((a, b) => b.length - a.length)
    .map((day) => `${day[0]?.toUpperCase()}(?:${day.slice(1).toLowerCase()}|${day.slice(1).toUpperCase()})`)
    .join('|');
const anyDay = capitalDays(Object.keys(days));
const plainDays = capitalDays(Object.keys(days).filter((day) => !dayWords.some((word) => word.toLowerCase() === day)));
/** What shows that a word is a day: a date, a time or another day beside it. */
const dayBefore = String.raw`(?<=\b(?:[Oo]n|[Tt]his|[Nn]ext|[Ee]very|[Ll]ast|[Bb]y|[Uu]ntil|[Tt]ill)\s|\b(?:${anyDay})\.?,?\s(?:and|or|&|to)\s)`;
const capitalMonths = Object.keys(months)
  .map((month) => `${month[0]?.toUpperCase()}${month.slice(1)}`)
  .join('|');
const dayBehind = String.raw`(?=,|\s(?:at|from|to|until|till|through|and|or|night|morning|noon|afternoon|evening)\b|\s?[&–—-]|\s\d|\s(?:${capitalMonths}))`;
/** Who or what is counted by the million: "2m views", but "a 2m cable". */
const crowd = 'follower|view|sold|people|like|order|fan|sub|user|dollar|download|customer|buyer|member|times';

const monthOf = (written: string): string => months[written.toLowerCase()] ?? written.toLowerCase();
const dayOf = (written: string): string => days[written.toLowerCase()] ?? written.toLowerCase();

function withUnit(value: string, unit: string): string {
  const [one, many] = units[unit.toLowerCase()] as readonly [string, string];
  return `${decimalWords(plainNumber(value))} ${pluralOf(value, one, many)}`;
}

const links: readonly TextRule[] = [
  rule(String.raw`(?:https?:\/\/|www\.)[^\s<>"，。！？]+`, () => 'the link'),
  rule(String.raw`[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]+)+`, () => 'the mail address'),
  rule(
    String.raw`([a-z][a-z0-9-]{1,60})\.(com|net|org|io|tv|shop|cn|me|live|store|co)(?:\/[^\s<>"]*)?${notInWord}`,
    (host, top) => `${nameParts(host).replaceAll('-', ' ')} dot ${sayLatin(top)}`,
  ),
  rule(String.raw`@([\p{L}\d_]+)`, (name) => readName(name)),
  rule(String.raw`#(\d{4,})${notInWord}`, (digits) => `number ${digitWords(digits)}`),
  rule(String.raw`#(\d+)`, (digits) => `number ${cardinalWords(digits)}`),
  rule(String.raw`#([\p{L}\d_]+)`, (tag) => `hashtag ${readName(tag)}`),
];

const prices: readonly TextRule[] = [
  rule(String.raw`(?:us)?(${money})\s?(${number})${range}${money}?\s?(${number})${notInWord}`, moneyRange),
  rule(String.raw`(?:us)?(${money})\s?(${number})\s?(k|m|b|bn|thousand|million|billion)?${notInWord}`, moneyWords),
  rule(String.raw`(${number})\s?(usd|dollars?\b|bucks\b)`, (value, word) =>
    /usd/i.test(word) ? moneyWords('$', value) : `${decimalWords(plainNumber(value))} ${word.toLowerCase()}`,
  ),
  rule(String.raw`usd\s?(${number})`, (value) => moneyWords('$', value)),
  rule(String.raw`(${number})\s?¢`, (value) => `${decimalWords(value)} ${pluralOf(value, 'cent', 'cents')}`),
];

const times: readonly TextRule[] = [
  rule(
    String.raw`([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?\s?([ap]\.?m\b\.?)?(?=${range}\d)(?:${range})`,
    (h, m, half) => `${clockWords(h, m, half)} to`,
  ),
  rule(String.raw`([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d)?\s?([ap]\.?m\b\.?)?${notInWord}`, clockWords),
  rule(String.raw`(\d{1,2})\s?([ap]\.?m\b\.?)(?:${range})(?=\d)`, (hours, half) => `${clockWords(hours, '00', half)} to`),
  rule(String.raw`(\d{1,2})\s?([ap]\.?m\b\.?)${notInWord}`, (hours, half) => clockWords(hours, '00', half)),
  rule(String.raw`(${monthPattern})\b\.?\s(\d{1,2})(?:st|nd|rd|th)?(?:,?\s(\d{4}))?${notInWord}(?!\s?[%$])`, (month, day, year) =>
    dateWords(monthOf(month), day, year, yearWords),
  ),
  rule(String.raw`(\d{1,2})(?:st|nd|rd|th)?\s(${monthPattern})\b\.?(?:,?\s(\d{4}))?`, (day, month, year) =>
    dateWords(monthOf(month), day, year, yearWords),
  ),
  rule(String.raw`(\d{4})-(0?[1-9]|1[0-2])-(0?[1-9]|[12]\d|3[01])${notInWord}`, (year, month, day) =>
    dateWords(monthNames[Number(month) - 1] ?? '', String(Number(day)), year, yearWords),
  ),
  rule(String.raw`(0?[1-9]|1[0-2])\/(0?[1-9]|[12]\d|3[01])\/(\d{4}|\d{2})${notInWord}`, (month, day, year) =>
    dateWords(monthNames[Number(month) - 1] ?? '', String(Number(day)), year.length === 2 ? `20${year}` : year, yearWords),
  ),
  rule(String.raw`(11\/11|12\/12|10\/10(?=\s(?:sale|deals?)))${notInWord}`, (date) => date.split('/').map(cardinalWords).join(' ')),
  rule(String.raw`(${dayPattern})\b\.?(?:${range})(${dayPattern})\b\.?`, (from, to) => `${dayOf(from)} to ${dayOf(to)}`),
  rule(String.raw`(${plainDays})\.(?=\s|,|$)`, dayOf, 'uy'),
  rule(String.raw`${dayBefore}(${capitalDays(dayWords)})\.(?=\s|,|$)`, dayOf, 'uy'),
  rule(String.raw`(?<!\b[Tt]he\s)(${capitalDays(dayWords)})\.${dayBehind}`, dayOf, 'uy'),
  rule(String.raw`(${monthPattern})\b\.(?=\s|,|$)`, (month) => monthOf(month)),
  rule(String.raw`((?:19|20)\d0)s${notInWord}`, (year) => decadeWords(yearWords(year))),
  rule(String.raw`(?<=the\s|['’])['’]?([2-9]0)s${notInWord}`, (decade) => decadeWords(cardinalWords(decade))),
];

const quantities: readonly TextRule[] = [
  rule(String.raw`(\+?1[-. ])?(\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4})${notInWord}`, (country, rest) => phoneWords(`${country}${rest}`)),
  rule(String.raw`(\d)['’](\d{1,2})(?:["”]|${notInWord})`, (feet, inches) => `${cardinalWords(feet)} foot ${cardinalWords(inches)}`),
  // Not where the mark closes what an earlier one opened: “Galaxy S24”.
  rule(
    String.raw`(\d+(?:\.\d+)?)["”](?<!(?:(?<![^\s(])"(?=\S)|“)[^"“”]{0,60}["”])`,
    (value) => `${decimalWords(value)} ${pluralOf(value, 'inch', 'inches')}`,
  ),
  rule(String.raw`24\/7`, () => 'twenty four seven'),
  rule(
    String.raw`(\d+)\s(\d)\/(\d)(?![\d/])`,
    (whole, above, below) => `${cardinalWords(whole)} and ${fractionWords(above, below).replace(/^one half$/, 'a half')}`,
  ),
  rule(String.raw`(\d+)\/(\d+)(?![\d/])`, fractionWords),
  rule(String.raw`(\d+)(?:st|nd|rd|th)${notInWord}`, (value) => ordinalWords(value)),
  rule(
    String.raw`([248]|12|16)K${notInWord}(?!\s?(?:follower|view|sold|people|like|order|fan|sub))`,
    (value) => `${cardinalWords(value)} K`,
    'uy',
  ),
  rule(String.raw`([2-6])G${notInWord}`, (value) => `${cardinalWords(value)} G`, 'uy'),
  rule(String.raw`(1080|1440|2160|720|480)([pi])${notInWord}`, (lines, kind) => `${modelWords(lines)} ${kind.toUpperCase()}`),
  rule(String.raw`(${number})k(?=\+|${notInWord})(?:\+|(?=\s|[,.!?]|$))`, (value) => `${decimalWords(plainNumber(value))} thousand`, 'uy'),
  rule(
    String.raw`(${number})m(?:\+${notInWord}|(?=\s(?:(?:happy|loyal|active|monthly)\s)?(?:${crowd}))|(?<=\b(?:hit|reached|passed|crossed|sold)\s[\d.,]{1,12}m)${notInWord})`,
    (value) => `${decimalWords(plainNumber(value))} million`,
    'uy',
  ),
  rule(
    String.raw`(${number})[MB](?=\+|${notInWord})(?=\s?(?:\+|follower|view|sold|people|like|order|fan|sub|user|dollar))`,
    (value) => `${decimalWords(plainNumber(value))} million`,
    'uy',
  ),
  rule(String.raw`(${number})K(?=\+|${notInWord})`, (value) => `${decimalWords(plainNumber(value))} thousand`, 'uy'),
  rule(String.raw`(${number})${range}(?=[$€£¥]?\d)(?!\d+\s?[-x×])`, (value) => `${decimalWords(plainNumber(value))} to`),
  // What still stands between two quantities of a kind; else it is "about", unless it draws a word out: "Thanks~".
  rule(String.raw`(?<=\d([\p{L}%°]{1,3})\s?)[~～]\s?(?=\d[\d.,]{0,12}\s?\1)`, () => ' to '),
  rule(String.raw`(?<![\p{L}~～])[~～]\s?(?=${money}?\d)`, () => 'about '),
  rule(String.raw`(\d+)-for-(\d+)`, (a, b) => `${cardinalWords(a)} for ${cardinalWords(b)}`),
  rule(String.raw`(\d+(?:\.\d+)?)\s?[x×]\s?(?=\d)`, (value) => `${decimalWords(value)} by`),
  rule(String.raw`(\d+(?:\.\d+)?)[x×]${notInWord}`, (value) => `${decimalWords(value)} times`),
  rule(String.raw`[x×](\d+)${notInWord}`, (value) => `times ${cardinalWords(value)}`),
  rule(String.raw`(${number})\s?(${looseUnitNames})${notInWord}`, withUnit),
  rule(String.raw`(${number})(${closeUnitNames})${notInWord}`, withUnit),
  rule(String.raw`(${number})\s(${closeUnitNames})(?=\s?[x×/]|\s(?:long|wide|tall|high|deep)\b|\.?$)`, withUnit),
  rule(String.raw`(?<=\p{Lu}|\p{Lu}[\s-])(\d{3,4})${notInWord}(?![.,]\d|\s?%)`, modelWords, 'uy'),
  rule(String.raw`(1[1-9]\d\d|20\d\d)(?![\d%]|[.,]\d)`, yearWords),
  rule(String.raw`(?<![\p{L}\d])[-−](${number})(?=\s?°|${notInWord})`, (value) => `minus ${decimalWords(plainNumber(value))}`),
  rule(String.raw`(\d+)\.(\d+)\.(\d+)${notInWord}`, (a, b, c) => [a, b, c].map(cardinalWords).join(' point ')),
  rule(number, (value) => decimalWords(plainNumber(value))),
];

const words: readonly TextRule[] = [
  rule(String.raw`(e\.g|i\.e|a\.m|p\.m|u\.s|u\.k)\.?(?![\p{L}])`, (short) => abbreviations[short.toLowerCase()] as string),
  rule(
    String.raw`(dr|mr|mrs|ms|prof|st|jr|sr|vs|etc|approx|dept|inc|ltd|qty|reg|max|no(?=\.\s?\d))\.(?=\s*[\p{L}\d]|,|$)`,
    (short) => abbreviations[short.toLowerCase()] as string,
  ),
  rule(String.raw`(?<![\p{L}\d])(\p{Lu})(?=\+)`, (letter) => letter, 'uy'),
  rule(String.raw`(?<=\b(?:vitamin|grade|class|type|plan|option|group|block)\s)(a|i)${notInWord}`, (letter) => letter.toUpperCase()),
  rule(String.raw`w\/o${notInWord}`, () => 'without'),
  rule(String.raw`w\/(?=\s?\p{L})`, () => 'with '),
  rule(String.raw`(\p{L})\/(?=\p{L})`, (letter) => `${sayLatin(letter)} `, 'uy'),
  rule(String.raw`\p{Script=Latin}[\p{Script=Latin}\p{M}]*(?:['’]\p{Script=Latin}+)*`, sayLatin),
];

const rules = [...links, ...prices, ...times, ...quantities, ...words];
const pauses: Readonly<Record<string, string>> = {
  '，': ',',
  '。': '.',
  '！': '!',
  '？': '?',
  '；': ';',
  '：': ':',
  '、': ',',
  '…': '…',
  '\n': '\n',
  '|': ',',
};

/** A plus behind a number or letter counts on; between two it adds. */
function other(char: string, before: string): string {
  if (/[,.!?;:()\n'’"“”\s–—…-]/u.test(char)) return char === '’' ? "'" : char;
  const pause = pauses[char];
  if (pause !== undefined) return pause;
  const said = Object.hasOwn(symbols, char) ? symbols[char] : undefined;
  if (said !== undefined) return said === '' || /[\p{L}\d%]\s?$/u.test(before) ? (said === '' || said === ',' ? said : ` ${said} `) : ' ';
  return /[\p{L}\p{M}\p{N}]/u.test(char) ? char : ' ';
}

function readName(name: string): string {
  return nameParts(name)
    .split(/\s+/)
    .map((part) =>
      /^\d+$/.test(part)
        ? part.length > 2
          ? digitWords(part)
          : cardinalWords(part)
        : /^\p{Script=Latin}+$/u.test(part)
          ? sayLatin(part)
          : part,
    )
    .join(' ');
}

export function normaliseEnglish(clause: string): TracedText {
  const clean = cleanClause(clause);
  const source = isShouted(clean.text) ? { ...clean, text: lowerCase(clean.text) } : clean;
  return applyRules(source, rules, other);
}

/** Some letters grow when they are lowered; the places would be lost. */
function lowerCase(text: string): string {
  return text.replaceAll(/\p{Lu}/gu, (letter) => (letter.toLowerCase().length === letter.length ? letter.toLowerCase() : letter));
}

export { spell };
