import { describe, expect, it } from 'vitest';
import { heardPart } from '../../../main/recording/heard-part.ts';
import type { JournalLine, WordStart } from '../../../main/recording/journal.ts';
import { wordsLine } from '../../../main/recording/journal.ts';
import { readStory } from '../../../main/recording/read-story.ts';

const starts: readonly WordStart[] = [
  [0, 0],
  [1, 200],
  [2, 500],
  [3, 900],
];

describe('the part of a clause that was heard', () => {
  it('ends with the last word that had begun, without what opens the next one', () => {
    const text = 'One, two "three" four.';
    expect([0, 100, 200.5, 300, 501, 700, 900.5, 5000].map((ms) => heardPart(text, 'en', starts, ms))).toEqual([
      '',
      'One,',
      'One,',
      'One, two',
      'One, two',
      'One, two "three"',
      'One, two "three"',
      'One, two "three" four.',
    ]);
  });

  it('knows Chinese words, and says all of it where nothing is known of its words', () => {
    const chinese = '今天天气很好。';
    const words = Array.from(new Intl.Segmenter('zh', { granularity: 'word' }).segment(chinese)).filter((one) => one.isWordLike);
    const marks = words.map((_, index): WordStart => [index, index * 300]);
    expect(heardPart(chinese, 'zh', marks, 250)).toBe(words[0]?.segment);
    expect(heardPart(chinese, 'zh', [], 250)).toBe(chinese);
  });

  it('is what stands in the subtitles of a clause that was cancelled, also where its end was never written', () => {
    const lines: JournalLine[] = [
      { type: 'start', version: 1, fps: 30, title: 'Show' },
      { type: 'anchor', file: 'a.mp4', frame: 0, atMs: 0 },
      { type: 'clause', turnId: 't', clauseId: 'c1', text: 'one two three four', lang: 'en', voiced: true },
      { type: 'words', clauseId: 'c1', starts: starts.slice(0, 2) },
      { type: 'words', clauseId: 'c1', starts: starts.slice(2) },
      { type: 'from', clauseId: 'c1', turnId: 't', frame: 0 },
      { type: 'to', clauseId: 'c1', frame: 18, complete: false },
      { type: 'clause', turnId: 't', clauseId: 'c2', text: 'never more than this', lang: 'en', voiced: true },
      { type: 'words', clauseId: 'c2', starts },
      { type: 'from', clauseId: 'c2', turnId: 't', frame: 30 },
    ];
    expect(readStory(lines, [{ file: 'a.mp4', durationMs: 1300 }]).said).toEqual([
      { fromMs: 0, toMs: 600, text: 'one two three…', lang: 'en' },
      { fromMs: 1000, toMs: 1300, text: 'never more…', lang: 'en' },
    ]);
    // a breath was held in it: what was played counts, not how long it took
    const held = lines.map((line) => (line.type === 'to' ? { ...line, playedMs: 220 } : line));
    expect(readStory(held, [{ file: 'a.mp4', durationMs: 1300 }]).said[0]?.text).toBe('one two…');
  });

  it('is taken from the marks: the first sound of each word', () => {
    const mark = (atMs: number, wordIndex?: number) => ({
      atMs,
      durationMs: 50,
      phoneme: 'a',
      viseme: 'aa' as never,
      ...(wordIndex === undefined ? {} : { wordIndex }),
    });
    expect(wordsLine('c', [mark(0, 0), mark(50, 0), mark(100), mark(150.4, 1)])).toEqual({
      type: 'words',
      clauseId: 'c',
      starts: [
        [0, 0],
        [1, 150],
      ],
    });
    expect(wordsLine('c', [mark(0)])).toBeNull();
  });
});
