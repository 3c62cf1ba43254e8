import * as fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { asClauseId, asTurnId } from '../../../main/contract/ids.ts';
import { chooseCut } from '../../../main/programme/child/playout/choose-cut.ts';
import { Bench, clause, source, spf, steady } from './playout-bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = new Bench();
  await bench.pool.open(48_000);
  await bench.pool.open(48_000);
});
const id = asClauseId('t.0');
const cut = (boundariesMs: readonly number[]): { keptMs: number; boundary: number | null } =>
  bench.playout.cutClause(id, boundariesMs, bench.nowMs);
/** A clause of which `samples` came before its voice died. */
const speakSome = (samples: number, frames: number): void => {
  bench.playout.enqueue(clause('t', 0), bench.nowMs);
  bench.pcm('t.0', steady(samples, 1000), false);
  bench.tick(frames);
};

describe('a clause whose voice failed in the middle', () => {
  it('ends with the last word that came whole, in a short fade, and is complete', () => {
    speakSome(24_000, 3);
    bench.inbox.sourceClosed(source);
    expect(cut([50, 200, 400, 800])).toEqual({ keptMs: 400, boundary: 2 });
    bench.playout.endTurn(asTurnId('t'));
    bench.tick(15);
    const end = 400 * 48;
    expect(bench.heard.slice(0, end - 480).every((value) => value === 1000)).toBe(true);
    const fade = bench.heard.slice(end - 480, end);
    expect(fade.every((value, at) => at === 0 || value <= (fade[at - 1] ?? 0))).toBe(true);
    expect(fade.at(-1)).toBeLessThan(10);
    expect(bench.heard.slice(end).every((value) => value === 0)).toBe(true);
    expect(bench.story.slice(-2)).toEqual(['speech-ended t.0 true', 'turn-ended t true']);
    expect(bench.events.at(-2)).toMatchObject({ playedMs: 400 });
  });

  it('is not cut behind the playhead: what has begun is played to the end of what came', () => {
    speakSome(16_000, 8);
    expect(cut([100, 200])).toEqual({ keptMs: 16_000 / 48, boundary: null });
    bench.tick(8);
    expect(bench.heard.filter((value) => value > 0).length).toBeGreaterThan(16_000 - 10);
    expect(bench.heard.lastIndexOf(1000)).toBeGreaterThan(16_000 - 480);
    expect(bench.story.at(-1)).toBe('speech-ended t.0 true');
  });

  it('drops what still comes of the stream, and plays the rest from another voice once, right behind it', () => {
    speakSome(24_000, 3);
    expect(cut([300]).keptMs).toBe(300);
    bench.inbox.push('t.0', new Uint8Array(Int16Array.from(steady(20_000, 1000)).buffer), bench.nowMs);
    bench.playout.enqueue(clause('t', 0, { clauseId: asClauseId('t.0~1'), streamId: 't.0~1' }), bench.nowMs);
    bench.pcm('t.0~1', steady(9600, 2000));
    bench.tick(30);
    const first = bench.heard.lastIndexOf(bench.heard.findLast((value) => value > 0 && value <= 1000) ?? -1);
    const second = bench.heard.indexOf(2000);
    expect(first).toBeLessThan(300 * 48);
    expect(bench.heard.filter((value) => value === 2000)).toHaveLength(9600);
    // In the middle of a sentence there is no full stop's pause.
    expect(second - 300 * 48).toBeLessThan(70 * 48);
  });

  it('goes at once when nothing of it came, and the turn is none the worse', () => {
    bench.playout.enqueue(clause('t', 0), 0);
    expect(cut([0, 100])).toEqual({ keptMs: 0, boundary: 0 });
    bench.playout.enqueue(clause('t', 0, { clauseId: asClauseId('t.0~1'), streamId: 't.0~1' }), 0);
    bench.pcm('t.0~1', steady(2000, 7));
    bench.playout.endTurn(asTurnId('t'));
    bench.tick(5);
    expect(bench.story).toEqual(['speech-ended t.0 true', 'speech-started t.0~1', 'speech-ended t.0~1 true', 'turn-ended t true']);
  });

  it('is remembered when it ran out of sound before the failure was told', () => {
    speakSome(4000, 1);
    bench.inbox.sourceClosed(source);
    bench.tick(4);
    expect(bench.story.at(-1)).toBe('speech-ended t.0 false');
    expect(cut([10, 60])).toEqual({ keptMs: 4000 / 48, boundary: null });
    // Its rest is said in another clause: the turn is whole.
    bench.playout.endTurn(asTurnId('t'));
    bench.tick(1);
    expect(bench.story.at(-1)).toBe('turn-ended t true');
    expect(() => cut([10])).toThrow(expect.objectContaining({ code: 'unknown-clause' }));
  });

  it('cannot be cut twice, nor after a cancel, nor when nobody has heard of it', () => {
    speakSome(24_000, 2);
    cut([400]);
    expect(() => cut([300])).toThrow(expect.objectContaining({ code: 'unknown-clause' }));
    bench.playout.cancel(0, bench.frame * spf);
    bench.tick(2);
    expect(() => cut([400])).toThrow(expect.objectContaining({ code: 'unknown-clause' }));
    expect(() => bench.playout.cutClause(asClauseId('x'), [], 0)).toThrow(expect.objectContaining({ code: 'unknown-clause' }));
  });

  it('plans what was planned behind its old end anew, and tells from where', () => {
    bench.playout.enqueue(clause('t', 0), 0);
    bench.playout.enqueue(clause('t', 1), 0);
    bench.pcm('t.0', steady(24_000, 1000));
    bench.pcm('t.1', steady(4800, 2000));
    bench.tick(2);
    bench.playout.takeReplanned();
    expect(cut([250]).boundary).toBe(0);
    expect(bench.playout.takeReplanned()).toBe(Math.floor((250 * 48) / spf));
    bench.tick(20);
    expect(bench.heard.indexOf(2000)).toBe((250 + 60) * 48);
    expect(bench.heard.filter((value) => value === 2000)).toHaveLength(4800);
  });
});

describe('the choice of a cut', () => {
  it('is always a boundary that can still be kept, the last of them, or all that came', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.integer({ min: -1000, max: 30_000 }).map((tenths) => tenths / 10),
            fc.constant(Number.NaN),
            fc.constant(Infinity),
          ),
          {
            maxLength: 20,
          },
        ),
        fc.nat({ max: 96_000 }),
        fc.nat({ max: 48_000 }),
        (boundariesMs, received, ahead) => {
          const played = Math.max(0, received - ahead);
          const { keptSamples, boundary } = chooseCut(boundariesMs, played, received);
          expect(keptSamples).toBeGreaterThanOrEqual(played);
          expect(keptSamples).toBeLessThanOrEqual(received);
          const usable = boundariesMs.filter((ms) => Math.round(ms * 48) >= played && Math.round(ms * 48) <= received + 48);
          if (boundary === null) {
            expect(usable).toEqual([]);
            expect(keptSamples).toBe(received);
          } else expect(Math.abs((boundariesMs[boundary] ?? Number.NaN) - Math.max(...usable))).toBeLessThan(1 / 48);
        },
      ),
      // two boundaries beyond what came, within the rounding: the later one
      { examples: [[[0.1, 0], 0, 0]] },
    );
  });
});
