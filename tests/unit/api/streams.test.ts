import { describe, expect, it } from 'vitest';
import { maxQueuedEvents, watchEvents } from '../../../main/api/streams/watch-events.ts';
import { snapshotIntervalMs, watchSnapshots } from '../../../main/api/streams/watch-snapshots.ts';
import { asShowId } from '../../../main/contract/ids.ts';
import type { ShowEvent } from '../../../main/contract/show-events.ts';
import { FakeStudio } from '../../fakes/fake-studio.ts';
import { ManualClock } from './manual-clock.ts';

const event = (n: number): ShowEvent => ({ showId: asShowId('s'), atMs: n, type: 'source', state: 'live' });
const turnTexts = (snapshot: { readonly turns: readonly { readonly text: string }[] } | void): readonly string[] =>
  snapshot?.turns.map((turn) => turn.text) ?? [];
const turn = (text: string) => ({ showId: 's', turnId: text, author: 'a', text, state: 'queued' as const, reply: '', atMs: 0 });
const tooSlow = (lost: number): Error => new Error(`lost ${lost}`);

describe('watchSnapshots', () => {
  it('gives a snapshot at once, then the latest one after each change, never faster than the interval', async () => {
    const clock = new ManualClock();
    const studio = new FakeStudio({ clock });
    const watch = watchSnapshots(studio, clock, undefined);
    expect((await watch.next()).value).toBe(studio.snapshot());

    for (const text of ['one', 'two', 'three']) studio.update({ turns: [turn(text)] });
    const second = watch.next();
    expect(await settledWithin(second)).toBe(false);
    await clock.advance(snapshotIntervalMs - 1);
    expect(await settledWithin(second)).toBe(false);
    await clock.advance(1);
    expect(turnTexts((await second).value)).toEqual(['three']);

    const third = watch.next();
    await clock.advance(snapshotIntervalMs * 5);
    expect(await settledWithin(third)).toBe(false);
    studio.update({ turns: [turn('four')] });
    expect(turnTexts((await third).value)).toEqual(['four']);
    await watch.return();
  });

  it('holds at most ten a second, however many changes there are', async () => {
    const clock = new ManualClock();
    const studio = new FakeStudio({ clock });
    const watch = watchSnapshots(studio, clock, undefined);
    let seen = 0;
    const reading = (async () => {
      for await (const _ of watch) seen += 1;
    })();
    for (let ms = 0; ms < 1000; ms += 5) {
      studio.update({});
      await clock.advance(5);
    }
    expect(seen).toBeGreaterThanOrEqual(9);
    expect(seen).toBeLessThanOrEqual(11);
    await watch.return();
    await reading;
  });

  it.each(['abort', 'return'] as const)('ends by %s in mid-wait and listens no more', async (how) => {
    const studio = new FakeStudio({ clock: new ManualClock() });
    const aborting = new AbortController();
    const watch = watchSnapshots(studio, new ManualClock(), aborting.signal);
    await watch.next();
    const waiting = watch.next();
    expect(studio.listeners).toBe(1);
    if (how === 'abort') aborting.abort();
    else await watch.return();
    expect(await waiting).toEqual({ done: true, value: undefined });
    expect(studio.listeners).toBe(0);
  });

  it('passes a failing snapshot on and listens no more', async () => {
    const studio = new FakeStudio();
    const broken = { onChange: studio.onChange, snapshot: () => Promise.reject(new Error('no')) as never };
    await expect(watchSnapshots(broken, new ManualClock(), undefined).next()).rejects.toThrow('no');
    expect(studio.listeners).toBe(0);
  });
});

describe('watchEvents', () => {
  it('gives every event in order, from the call on', async () => {
    const studio = new FakeStudio();
    const events = watchEvents(studio, undefined, tooSlow);
    studio.emit(event(1));
    studio.emit(event(2));
    expect([(await events.next()).value, (await events.next()).value]).toEqual([event(1), event(2)]);
    const waiting = events.next();
    studio.emit(event(3));
    expect((await waiting).value).toEqual(event(3));
    await events.return();
    expect(studio.listeners).toBe(0);
  });

  it('keeps a bounded queue and tells a slow reader how many it lost, after what it still holds', async () => {
    const studio = new FakeStudio();
    const events = watchEvents(studio, undefined, tooSlow);
    for (let n = 0; n < maxQueuedEvents + 7; n += 1) studio.emit(event(n));
    for (let n = 0; n < maxQueuedEvents; n += 1) expect((await events.next()).value).toEqual(event(n));
    await expect(events.next()).rejects.toThrow('lost 7');
    expect(studio.listeners).toBe(0);
  });

  it.each(['abort', 'return'] as const)('ends by %s, also when it was never read', async (how) => {
    const studio = new FakeStudio();
    const aborting = new AbortController();
    const events = watchEvents(studio, aborting.signal, tooSlow);
    if (how === 'abort') aborting.abort();
    else await events.return();
    expect(studio.listeners).toBe(0);
    expect((await events.next()).done).toBe(true);
  });

  it('does not start on a signal that has fired already', async () => {
    const studio = new FakeStudio();
    expect((await watchEvents(studio, AbortSignal.abort(), tooSlow).next()).done).toBe(true);
    expect(studio.listeners).toBe(0);
  });
});

/** Whether the promise has settled once everything that could settle it has run. */
async function settledWithin(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  promise.finally(() => (settled = true)).catch(() => undefined);
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  return settled;
}
