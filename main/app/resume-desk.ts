/**
 * A show that the studio's own death cut off: what is on air is written down as it changes, and at the next start offered again. What that run left open is
 * closed with the reason. Keys are never written here.
 */
import process from 'node:process';
import type { ResumeOffer } from '../api/contract/resume.ts';
import { showOptions } from '../api/contract/show.ts';
import type { ShowOptions } from '../api/contract/studio.ts';
import type { Clock } from '../kernel/clock.ts';
import { isAlive } from '../kernel/is-alive.ts';
import type { OnAirRecord, OnAirStore } from '../storage/stores/on-air-store.ts';
import type { ShowStore } from '../storage/stores/show-store.ts';
import { recordingMessages } from './recording-messages.ts';

export interface ResumeDeskOptions {
  readonly store: OnAirStore;
  readonly shows: Pick<ShowStore, 'closeCutOff'>;
  readonly clock: Clock;
  /** Of the kept destinations; undefined: it was removed since. */
  readonly titleOf: (destinationId: string) => string | undefined;
}

export interface ResumeDesk {
  offer(): ResumeOffer | null;
  /** What to start, and which kept destinations with it; null: there is nothing to take up (any more). The offer is gone. */
  take(): { readonly options: ShowOptions; readonly destinationIds: readonly string[]; readonly leftOut: readonly string[] } | null;
  decline(): void;
  /** A show is on air: from now on it could be cut off. An older offer is gone. */
  began(show: { readonly showId: string; readonly options: ShowOptions; readonly others: readonly string[] }): void;
  note(now: { readonly record: boolean; readonly destinationIds: readonly string[] }): void;
  /** It ended in order. */
  ended(): void;
  dispose(): void;
}

/** After that nobody waits for it any more. */
const offeredForMs = 6 * 3_600_000;
const seenEveryMs = 15_000;
/** Who has it on air writes more often than that. Also for a time ahead of the clock: one that was set back is written anew as soon. */
const freshForMs = 4 * seenEveryMs;

export function createResumeDesk({ store, shows, clock, titleOf }: ResumeDeskOptions): ResumeDesk {
  let left = store.get();
  let current: OnAirRecord | null = null;
  let cancelSeen: (() => void) | undefined;

  // a number of our own is an earlier life's: nothing is on yet. After a power cut any program may have the number of the studio that was on air
  const isFresh = left !== null && Math.abs(clock.wallNow() - left.seenAtMs) < freshForMs;
  const other = left !== null && isFresh && left.pid !== process.pid && isAlive(left.pid) ? left : null;
  shows.closeCutOff({ atMs: left?.seenAtMs ?? clock.wallNow(), reason: recordingMessages.cutOff, except: other?.showId ?? null });
  const drop = (): void => {
    if (left && !other) store.clear(left.showId);
    left = null;
  };
  // a preview that went nowhere begins anew by itself
  const wentSomewhere = left !== null && (left.record || left.destinationIds.length > 0 || left.others.length > 0);
  if (left && (other || !wentSomewhere || clock.wallNow() - left.seenAtMs > offeredForMs)) drop();

  const seen = (): void => {
    if (!current) return;
    current = { ...current, seenAtMs: clock.wallNow() };
    store.set(current);
    cancelSeen = clock.after(seenEveryMs, seen);
  };

  return {
    offer() {
      if (!left) return null;
      const { showId, startedAtMs, seenAtMs, record, destinationIds, others, options } = left;
      return {
        showId,
        startedAtMs,
        cutOffAtMs: seenAtMs,
        record,
        preset: typeof options['preset'] === 'string' ? options['preset'] : '',
        destinations: destinationIds.flatMap((destinationId) => {
          const title = titleOf(destinationId);
          return title === undefined ? [] : [{ destinationId, title }];
        }),
        leftOut: others,
      };
    },
    take() {
      const taken = left;
      if (!taken) return null;
      drop();
      const read = showOptions.safeParse({ ...taken.options, destinations: [] });
      const options = read.success ? read.data : showOptions.parse({});
      return {
        options: { ...options, record: taken.record, destinations: [], keptDestinations: 'leave', slate: null },
        destinationIds: taken.destinationIds.filter((id) => titleOf(id) !== undefined),
        leftOut: taken.others,
      };
    },
    decline: drop,
    began({ showId, options, others }) {
      cancelSeen?.();
      left = null;
      const now = clock.wallNow();
      const { destinations: _keys, ...kept } = options;
      current = {
        showId,
        pid: process.pid,
        startedAtMs: now,
        seenAtMs: now,
        options: kept,
        record: options.record,
        destinationIds: [],
        others: [...others],
      };
      seen();
    },
    note({ record, destinationIds }) {
      if (!current) return;
      const same = current.record === record && current.destinationIds.join(' ') === destinationIds.join(' ');
      if (same) return;
      current = { ...current, record, destinationIds: [...destinationIds], seenAtMs: clock.wallNow() };
      store.set(current);
    },
    ended() {
      cancelSeen?.();
      if (current) store.clear(current.showId);
      current = null;
    },
    dispose() {
      cancelSeen?.();
    },
  };
}
