/** Which word of a clause (Intl.Segmenter, word-like) holds a place in it. Pure; quick for long clauses. */
import type { Lang } from '../../contract/speech.ts';

/** The word that holds the place, or the next one (a price starts at its currency sign), or the last. Undefined where there are no words. */
export function createWordFinder(clause: string, lang: Lang): (at: number) => number | undefined {
  const ends: number[] = [];
  for (const { segment, index, isWordLike } of new Intl.Segmenter(lang === 'und' ? 'en' : lang, { granularity: 'word' }).segment(clause))
    if (isWordLike) ends.push(index + segment.length);
  return (at) => {
    if (ends.length === 0) return undefined;
    let low = 0;
    let high = ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] as number) > at) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}
