/**
 * Which word each phone belongs to. Flite prints phones without words, so the letters of the sentence are laid beside them:
 * the cheapest alignment of letters and phones, in which silent letters and doubled sounds cost little. Pure.
 */

/** Phones that a letter often stands for. */
const soundsOf: Readonly<Record<string, string>> = {
  a: 'ae ey ax aa ah eh ao aw ay',
  b: 'b',
  c: 'k s ch sh',
  d: 'd t jh',
  e: 'eh iy ax ih er y ey',
  f: 'f v',
  g: 'g jh zh f',
  h: 'hh',
  i: 'ih ay iy ax y',
  j: 'jh y',
  k: 'k',
  l: 'l',
  m: 'm',
  n: 'n ng',
  o: 'ow ao aa ah uw uh ax aw oy w',
  p: 'p f',
  q: 'k',
  r: 'r er axr',
  s: 's z sh zh',
  t: 't d th dh ch sh',
  u: 'ah uw uh ax y w er ih',
  v: 'v',
  w: 'w v uw ow aw',
  x: 'k z s g',
  y: 'y iy ay ih',
  z: 'z s',
};
const sounds = new Map(Object.entries(soundsOf).map(([letter, phones]) => [letter, new Set(phones.split(' '))]));
const vowelPhone = /^[aeiou]/;
const vowelLetter = /[aeiouyw]/;
const cost = { match: 0, sameSort: 1.2, clash: 3, silentLetter: 0.55, extraPhone: 0.9, lostSound: 2, pauseElsewhere: 4 } as const;
const boundary = ' ';

/** A letter, the boundary of a word, or a sound that is known beforehand. */
interface Unit {
  readonly kind: 'letter' | 'sound';
  readonly name: string;
}

function matchCost({ kind, name: letter }: Unit, phone: string): number {
  if (letter === boundary) return phone === 'pau' ? cost.match : Infinity;
  if (phone === 'pau') return Infinity;
  if (kind === 'sound' && letter === phone) return cost.match;
  if (kind === 'sound') return vowelPhone.test(letter) === vowelPhone.test(phone) ? cost.sameSort : cost.clash;
  if (sounds.get(letter)?.has(phone)) return cost.match;
  return vowelLetter.test(letter) === vowelPhone.test(phone) ? cost.sameSort : cost.clash;
}

const boundaryUnit: Unit = { kind: 'letter', name: boundary };

function lostCost({ kind, name }: Unit): number {
  if (name === boundary) return 0;
  return kind === 'sound' ? cost.lostSound : cost.silentLetter;
}

function unitsOf(word: string | readonly string[]): Unit[] {
  if (typeof word !== 'string') return word.map((name) => ({ kind: 'sound', name }));
  return Array.from(word.replaceAll("'", ''), (name) => ({ kind: 'letter', name }));
}

/** For each phone the index into `words`, or undefined for a pause. A word is its letters, or its sounds where they are known. */
export function alignWords(words: ReadonlyArray<string | readonly string[]>, phones: readonly string[]): (number | undefined)[] {
  const letters: Unit[] = [boundaryUnit];
  const owner: number[] = [0];
  words.forEach((word, index) => {
    for (const letter of [...unitsOf(word), boundaryUnit]) {
      letters.push(letter);
      owner.push(index);
    }
  });
  const rows = letters.length + 1;
  const columns = phones.length + 1;
  const total = new Float64Array(rows * columns).fill(Infinity);
  const step = new Uint8Array(rows * columns);
  total[0] = 0;
  const offer = (at: number, value: number, kind: number): void => {
    if (value >= (total[at] as number)) return;
    total[at] = value;
    step[at] = kind;
  };
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const at = row * columns + column;
      const letter = letters[row - 1];
      const phone = phones[column - 1];
      if (letter !== undefined && phone !== undefined) offer(at, (total[at - columns - 1] as number) + matchCost(letter, phone), 1);
      if (letter !== undefined) offer(at, (total[at - columns] as number) + lostCost(letter), 2);
      if (phone !== undefined)
        offer(
          at,
          (total[at - 1] as number) + (phone === 'pau' ? cost.pauseElsewhere : letter?.name === boundary ? Infinity : cost.extraPhone),
          3,
        );
    }
  }
  const result = Array.from<number | undefined>({ length: phones.length });
  let row = letters.length;
  let column = phones.length;
  while (row > 0 || column > 0) {
    const kind = step[row * columns + column];
    if (kind !== 2) {
      column -= 1;
      if (phones[column] !== 'pau') result[column] = owner[Math.max(0, row - 1)];
    }
    if (kind !== 3) row -= 1;
  }
  return result;
}
