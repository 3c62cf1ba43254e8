/**
 * A clause as Flite reads it: sentences of plain lower-case words with pauses, letters by their names. What no English letter writes (Han, kana, …)
 * is left out here; a word that the dictionary gives in phones is a made-up one with its sounds beside it. Every word remembers which word of the clause it came from. Pure.
 */
import type { Reading } from '../../../contract/speech.ts';
import { normaliseClause } from '../../text/normalise-clause.ts';
import { createWordFinder } from '../../text/word-places.ts';
import { createWordMaker, fliteSounds } from './flite-sounds.ts';
import { letterNames } from './letter-names.ts';

export interface SpokenWord {
  /** Lower-case ASCII letters and apostrophes. */
  readonly text: string;
  /** Index among the word-like segments of the clause (Intl.Segmenter). */
  readonly wordIndex: number;
  /** Phones as they come out, where it is given in phones. */
  readonly sounds?: readonly string[];
}

/** What one run of the synthesizer says: a sentence or a part of one. */
export interface SpokenSentence {
  readonly words: readonly SpokenWord[];
  /** The words with the pauses between them, as the synthesizer reads it. */
  readonly text: string;
  readonly ending: '.' | '?' | '!' | ',';
  /** Sounds of its made-up words, as Flite's lexicon writes them. */
  readonly lexicon?: ReadonlyMap<string, readonly string[]>;
}

/** A sentence without a full stop is cut at a pause, or between words, before it grows longer than this. */
const longestSentence = 180;
const longestWord = 60;
const pieces = /(?<word>[a-zA-Z][a-zA-Z']*)|(?<end>[.!?\n…])|(?<pause>[,;:()（）「」[\]–—])/g;

export function splitSentences(clause: string, readings?: readonly Reading[]): SpokenSentence[] {
  const { text, origin, phones } = normaliseClause(clause, 'en', readings);
  const makeWord = createWordMaker(text);
  const wordAt = createWordFinder(clause, 'en');
  const sentences: SpokenSentence[] = [];
  let words: SpokenWord[] = [];
  let spoken = '';
  let lastIndex = 0;
  let lexicon = new Map<string, readonly string[]>();

  const close = (ending: SpokenSentence['ending']): void => {
    const more = lexicon.size > 0 ? { lexicon } : {};
    if (words.length > 0) sentences.push({ words, text: `${spoken.replace(/[,\s]+$/, '')}${ending}`, ending, ...more });
    words = [];
    lexicon = new Map();
    spoken = '';
  };
  const say = (word: string, sounds?: readonly string[]): void => {
    if (spoken.length + word.length > longestSentence) close(',');
    words.push({ text: word, wordIndex: lastIndex, ...(sounds ? { sounds: sounds.map(plainSound) } : {}) });
    if (sounds) lexicon.set(word, sounds);
    spoken += spoken === '' ? word : ` ${word}`;
  };
  const pause = (): void => {
    if (spoken.length > longestSentence / 2) close(',');
    else if (words.length > 0 && !spoken.endsWith(',')) spoken += ',';
  };

  const made = Array.from(new Set(phones.values()));
  let saidAt = -1;
  for (const match of text.matchAll(pieces)) {
    const { word, end, pause: mark } = match.groups ?? {};
    if (word !== undefined) {
      const place = origin[match.index] ?? 0;
      const index = wordAt(place);
      if (index === undefined) continue;
      lastIndex = Math.max(lastIndex, index);
      const given = phones.get(place);
      if (given === undefined) for (const part of readable(word)) say(part);
      else if (place !== saidAt) say(makeWord(made.indexOf(given)), fliteSounds(given));
      saidAt = place;
    } else if (end === '.' && isInside(text, match.index)) continue;
    else if (end !== undefined) close(end === '!' || end === '?' ? end : '.');
    else if (mark !== undefined) pause();
  }
  close('.');
  return sentences;
}

const plainSound = (sound: string): string => sound.replace(/\d$/, '');

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
