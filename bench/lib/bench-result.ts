/** What every bench returns; the runner prints it and writes out/bench/<name>.json. */
import os from 'node:os';

export interface Goal {
  readonly what: string;
  readonly value: number;
  readonly limit: string;
  readonly met: boolean;
}

export interface BenchResult {
  readonly name: string;
  readonly machine: string;
  readonly rows: ReadonlyArray<Readonly<Record<string, number | string>>>;
  readonly goals?: readonly Goal[];
  readonly ok: boolean;
  readonly notes?: readonly string[];
}

/** Names the machine in the terms that a reader of the figures needs. */
export function describeMachine(): string {
  const cpus = os.cpus();
  return `${os.type()} ${os.arch()}, ${cpus.length} x ${cpus[0]?.model.trim() ?? 'unknown processor'}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
}

export const round = (value: number, digits = 1): number => Number(value.toFixed(digits));

/** Nearest-rank percentile of unsorted values; NaN for none. */
export function percentile(values: readonly number[], p: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = Array.from(values).sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil((p / 100) * sorted.length) - 1))] ?? Number.NaN;
}
