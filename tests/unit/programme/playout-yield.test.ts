/** A turn that makes way: what is heard of it ends with a word, what waits is dropped, and the next turn follows. To the sample. */
import { beforeEach, describe, expect, it } from 'vitest';
import { asTurnId } from '../../../main/contract/ids.ts';
import type { Mark } from '../../../main/contract/speech.ts';
import { nextWordEnd } from '../../../main/programme/child/playout/choose-cut.ts';
import { Bench, clause, steady } from './playout-bench.ts';

const mark = (wordIndex: number, atMs: number, durationMs: number): Mark => ({ atMs, durationMs, phoneme: 'a', viseme: 'aa', wordIndex });
/** Four words of a quarter of a second, each of two sounds. */
const words = [0, 1, 2, 3].flatMap((word) => [mark(word, word * 250, 125), mark(word, word * 250 + 125, 125)]);

describe('the next word end', () => {
  it.each<[string, number, number, number | null]>([
    ['of the word that is heard', 100 * 48, 48_000, 250 * 48],
    ['of the one after, when this one is all but over', 240 * 48, 48_000, 500 * 48],
    ['not beyond what came', 300 * 48, 400 * 48, null],
    ['none behind the playhead', 990 * 48, 48_000, null],
  ])('%s', (_name, played, received, end) => expect(nextWordEnd(words, played, received)).toBe(end));
  it('is not known of a voice without words', () =>
    expect(nextWordEnd([{ ...mark(0, 0, 100), wordIndex: undefined as never }], 0, 48_000)).toBeNull());
});

describe('a turn that makes way', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = new Bench();
    for (let n = 0; n < 3; n += 1) await bench.pool.open(48_000);
  });
  const talk = (marks: readonly Mark[] = words): void => {
    bench.playout.enqueue(clause('talk', 0, { marks }), 0);
    bench.pcm('talk.0', steady(48_000, 5000));
    bench.playout.enqueue(clause('talk', 1), 0);
    bench.pcm('talk.1', steady(48_000, 6000));
  };

  it('ends with the word that is heard, drops the rest, and the answer follows', () => {
    talk();
    bench.tick(10);
    const began = bench.heard.findIndex((sample) => sample !== 0);
    bench.playout.yieldTurn(asTurnId('talk'), bench.nowMs);
    bench.playout.enqueue(clause('answer', 0), bench.nowMs);
    bench.pcm('answer.0', steady(4800, 7000));
    bench.playout.endTurn(asTurnId('answer'));
    bench.tick(60);
    const ends = bench.heard.findLastIndex((sample) => sample > 0 && sample <= 5000);
    // ten frames are a third of a second: the second word, up to half a second, is finished
    expect(ends - began).toBeGreaterThan(500 * 48 - 20);
    expect(ends - began).toBeLessThanOrEqual(500 * 48);
    expect(bench.heard).not.toContain(6000);
    expect(bench.heard).toContain(7000);
    expect(bench.heard.indexOf(7000) - ends).toBeLessThan(500 * 48);
    expect(bench.story).toEqual([
      'speech-started talk.0',
      'speech-heard talk.0',
      'speech-ended talk.0 true',
      'turn-ended talk false',
      'speech-started answer.0',
      'speech-heard answer.0',
      'speech-ended answer.0 true',
      'turn-ended answer true',
    ]);
  });

  it('says a clause to its end whose words are not known', () => {
    talk([]);
    bench.tick(10);
    bench.playout.yieldTurn(asTurnId('talk'), bench.nowMs);
    bench.tick(60);
    expect(bench.heard.filter((sample) => sample === 5000).length).toBeGreaterThan(47_000);
    expect(bench.heard).not.toContain(6000);
  });

  it('is gone altogether before its first sound, and takes nothing more', () => {
    bench.playout.enqueue(clause('talk', 0, { marks: words }), 0);
    bench.playout.yieldTurn(asTurnId('talk'), 0);
    expect(bench.playout.enqueue(clause('talk', 1), 0)).toBe(false);
    bench.pcm('talk.0', steady(4800, 5000));
    bench.tick(20);
    expect(bench.story).toEqual(['turn-ended talk false']);
    expect(new Set(bench.heard)).toEqual(new Set([0]));
  });

  it('leaves other turns alone, and may be asked twice', () => {
    bench.playout.enqueue(clause('other', 0), 0);
    bench.pcm('other.0', steady(9600, 7000));
    bench.playout.endTurn(asTurnId('other'));
    talk();
    bench.tick(3);
    bench.playout.yieldTurn(asTurnId('talk'), bench.nowMs);
    bench.playout.yieldTurn(asTurnId('talk'), bench.nowMs);
    bench.tick(20);
    expect(bench.heard.filter((sample) => sample === 7000)).toHaveLength(9600);
    expect(bench.story).toEqual([
      'speech-started other.0',
      'speech-heard other.0',
      'turn-ended talk false',
      'speech-ended other.0 true',
      'turn-ended other true',
    ]);
  });
});
