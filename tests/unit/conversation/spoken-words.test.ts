import { describe, expect, it } from 'vitest';
import type { Mark } from '../../../main/contract/speech.ts';
import { spokenWords } from '../../../main/conversation/spoken-words.ts';
import { createWordTrack } from '../../../main/conversation/word-track.ts';

const mark = (atMs: number, wordIndex: number, durationMs = 50): Mark => ({ atMs, durationMs, phoneme: 'a', viseme: 'aa', wordIndex });
const track = (...marks: Mark[]) => {
  const words = createWordTrack();
  words.add(marks);
  return words;
};

describe('spoken words', () => {
  it('finds each word in the text and the moment it begins', () => {
    const words = spokenWords('Hello, my friend.', 'en', track(mark(0, 0), mark(50, 0), mark(300, 1), mark(420, 2)));
    expect(words).toEqual([
      { at: 0, ms: 0 },
      { at: 7, ms: 300 },
      { at: 10, ms: 420 },
    ]);
  });

  it('counts Chinese words as the marks do', () => {
    const words = spokenWords('你好，朋友。', 'zh', track(mark(10, 0), mark(500, 1)));
    expect(words.map(({ at }) => '你好，朋友。'.slice(at, at + 2))).toEqual(['你好', '朋友']);
  });

  it('never goes back, and leaves out words that are not in the text', () => {
    const words = spokenWords('one two', 'en', track(mark(0, 1), mark(100, 0), mark(200, 5)));
    expect(words).toEqual([{ at: 4, ms: 0 }]);
  });
});
