/** When to start again after a failure: exponential back-off that a healthy life resets, and an end. Pure. */
import type { RestartPolicy } from './types.ts';

export const defaultRestartPolicy: RestartPolicy = { baseDelayMs: 250, maxDelayMs: 10_000, decayMs: 60_000, maxAttempts: 6 };

export type RestartDecision =
  | { readonly kind: 'restart'; readonly failures: number; readonly delayMs: number }
  | { readonly kind: 'give-up'; readonly failures: number };

/**
 * `failuresBefore`: failures without a healthy life in between, this one not counted.
 * `livedMs`: from when it worked (`SupervisedOptions.works`) to exit; 0 when it never did.
 */
export function decideRestart(policy: RestartPolicy, failuresBefore: number, livedMs: number): RestartDecision {
  const failures = livedMs >= policy.decayMs ? 1 : failuresBefore + 1;
  if (failures > policy.maxAttempts) return { kind: 'give-up', failures };
  return { kind: 'restart', failures, delayMs: Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (failures - 1)) };
}
