/** What the chaos bench makes of what a player received: times, losses, and whether a promise was kept. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assemble } from '../../../bench/lib/chaos/assemble.ts';
import { describeRows, windowsOf } from '../../../bench/lib/chaos/describe-rows.ts';
import { observeWindows, type Observation, type Received, type ReceivedClause } from '../../../bench/lib/chaos/observe-windows.ts';
import { placeLost, type SaidTurn, type ToldClause } from '../../../bench/lib/chaos/place-lost.ts';
import { judgeWindow } from '../../../bench/lib/chaos/promises.ts';
import type { SegmentReading } from '../../../bench/lib/chaos/read-segment.ts';
import { createStreamClock } from '../../../bench/lib/chaos/stream-clock.ts';
import type { Fault, InflictedFault, PlayerSource, Target } from '../../../bench/lib/chaos/words.ts';
import type { HeardClause } from '../../../main/cli/verify/group-clauses.ts';

const frameMs = 1000 / 30;

describe('stream clock', () => {
  it('gives back the wall time of every sample, and of what comes after it', () => {
    const clock = createStreamClock(
      [
        { streamSeconds: 30, wallMs: 1_030_400 },
        { streamSeconds: 10, wallMs: 1_010_000 },
      ],
      0,
    );
    expect(clock.wallMs(10)).toBe(1_010_000);
    expect(clock.wallMs(12)).toBe(1_012_000);
    expect(clock.wallMs(29)).toBe(1_029_000);
    expect(clock.wallMs(31)).toBe(1_031_400);
    expect(clock.wallMs(4)).toBe(1_004_000);
    expect(clock.spreadMs).toBe(400);
    expect(clock.delays).toEqual([
      { wallMs: 1_010_000, delayMs: 0 },
      { wallMs: 1_030_400, delayMs: -400 },
    ]);
  });

  it('falls back to the first byte when nothing was heard', () => {
    expect(createStreamClock([], 5_000).wallMs(2)).toBe(7_000);
  });

  it('never leaves the range of its samples', () => {
    const sample = fc.record({ streamSeconds: fc.integer({ min: 0, max: 500 }), wallMs: fc.integer({ min: 0, max: 900_000 }) });
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1 }), fc.integer({ min: 0, max: 600 }), (samples, seconds) => {
        const zeros = samples.map(({ streamSeconds, wallMs }) => wallMs - streamSeconds * 1000);
        const zero = createStreamClock(samples, 0).wallMs(seconds) - seconds * 1000;
        expect(zero).toBeGreaterThanOrEqual(Math.min(...zeros) - 1e-6);
        expect(zero).toBeLessThanOrEqual(Math.max(...zeros) + 1e-6);
      }),
    );
  });
});

describe('lost clauses', () => {
  const turn = (number: number, more: Partial<SaidTurn> = {}): SaidTurn => ({
    turn: number,
    clauses: [1, 2, 3].map((clause) => `${number}.${clause}`),
    saidAtMs: number * 1000,
    endedAtMs: number * 1000 + 900,
    end: 'ended',
    ...more,
  });

  it('are those that were said and of which nothing was received, whatever the studio thinks', () => {
    const told = new Map([['1.2', { startedAtMs: 1_500 }]]);
    expect(placeLost([turn(1), turn(2)], told, new Set(['1.1', '1.3', '2.1', '2.2', '2.3']))).toEqual([
      { name: '1.2', atMs: 2_700, turnEnd: 'ended' },
    ]);
  });

  it('are placed by the end they would have had, by the refusal, by the end of the turn, or when they were said', () => {
    const told = new Map([
      ['1.1', { startedAtMs: 10_000 }],
      ['1.2', { unvoicedAtMs: 20_000 }],
    ]);
    const lost = placeLost([turn(1, { endedAtMs: 30_000, end: 'failed' }), turn(2, { endedAtMs: null, end: null })], told, new Set());
    expect(lost.map(({ atMs }) => atMs)).toEqual([11_200, 20_000, 30_000, 2_000, 2_000, 2_000]);
  });
});

function clause(name: string, fromMs: number, state: ReceivedClause['state'] = 'complete'): ReceivedClause {
  return { name, fromMs, untilMs: fromMs + 1_200, state };
}

/** Pictures from `fromMs` on, one a frame. */
function picturesOf(fromMs: number, numbers: readonly number[], steps: ReadonlyMap<number, number> = new Map()) {
  return {
    atMs: numbers.map((_, index) => fromMs + index * frameMs),
    stepMs: numbers.map((_, index) => (index === 0 ? 0 : (steps.get(index) ?? frameMs))),
    numbers,
  };
}

const count = (from: number, length: number): number[] => Array.from({ length }, (_, index) => from + index);
const empty: Received = { segments: [], lostConnectionsAtMs: [], arrivalGaps: [], lost: [] };
const all = [{ fromMs: -Infinity, untilMs: Infinity }];

function observe(received: Partial<Received>, windows = all): readonly Observation[] {
  return observeWindows({ ...empty, ...received }, windows);
}

describe('what the player saw in a window', () => {
  it('finds slate, repeated pictures, the longest step and the longest stand-still', () => {
    const numbers = [...count(10, 5), 14, 14, -1, -1, -1, 12, ...count(15, 5)];
    const [seen] = observe({ segments: [{ pictures: picturesOf(0, numbers, new Map([[7, 120]])), clauses: [], delays: [] }] });
    expect(seen).toMatchObject({ longestStepMs: 120, repeated: 3, connectionsLost: 0 });
    expect(seen?.slateMs).toBeCloseTo(3 * frameMs);
    expect(seen?.slateEndedAtMs).toBeCloseTo(9 * frameMs);
    expect(seen?.longestSameMs).toBeCloseTo(3 * frameMs);
  });

  it('gives each event to the window it happened in, and what was in the pipe to the fault that spoilt it', () => {
    const windows = [
      { fromMs: -Infinity, untilMs: 10_000 },
      { fromMs: 10_000, untilMs: Infinity },
    ];
    const [before, after] = observe(
      {
        segments: [
          {
            pictures: picturesOf(9_000, count(0, 60)),
            clauses: [clause('1.1', 7_000), clause('1.2', 8_600, 'cut'), clause('1.3', 11_000)],
            delays: [],
          },
        ],
        lostConnectionsAtMs: [9_900, 10_100],
        arrivalGaps: [{ untilMs: 10_500, gapMs: 600 }],
        lost: [{ name: '2.1', atMs: 9_750, turnEnd: 'failed' }],
      },
      windows,
    );
    expect(before).toMatchObject({ cut: [], lost: [], connectionsLost: 1, longestArrivalGapMs: 0 });
    expect(after).toMatchObject({ connectionsLost: 1, longestArrivalGapMs: 600, clauseAgainAtMs: 12_200 });
    expect(after?.cut.map(({ name }) => name)).toEqual(['1.2']);
    expect(after?.lost.map(({ name }) => name)).toEqual(['2.1']);
  });

  it('calls a clause doubled when anything of it comes again, also over a lost connection', () => {
    const first = { pictures: picturesOf(0, []), clauses: [clause('1.1', 0), clause('1.2', 2_000, 'unfinished')], delays: [] };
    const second = { pictures: picturesOf(0, []), clauses: [clause('1.2', 6_000), clause('1.3', 8_000)], delays: [] };
    const [seen] = observe({ segments: [first, second] });
    expect(seen?.doubled).toEqual(['1.2']);
    expect(seen?.cut.map(({ name }) => name)).toEqual(['1.2']);
  });

  it('does not call two pieces of unknown clauses the same one', () => {
    const clauses = [clause('?', 0, 'cut'), clause('?', 9_000, 'cut')];
    expect(observe({ segments: [{ pictures: picturesOf(0, []), clauses, delays: [] }] })[0]?.doubled).toEqual([]);
  });

  it('counts a clause with a piece out of its middle once, and the end of the recording not at all', () => {
    const clauses = [
      clause('1.1', 0, 'cut'),
      { name: '?', fromMs: 900, untilMs: 1_400, state: 'headless' as const },
      clause('1.3', 3_000, 'unfinished'),
    ];
    expect(observe({ segments: [{ pictures: picturesOf(0, []), clauses, delays: [] }] })[0]?.cut).toHaveLength(1);
  });

  it('hears a complete clause again only after the last harm', () => {
    const clauses = [clause('1.1', 1_000), clause('1.2', 3_000, 'damaged'), clause('1.3', 20_000)];
    const lost = [{ name: '2.1', atMs: 5_000, turnEnd: null }];
    const [seen] = observe({ segments: [{ pictures: picturesOf(0, []), clauses, delays: [] }], lost });
    expect(seen?.clauseAgainAtMs).toBe(21_200);
    expect(seen?.longestSilenceMs).toBe(17_800);
  });

  it('tells how much later the stream is after the fault than before', () => {
    const delays = [1_000, 9_000, 12_000, 20_000].map((wallMs, index) => ({ wallMs, delayMs: [0, 10, 400, 130][index] ?? 0 }));
    const segments = [{ pictures: picturesOf(0, []), clauses: [], delays }];
    const windows = [
      { fromMs: -Infinity, untilMs: 10_000 },
      { fromMs: 10_000, untilMs: Infinity },
    ];
    expect(observe({ segments }, windows).map(({ addedDelayMs }) => addedDelayMs)).toEqual([null, 120]);
  });
});

const detection = { processMs: 9_000, encoderMs: 5_000 };
const faultAtMs = 100_000;
const quiet: Observation = {
  connectionsLost: 0,
  picturesAgainAtMs: null,
  longestStepMs: 34,
  longestSameMs: 0,
  slateMs: 0,
  slateEndedAtMs: null,
  repeated: 0,
  longestArrivalGapMs: 0,
  addedDelayMs: null,
  lost: [],
  doubled: [],
  cut: [],
  damaged: [],
  longestSilenceMs: 500,
  clauseAgainAtMs: faultAtMs + 2_000,
};

function inflictedOn(target: Target, fault: Fault = 'kill', more: Partial<InflictedFault> = {}): InflictedFault {
  return { target, fault, aim: 'any-time', atMs: faultAtMs, pid: 1, diedAtMs: faultAtMs, ...more };
}
function brokenBy(
  inflicted: InflictedFault | null,
  observed: Partial<Observation>,
  playerSource: PlayerSource = 'platform',
): readonly string[] {
  return judgeWindow({ inflicted, observed: { ...quiet, ...observed } }, { detection, playerSource }).broken;
}
const lostClause = (name: string, more: { atMs?: number; turnEnd?: 'failed' | 'ended' } = {}) => ({
  name,
  atMs: faultAtMs + 500,
  turnEnd: 'failed' as 'failed' | 'ended',
  ...more,
});

describe('promises', () => {
  it.each(['llm', 'expression', 'tts', 'face', 'programme', 'encoder', 'outlet', 'media-server'] as const)(
    'are kept when nothing happened to the show, and broken by a doubled clause: %s',
    (target) => {
      expect(brokenBy(inflictedOn(target), {})).toEqual([]);
      expect(brokenBy(inflictedOn(target), { doubled: ['1.1'] })).toEqual(['doubled 1.1']);
      expect(brokenBy(inflictedOn(target), { clauseAgainAtMs: null })).toHaveLength(1);
      expect(brokenBy(inflictedOn(target, 'kill', { pid: null }), {})).toHaveLength(1);
    },
  );

  it('let only the outlet cost the player its connection or a step of the picture', () => {
    const dropped = { connectionsLost: 1, picturesAgainAtMs: faultAtMs + 3_000, longestStepMs: 200 };
    for (const target of ['llm', 'face', 'programme', 'encoder', 'media-server'] as const)
      expect(brokenBy(inflictedOn(target), dropped)).toHaveLength(2);
    expect(brokenBy(inflictedOn('outlet'), dropped)).toEqual([]);
    expect(brokenBy(inflictedOn('media-server'), dropped, 'media-server')).toEqual([]);
    expect(brokenBy(null, dropped)).toHaveLength(2);
  });

  it('bound how long the outlet takes, detection included', () => {
    const back = (ms: number) => ({ connectionsLost: 1, picturesAgainAtMs: faultAtMs + ms });
    expect(brokenBy(inflictedOn('outlet'), back(6_000))).toHaveLength(1);
    expect(brokenBy(inflictedOn('outlet', 'stop'), back(13_000))).toEqual([]);
    expect(brokenBy(inflictedOn('outlet', 'stop'), back(15_000))).toHaveLength(1);
    expect(brokenBy(inflictedOn('outlet'), { connectionsLost: 1 })).toEqual(['no picture after the lost connection']);
  });

  it('let the programme and the encoder show the slate for ten seconds, and lose nothing once they are back', () => {
    const slate = { slateMs: 2_000, slateEndedAtMs: faultAtMs + 2_000, lost: [lostClause('1.1'), lostClause('1.2')] };
    expect(brokenBy(inflictedOn('programme'), slate)).toEqual([]);
    expect(brokenBy(inflictedOn('encoder'), { ...slate, slateEndedAtMs: faultAtMs + 11_000 })).toHaveLength(1);
    expect(brokenBy(inflictedOn('programme'), { ...slate, lost: [lostClause('2.1', { atMs: faultAtMs + 6_000 })] })).toHaveLength(1);
    expect(brokenBy(inflictedOn('programme'), { cut: [clause('2.1', faultAtMs + 6_000, 'cut')] })).toHaveLength(1);
  });

  it('count a memory fault from the moment the process fell over it', () => {
    const late = { slateMs: 2_000, slateEndedAtMs: faultAtMs + 12_000 };
    expect(brokenBy(inflictedOn('programme', 'memory'), late)).toHaveLength(1);
    expect(brokenBy(inflictedOn('programme', 'memory', { diedAtMs: faultAtMs + 9_000 }), late)).toEqual([]);
  });

  it('allow no engine a slate, nor a picture that stands for long', () => {
    for (const target of ['llm', 'expression', 'tts', 'face'] as const) {
      expect(brokenBy(inflictedOn(target), { slateMs: 33 })).toHaveLength(1);
      expect(brokenBy(inflictedOn(target), { longestSameMs: 1_500 })).toHaveLength(1);
    }
  });

  it('allow the voice one cut clause and no lost one', () => {
    const cut = clause('1.1', faultAtMs, 'cut');
    expect(brokenBy(inflictedOn('tts'), { cut: [cut] })).toEqual([]);
    expect(brokenBy(inflictedOn('tts'), { cut: [cut], damaged: [clause('1.2', faultAtMs, 'damaged')] })).toHaveLength(1);
    expect(brokenBy(inflictedOn('tts'), { lost: [lostClause('1.1')] })).toHaveLength(1);
    expect(brokenBy(inflictedOn('face'), { cut: [cut] })).toHaveLength(1);
    expect(brokenBy(inflictedOn('expression'), { lost: [lostClause('1.1')] })).toHaveLength(1);
  });

  it('allow the language model one turn, and only when the studio told that it failed', () => {
    const turn = (number: number, turnEnd: 'failed' | 'ended' = 'failed') =>
      [1, 2, 3].map((n) => lostClause(`${number}.${n}`, { turnEnd }));
    expect(brokenBy(inflictedOn('llm'), { lost: turn(1) })).toEqual([]);
    expect(brokenBy(inflictedOn('llm'), { lost: turn(1, 'ended') })).toHaveLength(1);
    expect(brokenBy(inflictedOn('llm'), { lost: [...turn(1), ...turn(2)] })).toHaveLength(1);
    expect(brokenBy(inflictedOn('llm'), { cut: [clause('1.1', faultAtMs, 'cut')] })).toHaveLength(1);
  });

  it('allow nothing while nothing was done', () => {
    expect(brokenBy(null, { clauseAgainAtMs: null })).toEqual([]);
    expect(brokenBy(null, { lost: [lostClause('1.1')] })).toHaveLength(1);
  });
});

describe('the whole way from files to rows', () => {
  const heard = (turn: number, number: number, atSeconds: number, state: HeardClause['state'] = 'complete'): HeardClause => ({
    numbering: 'numbered',
    number: { turn, clause: number, clauses: 3 },
    atSeconds,
    untilSeconds: atSeconds + 1.17,
    state,
    silenceMs: 0,
    symbols: '',
  });
  const reading = (clauses: readonly HeardClause[], seconds: number): SegmentReading => ({
    report: { clauses } as unknown as NonNullable<SegmentReading['report']>,
    ptsSeconds: Array.from({ length: seconds * 30 }, (_, index) => index / 30),
    numbers: count(0, seconds * 30),
  });

  it('names an unreadable clause after the one that is missing, and does not call it lost as well', () => {
    const unknown: HeardClause = { ...heard(1, 2, 3, 'cut'), numbering: 'unknown', number: null };
    const told = new Map([1, 2, 3].map((n) => [`1.${n}`, { startedAtMs: 50_000 + n * 1_500 }] as const));
    const said: SaidTurn[] = [{ turn: 1, clauses: ['1.1', '1.2', '1.3'], saidAtMs: 50_000, endedAtMs: 56_000, end: 'ended' }];
    const log = { segments: [{ file: 'x', firstByteAtMs: 50_000 }], lostConnectionsAtMs: [], arrivalGaps: [] };
    const clauses = [heard(1, 1, 1.5), unknown, heard(1, 3, 4.5)];
    const { received } = assemble(log, [reading(clauses, 7)], said, told);
    expect(received.lost).toEqual([]);
    expect(received.segments[0]?.clauses.map(({ name, fromMs }) => [name, fromMs])).toEqual([
      ['1.1', 51_500],
      ['1.2', 53_000],
      ['1.3', 54_500],
    ]);
  });

  it('makes a row for the quiet beginning and one for each fault, and says what was broken', () => {
    const log = { segments: [{ file: 'x', firstByteAtMs: 0 }], lostConnectionsAtMs: [], arrivalGaps: [] };
    const said: SaidTurn[] = [
      { turn: 1, clauses: ['1.1', '1.2', '1.3'], saidAtMs: 0, endedAtMs: 5_000, end: 'ended' },
      { turn: 2, clauses: ['2.1', '2.2', '2.3'], saidAtMs: 5_000, endedAtMs: 12_000, end: 'ended' },
    ];
    const times = [0, 1_500, 3_000, 6_000, 10_000];
    const names = ['1.1', '1.2', '1.3', '2.1', '2.3'];
    const told = new Map<string, ToldClause>(names.map((name, index) => [name, { startedAtMs: times[index] ?? 0 }]));
    told.set('2.2', { droppedAtMs: 8_500 });
    const clauses = names.map((name, index) => heard(Number(name[0]), Number(name[2]), (times[index] ?? 0) / 1000));
    const { received } = assemble(log, [reading(clauses, 13)], said, told);
    const inflicted = [inflictedOn('tts', 'kill', { atMs: 8_000, diedAtMs: 8_000 })];
    const observed = observeWindows(received, windowsOf(0, inflicted));
    const { rows, broken } = describeRows(0, inflicted, observed, { detection, playerSource: 'platform' });
    expect(rows.map(({ verdict, lost }) => [verdict, lost])).toEqual([
      ['kept', 0],
      ['BROKEN', 1],
    ]);
    expect(broken).toEqual(['row 1, tts: kill -9: lost 2.2']);
  });

  it('survives a player that received nothing that can be read', () => {
    const log = { segments: [{ file: 'x', firstByteAtMs: 0 }], lostConnectionsAtMs: [500], arrivalGaps: [] };
    const { received } = assemble(log, [{ report: null, ptsSeconds: [], numbers: [] }], [], new Map());
    expect(observeWindows(received, all)[0]).toMatchObject({ connectionsLost: 1, picturesAgainAtMs: null, clauseAgainAtMs: null });
  });
});
