import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createResumeDesk, type ResumeDesk } from '../../../main/app/resume-desk.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { openStorage, type Storage } from '../../../main/storage/open-storage.ts';
import { createFakeClock, type FakeClock } from '../../fakes/fake-clock.ts';

let dir: string;
let clock: FakeClock;
let storage: Storage;
let desks: ResumeDesk[];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'resume-'));
  clock = createFakeClock();
  desks = [];
  storage = openStorage({ dir, logger: silentLogger, now: () => clock.wallNow() });
});
afterEach(() => {
  for (const desk of desks) desk.dispose();
  storage.close();
  rmSync(dir, { recursive: true, force: true });
});

/** A studio's start after the death of the one before, whose timers do not run any more. */
function start(): ResumeDesk {
  for (const dead of desks.splice(0)) dead.dispose();
  const desk = createResumeDesk({
    store: storage.onAir,
    shows: storage.shows,
    clock,
    titleOf: (id) => (id === 'gone' ? undefined : `Title ${id}`),
  });
  desks.push(desk);
  return desk;
}
const options = {
  preset: '720p-vertical',
  record: false,
  destinations: [{ url: 'rtmp://host/app?token=t0ken', streamKey: 'sk_secret' }],
  keptDestinations: 'start',
} as const;
const begin = (desk: ResumeDesk): void =>
  desk.began({ showId: 'show-1', options: { ...options, destinations: [...options.destinations] }, others: ['host/app'] });

describe('a show that was cut off', () => {
  it('is offered with what was on at the end, and taken up once', async () => {
    const first = start();
    begin(first);
    first.note({ record: true, destinationIds: ['a', 'gone', 'b'] });
    await clock.advance(60_000);
    const next = start();
    expect(next.offer()).toMatchObject({
      showId: 'show-1',
      record: true,
      preset: '720p-vertical',
      destinations: [
        { destinationId: 'a', title: 'Title a' },
        { destinationId: 'b', title: 'Title b' },
      ],
      leftOut: ['host/app'],
    });
    expect(next.take()).toEqual({
      options: { preset: '720p-vertical', record: true, destinations: [], keptDestinations: 'leave', audience: 'platforms', slate: null },
      destinationIds: ['a', 'b'],
      leftOut: ['host/app'],
    });
    expect([next.offer(), next.take(), start().offer()]).toEqual([null, null, null]);
    storage.close();
    expect(readFileSync(join(dir, 'studio.db'), 'latin1')).not.toMatch(/sk_secret|t0ken/);
  });

  it('is gone when it ended in order, was declined, or when hours have passed', async () => {
    const first = start();
    begin(first);
    first.ended();
    expect(start().offer()).toBeNull();
    begin(start());
    const second = start();
    expect(second.offer()).not.toBeNull();
    second.decline();
    expect(start().offer()).toBeNull();
    const third = start();
    begin(third);
    third.dispose(); // killed
    await clock.advance(5.9 * 3_600_000);
    expect(start().offer()).not.toBeNull();
    await clock.advance(0.2 * 3_600_000);
    expect(start().offer()).toBeNull();
  });

  it('is not offered when it was a preview that went nowhere', () => {
    start().began({ showId: 'show-1', options: { ...options, destinations: [] }, others: [] });
    expect(start().offer()).toBeNull();
  });

  it('is counted from when it was last seen on air, however long it had run', async () => {
    begin(start());
    await clock.advance(8 * 3_600_000);
    expect(start().offer()?.cutOffAtMs).toBeGreaterThan(clock.wallNow() - 20_000);
  });

  it('is not offered while the process that has it on air lives', () => {
    begin(start());
    const record = storage.onAir.get();
    if (!record) throw new Error('nothing was written');
    storage.onAir.set({ ...record, pid: process.ppid });
    const beside = start();
    expect(beside.offer()).toBeNull();
    beside.decline();
    expect(storage.onAir.get()).not.toBeNull();
    storage.onAir.set({ ...record, pid: spawnSync(process.execPath, ['-e', '']).pid });
    expect(start().offer()).not.toBeNull();
  });

  it.each([
    ['is offered', 'was last seen two minutes ago', -120_000],
    ['is offered', 'lies two minutes ahead of a clock that was set back', 120_000],
    ['is not offered', 'was last seen half a minute ago', -30_000],
    ['is not offered', 'lies half a minute ahead of the clock', 30_000],
  ])('whose number another process has %s when it %s', (expected, _when, seenMs) => {
    begin(start());
    const record = storage.onAir.get();
    if (!record) throw new Error('nothing was written');
    storage.onAir.set({ ...record, pid: process.ppid, seenAtMs: clock.wallNow() + seenMs });
    expect(start().offer() === null ? 'is not offered' : 'is offered').toBe(expected);
    // nobody has answered the offer, and another studio's show is left to it
    expect(storage.onAir.get()).not.toBeNull();
  });
});
