import { beforeEach, describe, expect, it } from 'vitest';
import { asClauseId, asTurnId } from '../../../main/contract/ids.ts';
import { PcmInbox } from '../../../main/programme/child/playout/pcm-inbox.ts';
import { Bench, clause, source, spf, steady } from './playout-bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = new Bench();
  await bench.pool.open(48_000);
  await bench.pool.open(48_000);
});

describe('playout', () => {
  it.each(['before', 'after'])('plays a clause whose sound came %s it, to the last sample', (order) => {
    const values = Array.from({ length: 5000 }, (_, i) => 1 + (i % 9000));
    if (order === 'before') bench.pcm('t.0', values);
    bench.playout.enqueue(clause('t', 0), bench.nowMs);
    if (order === 'after') bench.pcm('t.0', values);
    bench.playout.endTurn(asTurnId('t'));
    bench.tick(5);
    expect(bench.heard.slice(0, 5000)).toEqual(values);
    expect(bench.heard.slice(5000).every((v) => v === 0)).toBe(true);
    expect(bench.story).toEqual(['speech-started t.0', 'speech-heard t.0', 'speech-ended t.0 true', 'turn-ended t true']);
  });

  it('says from which frame on the lips are others when marks come after the clause got its place', () => {
    const mark = (atMs: number) => ({ atMs, durationMs: 80, phoneme: 'a', viseme: 'aa' as const });
    bench.pcm('t.0', steady(48_000, 1000));
    bench.playout.marks(asClauseId('t.0'), [mark(0)]);
    expect(bench.playout.takeReplanned()).toBe(Infinity);
    bench.tick(3);
    bench.playout.enqueue(clause('t', 0), bench.nowMs);
    bench.playout.schedule(bench.frame);
    bench.playout.marks(asClauseId('t.0'), [mark(0), mark(80)]);
    expect(bench.playout.takeReplanned()).toBe(3);
    expect(bench.playout.takeReplanned()).toBe(Infinity);
    // Later sounds shape the lips a little before they are heard.
    bench.playout.marks(asClauseId('t.0'), [mark(500)]);
    expect(bench.playout.takeReplanned()).toBe(3 + Math.floor((500 - 150) / (1000 / 30)));
  });

  it('tells of speech as soon as a voice is asked for it, so that the music can make way before its first sample', () => {
    expect(bench.playout.speechSpans(0)).toEqual([]);
    bench.playout.enqueue(clause('t', 0), bench.nowMs);
    bench.playout.enqueue(clause('t', 1), bench.nowMs);
    bench.tick(2);
    expect(bench.playout.speechSpans(2 * spf)).toEqual([{ from: 2 * spf, to: Infinity }]);
    bench.pcm('t.0', steady(4800, 1000));
    bench.tick(1);
    expect(bench.playout.speechSpans(3 * spf)).toEqual([{ from: 2 * spf, to: 2 * spf + 4800 }]);
    // what is only shown makes no sound
    const quiet = new Bench();
    quiet.playout.enqueue(clause('t', 0, { streamId: null }), quiet.nowMs);
    expect(quiet.playout.speechSpans(0)).toEqual([]);
  });

  it('begins as many frames later as it is asked to', () => {
    bench.pcm('t.0', steady(4800, 1000));
    bench.playout.enqueue(clause('t', 0), 0);
    expect(bench.playout.startable).toBe(true);
    expect(bench.playout.schedule(0)).toBe(0);
    bench.playout.postpone(3);
    expect(bench.playout.scheduledFrame).toBe(3);
    bench.tick(8);
    expect(bench.heard.indexOf(1000)).toBe(3 * spf);
  });

  it('joins clauses with the breath of their punctuation, sample-exact', () => {
    bench.playout.enqueue(clause('t', 0, { text: 'one,' }), 0);
    bench.playout.enqueue(clause('t', 1, { text: 'two.' }), 0);
    bench.pcm('t.0', steady(4001, 100));
    bench.pcm('t.1', steady(2000, 200));
    bench.tick(10);
    const second = bench.heard.indexOf(200);
    expect(bench.heard.lastIndexOf(100)).toBe(4000);
    expect(second - 4001).toBe(120 * 48);
    expect(bench.heard.filter((v) => v === 200)).toHaveLength(2000);
  });

  it('waits longer between two turns', () => {
    bench.playout.enqueue(clause('a', 0), 0);
    bench.playout.enqueue(clause('b', 0), 0);
    bench.pcm('a.0', steady(3200, 100));
    bench.pcm('b.0', steady(3200, 200));
    bench.tick(25);
    expect(bench.heard.indexOf(200) - 3200).toBe(450 * 48);
  });

  it('tells when a clause starts within the frame in which its first sample is', () => {
    bench.playout.enqueue(clause('t', 0, { text: 'one,' }), 0);
    bench.playout.enqueue(clause('t', 1), 0);
    bench.pcm('t.0', steady(4001, 100));
    bench.pcm('t.1', steady(2000, 200));
    bench.tick(10);
    const started = bench.events.find((e) => e.type === 'speech-started' && e.clauseId === 't.1');
    expect(started?.frame).toBe(Math.floor(bench.heard.indexOf(200) / spf));
  });

  it('holds a breath when the sound runs out in mid-clause, counts it once and loses nothing', () => {
    bench.playout.enqueue(clause('t', 0), 0);
    bench.pcm('t.0', steady(4000, 100), false);
    bench.tick(6);
    expect(bench.playout.underruns).toBe(0);
    bench.playout.takeReplanned();
    bench.pcm('t.0', steady(8000, 100));
    bench.tick(1);
    // the lips that were asked for in the silence belong to another moment of the sound
    expect(bench.playout.takeReplanned()).toBe(bench.frame - 1);
    bench.tick(9);
    expect(bench.playout.underruns).toBe(1);
    // The edge of the hole is faded; everything else is whole.
    const full = bench.heard.filter((v) => v === 100).length;
    expect(full).toBeGreaterThan(12_000 - 400);
    expect(full).toBeLessThanOrEqual(12_000);
    expect(bench.story).toEqual(['speech-started t.0', 'speech-ended t.0 true']);
    expect(bench.events.at(-1)).toMatchObject({ playedMs: 250 });
  });

  it('does not call it an underrun when only the end was late', () => {
    bench.playout.enqueue(clause('t', 0), 0);
    bench.pcm('t.0', steady(4000, 100), false);
    bench.tick(4);
    bench.inbox.close('t.0');
    bench.tick(2);
    expect(bench.playout.underruns).toBe(0);
    expect(bench.story).toContain('speech-ended t.0 true');
  });

  it('cancels: fades within 8 ms, drops the rest, tells every turn', () => {
    bench.playout.enqueue(clause('a', 0), 0);
    bench.playout.enqueue(clause('a', 1), 0);
    bench.playout.enqueue(clause('b', 0), 0);
    bench.pcm('a.0', steady(48_000, 10_000));
    bench.pcm('a.1', steady(48_000, 9000));
    bench.tick(3);
    expect(bench.playout.cancel(0, bench.frame * spf)).toBe(true);
    bench.tick(60);
    const cut = bench.heard.slice(3 * spf);
    expect(cut[0]).toBeGreaterThan(9000);
    expect(cut.slice(0, 384).every((value, i) => i === 0 || value <= (cut[i - 1] ?? 0))).toBe(true);
    expect(cut.slice(384).every((v) => v === 0)).toBe(true);
    expect(bench.story).toEqual([
      'speech-started a.0',
      'speech-heard a.0',
      'speech-ended a.0 false',
      'turn-ended a false',
      'turn-ended b false',
    ]);
    expect(bench.playout.drained).toBe(true);
  });

  it.each([
    ['while the clause before is heard', 25],
    ['in the breath between the two', 31],
  ])('lets no lips speak what was cancelled, %s', (_, ticks) => {
    const marks = Array.from({ length: 10 }, (_none, n) => ({ atMs: n * 100, durationMs: 100, phoneme: 'a', viseme: 'aa' as const }));
    for (const index of [0, 1]) {
      bench.playout.enqueue(clause('a', index), 0);
      bench.playout.marks(asClauseId(`a.${index}`), marks);
      bench.pcm(`a.${index}`, steady(48_000, 5000));
    }
    bench.tick(ticks);
    // it has its place, and its lips were asked for
    const ahead = [...Array(60).keys()].map((n) => bench.frame + n);
    const opensIn = (): number[] => ahead.filter((frame) => bench.cues.cue(frame).jaw > 0.05 && frame > bench.frame + 4);
    expect(Math.max(...opensIn())).toBeGreaterThan(40);
    const { frame } = bench;
    bench.playout.takeReplanned();
    bench.playout.cancel(0, frame * spf);
    expect(opensIn()).toEqual([]);
    expect(ahead.filter((one) => bench.cues.cue(one).speaking)).toEqual([]);
    expect(bench.playout.takeReplanned()).toBeLessThanOrEqual(33);
  });

  it('drops what comes late for a cancelled epoch, and plays the next epoch', () => {
    bench.playout.cancel(3, 0);
    expect(bench.playout.enqueue(clause('old', 0, { epoch: 3 }), 0)).toBe(false);
    bench.pcm('old.0', steady(4000, 50));
    expect(bench.playout.enqueue(clause('new', 0, { epoch: 4 }), 0)).toBe(true);
    bench.pcm('new.0', steady(4000, 70));
    bench.tick(6);
    expect(bench.heard).not.toContain(50);
    expect(bench.heard.filter((v) => v === 70)).toHaveLength(4000);
  });

  it('shows a caption without sound for a reading time and ends the turn', () => {
    bench.playout.enqueue(clause('t', 0, { streamId: null, text: '🎉🎉' }), 0);
    bench.playout.endTurn(asTurnId('t'));
    bench.tick(2);
    expect(bench.playout.caption?.spec.text).toBe('🎉🎉');
    expect(bench.playout.speaking).toBe(false);
    bench.tick(60);
    expect(bench.story).toEqual(['turn-ended t true']);
  });

  it('goes on after a clause that failed before its first sample', () => {
    bench.playout.enqueue(clause('t', 0), 0);
    bench.playout.enqueue(clause('t', 1), 0);
    bench.playout.clauseEnd(asClauseId('t.0'), true, 0);
    bench.pcm('t.1', steady(2000, 5));
    bench.playout.endTurn(asTurnId('t'));
    bench.tick(8);
    expect(bench.story).toEqual(['speech-ended t.0 false', 'speech-started t.1', 'speech-ended t.1 true', 'turn-ended t false']);
  });

  it('plays what is there of a clause whose voice went away', () => {
    bench.playout.enqueue(clause('t', 0), 0);
    bench.pcm('t.0', steady(4000, 100), false);
    bench.tick(1);
    bench.inbox.sourceClosed(source);
    bench.tick(4);
    expect(bench.heard.filter((v) => v === 100)).toHaveLength(4000);
    expect(bench.story).toEqual(['speech-started t.0', 'speech-ended t.0 false']);
  });

  it('gives up on a clause whose sound never comes', () => {
    bench.playout.enqueue(clause('t', 0), 0);
    bench.playout.enqueue(clause('t', 1), 0);
    bench.pcm('t.1', steady(2000, 5));
    bench.tick(10);
    expect(bench.story).toEqual([]);
    bench.nowMs += 21_000;
    bench.tick(5);
    expect(bench.story).toEqual(['speech-ended t.0 false', 'speech-started t.1', 'speech-ended t.1 true']);
  });

  it('ends a turn without clauses at once, and each turn only once', () => {
    bench.playout.endTurn(asTurnId('t'));
    bench.playout.endTurn(asTurnId('t'));
    bench.tick(2);
    expect(bench.story).toEqual(['turn-ended t true']);
  });

  it('refuses an endless queue', () => {
    expect(() => {
      for (let i = 0; i < 600; i++) bench.playout.enqueue(clause('t', i), 0);
    }).toThrow(expect.objectContaining({ code: 'queue-full' }));
  });
});

describe('pcm inbox', () => {
  it('pauses a sender that runs ahead and lets it go on when half is played', () => {
    const said: string[] = [];
    const slow = { pause: () => said.push('pause'), resume: () => said.push('resume') };
    const inbox = new PcmInbox({ highWaterBytes: 1000, onReady: () => {} });
    inbox.open(slow, 'a', 48_000, 0);
    inbox.push('a', new Uint8Array(1200), 0);
    expect(said).toEqual(['pause']);
    inbox.drop('a');
    expect(said).toEqual(['pause', 'resume']);
  });

  it('never pauses a sender that the air starves on', () => {
    const said: string[] = [];
    const slow = { pause: () => said.push('pause'), resume: () => said.push('resume') };
    const inbox = new PcmInbox({ highWaterBytes: 1000, onReady: () => {} });
    inbox.open(slow, 'air', 48_000, 0);
    inbox.open(slow, 'later', 48_000, 0);
    const air = inbox.claim('air');
    inbox.tend(0, air);
    inbox.push('later', new Uint8Array(4000), 0);
    expect(said).toEqual([]);
    inbox.tend(0, null);
    inbox.push('later', new Uint8Array(2), 0);
    expect(said).toEqual(['pause']);
    inbox.tend(0, air);
    expect(said).toEqual(['pause', 'resume']);
  });

  it('joins samples that were cut in the middle, and drops what nobody asks for', () => {
    const inbox = new PcmInbox({ orphanMs: 100, onReady: () => {} });
    const bytes = new Uint8Array(Int16Array.of(1000, -2000, 3000, 4000, -5000).buffer);
    inbox.open(source, 'a', 48_000, 0);
    inbox.push('a', bytes.subarray(0, 3), 0);
    inbox.push('a', bytes.subarray(3, 4), 0);
    inbox.push('a', bytes.subarray(4), 0);
    expect(inbox.claim('a')?.totalSamples).toBe(5);
    inbox.open(source, 'b', 48_000, 0);
    inbox.tend(200, null);
    expect(inbox.claim('b')).toBeNull();
    expect(inbox.claim('a')).not.toBeNull();
  });
});
