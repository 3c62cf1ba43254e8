/** Owns which turns still have something to play, and says once for each when it has ended. */
import type { Epoch, TurnId } from '../../../contract/ids.ts';

interface Turn {
  readonly epoch: Epoch;
  left: number;
  closed: boolean;
  /** Clauses that were not played to their end. */
  faults: number;
}

export class TurnLedger {
  readonly #turns = new Map<TurnId, Turn>();
  readonly #over = new Set<TurnId>();

  isOver(turnId: TurnId): boolean {
    return this.#over.has(turnId);
  }

  clauseAdded(turnId: TurnId, epoch: Epoch): void {
    const turn = this.#turns.get(turnId);
    if (turn) turn.left += 1;
    else this.#turns.set(turnId, { epoch, left: 1, closed: false, faults: 0 });
  }

  /** The clause is done. Returns the turn's ending if this was the last. */
  clauseDone(turnId: TurnId, complete: boolean): { readonly complete: boolean } | null {
    const turn = this.#turns.get(turnId);
    if (!turn) return null;
    turn.left -= 1;
    if (!complete) turn.faults += 1;
    return this.#settle(turnId, turn);
  }

  /** What was missing of an incomplete clause is said in another one. */
  mend(turnId: TurnId): void {
    const turn = this.#turns.get(turnId);
    if (turn && turn.faults > 0) turn.faults -= 1;
  }

  /** No more clauses follow. Returns the ending if nothing is left to play. */
  close(turnId: TurnId): { readonly complete: boolean } | null {
    if (this.#over.has(turnId)) return null;
    const turn = this.#turns.get(turnId) ?? { epoch: 0, left: 0, closed: true, faults: 0 };
    turn.closed = true;
    return this.#settle(turnId, turn);
  }

  /** Ends all turns of an epoch up to `epoch`. */
  cancel(epoch: Epoch): readonly TurnId[] {
    const cancelled = [...this.#turns].filter(([, turn]) => turn.epoch <= epoch).map(([turnId]) => turnId);
    for (const turnId of cancelled) this.#finish(turnId);
    return cancelled;
  }

  get openTurns(): number {
    return this.#turns.size;
  }

  #settle(turnId: TurnId, turn: Turn): { readonly complete: boolean } | null {
    if (!turn.closed || turn.left > 0) return null;
    this.#finish(turnId);
    return { complete: turn.faults === 0 };
  }

  #finish(turnId: TurnId): void {
    this.#turns.delete(turnId);
    this.#over.add(turnId);
    if (this.#over.size > 2000) for (const oldest of this.#over) if (this.#over.delete(oldest)) break;
  }
}
