/** How many frames the clock left out over the last seconds. */
import type { HealthParts } from './health-line.ts';

const windowMs = 10_000;

export interface PaceWatch {
  /** Counts since the programme began; a restarted programme begins anew. */
  note(atMs: number, stats: { readonly frame: number; readonly framesSkipped: number }): void;
  pace(): HealthParts['pace'];
  forget(): void;
}

export function createPaceWatch(): PaceWatch {
  let seen: { readonly atMs: number; readonly frame: number; readonly skipped: number }[] = [];
  return {
    note(atMs, { frame, framesSkipped }) {
      const last = seen.at(-1);
      if (last && (framesSkipped < last.skipped || frame < last.frame)) seen = [];
      seen.push({ atMs, frame, skipped: framesSkipped });
      while (seen.length > 2 && atMs - (seen[0]?.atMs ?? atMs) > windowMs) seen.shift();
    },
    pace() {
      const [first] = seen;
      const last = seen.at(-1);
      if (!first || !last) return { skipped: 0, frames: 0 };
      return { skipped: last.skipped - first.skipped, frames: last.frame - first.frame + last.skipped - first.skipped };
    },
    forget() {
      seen = [];
    },
  };
}
