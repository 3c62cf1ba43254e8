/** Where the words of the pronunciation dictionary stand in a clause: whole words in Latin script, the longest match in Han. No pattern is made of an entry. Pure. */
import type { Reading } from '../../../contract/speech.ts';

export interface FoundReading {
  /** UTF-16 places in the clause. */
  readonly start: number;
  readonly end: number;
  readonly reading: string;
  readonly phones?: string | undefined;
}

export interface FoundReadings {
  /** In order, apart from one another. */
  readonly english: readonly FoundReading[];
  /** Place of a Han character -> its syllable with tone number. */
  readonly syllables: ReadonlyMap<number, string>;
}

const wordPart = /[\p{Script=Latin}\p{M}\p{N}_]/u;
/** What makes a word a part of a name, an address or a tag; those are read as a whole. */
const nameBefore = /[@#/.:]/;
const nameAfter = /[@/.:]/;

export function findReadings(clause: string, readings: readonly Reading[]): FoundReadings {
  const folded = fold(clause);
  const longestFirst = readings.toSorted((a, b) => b.word.length - a.word.length);
  const english = longestFirst.filter(({ lang }) => lang === 'en').map((entry) => ({ ...entry, word: fold(entry.word) }));
  const chinese = longestFirst.filter(({ lang }) => lang === 'zh');
  const found: FoundReading[] = [];
  const syllables = new Map<number, string>();
  for (let at = 0; at < clause.length;) {
    const word = english.find((entry) => folded.startsWith(entry.word, at) && isWhole(clause, at, at + entry.word.length));
    if (word) {
      found.push({ start: at, end: at + word.word.length, reading: word.reading, phones: word.phones });
      at += word.word.length;
      continue;
    }
    const han = chinese.find((entry) => clause.startsWith(entry.word, at));
    if (!han) {
      at += 1;
      continue;
    }
    const said = han.reading.split(' ');
    for (const [index, char] of Array.from(han.word).entries()) {
      const syllable = said[index];
      if (syllable !== undefined) syllables.set(at, syllable);
      at += char.length;
    }
  }
  return { english: found, syllables };
}

function isWhole(clause: string, start: number, end: number): boolean {
  const before = clause[start - 1] ?? ' ';
  const after = clause[end] ?? ' ';
  if (wordPart.test(before) || wordPart.test(after)) return false;
  if (nameBefore.test(before) && wordPart.test(clause[start - 2] ?? (/[@#]/.test(before) ? 'x' : ' '))) return false;
  return !/[@#]/.test(before) && !(nameAfter.test(after) && wordPart.test(clause[end + 1] ?? ' ')) && !clause.startsWith('://', end);
}

/** Lower case, unit by unit: the places stay. */
function fold(text: string): string {
  let out = '';
  for (let at = 0; at < text.length; at += 1) {
    const unit = text[at] as string;
    const lower = unit.toLowerCase();
    out += lower.length === 1 ? lower : unit;
  }
  return out;
}
