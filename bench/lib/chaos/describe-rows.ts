/** The table: one row for the quiet beginning and one per fault; and in words what was broken. Pure. */
import { round } from '../bench-result.ts';
import type { Observation, Window } from './observe-windows.ts';
import { judgeWindow, type JudgeOptions } from './promises.ts';
import type { InflictedFault } from './words.ts';

export interface ChaosRow {
  readonly [column: string]: number | string;
  readonly verdict: string;
}

/** Windows from the first clause (what a server kept from before it is not the show) and then from fault to fault; the last one is open, so that nothing falls behind it. */
export function windowsOf(startedAtMs: number, inflicted: readonly InflictedFault[]): readonly Window[] {
  const starts = [startedAtMs, ...inflicted.map(({ atMs }) => atMs)];
  return starts.map((fromMs, index) => ({ fromMs, untilMs: starts[index + 1] ?? Infinity }));
}

export interface ChaosTable {
  readonly rows: readonly ChaosRow[];
  /** A line for each row that is not kept. */
  readonly broken: readonly string[];
}

/** `observed` begins with the quiet window, which no fault belongs to. */
export function describeRows(
  startedAtMs: number,
  inflicted: readonly InflictedFault[],
  observed: readonly Observation[],
  options: JudgeOptions,
): ChaosTable {
  const said: string[] = [];
  const rows = observed.map((seen, index): ChaosRow => {
    const hurt = inflicted[index - 1] ?? null;
    const { promised, broken } = judgeWindow({ inflicted: hurt, observed: seen }, options);
    if (broken.length > 0) said.push(`row ${index}, ${hurt ? `${hurt.target}: ${faultWords(hurt)}` : 'no fault'}: ${broken.join('; ')}`);
    const sinceMs = hurt?.atMs ?? startedAtMs;
    return {
      s: round((sinceMs - startedAtMs) / 1000),
      target: hurt?.target ?? '-',
      fault: hurt ? faultWords(hurt) : 'none',
      promised,
      'conn. lost': seen.connectionsLost,
      'step ms': Math.round(seen.longestStepMs),
      'still ms': Math.round(seen.longestSameMs),
      'arrival gap ms': Math.round(seen.longestArrivalGapMs),
      'later ms': seen.addedDelayMs === null ? '-' : Math.round(seen.addedDelayMs),
      'slate ms': Math.round(seen.slateMs),
      repeated: seen.repeated,
      lost: seen.lost.length,
      doubled: seen.doubled.length,
      cut: seen.cut.length,
      damaged: seen.damaged.length,
      'silent s': round(seen.longestSilenceMs / 1000),
      'clause again s': seen.clauseAgainAtMs === null ? '-' : round((seen.clauseAgainAtMs - sinceMs) / 1000),
      verdict: broken.length === 0 ? 'kept' : 'BROKEN',
    };
  });
  return { rows, broken: said };
}

function faultWords({ fault, aim, pid, atMs, diedAtMs }: InflictedFault): string {
  const when = aim === 'at-work' ? ' at work' : '';
  if (pid === null) return `${fault} (not running)`;
  if (fault === 'kill') return `kill -9${when}`;
  const died = diedAtMs === null ? 'lives on' : `gone after ${((diedAtMs - atMs) / 1000).toFixed(1)} s`;
  return fault === 'stop' ? `SIGSTOP${when}, ${died}` : `memory${when}, ${died}`;
}
