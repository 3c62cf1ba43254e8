import { describe, expect, it } from 'vitest';
import { createTidyInPauses } from '../../../main/programme/child/tidy-in-pauses.ts';
import { Bench, clause, steady } from './playout-bench.ts';

describe('the programme gives memory back', () => {
  it('in a pause of speech, and not often', () => {
    const at: number[] = [];
    let nowMs = 1000;
    const tidy = createTidyInPauses(nowMs, () => at.push(nowMs));
    const pass = (ms: number, pauseFrames: number): void => {
      nowMs += ms;
      tidy({ nowMs, pauseFrames });
    };
    pass(29_000, Infinity);
    expect(at).toEqual([]);
    pass(5_000, 0);
    pass(5_000, 2);
    expect(at).toEqual([]);
    pass(1_000, 3);
    pass(33, Infinity);
    pass(29_000, Infinity);
    expect(at).toEqual([41_000]);
    pass(1_000, Infinity);
    expect(at).toEqual([41_000, 71_033]);
  });

  it('not while a clause is heard, nor right before one', async () => {
    const bench = new Bench();
    await bench.pool.open(48_000);
    expect(bench.playout.pauseFrames(bench.frame)).toBe(Infinity);
    bench.playout.enqueue(clause('a', 0), 0);
    bench.pcm('a.0', steady(4800, 1000));
    expect(bench.playout.startable).toBe(true);
    bench.playout.schedule(7);
    bench.tick(2);
    expect(bench.playout.pauseFrames(bench.frame)).toBe(5);
    bench.tick(6);
    expect(bench.playout.pauseFrames(bench.frame)).toBe(0);
    bench.tick(10);
    expect(bench.playout.pauseFrames(bench.frame)).toBe(Infinity);
  });
});
