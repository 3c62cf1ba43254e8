/** Amounts of money, times of day, fractions and sizes as English words. Pure. */
import { cardinalWords, decimalWords, digitWords, ordinalWords, pluralOf } from './english-numbers.ts';
import { currencies } from './english-words.ts';
import { spell } from './say-latin.ts';

export const plainNumber = (text: string): string => text.replaceAll(',', '');

function scaleWord(scale: string): string {
  return (
    ({ k: 'thousand', m: 'million', b: 'billion', bn: 'billion' } as Record<string, string>)[scale.toLowerCase()] ?? scale.toLowerCase()
  );
}

export function moneyWords(symbol: string, written: string, scale = ''): string {
  const [one, many, cent] = currencies[symbol] as readonly [string, string, string];
  const amount = plainNumber(written);
  const [whole = '0', fraction = ''] = amount.split('.');
  if (scale) return `${decimalWords(amount)} ${scaleWord(scale)} ${many}`;
  if (!/^\d\d$/.test(fraction))
    return fraction ? `${decimalWords(amount)} ${many}` : `${cardinalWords(whole)} ${pluralOf(whole, one, many)}`;
  const head = `${cardinalWords(whole || '0')} ${pluralOf(whole, one, many)}`;
  if (Number(fraction) === 0) return head;
  const coins = cent === 'penny' ? pluralOf(fraction, 'penny', 'pence') : cent === 'cent' ? pluralOf(fraction, 'cent', 'cents') : cent;
  const tail = `${cardinalWords(String(Number(fraction)))} ${coins}`;
  return Number(whole) === 0 ? tail : `${head} and ${tail}`;
}

/** "5", "10" and a currency -> "five to ten dollars" */
export function moneyRange(symbol: string, low: string, high: string): string {
  return `${decimalWords(plainNumber(low))} to ${moneyWords(symbol, high)}`;
}

export function clockWords(hours: string, minutes: string, half: string): string {
  const minute = Number(minutes);
  const past = minute === 0 ? (half ? '' : "o'clock") : minute < 10 ? `oh ${cardinalWords(String(minute))}` : cardinalWords(String(minute));
  return [cardinalWords(String(Number(hours))), past, half ? spell(half.replaceAll(/[^apm]/giu, '')) : ''].filter(Boolean).join(' ');
}

const smallFractions: Readonly<Record<string, string>> = { '2': 'half', '4': 'quarter', '3': 'third', '5': 'fifth', '8': 'eighth' };

/** "3/4" is three quarters; what is no usual part of a whole is a score. */
export function fractionWords(above: string, below: string): string {
  const part = smallFractions[below];
  if (part === undefined || Number(above) >= Number(below) || Number(above) === 0)
    return `${cardinalWords(above)} out of ${cardinalWords(below)}`;
  return Number(above) === 1 ? `one ${part}` : `${cardinalWords(above)} ${part}s`;
}

export function dateWords(month: string, day: string, year: string, yearWords: (digits: string) => string): string {
  return [month, ordinalWords(day), year ? yearWords(year) : ''].filter(Boolean).join(' ');
}

/** "555-0199" digit by digit, a breath between the groups. */
export function phoneWords(written: string): string {
  return (written.match(/\d+/g) ?? []).map((group) => digitWords(group)).join(', ');
}

/** "90" -> "nineties", "1980" -> "nineteen eighties" */
export function decadeWords(words: string): string {
  return words.endsWith('y') ? `${words.slice(0, -1)}ies` : `${words}s`;
}
