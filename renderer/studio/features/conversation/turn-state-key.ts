/** Which word names the state of a turn. An answer that stands there already is not being thought of: it waits for the one before it to be said. */
import type { PastTurnView } from '../../../../main/api/contract/turns.ts';

export const turnStateKey = ({ state, reply }: Pick<PastTurnView, 'state' | 'reply'>) =>
  state === 'thinking' && reply !== '' ? ('turn.state.next' as const) : (`turn.state.${state}` as const);
