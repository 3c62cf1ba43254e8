/** The stage with a clock and enhancers of the test: late, missing and lost ones leave the plain picture; nothing is held, nothing leaks. */
import { describe, expect, it } from 'vitest';
import { asInstanceId } from '../../../main/contract/ids.ts';
import type { ToEnhancePacketMeta } from '../../../main/contract/programme-media.ts';
import type { EnhanceLink } from '../../../main/programme/child/enhance/enhance-link.ts';
import { EnhanceStage, type EnhanceTold } from '../../../main/programme/child/enhance/enhance-stage.ts';
import { FaceFrame, PixelPool } from '../../../main/programme/child/face/face-frame.ts';
import { createI420A } from '../../../main/programme/child/picture/i420.ts';

const rect = { x: 0, y: 0, width: 4, height: 4 };
const canvas = { width: 4, height: 4 };

class CountingPool extends PixelPool {
  out = 0;
  override take(bytes: number): Uint8Array {
    this.out += 1;
    return super.take(bytes);
  }
  override give(data: Uint8Array): void {
    this.out -= 1;
    super.give(data);
  }
}

interface FakeEnhancer {
  readonly link: EnhanceLink;
  readonly sent: ToEnhancePacketMeta[];
  /** Requests that were given and not answered. */
  readonly open: number[];
  answer(value?: number): void;
  fail(): void;
}

function bench() {
  const clock = { nowMs: 0 };
  const pool = new CountingPool();
  const told: EnhanceTold[] = [];
  const stage = new EnhanceStage({ pool, fps: 25, now: () => clock.nowMs, emit: (event) => told.push(event) });
  const enhancer = (instanceId: string, side = 4): FakeEnhancer => {
    const sent: ToEnhancePacketMeta[] = [];
    const open: number[] = [];
    const link = stage.attach({ type: 'enhance-hello', instanceId, width: side, height: side, format: 'i420a' }, async (meta) => {
      sent.push(meta);
      if (meta.type === 'enhance') open.push(meta.requestId);
    });
    return {
      link,
      sent,
      open,
      answer: (value = 99) => link.onPacket({ type: 'enhanced', requestId: open.shift() ?? 0 }, new Uint8Array(40).fill(value)),
      fail: () => link.onPacket({ type: 'enhance-failed', requestId: open.shift() ?? 0, message: 'no' }, new Uint8Array()),
    };
  };
  const frame = (number: number, base: FaceFrame | null = null): FaceFrame =>
    new FaceFrame(pool, number, rect, createI420A(4, 4, pool.take(40).fill(number)), base, canvas);
  const want = (id: string | null): void => stage.want(id === null ? null : asInstanceId(id));
  return { clock, pool, told, stage, enhancer, frame, want };
}
const luma = (frame: FaceFrame): number => frame.picture.y[0] ?? -1;

describe('enhance stage', () => {
  it('exchanges a picture for what came back in time, and gives all memory back', async () => {
    const { pool, stage, enhancer, frame, want, told } = bench();
    const one = enhancer('one');
    want('one');
    const plain = frame(1);
    stage.offer(plain, 5);
    one.answer();
    const shown = stage.exchange(plain);
    expect(luma(shown)).toBe(99);
    expect(shown.frame).toBe(1);
    shown.release();
    await Promise.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    expect(pool.out).toBe(0);
    expect([stage.enhanced, stage.plain]).toEqual([1, 0]);
    expect(told.map((event) => event.type === 'enhancer' && event.state)).toEqual(['attached', 'on-air']);
  });

  it('shows the plain picture at once when the enhanced one is late, tells the enhancer to forget it, and drops what comes after', async () => {
    const { pool, stage, enhancer, frame, want } = bench();
    const one = enhancer('one');
    want('one');
    const plain = frame(1);
    stage.offer(plain, 5);
    const shown = stage.exchange(plain);
    expect(shown).toBe(plain);
    expect(one.sent.at(-1)).toMatchObject({ type: 'enhance-forget' });
    shown.release();
    one.answer();
    await new Promise((resolve) => setImmediate(resolve));
    expect(pool.out).toBe(0);
    expect([stage.enhanced, stage.plain]).toEqual([0, 1]);
  });

  it('gives a silent enhancer a few pictures and no more, and tells once that it is lost', () => {
    const { clock, stage, enhancer, frame, want, told } = bench();
    const one = enhancer('one');
    want('one');
    for (let number = 1; number <= 60; number++) {
      clock.nowMs += 40;
      const plain = frame(number);
      stage.offer(plain, 7);
      stage.exchange(plain).release();
    }
    expect(one.open).toHaveLength(4);
    expect(told.filter((event) => event.type === 'enhancer' && event.state === 'lost')).toHaveLength(1);
    const share = told.findLast((event) => event.type === 'enhancer-share');
    expect(share).toMatchObject({ enhanced: 0, plain: 25 });
    // it comes back
    while (one.open.length > 0) one.answer();
    const plain = frame(61);
    stage.offer(plain, 7);
    one.answer();
    expect(luma(stage.exchange(plain))).toBe(99);
    expect(told.at(-1)).toMatchObject({ type: 'enhancer', state: 'on-air' });
  });

  it('leaves out what a slow enhancer cannot bring back in time, and enhances the others', () => {
    const { clock, stage, enhancer, frame, want } = bench();
    const one = enhancer('one');
    want('one');
    const queue: FaceFrame[] = [];
    // 100 ms for each picture, frames of 40 ms, asked for six ahead
    let busyUntilMs = 0;
    for (let number = 1; number <= 100; number++) {
      clock.nowMs = number * 40;
      const before = one.open.length;
      if (before > 0 && clock.nowMs >= busyUntilMs) {
        one.answer();
        busyUntilMs = clock.nowMs + 100;
      }
      const plain = frame(number);
      if (one.open.length === 0) busyUntilMs = clock.nowMs + 100;
      stage.offer(plain, 6);
      queue.push(plain);
      if (queue.length > 6) stage.exchange(queue.shift() as FaceFrame).release();
    }
    expect(stage.enhanced).toBeGreaterThan(20);
    expect(stage.plain).toBeGreaterThan(20);
    expect(stage.latencyMs).toBe(0);
  });

  it('plans with its latency only when it was measured and keeps up', () => {
    const { clock, stage, enhancer, frame, want } = bench();
    const one = enhancer('one');
    want('one');
    expect(stage.latencyMs).toBe(0);
    stage.offer(frame(1), 5);
    clock.nowMs += 8;
    one.answer();
    expect(stage.latencyMs).toBe(8);
    want(null);
    expect(stage.latencyMs).toBe(0);
  });

  it('goes on plainly when the enhancer is gone or fails, and takes it back when it is there again', () => {
    const { stage, enhancer, frame, want } = bench();
    const one = enhancer('one');
    want('one');
    const first = frame(1);
    stage.offer(first, 5);
    one.fail();
    expect(stage.exchange(first)).toBe(first);
    const second = frame(2);
    stage.offer(second, 5);
    stage.detach('one', one.link);
    expect(stage.exchange(second)).toBe(second);
    const again = enhancer('one');
    const third = frame(3);
    stage.offer(third, 5);
    again.answer();
    expect(luma(stage.exchange(third))).toBe(99);
  });

  it('asks the new one from the next picture on; what the old one still brings back is shown', () => {
    const { stage, enhancer, frame, want } = bench();
    const one = enhancer('one');
    const two = enhancer('two');
    want('one');
    const first = frame(1);
    stage.offer(first, 5);
    want('two');
    const second = frame(2);
    stage.offer(second, 5);
    one.answer(91);
    two.answer(92);
    expect(luma(stage.exchange(first))).toBe(91);
    expect(luma(stage.exchange(second))).toBe(92);
    want(null);
    const third = frame(3);
    stage.offer(third, 5);
    expect(stage.exchange(third)).toBe(third);
    expect([one.open.length, two.open.length, stage.plain]).toEqual([0, 0, 0]);
  });

  it('enhances what pictures lie upon once for all, and shows no enhanced picture on a plain ground', () => {
    const { pool, stage, enhancer, frame, want } = bench();
    const one = enhancer('one');
    want('one');
    const base = frame(1);
    const a = frame(2, base);
    const b = frame(3, base);
    stage.offer(a, 5);
    stage.offer(b, 6);
    expect(one.sent.filter(({ type }) => type === 'enhance')).toHaveLength(3);
    one.answer(90);
    one.answer(91);
    one.answer(92);
    const shown = stage.exchange(a);
    expect([luma(shown), shown.base && luma(shown.base)]).toEqual([91, 90]);
    const next = stage.exchange(b);
    expect([luma(next), next.base && luma(next.base)]).toEqual([92, 90]);
    shown.release();
    next.release();
    base.release();
    stage.dispose();
    expect(pool.out).toBeLessThanOrEqual(3);
  });

  it('gives back what was enhanced for frames that are not wanted any more', async () => {
    const { pool, stage, enhancer, frame, want } = bench();
    const one = enhancer('one');
    want('one');
    for (const done of [true, false]) {
      const plain = frame(1);
      stage.offer(plain, 5);
      if (done) one.answer();
      stage.forget(plain);
      plain.release();
    }
    one.answer();
    await new Promise((resolve) => setImmediate(resolve));
    expect(pool.out).toBe(0);
  });

  it('keeps pictures from an enhancer that is too small for them, and refuses bytes of another size', () => {
    const { stage, enhancer, frame, want } = bench();
    const small = enhancer('small', 2);
    want('small');
    stage.offer(frame(1), 5);
    expect(small.open).toEqual([]);
    const one = enhancer('one');
    want('one');
    stage.offer(frame(2), 5);
    expect(() => one.link.onPacket({ type: 'enhanced', requestId: one.open[0] ?? 0 }, new Uint8Array(7))).toThrow(RangeError);
  });
});
