/** A Mandarin clause as it is said: prices, percentages, dates, times, units and numbers become characters. Each character remembers where it came from. Pure. */
import { cardinalWords, countWords, decimalWords, digitWords } from './chinese-numbers.ts';

/** Text with, for every UTF-16 unit, its place in the clause it was made from. */
export interface TracedText {
  readonly text: string;
  readonly origin: readonly number[];
}

const units: Readonly<Record<string, string>> = {
  kg: '公斤',
  g: '克',
  mg: '毫克',
  km: '公里',
  m: '米',
  cm: '厘米',
  mm: '毫米',
  ml: '毫升',
  l: '升',
  '℃': '摄氏度',
  '°c': '摄氏度',
  '°': '度',
  'km/h': '公里每小时',
  gb: 'G',
  mb: '兆',
  tb: 'T',
  ms: '毫秒',
  s: '秒',
  min: '分钟',
  h: '小时',
  w: '瓦',
  kw: '千瓦',
  v: '伏',
  mah: '毫安时',
  fps: '帧',
  x: '倍',
};
const currencies: Readonly<Record<string, string>> = { '¥': '元', '￥': '元', $: '美元', '€': '欧元', '£': '英镑', '₩': '韩元' };
const symbols: Readonly<Record<string, string>> = {
  '+': '加',
  '=': '等于',
  '&': '和',
  '×': '乘',
  '÷': '除以',
  '>': '大于',
  '<': '小于',
  '≈': '约等于',
  '@': '艾特',
};

const number = String.raw`\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?`;
const unitNames = Object.keys(units)
  .sort((a, b) => b.length - a.length)
  .join('|');
/** Measure words before which 2 is 两. */
const measures = '个只件条张本台位款套双瓶盒包袋杯碗块斤份次遍天年月小分钟点名岁种样人元万千米公秒倍';

interface Rule {
  readonly pattern: RegExp;
  readonly say: (...groups: string[]) => string;
}
const rule = (source: string, say: Rule['say']): Rule => ({ pattern: new RegExp(source, 'iuy'), say });

const rules: readonly Rule[] = [
  rule(String.raw`(?:https?:\/\/|www\.)[^\s<>"，。！？]+`, () => '链接'),
  rule(
    String.raw`(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?(?!\d)`,
    (year, month, day) => `${digitWords(year)}年${cardinalWords(String(Number(month)))}月${cardinalWords(String(Number(day)))}日`,
  ),
  rule(String.raw`(\d{4})年`, (year) => `${digitWords(year)}年`),
  rule(String.raw`([01]?\d|2[0-3])[:：]([0-5]\d)(?::[0-5]\d)?(?!\d)`, (hours, minutes) => clockTime(hours, minutes)),
  rule(
    String.raw`([¥￥$€£₩])\s?(${number})\s?(万|亿|k)?`,
    (symbol, amount, scale) => `${countWords(plain(amount))}${scale?.toLowerCase() === 'k' ? '千' : scale}${currencies[symbol]}`,
  ),
  rule(String.raw`(${number})\s?[%％]`, (value) => `百分之${decimalWords(plain(value))}`),
  rule(String.raw`(${number})\s?[-~～—至到]\s?(?=[¥￥$]?\d)`, (value) => `${decimalWords(plain(value))}到`),
  rule(String.raw`(\d+)\/(\d+)(?!\d)`, (a, b) => (b === '7' && a === '24' ? '二十四小时' : `${cardinalWords(b)}分之${cardinalWords(a)}`)),
  rule(
    String.raw`(${number})\s?(${unitNames})(?![\p{Script=Latin}\d])`,
    (value, unit) => `${countWords(plain(value))}${units[unit.toLowerCase()]}`,
  ),
  rule(String.raw`第(\d+)`, (value) => `第${cardinalWords(value)}`),
  rule(String.raw`(2)(?=[${measures}])(?!月|号|日|点)`, () => '两'),
  rule(String.raw`(1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|400-?\d{3}-?\d{4})(?!\d)`, (value) =>
    digitWords(value.replaceAll('-', '')).replaceAll('一', '幺'),
  ),
  rule(number, (value) => decimalWords(plain(value))),
];

function plain(value: string | undefined): string {
  return (value ?? '').replaceAll(',', '');
}

function clockTime(hours: string, minutes: string): string {
  const hour = Number(hours) === 2 ? '两点' : `${cardinalWords(String(Number(hours)))}点`;
  const minute = Number(minutes);
  if (minute === 0) return hour;
  if (minute === 30) return `${hour}半`;
  return `${hour}${minute < 10 ? '零' : ''}${cardinalWords(String(minute))}分`;
}

const latinToken = /\p{Script=Latin}[\p{Script=Latin}\p{M}\d'’]*/uy;

export function normaliseChinese(clause: string): TracedText {
  let text = '';
  const origin: number[] = [];
  const add = (said: string, at: number): void => {
    text += said;
    for (let unit = 0; unit < said.length; unit += 1) origin.push(at);
  };
  let at = 0;
  scan: while (at < clause.length) {
    latinToken.lastIndex = at;
    const latin = latinToken.exec(clause);
    if (latin && !/^(?:https?|www)$/i.test(latin[0])) {
      // A name with digits in it ("MP3") is read in English as it stands.
      for (let unit = 0; unit < latin[0].length; unit += 1) add(latin[0][unit] as string, at + unit);
      at += latin[0].length;
      continue;
    }
    for (const { pattern, say } of rules) {
      pattern.lastIndex = at;
      const match = pattern.exec(clause);
      if (!match || match[0].length === 0) continue;
      add(say(...(match.length > 1 ? match.slice(1).map((group) => group ?? '') : [match[0]])), at);
      at += match[0].length;
      continue scan;
    }
    const char = String.fromCodePoint(clause.codePointAt(at) as number);
    add(symbols[char] ?? char, at);
    at += char.length;
  }
  return { text, origin };
}
