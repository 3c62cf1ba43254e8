/** Which clauses never reached the player, and when they should have. What is missing is the player's word; only the "when" is the studio's. Pure. */
import { beaconClauseMs } from '../../../main/contract/beacon.ts';
import type { ClauseName } from './words.ts';

/** What the studio told of one clause or turn that the bench had said. */
export interface SaidTurn {
  readonly turn: number;
  readonly clauses: readonly ClauseName[];
  readonly saidAtMs: number;
  /** null = it never ended. */
  readonly endedAtMs: number | null;
  readonly end: 'ended' | 'failed' | 'refused' | 'cancelled' | null;
}
export interface ToldClause {
  readonly startedAtMs?: number;
  /** Told to have ended without having begun. */
  readonly droppedAtMs?: number;
  /** Told not to be voiced. */
  readonly unvoicedAtMs?: number;
}

export interface LostClause {
  readonly name: ClauseName;
  readonly atMs: number;
  /** How its turn ended for the studio. */
  readonly turnEnd: SaidTurn['end'];
}

/** `heard`: every clause of which anything reached the player. */
export function placeLost(
  said: readonly SaidTurn[],
  told: ReadonlyMap<ClauseName, ToldClause>,
  heard: ReadonlySet<ClauseName>,
): readonly LostClause[] {
  return said.flatMap((turn) =>
    turn.clauses
      .filter((name) => !heard.has(name))
      .map((name) => {
        const clause = told.get(name);
        // a clause that had begun when the fault came belongs to that fault: its end counts
        const endMs = clause?.startedAtMs === undefined ? undefined : clause.startedAtMs + beaconClauseMs;
        const atMs = endMs ?? clause?.unvoicedAtMs ?? clause?.droppedAtMs ?? turn.endedAtMs ?? turn.saidAtMs;
        return { name, atMs, turnEnd: turn.end };
      }),
  );
}
