/** The programme as the conversation's stage: names and shapes only, no decisions. */
import type { ClauseId, TurnId } from '../contract/ids.ts';
import type { Disposable } from '../kernel/disposable.ts';
import { Emitter } from '../kernel/emitter.ts';
import type { Logger } from '../kernel/logger.ts';
import type { Stage, StagePresence } from '../conversation/ports.ts';
import type { Programme, ProgrammeProcessState } from '../programme/control/create-programme.ts';

const presenceIn: Readonly<Record<ProgrammeProcessState, StagePresence>> = {
  starting: 'away',
  restarting: 'away',
  running: 'here',
  'given-up': 'gone',
  stopped: 'gone',
};

export function createStage(programme: Programme, logger: Logger): Stage & Disposable {
  const onError = (error: unknown): void => logger.error('a stage listener threw', { error });
  const started = new Emitter<{ turnId: TurnId; clauseId: ClauseId }>(onError);
  const ended = new Emitter<{ turnId: TurnId; clauseId: ClauseId; complete: boolean }>(onError);
  const turnEnded = new Emitter<{ turnId: TurnId; complete: boolean }>(onError);
  const presence = new Emitter<StagePresence>(onError);
  const unsubscribe = programme.onEvent((event) => {
    switch (event.type) {
      case 'speech-started':
        started.emit(event);
        return;
      case 'speech-ended':
        ended.emit(event);
        return;
      case 'turn-ended':
        turnEnded.emit(event);
        return;
      case 'process':
        presence.emit(presenceIn[event.state]);
        return;
      case 'cancelled':
      case 'bitrate':
      case 'encoder':
      case 'encoder-fallback':
      case 'enhancer':
      case 'enhancer-share':
      case 'face':
      case 'music':
      case 'speech-heard':
      case 'stats':
    }
  });
  return {
    presence: () => presenceIn[programme.state],
    onPresence: presence.event,
    enqueue: (turn, clause) => programme.enqueueClause({ ...clause, turnId: turn.turnId, epoch: turn.epoch }),
    marks: (clauseId, marks) => programme.clauseMarks(clauseId, marks),
    clauseEnd: (clauseId, failed) => programme.clauseEnd(clauseId, failed),
    cutClause: (clauseId, boundariesMs) => programme.cutClause(clauseId, boundariesMs),
    endTurn: (turnId) => programme.endTurn(turnId),
    yieldTurn: (turnId) => programme.yieldTurn(turnId),
    cancel: (epoch) => programme.cancel(epoch),
    onSpeechStarted: started.event,
    onSpeechEnded: ended.event,
    onTurnEnded: turnEnded.event,
    dispose() {
      unsubscribe();
      started.clear();
      ended.clear();
      turnEnded.clear();
      presence.clear();
    },
  };
}
