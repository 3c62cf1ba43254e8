/** How an instance has been doing, and whether a new one does worse than the old one did. Pure; bounded by the policy's window. */
import type { EngineKind } from '../engines/contract/manifest.ts';
import type { SwapCode, SwapFigures } from '../contract/swap.ts';
import type { BreachPolicy, Observation } from './types.ts';

export interface RequestStats {
  /** Over the whole time. */
  readonly requests: number;
  readonly failures: number;
  /** The last ones, oldest first. */
  readonly recent: ReadonlyArray<Observation['outcome']>;
  /** First outputs of the last served ones, oldest first. */
  readonly firstOutputMs: readonly number[];
}

export const noRequests: RequestStats = { requests: 0, failures: 0, recent: [], firstOutputMs: [] };

type Seen = Pick<Observation, 'outcome' | 'firstOutputMs'>;

export function record(stats: RequestStats, { outcome, firstOutputMs }: Seen, { window }: Pick<BreachPolicy, 'window'>): RequestStats {
  const timed = outcome === 'served' && firstOutputMs !== undefined && Number.isFinite(firstOutputMs) && firstOutputMs >= 0;
  return {
    requests: stats.requests + 1,
    failures: stats.failures + (outcome === 'served' ? 0 : 1),
    recent: [...stats.recent, outcome].slice(-window),
    firstOutputMs: timed ? [...stats.firstOutputMs, firstOutputMs].slice(-window) : stats.firstOutputMs,
  };
}

export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2;
}

export type Breach =
  | { readonly code: Extract<SwapCode, 'breach-failures'>; readonly failures: number; readonly requests: number }
  | {
      readonly code: Extract<SwapCode, 'breach-latency'>;
      readonly medianMs: number;
      readonly limitMs: number;
      readonly baselineMs: number;
    };

/** `baseline` undefined: the slot was off before. The candidate's health is judged where its state is seen, not here. */
export function judge(
  candidate: RequestStats,
  baseline: RequestStats | undefined,
  policy: BreachPolicy,
  kind: EngineKind,
): Breach | undefined {
  const failures = failed(candidate.recent);
  const requests = candidate.recent.length;
  if (failures >= Math.max(1, policy.failures) && !wasAsBad(failures, requests, baseline))
    return { code: 'breach-failures', failures, requests };
  const baselineMs = baseline && median(baseline.firstOutputMs);
  const medianMs = median(candidate.firstOutputMs);
  if (baselineMs === undefined || medianMs === undefined || candidate.firstOutputMs.length < policy.minRequests) return undefined;
  const slackMs = policy.latencySlackMsPerKind?.[kind] ?? policy.latencySlackMs;
  const limitMs = Math.max(policy.latencyFactor * baselineMs, baselineMs + slackMs);
  return medianMs > limitMs ? { code: 'breach-latency', medianMs, limitMs, baselineMs } : undefined;
}

/** One failure more than the old one's share is chance: 2 of 2 beside 19 of 20 says that the fault is elsewhere. */
function wasAsBad(failures: number, requests: number, baseline: RequestStats | undefined): boolean {
  if (!baseline || baseline.recent.length === 0) return false;
  return (failures - 1) / requests <= failed(baseline.recent) / baseline.recent.length;
}

const failed = (outcomes: RequestStats['recent']): number => outcomes.filter((outcome) => outcome !== 'served').length;

/** For the receipt. */
export function watchFigures(candidate: RequestStats, baseline: RequestStats | undefined): SwapFigures {
  const medianMs = median(candidate.firstOutputMs);
  const baselineMedianMs = baseline && median(baseline.firstOutputMs);
  return {
    requests: candidate.requests,
    failures: candidate.failures,
    ...(medianMs === undefined ? {} : { medianMs }),
    ...(baselineMedianMs === undefined ? {} : { baselineMedianMs }),
  };
}
