/** Numbers as English words. Pure; takes digits as they stand in a text ("1,299.50"). */
const ones =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const tens = 'zero ten twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const scales = ['', 'thousand', 'million', 'billion', 'trillion'];
const irregularOrdinals: Readonly<Record<string, string>> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
};
/** More digits than this are read one by one: an order number, not a quantity. */
const longestQuantity = 15;

/** "105" -> "one zero five" */
export const digitWords = (digits: string): string => Array.from(digits, (digit) => ones[Number(digit)]).join(' ');

function belowThousand(value: number): string[] {
  const words: string[] = [];
  if (value >= 100) words.push(ones[Math.floor(value / 100)] as string, 'hundred');
  const rest = value % 100;
  if (rest >= 20) words.push(tens[Math.floor(rest / 10)] as string);
  const last = rest >= 20 ? rest % 10 : rest;
  if (last > 0) words.push(ones[last] as string);
  return words;
}

/** "1,299" -> "one thousand two hundred ninety nine"; a leading zero or a very long number is read digit by digit. */
export function cardinalWords(digits: string): string {
  const plain = digits.replaceAll(',', '');
  if (plain.length > longestQuantity || /^0\d/.test(plain)) return digitWords(plain);
  let value = Number(plain);
  if (value === 0) return 'zero';
  const groups: string[] = [];
  for (let scale = 0; value > 0; scale += 1) {
    const group = value % 1000;
    if (group > 0) groups.unshift([...belowThousand(group), scales[scale]].filter(Boolean).join(' '));
    value = Math.floor(value / 1000);
  }
  return groups.join(' ');
}

/** "3.50" -> "three point five zero" */
export function decimalWords(text: string): string {
  const [whole = '0', fraction] = text.split('.');
  return fraction ? `${cardinalWords(whole || '0')} point ${digitWords(fraction)}` : cardinalWords(whole);
}

/** "21" -> "twenty first" */
export function ordinalWords(digits: string): string {
  const words = cardinalWords(digits).split(' ');
  const last = words.pop() as string;
  const ordinal = irregularOrdinals[last] ?? (last.endsWith('y') ? `${last.slice(0, -1)}ieth` : `${last}th`);
  return [...words, ordinal].join(' ');
}

/** "1999" -> "nineteen ninety nine", "2005" -> "two thousand five", "1900" -> "nineteen hundred" */
export function yearWords(digits: string): string {
  const value = Number(digits);
  const century = Math.floor(value / 100);
  const rest = value % 100;
  if (century % 10 === 0 && rest < 10) return cardinalWords(digits);
  if (rest === 0) return `${cardinalWords(String(century))} hundred`;
  return `${cardinalWords(String(century))} ${rest < 10 ? `oh ${ones[rest]}` : cardinalWords(String(rest))}`;
}

/** "4090" of a model: "forty ninety"; what does not fall in two halves is read digit by digit. */
export function modelWords(digits: string): string {
  if (digits.length <= 2) return cardinalWords(digits);
  if (digits.length === 4 && digits[2] !== '0') return `${cardinalWords(digits.slice(0, 2))} ${cardinalWords(digits.slice(2))}`;
  return digits.endsWith('00') ? cardinalWords(digits) : digitWords(digits);
}

export function pluralOf(count: string, singular: string, plural: string): string {
  return /^0*1$/.test(count) ? singular : plural;
}
