/** The colour of each state of a turn. */
import type { PastTurnView } from '../../../../main/api/contract/turns.ts';

export const turnColors: Readonly<Record<PastTurnView['state'], string>> = {
  queued: 'gray',
  thinking: 'blue',
  waiting: 'yellow',
  speaking: 'jade',
  ended: 'gray',
  cancelled: 'yellow',
  failed: 'signal',
  refused: 'orange',
  'cut-off': 'yellow',
};
