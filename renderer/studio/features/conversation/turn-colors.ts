/** The colour of each state of a turn. */
import type { TurnView } from '../../../../main/api/contract/studio.ts';

export const turnColors: Readonly<Record<TurnView['state'], string>> = {
  queued: 'gray',
  thinking: 'blue',
  waiting: 'yellow',
  speaking: 'jade',
  ended: 'gray',
  cancelled: 'yellow',
  failed: 'signal',
  refused: 'orange',
};
