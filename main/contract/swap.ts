/** Words of hot swap that the panels, the doors and the receipts share. */

export const swapPhases = ['idle', 'admitting', 'spawning', 'loading', 'validating', 'switching', 'watching', 'retiring'] as const;
export type SwapPhase = (typeof swapPhases)[number];

/** `switched` is also what a slot that was turned off or on leaves. */
export const swapOutcomes = ['switched', 'rejected', 'rolled-back', 'stop-then-started'] as const;
export type SwapOutcome = (typeof swapOutcomes)[number];

/** Why a swap was rejected or rolled back. Callers switch on this; the words are for people. */
export const swapCodes = [
  /** Admission: does not fit into the memory budget / too many of its kind are loaded. */
  'no-memory',
  'too-many',
  /** Loading: the engine said no / did not answer in time / its process ended / it grew over the budget. */
  'load-failed',
  'load-timeout',
  'process-died',
  'over-budget',
  /** Validation: cannot stand in for the active one / the probe's output is wrong / the probe did not end in time. */
  'signature',
  'probe-failed',
  'probe-timeout',
  /** It could not be brought to the show (a face that does not reach the programme). */
  'not-on-air',
  /** Watching: it failed too often / answered too late / its process died. */
  'breach-failures',
  'breach-latency',
  'breach-health',
  /** Someone asked for it: give up the load / roll back. */
  'abandoned',
  'asked',
  /** The app is going down. */
  'shutdown',
] as const;
export type SwapCode = (typeof swapCodes)[number];

/** `beside`: load next to the active one. `stop-then-start`: asked for by name when both do not fit; the slot is empty meanwhile. */
export type SwapMode = 'beside' | 'stop-then-start';

export interface PhaseTiming {
  readonly phase: SwapPhase;
  /** Wall clock, ms since 1970. */
  readonly atMs: number;
  readonly durationMs: number;
}

export interface SwapFigures {
  /** Memory of the candidate after its probe. */
  readonly candidateBytes?: number;
  /** The same of graphics memory; absent where it holds none or no card tells. */
  readonly candidateGraphicsBytes?: number;
  /** The pointer flip alone. */
  readonly flipMs?: number;
  /** Rollback: decision -> the old one is active again. */
  readonly rollbackMs?: number;
  /** Probe: first output of the golden input. */
  readonly probeFirstMs?: number;
  /** First-output medians over the watch, and the old one's before it. */
  readonly medianMs?: number;
  readonly baselineMedianMs?: number;
  readonly requests?: number;
  readonly failures?: number;
}
