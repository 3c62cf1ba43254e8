/** Prices, times of day, sizes and models as Mandarin words. Pure. */
import { cardinalWords, countWords, decimalWords, digitWords } from './chinese-numbers.ts';
import { currencies } from './chinese-words.ts';

export const plainNumber = (text: string): string => text.replaceAll(',', '');

/** Yuan as they are called out: 99.9 is 九十九块九, 9.99 is 九块九毛九, 0.5 is 五毛; whole amounts and large scales stay plain. */
export function yuanWords(written: string, unit: string): string {
  const amount = plainNumber(written);
  const [whole = '0', fraction = ''] = amount.split('.');
  const trimmed = fraction.replace(/0+$/, '');
  if (trimmed === '') return `${countWords(whole)}${unit}`;
  if (trimmed.length > 2) return `${decimalWords(amount)}${unit}`;
  const [tenth = '0', hundredth = ''] = trimmed;
  const jiao = tenth === '0' ? '' : digitOf(tenth);
  const fen = hundredth === '' ? '' : digitOf(hundredth);
  if (Number(whole) === 0) return `${jiao ? `${jiao}毛` : ''}${fen ? `${fen}${jiao ? '' : '分'}` : ''}${jiao || fen ? '' : '零元'}`;
  const head = `${countWords(whole)}块`;
  if (fen === '') return `${head}${jiao}`;
  return `${head}${jiao ? `${jiao}毛${fen}` : `零${fen}分`}`;
}

const digitOf = (digit: string): string => (digit === '2' ? '二' : digitWords(digit));

export function moneyWords(symbol: string, written: string, scale: string): string {
  const name = currencies[symbol] ?? '';
  if (scale) return `${countWords(plainNumber(written))}${/k/i.test(scale) ? '千' : /w/i.test(scale) ? '万' : scale}${name}`;
  if (name === '元') return yuanWords(written, '元');
  return `${countWords(plainNumber(written))}${name}`;
}

export function clockWords(hours: string, minutes: string): string {
  const hour = Number(hours) === 2 ? '两点' : `${cardinalWords(String(Number(hours)))}点`;
  const minute = Number(minutes);
  if (minute === 0) return hour;
  if (minute === 30) return `${hour}半`;
  return `${hour}${minute < 10 ? '零' : ''}${cardinalWords(String(minute))}分`;
}

export function percentWords(value: string): string {
  return value === '100' ? '百分之百' : `百分之${decimalWords(plainNumber(value))}`;
}

/** 8折, 8.5折, 85折 */
export function discountWords(value: string): string {
  return /^[1-9]\d$/.test(value) ? `${digitWords(value)}折` : `${decimalWords(value)}折`;
}

/** Behind letters: two digits are a number (iPhone 15), more are read one by one (RTX 4090). */
export function modelWords(digits: string): string {
  return digits.length <= 2 && !digits.startsWith('0') ? cardinalWords(digits) : digitWords(digits);
}

export function dayWords(month: string, day: string, ending = '日'): string {
  return `${cardinalWords(String(Number(month)))}月${cardinalWords(String(Number(day)))}${ending}`;
}
