/** The order in which open turns will be answered: the running ones, then the pinned, then the rest, each in the order in which they came. Pure. */
import type { TurnView } from '../../../../main/api/contract/studio.ts';

const runs = (state: TurnView['state']): boolean => state === 'thinking' || state === 'waiting' || state === 'speaking';
const rank = ({ state, pinned }: TurnView): number => (state === 'speaking' ? 0 : runs(state) ? 1 : pinned === true ? 2 : 3);

export function queueOf(turns: readonly TurnView[]): readonly TurnView[] {
  return turns.filter(({ state }) => state === 'queued' || runs(state)).toSorted((a, b) => rank(a) - rank(b) || a.atMs - b.atMs);
}
