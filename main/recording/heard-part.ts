/** Of a clause that was cut: its text up to the last word that had begun. Words are counted as marks count them (contract/speech.ts). Pure. */
import type { WordStart } from './journal.ts';

/** A word of which less than this was heard has not begun: engines round their times. */
const toleranceMs = 1;

/** Everything where nothing is known of its words. */
export function heardPart(text: string, lang: string, starts: readonly WordStart[], heardMs: number): string {
  if (starts.length === 0) return text;
  const begun = starts.filter(([, atMs]) => atMs < heardMs - toleranceMs);
  const said = begun.reduce((most, [word]) => Math.max(most, word), -1);
  const words = Array.from(new Intl.Segmenter(lang === 'und' ? 'en' : lang, { granularity: 'word' }).segment(text)).filter(
    (segment) => segment.isWordLike,
  );
  const next = words[said + 1];
  if (!next) return text;
  // what opens the word that was not said belongs to it
  return text
    .slice(0, next.index)
    .replace(/[\p{Ps}\p{Pi}\p{Sc}"'#@]+$/u, '')
    .trimEnd();
}
