/**
 * What the coming and going of the stage means for turns: a clause waits until it is there, and of the turns that are lost with it those that nobody
 * has heard a word of begin anew. Keeps no state of its own.
 */
import { createDeferred } from '../kernel/deferred.ts';
import { settleWithin } from '../kernel/abortable.ts';
import { ConversationError } from './failure.ts';
import type { StagePresence } from './ports.ts';
import type { SpeakingParts } from './speaking-parts.ts';
import type { Turn } from './turn.ts';

/** A turn whose stage dies under it again and again ends in words. */
const mostLosses = 3;

type Waits = Pick<SpeakingParts, 'stage' | 'clock' | 'limits' | 'onStage'>;

/** Rejects with the abort reason, or with 'stage-gone' when the stage does not come back within its time. */
export async function untilStageHere(turn: Turn, { stage, clock, limits, onStage }: Waits): Promise<void> {
  if (stage.presence() === 'here') return;
  const back = createDeferred<void>();
  const note = (presence: StagePresence): void => {
    if (presence === 'here') back.resolve();
    if (presence === 'gone') back.reject(new ConversationError('stage-gone', 'the programme does not come back'));
  };
  const stop = stage.onPresence(note);
  note(stage.presence());
  onStage(turn, 'away');
  try {
    await settleWithin(
      back.promise,
      clock,
      turn.controller.signal,
      limits.stageReturnMs,
      () => new ConversationError('stage-gone', 'the programme did not come back in time'),
    );
  } finally {
    stop();
  }
  onStage(turn, 'here');
}

export interface Losses {
  /** Go on as they are: nothing of them was on the stage. */
  readonly kept: readonly Turn[];
  /** Nobody has heard a word of them: said from their beginning, in this order. */
  readonly unheard: readonly Turn[];
  /** Broken off in what was heard: over. */
  readonly broken: readonly Turn[];
}

/** `running`: in the order in which they are spoken. */
export function sortLosses(running: readonly Turn[]): Losses {
  const canBeginAnew = (turn: Turn): boolean => turn.state !== 'speaking' && !turn.idle && turn.losses < mostLosses;
  const broken = running.filter((turn) => turn.clausesOnStage > 0 && !canBeginAnew(turn));
  const rest = running.filter((turn) => !broken.includes(turn));
  const from = rest.findIndex((turn) => turn.clausesOnStage > 0);
  // who comes after one that begins anew must not overtake it
  return from < 0 ? { kept: rest, unheard: [], broken } : { kept: rest.slice(0, from), unheard: rest.slice(from), broken };
}
