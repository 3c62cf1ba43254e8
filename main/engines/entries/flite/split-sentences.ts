/**
 * A clause as Flite reads it: sentences of plain lower-case words with pauses, letters by their names. What no English letter writes (Han, kana, …)
 * is left out here. Every word remembers which word of the clause it came from. Pure.
 */
import type { Reading } from '../../../contract/speech.ts';
import { normaliseClause } from '../../text/normalise-clause.ts';
import { createWordFinder } from '../../text/word-places.ts';
import { letterNames } from './letter-names.ts';

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
const pieces = /(?<word>[a-zA-Z][a-zA-Z']*)|(?<end>[.!?\n…])|(?<pause>[,;:()（）「」[\]–—])/g;

export function splitSentences(clause: string, readings?: readonly Reading[]): SpokenSentence[] {
  const { text, origin } = normaliseClause(clause, 'en', readings);
  const wordAt = createWordFinder(clause, 'en');
  const sentences: SpokenSentence[] = [];
  let words: SpokenWord[] = [];
  let spoken = '';
  let lastIndex = 0;

  const close = (ending: SpokenSentence['ending']): void => {
    if (words.length > 0) sentences.push({ words, text: `${spoken.replace(/[,\s]+$/, '')}${ending}`, ending });
    words = [];
    spoken = '';
  };
  const say = (word: string): void => {
    if (spoken.length + word.length > longestSentence) close(',');
    words.push({ text: word, wordIndex: lastIndex });
    spoken += spoken === '' ? word : ` ${word}`;
  };
  const pause = (): void => {
    if (spoken.length > longestSentence / 2) close(',');
    else if (words.length > 0 && !spoken.endsWith(',')) spoken += ',';
  };

  for (const match of text.matchAll(pieces)) {
    const { word, end, pause: mark } = match.groups ?? {};
    if (word !== undefined) {
      const index = wordAt(origin[match.index] ?? 0);
      if (index === undefined) continue;
      lastIndex = Math.max(lastIndex, index);
      for (const part of readable(word)) say(part);
    } else if (end === '.' && isInside(text, match.index)) continue;
    else if (end !== undefined) close(end === '!' || end === '?' ? end : '.');
    else if (mark !== undefined) pause();
  }
  close('.');
  return sentences;
}

function readable(word: string): string[] {
  const name = word.length <= 3 ? letterNames[word.replace(/'s$/, '')] : undefined;
  // A possessive or plural of a letter: "D V D's".
  if (name !== undefined) return (word.endsWith("'s") ? `${name}s` : name).split(' ');
  const plain = word.toLowerCase().replaceAll(/^'+|'+$/g, '');
  return plain === '' ? [] : [plain.slice(0, longestWord)];
}

/** A point between two letters or digits is part of a name. */
function isInside(text: string, at: number): boolean {
  return /[\p{L}\p{N}]/u.test(text[at + 1] ?? '');
}
