/** What the soak makes of what it saw: slopes, turns lost or doubled, how a destination came back, bounds. */
import { describe, expect, it } from 'vitest';
import { judgeReturn } from '../../../bench/lib/soak/destination-watch.ts';
import { niceRange } from '../../../bench/lib/soak/draw-plot.ts';
import type { FedTurn } from '../../../bench/lib/soak/feed-turns.ts';
import { fitSlope, type SlopePoint } from '../../../bench/lib/soak/fit-slope.ts';
import { judgeReceived } from '../../../bench/lib/soak/judge-received.ts';
import { parseSoakOptions } from '../../../bench/lib/soak/parse-options.ts';
import { reportSoak } from '../../../bench/lib/soak/report.ts';
import type { ShowSample } from '../../../bench/lib/soak/sample-show.ts';
import { createRandom } from '../../../bench/lib/chaos/seeded-random.ts';
import type { VerifyReport } from '../../../main/cli/verify/format-report.ts';
import type { HeardClause } from '../../../main/cli/verify/group-clauses.ts';

const minute = 60_000;
const grown = (group: number, from: number, count: number, level: number, perHour: number, noise: () => number): SlopePoint[] =>
  Array.from({ length: count }, (_, index) => {
    const atMs = (from + index) * minute;
    return { group, atMs, value: level + (perHour * atMs) / (60 * minute) + noise() };
  });

describe('the slope of memory', () => {
  it('is found through noise, with a bound above it', () => {
    const random = createRandom(7);
    const fit = fitSlope(grown(1, 0, 60, 100, 12, () => (random() - 0.5) * 2));
    expect(fit?.perHour).toBeGreaterThan(10);
    expect(fit?.perHour).toBeLessThan(14);
    expect(fit?.upperPerHour).toBeGreaterThan(fit?.perHour ?? Infinity);
  });
  it('takes a restart with another level for no growth', () => {
    const points = [...grown(1, 0, 20, 50, 0, () => 0), ...grown(2, 20, 20, 90, 0, () => 0)];
    expect(fitSlope(points)).toMatchObject({ perHour: 0, spanMs: 38 * minute });
  });
  it('is not told from too few samples', () => {
    expect(fitSlope(grown(1, 0, 4, 50, 5, () => 0))).toBeNull();
    expect(fitSlope([])).toBeNull();
  });
});

const clause = (turn: number, number: number, atSeconds: number, state: HeardClause['state'] = 'complete'): HeardClause => ({
  numbering: 'numbered',
  number: { turn, clause: number, clauses: 2 },
  atSeconds,
  untilSeconds: atSeconds + 1.2,
  state,
  silenceMs: 0,
  symbols: '',
});
const fed = (turn: number, endedAtMs: number | null = 0, heardAtMs: number | null = null): FedTurn => ({
  turn,
  saidAtMs: 0,
  heardAtMs,
  endedAtMs,
  end: endedAtMs === null ? null : 'ended',
});
const report = (clauses: readonly HeardClause[], samples: { atSeconds: number; offsetMs: number }[] = []): VerifyReport =>
  ({ clauses, sound: { jumps: [] }, picture: null, offset: { samples } }) as unknown as VerifyReport;

describe('what the viewer received', () => {
  it('is whole when every clause of every turn was heard once', () => {
    const verdict = judgeReceived([{ fromMs: 0, report: report([clause(1, 1, 1), clause(1, 2, 3)]) }], [fed(1)], 2);
    expect(verdict).toMatchObject({ expected: 1, heardWhole: 1, lost: [], incomplete: [], doubled: [], harmed: [], connectionsLost: 0 });
  });
  it('tells lost, incomplete, doubled and cut apart, over connections', () => {
    const connections = [
      { fromMs: 0, report: report([clause(1, 1, 1), clause(1, 2, 3), clause(2, 1, 5), clause(2, 2, 7, 'cut')]) },
      { fromMs: 0, report: report([clause(1, 2, 1)]) },
    ];
    expect(judgeReceived(connections, [fed(1), fed(2), fed(3)], 2)).toMatchObject({
      heardWhole: 1,
      lost: [3],
      incomplete: [2],
      doubled: ['1.2'],
      harmed: ['cut 2.2'],
      connectionsLost: 1,
    });
  });
  it('expects nothing of the turns that an interruption met', () => {
    const report3 = report([clause(1, 1, 1), clause(1, 2, 3), clause(3, 1, 5)]);
    const verdict = judgeReceived([{ fromMs: 0, report: report3 }], [fed(1), fed(2), fed(3), fed(4, null)], 2, 'interrupted');
    expect(verdict).toMatchObject({ expected: 2, heardWhole: 1, lost: [2], incomplete: [] });
  });
  it('places offsets in wall time by the clauses whose beginning was told, also where the stream fell behind', () => {
    const heard = report(
      [clause(1, 1, 10), clause(1, 2, 12), clause(2, 1, 14)],
      [
        { atSeconds: 10, offsetMs: -10 },
        { atSeconds: 12, offsetMs: -30 },
        { atSeconds: 14, offsetMs: 10 },
      ],
    );
    const verdict = judgeReceived([{ fromMs: 0, report: heard }], [fed(1, 0, 50_000), fed(2, 0, 60_000)], 2);
    expect(verdict.offsets.map(({ atMs }) => atMs)).toEqual([50_000, 52_000, 60_000]);
    expect(verdict).toMatchObject({ offsetMedianMs: -10, offsetFurthestMs: 20 });
  });
});

describe('how a destination came back', () => {
  const states = [
    { atMs: 1_100, state: 'reconnecting', nextTryInMs: 500 },
    { atMs: 1_700, state: 'reconnecting', nextTryInMs: 4_000 },
    { atMs: 6_000, state: 'live', nextTryInMs: 0 },
  ];
  it('is told from the moment it accepts again, with the back-off that was left then', () => {
    expect(judgeReturn(states, { atMs: 1_000, fault: 'dies', acceptsAgainAtMs: 5_000 })).toMatchObject({
      noticedAfterMs: 100,
      backAfterMs: 1_000,
      backOffMs: 700,
    });
  });
  it('takes a silence that ends before its time-out for congestion on the same connection', () => {
    const silent = [
      { atMs: 3_500, state: 'congested', nextTryInMs: 0 },
      { atMs: 5_400, state: 'live', nextTryInMs: 0 },
    ];
    const failure = { atMs: 1_000, fault: 'goes silent', acceptsAgainAtMs: 5_000 } as const;
    expect(judgeReturn(silent, failure)).toMatchObject({ noticedAfterMs: 2_500, backAfterMs: 400, backOffMs: 0 });
    expect(judgeReturn(silent.slice(0, 1), failure)).toMatchObject({ backAfterMs: null });
    expect(judgeReturn(silent, { ...failure, fault: 'dies' })).toMatchObject({ backAfterMs: null });
  });
  it('says so when it never came', () => {
    expect(judgeReturn(states.slice(0, 2), { atMs: 1_000, fault: 'dies', acceptsAgainAtMs: 5_000 })).toMatchObject({ backAfterMs: null });
  });
});

it('the axis has round numbers around the values', () => {
  expect(niceRange(3, 17)).toEqual({ from: 0, to: 20, step: 5 });
  expect(niceRange(Infinity, -Infinity)).toEqual({ from: 0, to: 1, step: 0.5 });
});

it('the command line is checked in words', () => {
  expect(parseSoakOptions([])).toEqual({ minutes: 30, preset: '720p', outDir: 'out/soak' });
  expect(() => parseSoakOptions(['--minutes', '0'])).toThrow(/from 0.5 to 480/);
  expect(() => parseSoakOptions(['--preset', '8k'])).toThrow(/one of .*720p/);
});

describe('what grows', () => {
  const received = judgeReceived([], [], 3);
  const sample = (atMs: number, processes: ShowSample['processes']): ShowSample => ({
    atMs,
    processes,
    framesHeldSpeaking: 0,
    framesSkipped: 0,
    turnsWaiting: 0,
    queuedLiveMs: 0,
    queuedOtherMs: 0,
  });
  const judged = (rssOf: (minutes: number) => ShowSample['processes']) =>
    reportSoak({
      startedAtMs: 0,
      endedAtMs: 30 * minute,
      ended: 'as planned',
      samples: Array.from({ length: 180 }, (_, index) => sample(index * 10_000, rssOf(index / 6))),
      swaps: [],
      failures: [],
      steadyChanges: [],
      turns: [],
      received,
      leftBehind: [],
      notes: [],
    }).goals.filter(({ what }) => what.startsWith('growth'));

  it('is judged in a process that lived long enough, after its warm-up', () => {
    const leak = (minutes: number) => [{ name: 'main', pid: 1, rssMiB: 100 + Math.min(minutes, 10) * 3 + minutes / 2 }];
    expect(judged(leak)).toMatchObject([{ what: 'growth of main, resident, upper 95 % bound, MiB/h', value: 30, met: false }]);
    expect(judged((minutes) => [{ name: 'main', pid: 1, rssMiB: 100 + Math.min(minutes, 10) * 3 }])).toMatchObject([{ met: true }]);
  });

  it('is not told from the first minutes of processes that are replaced again and again, but from the last one, which stays', () => {
    const young = (minutes: number, pid: number, bornAt: number) => [{ name: 'voice', pid, rssMiB: 40 + (minutes - bornAt) * 2 }];
    expect(judged((minutes) => young(minutes, Math.floor(minutes / 5), Math.floor(minutes / 5) * 5))).toEqual([]);
    const thenStays = (minutes: number): ShowSample['processes'] =>
      minutes < 10 ? young(minutes, Math.floor(minutes / 5), Math.floor(minutes / 5) * 5) : [{ name: 'voice', pid: 9, rssMiB: 50 }];
    expect(judged(thenStays)).toMatchObject([{ value: 0, met: true }]);
  });
});
