/** Remembers the last clauses that left the air, for a failure that is told after their sound ran out. Bounded. */
import type { ClauseId, TurnId } from '../../../contract/ids.ts';

export interface HeardClause {
  readonly turnId: TurnId;
  readonly playedSamples: number;
  readonly complete: boolean;
}

const mostRemembered = 32;

export class HeardClauses {
  readonly #clauses = new Map<ClauseId, HeardClause>();

  add(clauseId: ClauseId, heard: HeardClause): void {
    this.#clauses.set(clauseId, heard);
    if (this.#clauses.size > mostRemembered) for (const oldest of this.#clauses.keys()) if (this.#clauses.delete(oldest)) break;
  }

  /** Told once. */
  take(clauseId: ClauseId): HeardClause | undefined {
    const heard = this.#clauses.get(clauseId);
    this.#clauses.delete(clauseId);
    return heard;
  }
}
