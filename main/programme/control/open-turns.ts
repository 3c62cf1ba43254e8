/** Which turns the programme still owes an ending, so that its death leaves nobody waiting. */
import type { Epoch, TurnId } from '../../contract/ids.ts';

export interface OpenTurns {
  add(turnId: TurnId, epoch: Epoch): void;
  ended(turnId: TurnId): void;
  has(turnId: TurnId): boolean;
  /** All of them; none is owed any more. */
  take(upToEpoch?: Epoch): readonly TurnId[];
}

export function createOpenTurns(): OpenTurns {
  const turns = new Map<TurnId, Epoch>();
  return {
    add: (turnId, epoch) => void turns.set(turnId, epoch),
    ended: (turnId) => void turns.delete(turnId),
    has: (turnId) => turns.has(turnId),
    take(upToEpoch = Infinity) {
      const taken = [...turns].filter(([, epoch]) => epoch <= upToEpoch).map(([turnId]) => turnId);
      for (const turnId of taken) turns.delete(turnId);
      return taken;
    },
  };
}
