/** Where the words of one clause lie in its sound, as its marks told, and which word comes next after a given moment. Pure state; knows no text. */
import type { Mark } from '../contract/speech.ts';

/** A moment at which the clause can end: every word before it is whole, none after it has begun. */
export interface WordBoundary {
  readonly atMs: number;
  /** The first word that was not said, if the clause ends here. */
  readonly nextWord: number;
}

export interface WordTrack {
  add(marks: readonly Mark[]): void;
  /** Whether the marks tell of words at all. */
  readonly hasWords: boolean;
  /** Each run of a word's sounds, in the order of time. */
  begins(): readonly { readonly word: number; readonly atMs: number }[];
  /** In the order of time, from the beginning (nothing said) to the end of the last word that was told. */
  boundaries(): readonly WordBoundary[];
  /** The first word to be said when the sound stopped at `heardMs`, wherever that is: a word that had begun counts as said. */
  nextWordAfter(heardMs: number): number;
}

/** Phonemes of one word in a row. */
interface Run {
  readonly word: number;
  readonly fromMs: number;
  untilMs: number;
}

/** A word of which less than this was heard has not begun: engines round their times. */
const toleranceMs = 1;

export function createWordTrack(): WordTrack {
  const runs: Run[] = [];

  /** The first word from run `index` on, or the one after all that were told; null when a word that was said would come again. */
  function nextFrom(index: number): number | null {
    const said = runs.slice(0, index).reduce((most, run) => Math.max(most, run.word), -1);
    const left = runs.slice(index).reduce((least, run) => Math.min(least, run.word), Infinity);
    if (left === Infinity) return said + 1;
    return left > said ? left : null;
  }

  return {
    add(marks) {
      for (const { atMs, durationMs, wordIndex } of marks) {
        if (wordIndex === undefined || !Number.isInteger(wordIndex) || wordIndex < 0) continue;
        if (!Number.isFinite(atMs) || !(durationMs >= 0)) continue;
        const last = runs.at(-1);
        const untilMs = atMs + durationMs;
        if (last?.word === wordIndex) last.untilMs = Math.max(last.untilMs, untilMs);
        else runs.push({ word: wordIndex, fromMs: Math.max(atMs, last?.untilMs ?? 0), untilMs: Math.max(untilMs, last?.untilMs ?? 0) });
      }
    },
    get hasWords() {
      return runs.length > 0;
    },
    begins: () => runs.map(({ word, fromMs }) => ({ word, atMs: fromMs })),
    boundaries() {
      if (runs.length === 0) return [];
      const found: WordBoundary[] = [{ atMs: 0, nextWord: 0 }];
      runs.forEach((run, index) => {
        const nextWord = nextFrom(index + 1);
        if (nextWord !== null) found.push({ atMs: run.untilMs, nextWord });
      });
      return found;
    },
    nextWordAfter(heardMs) {
      const begun = runs.filter(({ fromMs }) => fromMs < heardMs - toleranceMs).length;
      if (begun === 0) return 0;
      return nextFrom(begun) ?? runs.slice(0, begun).reduce((most, run) => Math.max(most, run.word), -1) + 1;
    },
  };
}
