/** What the sound of a frame tells; the show adds frame number and time. */
import type { ClauseId, TurnId } from '../../../contract/ids.ts';
import { programmeSampleRate } from '../../../contract/media.ts';
import type { Clause } from './clause.ts';

export type PlayoutEvent =
  | { readonly type: 'speech-started'; readonly turnId: TurnId; readonly clauseId: ClauseId }
  /** Once per clause, with the first frame in which something of it can be heard. */
  | { readonly type: 'speech-heard'; readonly turnId: TurnId; readonly clauseId: ClauseId }
  | {
      readonly type: 'speech-ended';
      readonly turnId: TurnId;
      readonly clauseId: ClauseId;
      readonly complete: boolean;
      readonly playedMs: number;
    }
  | { readonly type: 'turn-ended'; readonly turnId: TurnId; readonly complete: boolean };

export const samplesPerMs = programmeSampleRate / 1000;

export function endedEvent(clause: Clause, complete: boolean): PlayoutEvent {
  const { turnId, clauseId } = clause.spec;
  return { type: 'speech-ended', turnId, clauseId, complete, playedMs: clause.playedSamples / samplesPerMs };
}
