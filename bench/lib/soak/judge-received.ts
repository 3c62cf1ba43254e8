/** What the viewer's reports say of the turns that were fed: lost, incomplete, doubled, cut; and the offset of sound and picture over time. Pure. */
import type { FedTurn } from './feed-turns.ts';
import type { ViewedConnection } from './viewer.ts';

export interface OffsetPoint {
  readonly atMs: number;
  readonly offsetMs: number;
}
export interface ReceivedVerdict {
  /** Turns that had to arrive. */
  readonly expected: number;
  readonly heardWhole: number;
  /** Not one clause was heard. */
  readonly lost: readonly number[];
  readonly incomplete: readonly number[];
  readonly doubled: readonly string[];
  readonly harmed: readonly string[];
  readonly connectionsLost: number;
  readonly pictureStepsBack: number;
  readonly soundStepsBack: number;
  /** > 8 ms, either way; the first thousand of each connection. */
  readonly soundJumpsMs: readonly number[];
  readonly frames: number;
  readonly framesDoubled: number;
  readonly framesLost: number;
  readonly largestStepMs: number;
  readonly frameMs: number;
  readonly offsets: readonly OffsetPoint[];
  readonly offsetMedianMs: number;
  readonly offsetFurthestMs: number;
}

/** `end` 'interrupted': the viewer was cut off somewhere, so nothing is expected of the last turn it heard and of those after it. */
export function judgeReceived(
  connections: readonly ViewedConnection[],
  turns: readonly FedTurn[],
  clausesPerTurn: number,
  end: 'as planned' | 'interrupted' = 'as planned',
): ReceivedVerdict {
  const reports = connections.flatMap(({ report }) => (report ? [report] : []));
  const clauses = reports.flatMap((report) => report.clauses);
  const counts = new Map<string, number>();
  const whole = new Map<number, Set<number>>();
  for (const { number, numbering, state } of clauses) {
    if (numbering !== 'numbered' || number === null) continue;
    const name = `${number.turn}.${number.clause}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
    if (state === 'complete') whole.set(number.turn, (whole.get(number.turn) ?? new Set()).add(number.clause));
  }
  const lastHeard = Math.max(0, ...whole.keys());
  const expected = turns.filter(({ turn }) => end === 'as planned' || turn < lastHeard);
  const heardOf = (turn: number): number => whole.get(turn)?.size ?? 0;
  const offsets = connections.flatMap((connection) => offsetsOf(connection, turns));
  const sorted = offsets.map(({ offsetMs }) => offsetMs).sort((a, b) => a - b);
  const median = sorted[sorted.length >> 1] ?? Number.NaN;
  const pictures = reports.flatMap(({ picture }) => (picture ? [picture] : []));
  const jumps = reports.flatMap(({ sound }) => sound?.jumps ?? []);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return {
    expected: expected.length,
    heardWhole: expected.filter(({ turn }) => heardOf(turn) === clausesPerTurn).length,
    lost: expected.filter(({ turn }) => heardOf(turn) === 0).map(({ turn }) => turn),
    incomplete: expected.filter(({ turn }) => heardOf(turn) > 0 && heardOf(turn) < clausesPerTurn).map(({ turn }) => turn),
    doubled: Array.from(counts).flatMap(([name, count]) => (count > 1 ? [name] : [])),
    harmed: clauses
      .filter(({ state }) => state === 'cut' || state === 'damaged' || state === 'headless')
      .map(({ number, state, symbols }) => `${state} ${number ? `${number.turn}.${number.clause}` : symbols}`),
    connectionsLost: Math.max(0, connections.length - 1),
    pictureStepsBack: sum(pictures.map(({ timeStepsBack }) => timeStepsBack)),
    soundStepsBack: jumps.filter(({ ms }) => ms < 0).length,
    soundJumpsMs: jumps.map(({ ms }) => ms),
    frames: sum(pictures.map(({ frames }) => frames)),
    framesDoubled: sum(pictures.map(({ framesDoubled }) => framesDoubled)),
    framesLost: sum(pictures.map(({ framesLost }) => framesLost)),
    largestStepMs: Math.max(0, ...pictures.map(({ largestStepMs }) => largestStepMs)),
    frameMs: pictures[0]?.frameMs ?? Number.NaN,
    offsets,
    offsetMedianMs: median,
    offsetFurthestMs: sorted.length === 0 ? Number.NaN : Math.max(...sorted.map((value) => Math.abs(value - median))),
  };
}

/** Stream time becomes wall time by the last clause before it whose beginning was told: a stream falls behind where its clock skips. */
function offsetsOf({ fromMs, report }: ViewedConnection, turns: readonly FedTurn[]): OffsetPoint[] {
  const known = (report?.clauses ?? []).flatMap(({ number, atSeconds, state }) => {
    const heardAtMs = number?.clause === 1 && state !== 'headless' ? turns[number.turn - 1]?.heardAtMs : null;
    return typeof heardAtMs === 'number' ? [{ atSeconds, zeroMs: heardAtMs - atSeconds * 1000 }] : [];
  });
  const samples = report?.offset?.samples ?? [];
  const fallbackMs = fromMs - (samples[0]?.atSeconds ?? 0) * 1000;
  return samples.map(({ atSeconds, offsetMs }) => {
    const nearest = known.findLast((one) => one.atSeconds <= atSeconds) ?? known[0];
    return { atMs: (nearest?.zeroMs ?? fallbackMs) + atSeconds * 1000, offsetMs };
  });
}
