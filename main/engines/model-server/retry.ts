/** When a failed attempt is tried again: at most twice, with a growing and uneven pause, as the server asks where it asks, and never past the deadline. */
import type { EndpointFailure } from './endpoint-failure.ts';

export const maxRetries = 2;
const baseWaitMs = 250;

/** How long to wait before the next attempt; undefined = give up. `retries` were made so far; `random` gives 0..1. */
export function retryWaitMs(
  failure: EndpointFailure,
  retries: number,
  now: number,
  deadlineAtMs: number,
  random: () => number,
): number | undefined {
  if (failure.retry.when === 'never' || retries >= maxRetries) return undefined;
  const waitMs = failure.retry.when === 'after' ? failure.retry.waitMs : baseWaitMs * 2 ** retries * (0.5 + random());
  return now + waitMs < deadlineAtMs ? waitMs : undefined;
}
