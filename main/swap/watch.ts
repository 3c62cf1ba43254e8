/**
 * Judges an engine by its last requests: how many failed, how soon the first output came. After a switch the new one is held against what the
 * old one did before it. Pure but for the numbers that it keeps.
 */
import type { BreachPolicy, Observation } from './types.ts';

export interface RequestRecord {
  readonly requests: number;
  readonly failures: number;
  /** Median request -> first output of the served ones; null = none yet. */
  readonly medianMs: number | null;
}

const emptyRecord: RequestRecord = Object.freeze({ requests: 0, failures: 0, medianMs: null });

export class RequestHistory {
  readonly #window: number;
  readonly #last: Observation[] = [];

  constructor(window: number) {
    this.#window = window;
  }

  add(observation: Observation): void {
    this.#last.push(observation);
    if (this.#last.length > this.#window) this.#last.shift();
  }

  get record(): RequestRecord {
    if (this.#last.length === 0) return emptyRecord;
    const times = this.#last
      .flatMap(({ outcome, firstOutputMs }) => (outcome === 'served' && firstOutputMs !== undefined ? [firstOutputMs] : []))
      .sort((a, b) => a - b);
    return {
      requests: this.#last.length,
      failures: this.#last.filter(({ outcome }) => outcome === 'failed').length,
      medianMs: times.length === 0 ? null : (times[(times.length - 1) >> 1] ?? null),
    };
  }
}

export type Breach = 'breach-failures' | 'breach-latency';

/** null: nothing to object to. Without a baseline (the slot was off, or the old one was never asked) only failures count. */
export function judge(candidate: RequestRecord, baseline: RequestRecord, policy: BreachPolicy): Breach | null {
  if (candidate.failures >= policy.failures && !wasAsBad(candidate, baseline)) return 'breach-failures';
  const served = candidate.requests - candidate.failures;
  if (served < policy.minRequests || candidate.medianMs === null || baseline.medianMs === null) return null;
  const limitMs = Math.max(policy.latencyFactor * baseline.medianMs, baseline.medianMs + policy.latencySlackMs);
  return candidate.medianMs > limitMs ? 'breach-latency' : null;
}

/** The old one failed at least as often: going back would not help. */
function wasAsBad(candidate: RequestRecord, baseline: RequestRecord): boolean {
  return baseline.requests > 0 && baseline.failures / baseline.requests >= candidate.failures / candidate.requests;
}
