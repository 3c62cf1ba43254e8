/**
 * The bitrate of a show by how its destinations keep up: down when every one that is on air is congested, back up when none of them was for a while. Pure: a
 * policy over what the outlet reports once a second. One slow platform among others is that platform's affair; it leaves pictures out.
 */
import type { DestinationStats } from '../outlet/protocol/control.ts';

export type ReportedDestination = Pick<DestinationStats, 'id' | 'state' | 'queuedMs' | 'droppedVideoTags'>;

export interface BitratePolicy {
  /** After a change its effect is awaited: what waits in queues has to go first. */
  readonly settleMs: number;
  /** A destination counts as congested for so long after it was seen so. */
  readonly rememberMs: number;
  /** Without congestion for so long: a step up. Doubled, up to `mostCalmMs`, each time that a step up was followed by congestion. */
  readonly calmMs: number;
  readonly mostCalmMs: number;
  /** Stream time that waits in a queue: more is congestion, even before pictures are left out. Over one keyframe distance. */
  readonly queuedMs: number;
  /** A step down leaves this share. */
  readonly stepDown: number;
  readonly stepUp: number;
  /** Lowest bitrate, as a share of the wanted one; never below 500 kbit/s unless less was wanted. */
  readonly floor: number;
}

export const usualBitratePolicy: BitratePolicy = Object.freeze({
  settleMs: 8000,
  rememberMs: 10_000,
  calmMs: 30_000,
  mostCalmMs: 300_000,
  queuedMs: 3000,
  stepDown: 0.75,
  stepUp: 1.25,
  floor: 0.25,
});

interface Seen {
  readonly droppedVideoTags: number;
  readonly queuedMs: number;
  readonly congestedAtMs: number | null;
}

export interface BitrateState {
  readonly wantedKbps: number;
  readonly kbps: number;
  readonly changedAtMs: number;
  readonly lastChange: 'none' | 'down' | 'up';
  /** Of each destination on air: the last report, and when it was last seen congested. */
  readonly seen: ReadonlyMap<string, Seen>;
  readonly calmMs: number;
  readonly lastCongestionAtMs: number;
}

export interface BitrateChange {
  readonly kbps: number;
  readonly direction: 'down' | 'up';
}

const lowestKbps = 500;

export function createBitrateState(wantedKbps: number, atMs: number, policy: BitratePolicy = usualBitratePolicy): BitrateState {
  return {
    wantedKbps,
    kbps: wantedKbps,
    changedAtMs: atMs,
    lastChange: 'none',
    seen: new Map(),
    calmMs: policy.calmMs,
    lastCongestionAtMs: atMs,
  };
}

export const floorKbps = (wantedKbps: number, policy: BitratePolicy): number =>
  Math.min(wantedKbps, Math.max(lowestKbps, Math.round(wantedKbps * policy.floor)));

/** `reported`: the destinations that viewers depend on; those that are not on air (connecting, failed, stopped) are left out of account. */
export function stepBitrate(
  before: BitrateState,
  reported: readonly ReportedDestination[],
  atMs: number,
  policy: BitratePolicy = usualBitratePolicy,
): { readonly state: BitrateState; readonly change: BitrateChange | null } {
  const onAir = reported.filter(({ state }) => state === 'live' || state === 'congested');
  const seen = new Map(
    onAir.map(({ id, state, queuedMs, droppedVideoTags }): [string, Seen] => {
      const known = before.seen.get(id);
      const lost = known !== undefined && droppedVideoTags > known.droppedVideoTags;
      // A queue that gets shorter is one that recovers.
      const stuck = known !== undefined && (state === 'congested' || queuedMs > policy.queuedMs) && queuedMs >= known.queuedMs;
      return [id, { droppedVideoTags, queuedMs, congestedAtMs: lost || stuck ? atMs : (known?.congestedAtMs ?? null) }];
    }),
  );
  const lately = (congestedAtMs: number | null, sinceMs: number): boolean => congestedAtMs !== null && congestedAtMs >= sinceMs;
  const all = Array.from(seen.values());
  const lastCongestionAtMs = Math.max(before.lastCongestionAtMs, ...all.map(({ congestedAtMs }) => congestedAtMs ?? 0));
  const still: BitrateState = { ...before, seen, lastCongestionAtMs };
  if (atMs - before.changedAtMs < policy.settleMs) return { state: still, change: null };

  // what was seen before the last change speaks of the rate before it
  const sinceMs = Math.max(atMs - policy.rememberMs, before.lastChange === 'none' ? -Infinity : before.changedAtMs + policy.settleMs / 2);
  const floor = floorKbps(before.wantedKbps, policy);
  if (all.length > 0 && before.kbps > floor && all.every(({ congestedAtMs }) => lately(congestedAtMs, sinceMs))) {
    const kbps = Math.max(floor, Math.round(before.kbps * policy.stepDown));
    // all steps down of one spell of congestion answer the same step up: the second must not take back what the first has doubled
    const tooEarly = before.lastChange === 'up' && atMs - before.changedAtMs < before.calmMs;
    const calmMs = tooEarly ? Math.min(policy.mostCalmMs, before.calmMs * 2) : before.lastChange === 'down' ? before.calmMs : policy.calmMs;
    return { state: { ...still, kbps, calmMs, changedAtMs: atMs, lastChange: 'down' }, change: { kbps, direction: 'down' } };
  }
  const calmSinceMs = Math.max(lastCongestionAtMs, before.changedAtMs);
  if (before.kbps < before.wantedKbps && all.length > 0 && atMs - calmSinceMs >= before.calmMs) {
    const kbps = Math.min(before.wantedKbps, Math.round(before.kbps * policy.stepUp));
    return { state: { ...still, kbps, changedAtMs: atMs, lastChange: 'up' }, change: { kbps, direction: 'up' } };
  }
  return { state: still, change: null };
}
