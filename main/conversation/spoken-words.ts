/** Where each word of a clause stands in its text and when it is said: for whoever shows the words as they are spoken. Pure; words are counted as marks count them. */
import type { Lang } from '../contract/speech.ts';
import type { WordTrack } from './word-track.ts';

export interface SpokenWord {
  /** Index of its first character. */
  readonly at: number;
  /** After the clause's first sound. */
  readonly ms: number;
}

/** In the order of the text; words that the voice did not tell of are left out. */
export function spokenWords(text: string, lang: Lang, track: Pick<WordTrack, 'begins'>): readonly SpokenWord[] {
  const starts = Array.from(new Intl.Segmenter(lang === 'und' ? 'en' : lang, { granularity: 'word' }).segment(text))
    .filter(({ isWordLike }) => isWordLike)
    .map(({ index }) => index);
  const found: SpokenWord[] = [];
  for (const { word, atMs } of track.begins()) {
    const at = starts[word];
    const last = found.at(-1);
    // a word that is said in two pieces, or out of order, would make the mark jump back
    if (at !== undefined && (last === undefined || at > last.at)) found.push({ at, ms: Math.round(atMs) });
  }
  return found;
}
