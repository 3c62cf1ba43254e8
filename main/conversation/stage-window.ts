/**
 * How far ahead of the playing clause the voices may work, and whether the stage still reports.
 * Counts clauses only; knows neither text nor sound.
 */
import type { ClauseId, TurnId } from '../contract/ids.ts';
import type { Clock } from '../kernel/clock.ts';
import { createDeferred } from '../kernel/deferred.ts';
import { untilAborted } from '../kernel/abortable.ts';

export interface StageWindow {
  /**
   * Takes a place for a clause, waiting until one is free, and, a moment at most, until the clause that the audience waits for is heard:
   * its first picture and the next clause's sound are made on the same processor.
   */
  admit(turnId: TurnId, clauseId: ClauseId, signal: AbortSignal): Promise<void>;
  /** The clause is whole on the stage and lasts this long. */
  complete(clauseId: ClauseId, durationMs: number): void;
  /** The clause is heard. */
  started(clauseId: ClauseId): void;
  /** The clause has been played, or will never be. */
  release(clauseId: ClauseId): void;
  /** A caption without sound: it takes no place, only time. */
  caption(turnId: TurnId, readingMs: number): void;
  /** Every clause of the turn is on the stage; its end is awaited. */
  awaitEnd(turnId: TurnId): void;
  releaseTurn(turnId: TurnId): void;
  /** The stage reported something: patience starts anew. */
  touch(): void;
  clear(): void;
  /** Clauses that are being made, waiting or playing. */
  readonly size: number;
}

/** A clause that is shorter does not cover the making of the next one, which begins at once then. */
const leastCoverMs = 450;

export interface StageWindowOptions {
  readonly places: number;
  readonly graceMs: number;
  /** See `admit`. */
  readonly calmMs: number;
  readonly clock: Clock;
  /** The stage has not reported on this turn long past its expected end. */
  readonly onStalled: (turnId: TurnId) => void;
}

export function createStageWindow({ places, graceMs, calmMs, clock, onStalled }: StageWindowOptions): StageWindow {
  /** durationMs null: still being made, under the voice's own patience. */
  const clauses = new Map<ClauseId, { readonly turnId: TurnId; durationMs: number | null; state: 'to-come' | 'heard' }>();
  const captions = new Map<TurnId, number>();
  const awaited = new Set<TurnId>();
  let freed = createDeferred<void>();
  let stopWatch: (() => void) | null = null;

  function touch(): void {
    stopWatch?.();
    stopWatch = null;
    const first = awaited.values().next().value ?? clauses.values().next().value?.turnId;
    if (first === undefined) return;
    let expectedMs = graceMs;
    for (const { durationMs } of clauses.values()) {
      if (durationMs === null) return;
      expectedMs += durationMs;
    }
    for (const readingMs of captions.values()) expectedMs += readingMs;
    stopWatch = clock.after(expectedMs, () => {
      stopWatch = null;
      onStalled(first);
    });
  }

  function changed(): void {
    freed.resolve();
    freed = createDeferred<void>();
    touch();
  }

  /** The only clause there is whole, long enough to make the next one while it plays, and about to be heard. */
  function aboutToBeHeard(): boolean {
    if (calmMs <= 0 || clauses.size !== 1) return false;
    const only = clauses.values().next().value;
    return only?.state === 'to-come' && only.durationMs !== null && only.durationMs >= leastCoverMs;
  }

  async function untilHeard(signal: AbortSignal): Promise<void> {
    let patience: 'left' | 'gone' = 'left';
    const over = createDeferred<void>();
    const stop = clock.after(calmMs, () => {
      patience = 'gone';
      over.resolve();
    });
    try {
      while (patience === 'left' && aboutToBeHeard()) await untilAborted(Promise.race([freed.promise, over.promise]), signal);
    } finally {
      stop();
    }
  }

  return {
    get size() {
      return clauses.size;
    },
    async admit(turnId, clauseId, signal) {
      while (clauses.size >= places) await untilAborted(freed.promise, signal);
      if (aboutToBeHeard()) await untilHeard(signal);
      if (signal.aborted) throw signal.reason;
      clauses.set(clauseId, { turnId, durationMs: null, state: 'to-come' });
      touch();
    },
    complete(clauseId, durationMs) {
      const clause = clauses.get(clauseId);
      if (clause) clause.durationMs = durationMs;
      touch();
    },
    started(clauseId) {
      const clause = clauses.get(clauseId);
      if (!clause) return;
      clause.state = 'heard';
      changed();
    },
    release(clauseId) {
      if (clauses.delete(clauseId)) changed();
    },
    caption(turnId, readingMs) {
      captions.set(turnId, (captions.get(turnId) ?? 0) + readingMs);
    },
    awaitEnd(turnId) {
      awaited.add(turnId);
      touch();
    },
    releaseTurn(turnId) {
      for (const [clauseId, clause] of clauses) if (clause.turnId === turnId) clauses.delete(clauseId);
      captions.delete(turnId);
      awaited.delete(turnId);
      changed();
    },
    touch,
    clear() {
      clauses.clear();
      captions.clear();
      awaited.clear();
      changed();
    },
  };
}
