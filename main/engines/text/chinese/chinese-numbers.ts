/** Numbers as Mandarin words. Pure; takes digits as they stand in a text ("1,299.50"). */
const digits = '零一二三四五六七八九';
const small = ['', '十', '百', '千'];
const large = ['', '万', '亿', '万亿'];
/** More digits than this are read one by one: a number of an order or a telephone, not a quantity. */
const longestQuantity = 16;

/** "2026" -> "二零二六" */
export function digitWords(text: string): string {
  return Array.from(text, (digit) => digits[Number(digit)] ?? '').join('');
}

/** "1,299" -> "一千二百九十九" */
export function cardinalWords(text: string): string {
  const plain = text.replaceAll(',', '');
  if (plain.length > longestQuantity || /^0\d/.test(plain)) return digitWords(plain);
  if (Number(plain) === 0) return '零';
  const groups: string[] = [];
  for (let end = plain.length; end > 0; end -= 4) groups.push(plain.slice(Math.max(0, end - 4), end));
  let words = '';
  let gap: 'none' | 'zero' = 'none';
  for (let scale = groups.length - 1; scale >= 0; scale -= 1) {
    const group = groups[scale] as string;
    const value = Number(group);
    if (value === 0) {
      gap = words === '' ? 'none' : 'zero';
      continue;
    }
    if (words !== '' && (gap === 'zero' || value < 1000)) words += '零';
    words += groupWords(value) + (large[scale] ?? '');
    gap = 'none';
  }
  return words.replace(/^一十/, '十').replace(/^二(?=[千万亿]|百$)/, '两');
}

function groupWords(value: number): string {
  let words = '';
  let gap: 'none' | 'zero' = 'none';
  Array.from(String(value)).forEach((digit, index, all) => {
    if (digit === '0') {
      gap = 'zero';
      return;
    }
    if (gap === 'zero') words += '零';
    words += (digits[Number(digit)] as string) + (small[all.length - 1 - index] as string);
    gap = 'none';
  });
  return words;
}

/** "3.50" -> "三点五零" */
export function decimalWords(text: string): string {
  const [whole = '0', fraction] = text.split('.');
  const head = cardinalWords(whole || '0');
  return fraction ? `${head}点${digitWords(fraction)}` : head;
}

/** Digits of a telephone number: 1 is 幺 there. */
export function phoneDigits(text: string): string {
  return digitWords(text.replaceAll(/\D/g, '')).replaceAll('一', '幺');
}

/** Before a measure word 2 is 两, in a quantity of one digit. */
export function countWords(text: string): string {
  return text === '2' ? '两' : decimalWords(text);
}
