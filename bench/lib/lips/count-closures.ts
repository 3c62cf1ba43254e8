/** Closures of the lips (p, b, m) that a voice said against those that somebody heard in its sound. */
import type { Mark } from '../../../main/contract/speech.ts';

/** Two pictures at 30 a second. */
const reachMs = 2000 / 30;

export interface ClosureCount {
  readonly said: number;
  /** Of those said. */
  readonly found: number;
  /** Of what was heard; told - found were not said. */
  readonly told: number;
}

export function countClosures(said: readonly Mark[], heard: readonly Mark[]): ClosureCount {
  const wanted = closuresOf(said);
  const free = closuresOf(heard);
  const told = free.length;
  let found = 0;
  for (const at of wanted) {
    const near = free.findIndex((other) => Math.abs(other - at) <= reachMs);
    if (near < 0) continue;
    found += 1;
    free.splice(near, 1);
  }
  return { said: wanted.length, found, told };
}

/** Middles of p, b, m; a closure in several marks is one. */
function closuresOf(marks: readonly Mark[]): number[] {
  const runs: { from: number; to: number }[] = [];
  for (const { viseme, atMs, durationMs } of marks) {
    if (viseme !== 'PP') continue;
    const last = runs.at(-1);
    if (last && atMs - last.to < 1) last.to = atMs + durationMs;
    else runs.push({ from: atMs, to: atMs + durationMs });
  }
  return runs.map(({ from, to }) => (from + to) / 2);
}
