/** How a destination comes back: from the studio's events, against the moment from which its platform accepts again. */
import type { ShowEvent } from '../../../main/contract/show-events.ts';
import type { PlatformFault } from './platform.ts';

export interface DestinationFailure {
  readonly atMs: number;
  readonly fault: PlatformFault;
  /** From the fault until the studio said so; null = it did not. */
  readonly noticedAfterMs: number | null;
  /** From the moment it accepted again until it was live; null = not in time. */
  readonly backAfterMs: number | null;
  /** The part of it that the back-off told before allowed. */
  readonly backOffMs: number;
}

interface SeenState {
  readonly atMs: number;
  readonly state: string;
  readonly nextTryInMs: number;
}
export interface DestinationWatch {
  take(event: ShowEvent): void;
  /** Of one destination, in order. */
  states(destinationId: string): readonly SeenState[];
}

export function createDestinationWatch(): DestinationWatch {
  const seen = new Map<string, SeenState[]>();
  return {
    take(event) {
      if (event.type !== 'destination') return;
      const states = seen.get(event.destinationId) ?? [];
      if (states.at(-1)?.state === event.state && event.state === 'live') return;
      states.push({ atMs: Date.now(), state: event.state, nextTryInMs: event.figures?.nextTryInMs ?? 0 });
      seen.set(event.destinationId, states);
    },
    states: (destinationId) => seen.get(destinationId) ?? [],
  };
}

/** Pure. `states` from the fault on. */
export function judgeReturn(
  states: readonly SeenState[],
  failure: { readonly atMs: number; readonly fault: PlatformFault; readonly acceptsAgainAtMs: number },
): DestinationFailure {
  const lost = states.find(({ state, atMs }) => atMs >= failure.atMs && (state === 'reconnecting' || state === 'congested'));
  // a silence may end before its time-out: the connection was congested then, and is still the same
  const away =
    states.find(({ state, atMs }) => atMs >= failure.atMs && state === 'reconnecting') ??
    (failure.fault === 'goes silent' ? lost : undefined);
  const back = away && states.find(({ state, atMs }) => atMs >= away.atMs && state === 'live');
  const since = Math.max(failure.acceptsAgainAtMs, failure.fault === 'drops us' ? (away?.atMs ?? 0) : 0);
  const told = back && states.findLast(({ state, atMs }) => state === 'reconnecting' && atMs <= back.atMs);
  const backOffMs = told ? Math.max(0, told.atMs + told.nextTryInMs - since) : 0;
  return {
    atMs: failure.atMs,
    fault: failure.fault,
    noticedAfterMs: lost ? lost.atMs - failure.atMs : null,
    backAfterMs: back ? Math.max(0, back.atMs - since) : null,
    backOffMs,
  };
}
