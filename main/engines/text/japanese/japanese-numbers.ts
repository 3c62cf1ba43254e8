/** Numbers as Japanese kana, with the sound changes of 300, 600, 800, 3000 and 8000. Pure. */
const digits = ['ゼロ', 'イチ', 'ニ', 'サン', 'ヨン', 'ゴ', 'ロク', 'ナナ', 'ハチ', 'キュウ'];
const hundreds = [
  '',
  'ヒャク',
  'ニヒャク',
  'サンビャク',
  'ヨンヒャク',
  'ゴヒャク',
  'ロッピャク',
  'ナナヒャク',
  'ハッピャク',
  'キュウヒャク',
];
const thousands = ['', 'セン', 'ニセン', 'サンゼン', 'ヨンセン', 'ゴセン', 'ロクセン', 'ナナセン', 'ハッセン', 'キュウセン'];
const scales = ['', 'マン', 'オク', 'チョウ'];
/** More digits than this are read one by one. */
const longestQuantity = 16;

export const kanaDigits = (text: string): string => Array.from(text, (digit) => digits[Number(digit)] ?? '').join('');

function group(value: number): string {
  const [a, b, c, d] = [Math.floor(value / 1000), Math.floor(value / 100) % 10, Math.floor(value / 10) % 10, value % 10];
  const tens = c === 0 ? '' : c === 1 ? 'ジュウ' : `${digits[c]}ジュウ`;
  return `${thousands[a]}${hundreds[b]}${tens}${d === 0 ? '' : digits[d]}`;
}

export function kanaCardinal(text: string): string {
  const plain = text.replaceAll(',', '');
  if (plain.length > longestQuantity || /^0\d/.test(plain)) return kanaDigits(plain);
  if (Number(plain) === 0) return 'ゼロ';
  let words = '';
  for (let end = plain.length, scale = 0; end > 0; end -= 4, scale += 1) {
    const value = Number(plain.slice(Math.max(0, end - 4), end));
    if (value === 0) continue;
    // 10000 is イチマン, 1000 alone is セン.
    words = `${group(value)}${scales[scale] ?? ''}${words}`;
  }
  return words;
}

/** "3.5" -> "サンテンゴ" */
export function kanaNumber(text: string): string {
  const [whole = '0', fraction] = text.split('.');
  return fraction ? `${kanaCardinal(whole)}テン${kanaDigits(fraction)}` : kanaCardinal(whole);
}
