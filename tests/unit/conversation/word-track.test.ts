import { describe, expect, it } from 'vitest';
import type { Mark } from '../../../main/contract/speech.ts';
import { createWordTrack } from '../../../main/conversation/word-track.ts';

/** Two phonemes per word of 100 ms; `null` is a pause. */
function marks(words: readonly (number | null)[], fromMs = 0): Mark[] {
  return words.flatMap((word, at): Mark[] => {
    const atMs = fromMs + at * 100;
    if (word === null) return [{ atMs, durationMs: 100, phoneme: 'pau', viseme: 'sil' }];
    return [0, 50].map((offset) => ({ atMs: atMs + offset, durationMs: 50, phoneme: 'x', viseme: 'aa', wordIndex: word }));
  });
}
const track = (...parts: readonly (readonly Mark[])[]) => {
  const made = createWordTrack();
  for (const part of parts) made.add(part);
  return made;
};
const bounds = (...parts: readonly (readonly Mark[])[]): [number, number][] =>
  track(...parts)
    .boundaries()
    .map(({ atMs, nextWord }) => [atMs, nextWord]);

describe('where words lie in the sound', () => {
  it('ends each word where its last phoneme ends; a pause belongs to nobody', () => {
    expect(bounds(marks([0, 1, null, 2]))).toEqual([
      [0, 0],
      [100, 1],
      [200, 2],
      [400, 3],
    ]);
  });

  it('goes on over several batches, also within a word', () => {
    expect(bounds(marks([0, 1]), marks([1, 2], 200))).toEqual([
      [0, 0],
      [100, 1],
      [300, 2],
      [400, 3],
    ]);
  });

  it('skips words that made no sound of their own', () => {
    expect(bounds(marks([0, 3]))).toEqual([
      [0, 0],
      [100, 3],
      [200, 4],
    ]);
  });

  it('ends nowhere in the middle of words that are said in another order than written', () => {
    // "$5 now": the number comes first, then the sign.
    expect(bounds(marks([1, 0, 2]))).toEqual([
      [0, 0],
      [200, 2],
      [300, 3],
    ]);
  });

  it('knows no words where the marks name none, or nonsense', () => {
    const nonsense: Mark[] = [Number.NaN, -1, 1.5].map((wordIndex) => ({ atMs: 0, durationMs: 10, phoneme: 'x', viseme: 'aa', wordIndex }));
    const nameless = track(marks([null, null]), nonsense, [{ atMs: Number.NaN, durationMs: 5, phoneme: 'x', viseme: 'aa', wordIndex: 1 }]);
    expect(nameless.hasWords).toBe(false);
    expect(nameless.boundaries()).toEqual([]);
    expect(nameless.nextWordAfter(1000)).toBe(0);
  });

  it.each([
    [0, 0],
    [0.5, 0],
    [30, 1],
    [100, 1],
    [100.5, 1],
    [140, 2],
    [250, 2],
    [310, 3],
    [9999, 3],
  ])('after %f ms of sound the next word is %i: one that had begun counts as said', (heardMs, next) => {
    expect(track(marks([0, 1, null, 2])).nextWordAfter(heardMs)).toBe(next);
  });

  it('never goes back behind what was said where the order is another', () => {
    expect(track(marks([1, 0, 2])).nextWordAfter(50)).toBe(2);
  });
});
