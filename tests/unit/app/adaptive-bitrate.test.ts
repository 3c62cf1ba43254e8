import { describe, expect, it } from 'vitest';
import {
  createBitrateState,
  floorKbps,
  stepBitrate,
  usualBitratePolicy,
  type BitrateState,
  type ReportedDestination,
} from '../../../main/app/adaptive-bitrate.ts';
import { asDestinationId } from '../../../main/contract/ids.ts';

type Report = readonly [id: string, state: ReportedDestination['state'], queuedMs?: number, dropped?: number];
const report = ([id, state, queuedMs = 0, droppedVideoTags = 0]: Report): ReportedDestination => ({
  id: asDestinationId(id),
  state,
  queuedMs,
  droppedVideoTags,
});

/** One report a second; gives what was changed, and when. */
function run(seconds: number, reports: (second: number) => readonly Report[], wantedKbps = 4000) {
  let state: BitrateState = createBitrateState(wantedKbps, 0);
  const changes: string[] = [];
  for (let second = 1; second <= seconds; second += 1) {
    const next = stepBitrate(state, reports(second).map(report), second * 1000);
    state = next.state;
    if (next.change) changes.push(`${second} ${next.change.direction} ${next.change.kbps}`);
  }
  return { changes, state };
}

describe('the bitrate under congestion', () => {
  it.each<readonly [what: string, reports: readonly Report[], changes: readonly string[]]>([
    ['nobody is on air', [], []],
    [
      'all keep up',
      [
        ['a', 'live'],
        ['b', 'live', 1900],
      ],
      [],
    ],
    [
      'one of two is congested',
      [
        ['a', 'congested', 5000],
        ['b', 'live'],
      ],
      [],
    ],
    [
      'all are congested',
      [
        ['a', 'congested', 5000],
        ['b', 'congested', 4000],
      ],
      ['8 down 3000'],
    ],
    ['the only one is congested', [['a', 'congested', 5000]], ['8 down 3000']],
    [
      'long queues that do not shrink count before pictures are lost',
      [
        ['a', 'live', 3500],
        ['b', 'congested', 100],
      ],
      ['8 down 3000'],
    ],
    [
      'those that are not on air do not count',
      [
        ['a', 'congested', 5000],
        ['b', 'failed'],
        ['c', 'reconnecting', 9000],
        ['d', 'stopped'],
      ],
      ['8 down 3000'],
    ],
    [
      'all are gone',
      [
        ['a', 'reconnecting'],
        ['b', 'failed'],
      ],
      [],
    ],
  ])('%s', (_what, reports, changes) => {
    expect(run(9, () => reports).changes).toEqual(changes);
  });

  it('counts pictures that were left out, though the destination is live again when it is asked', () => {
    expect(run(9, (second) => [['a', 'live', 0, second >= 5 ? 60 : 0]]).changes).toEqual(['8 down 3000']);
    expect(run(60, () => [['a', 'live', 0, 60]]).changes, 'an old loss is no new one').toEqual([]);
  });

  it('does not count a queue that gets shorter', () => {
    expect(run(40, (second) => [['a', 'live', Math.max(0, 9000 - second * 200)]]).changes).toEqual([]);
  });

  it('goes down step by step to the floor while it lasts, waits after each step, and says no more there', () => {
    const { changes, state } = run(120, () => [['a', 'congested', 5000]]);
    expect(changes).toEqual(['8 down 3000', '16 down 2250', '24 down 1688', '32 down 1266', '40 down 1000']);
    expect(state.kbps).toBe(floorKbps(4000, usualBitratePolicy));
  });

  it('goes back up when none was congested for a while, to the wanted bitrate and no further', () => {
    const { changes } = run(300, (second) => [['a', second <= 17 ? 'congested' : 'live', second <= 17 ? 5000 : 0]]);
    expect(changes).toEqual(['8 down 3000', '16 down 2250', '47 up 2813', '77 up 3516', '107 up 4000']);
  });

  it('does not go up while one of several is congested', () => {
    const { changes } = run(200, (second) => [
      ['a', second <= 9 ? 'congested' : 'live', second <= 9 ? 5000 : 0],
      ['b', 'congested', 5000],
    ]);
    expect(changes).toEqual(['8 down 3000']);
  });

  it('waits twice as long with each step up that does not hold', () => {
    // the line takes 3000 kbit/s: at more the queue grows
    let state = createBitrateState(4000, 0);
    const ups: number[] = [];
    for (let second = 1; second <= 900; second += 1) {
      const next = stepBitrate(state, [report(state.kbps > 3000 ? ['a', 'congested', 5000] : ['a', 'live'])], second * 1000);
      state = next.state;
      if (next.change?.direction === 'up') ups.push(second);
    }
    const waits = ups.slice(1).map((second, index) => second - (ups[index] ?? 0));
    expect(waits.length).toBeGreaterThanOrEqual(3);
    for (const [index, wait] of waits.slice(1).entries()) expect(wait).toBeGreaterThan(waits[index] ?? Infinity);
  });

  it('keeps the longer wait through all steps down that follow a step up which did not hold', () => {
    const { changes } = run(120, (second) => {
      const slow = second <= 8 || (second >= 39 && second <= 54);
      return [['a', slow ? 'congested' : 'live', slow ? 5000 : 0]];
    });
    expect(changes).toEqual(['8 down 3000', '38 up 3750', '46 down 2813', '54 down 2110', '114 up 2638']);
  });

  it('never goes below 500 kbit/s, nor above what was wanted where that is less', () => {
    expect([floorKbps(6000, usualBitratePolicy), floorKbps(1500, usualBitratePolicy), floorKbps(400, usualBitratePolicy)]).toEqual([
      1500, 500, 400,
    ]);
  });
});
