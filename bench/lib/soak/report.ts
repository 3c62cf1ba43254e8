/** What a soak is allowed to show, and its tables: bounds, a row per process, a row per slice of time. Pure. */
import { percentile, round, type Goal } from '../bench-result.ts';
import { fitSlope, type SlopeFit, type SlopePoint } from './fit-slope.ts';
import type { SoakRun } from './run-soak.ts';

export const goalGrowthMiBPerHour = 10;
export const goalBackMs = 2_000;
/** Timestamps of FLV are whole milliseconds, on both tracks. */
const timestampToleranceMs = 2;
/** A slope over less than this of one process is no slope of hours. */
const leastSpanMs = 7 * 60_000;
/** V8 fills its old generation for minutes before it collects it first: a curve that bends towards a level is no slope. */
const warmUpMs = 600_000;
const slices = 10;

export interface Growth {
  readonly name: string;
  readonly fit: SlopeFit | null;
  readonly firstMiB: number;
  readonly lastMiB: number;
  readonly largestMiB: number;
  readonly processes: number;
}
export interface SoakReport {
  readonly goals: readonly Goal[];
  readonly growth: readonly Growth[];
  readonly overTime: readonly Readonly<Record<string, number | string>>[];
  readonly byProcess: readonly Readonly<Record<string, number | string>>[];
  readonly notes: readonly string[];
}

export function reportSoak(run: SoakRun): SoakReport {
  const growth = growthOf(run);
  const { received } = run;
  const none = (what: string, list: readonly unknown[]): Goal => ({ what, value: list.length, limit: '0', met: list.length === 0 });
  const counted = (what: string, value: number): Goal => ({ what, value, limit: '0', met: value === 0 });
  const last = run.samples.at(-1);
  const otherwise = run.swaps.filter(({ result }) => result === 'otherwise');
  const lateBack = run.failures.map(({ backAfterMs, backOffMs }) => (backAfterMs === null ? Infinity : backAfterMs - backOffMs));
  const measured = growth.filter(({ fit }) => fit !== null);
  const offsetLimitMs = received.frameMs + timestampToleranceMs;
  const goals: Goal[] = [
    {
      what: 'turns received whole',
      value: received.heardWhole,
      limit: String(received.expected),
      met: received.expected > 0 && received.heardWhole === received.expected,
    },
    none('turns lost', received.lost),
    none('clauses heard twice', received.doubled),
    none('clauses cut or damaged', run.ended === 'as planned' ? received.harmed : []),
    counted('connections the viewer lost', received.connectionsLost),
    counted('steps back, picture and sound', received.pictureStepsBack + received.soundStepsBack),
    {
      what: 'A/V offset, furthest from its median, ms',
      value: round(received.offsetFurthestMs),
      limit: `<= ${round(offsetLimitMs)} (a frame)`,
      met: received.offsetFurthestMs <= offsetLimitMs,
    },
    counted('frames late while speaking', last?.framesHeldSpeaking ?? Number.NaN),
    none('swaps that did not end as wanted', otherwise),
    ...(run.failures.length === 0
      ? []
      : [
          {
            what: 'a failed destination is back, beyond its back-off, worst, ms',
            value: round(Math.max(...lateBack)),
            limit: `<= ${goalBackMs}`,
            met: Math.max(...lateBack) <= goalBackMs,
          },
          none(
            'changes of the other destination meanwhile',
            run.steadyChanges.filter((state) => state !== 'live'),
          ),
        ]),
    ...measured.map(({ name, fit }) => ({
      what: `growth of ${name}, upper 95 % bound, MiB/h`,
      value: round(fit?.upperPerHour ?? Number.NaN),
      limit: `<= ${goalGrowthMiBPerHour}`,
      met: (fit?.upperPerHour ?? Infinity) <= goalGrowthMiBPerHour,
    })),
    none('processes left behind', run.leftBehind),
  ];
  return { goals, growth, overTime: overTime(run), byProcess: growth.map(describeGrowth), notes: notesOf(run, measured.length) };
}

/** RSS by process name, and main's heap after a collection. The beginning of every process is its warm-up, and what lives no longer than that tells nothing. */
function growthOf({ samples, startedAtMs, endedAtMs }: SoakRun): readonly Growth[] {
  const ignoredMs = Math.min(warmUpMs, (endedAtMs - startedAtMs) / 3);
  const points = new Map<string, SlopePoint[]>();
  const add = (name: string, point: SlopePoint): void => void points.set(name, [...(points.get(name) ?? []), point]);
  for (const { atMs, processes, heap } of samples) {
    if (heap) add('main, heap after collection', { group: 0, atMs, value: heap.heapMiB });
    // one that is tried or drained lives for seconds
    for (const { name, pid, rssMiB } of processes)
      if (!/candidate|previous/.test(name)) add(`${name}, resident`, { group: pid, atMs, value: rssMiB });
  }
  return Array.from(points, ([name, all]): Growth => {
    const born = new Map<number | string, number>();
    for (const { group, atMs } of all) if (!born.has(group)) born.set(group, atMs);
    const values = all.map(({ value }) => value);
    const warm = all.filter(({ group, atMs }) => atMs >= (born.get(group) ?? 0) + ignoredMs);
    const last = new Map(warm.map(({ group, atMs }) => [group, atMs]));
    const lived = ({ group }: SlopePoint): number => (last.get(group) ?? 0) - (born.get(group) ?? 0) - ignoredMs;
    return {
      name,
      fit: fitSlope(warm.filter((point) => lived(point) >= leastSpanMs)),
      firstMiB: values[0] ?? Number.NaN,
      lastMiB: values.at(-1) ?? Number.NaN,
      largestMiB: Math.max(...values),
      processes: born.size,
    };
  });
}

function describeGrowth({ name, fit, firstMiB, lastMiB, largestMiB, processes }: Growth): Readonly<Record<string, number | string>> {
  return {
    memory: name,
    processes,
    'first MiB': round(firstMiB),
    'last MiB': round(lastMiB),
    'largest MiB': round(largestMiB),
    'slope MiB/h': fit ? round(fit.perHour) : '-',
    'upper 95 %': fit ? round(fit.upperPerHour) : '-',
    'over min': fit ? round(fit.spanMs / 60_000) : 0,
  };
}

function overTime(run: SoakRun): readonly Readonly<Record<string, number | string>>[] {
  const { startedAtMs, endedAtMs, samples, received, turns, swaps, failures } = run;
  const stepMs = (endedAtMs - startedAtMs) / slices;
  return Array.from({ length: slices }, (_, index) => {
    const [from, to] = [startedAtMs + index * stepMs, startedAtMs + (index + 1) * stepMs];
    const inside = ({ atMs }: { readonly atMs: number }): boolean => atMs >= from && atMs < to;
    const those = samples.filter(inside);
    const before = samples.findLast(({ atMs }) => atMs < from);
    const last = those.at(-1);
    const offsets = received.offsets.filter(inside).map(({ offsetMs }) => offsetMs);
    const grown = (of: 'framesHeldSpeaking' | 'framesSkipped'): number => (last ? last[of] - (before?.[of] ?? 0) : 0);
    return {
      'until min': round((to - startedAtMs) / 60_000),
      'turns said': turns.filter(({ saidAtMs }) => saidAtMs >= from && saidAtMs < to).length,
      'A/V offset ms (least..median..most)':
        offsets.length === 0 ? '-' : `${round(Math.min(...offsets))}..${round(percentile(offsets, 50))}..${round(Math.max(...offsets))}`,
      'late frames': grown('framesHeldSpeaking'),
      'skipped frames': grown('framesSkipped'),
      'queued turns': Math.max(0, ...those.map(({ turnsWaiting }) => turnsWaiting)),
      'queue live ms': Math.max(0, ...those.map(({ queuedLiveMs }) => queuedLiveMs)),
      'queue other ms': Math.max(0, ...those.map(({ queuedOtherMs }) => queuedOtherMs)),
      'all RSS MiB': last ? Math.round(last.processes.reduce((sum, { rssMiB }) => sum + rssMiB, 0)) : '-',
      swaps: swaps.filter(inside).length,
      failures: failures.filter(inside).length,
    };
  });
}

function notesOf(run: SoakRun, judged: number): readonly string[] {
  const { received, swaps, failures, samples, turns } = run;
  const kinds = new Map<string, number>();
  for (const { kind, outcome } of swaps) kinds.set(`${kind}: ${outcome}`, (kinds.get(`${kind}: ${outcome}`) ?? 0) + 1);
  const notEnded = turns.filter(({ end }) => end !== 'ended');
  const heaps = samples.flatMap(({ heap }) => (heap ? [heap] : []));
  return [
    ...(run.ended === 'interrupted' ? ['interrupted: turns that ended in the last seconds before it are not judged'] : []),
    ...run.notes,
    `${turns.length} turns said, ${received.heardWhole} of ${received.expected} received whole; lost ${list(received.lost)}, incomplete ${list(received.incomplete)}, doubled ${list(received.doubled)}, harmed ${list(received.harmed)}`,
    `${notEnded.length} turns that the studio itself told as not ended${notEnded.length > 0 ? `: ${list(notEnded.map(({ turn, end }) => `${turn} ${end ?? 'was still under way'}`))}` : ''}`,
    `received: ${received.frames} pictures, ${received.framesLost} numbers missing, ${received.framesDoubled} held, largest step ${round(received.largestStepMs)} ms; ${received.soundJumpsMs.length} jumps of the sound clock${received.soundJumpsMs.length > 0 ? ` (${list(received.soundJumpsMs.map((ms) => `${ms} ms`))})` : ''}`,
    `A/V offset: ${received.offsets.length} clauses, median ${round(received.offsetMedianMs)} ms`,
    `swaps: ${Array.from(kinds, ([kind, count]) => `${count} x ${kind}`).join(', ') || 'none'}`,
    ...failures.map(
      ({ atMs, fault, noticedAfterMs, backAfterMs, backOffMs }) =>
        `${((atMs - run.startedAtMs) / 60_000).toFixed(1)} min: the platform ${fault}: noticed after ${told(noticedAfterMs)}, back ${told(backAfterMs)} after it accepted again (${Math.round(backOffMs)} ms of it back-off)`,
    ),
    `main: ${heaps[0]?.sockets ?? '?'} -> ${heaps.at(-1)?.sockets ?? '?'} sockets and pipes; processes below it ${heaps[0]?.children ?? '?'} -> ${heaps.at(-1)?.children ?? '?'} (a swap may be under way)`,
    ...(judged === 0 ? [`no growth is judged: that takes ${leastSpanMs / 60_000} minutes of one process after its warm-up`] : []),
    ...run.leftBehind.map((line) => `left behind: ${line}`),
  ];
}

const told = (ms: number | null): string => (ms === null ? '(never seen)' : `${Math.round(ms)} ms`);
const list = (values: readonly (string | number)[], most = 8): string =>
  values.length === 0 ? 'none' : values.slice(0, most).join(', ') + (values.length > most ? ` and ${values.length - most} more` : '');
