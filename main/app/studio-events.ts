/**
 * What happens in a studio, told in one order: each event is stamped with its show, folded into the state, written to the show's log on disk and put into words;
 * then whoever listens hears it. Knows nobody who listens.
 */
import { asShowId, type ShowId } from '../contract/ids.ts';
import type { UserMessage } from '../contract/failure.ts';
import type { ShowEvent } from '../contract/show-events.ts';
import type { Clock } from '../kernel/clock.ts';
import { Emitter, type Event } from '../kernel/emitter.ts';
import type { Logger } from '../kernel/logger.ts';
import type { UnstampedShowEvent } from './create-show.ts';
import { openEventLog, type EventLog } from './event-log.ts';
import { appMessages } from './messages.ts';
import type { ShowLog } from './show-log.ts';
import { closed } from './storage-patience.ts';
import type { StudioState } from './studio-state.ts';

export interface StudioEvents {
  readonly emit: (event: UnstampedShowEvent) => void;
  readonly notice: (level: 'info' | 'warn' | 'error', message: UserMessage) => void;
  /** Something is different that no event tells of. */
  readonly changed: () => void;
  readonly onEvent: Event<ShowEvent>;
  readonly onChange: Event<void>;
  /** Of the show that is on, or was on last. */
  readonly showId: ShowId;
  /** From now on events are this show's, and lie in `file`, too. */
  beginShow(showId: ShowId, file: string): void;
  /** Nothing more is written. */
  endShow(): Promise<void>;
  dispose(): void;
}

export function createStudioEvents(options: {
  readonly state: Pick<StudioState, 'apply'>;
  readonly showLog: Pick<ShowLog, 'note'>;
  readonly clock: Clock;
  readonly logger: Logger;
}): StudioEvents {
  const { state, showLog, clock, logger } = options;
  const onChange = new Emitter<void>((error) => logger.error('a change listener threw', { error }));
  const onEvent = new Emitter<ShowEvent>((error) => logger.error('an event listener threw', { error }));
  let showId = asShowId('standby');
  let eventLog: EventLog | undefined;

  const emit: StudioEvents['emit'] = (event) => {
    const stamped = { showId, atMs: clock.wallNow(), ...event } as ShowEvent;
    state.apply(stamped);
    eventLog?.write(stamped);
    showLog.note(stamped);
    onEvent.emit(stamped);
    onChange.emit();
  };
  const notice: StudioEvents['notice'] = (level, message) => emit({ type: 'notice', level, message });

  return {
    emit,
    notice,
    changed: () => onChange.emit(),
    onEvent: onEvent.event,
    onChange: onChange.event,
    get showId() {
      return showId;
    },
    beginShow(next, file) {
      showId = next;
      eventLog = openEventLog(file, (error) => {
        logger.error('the event log cannot be written', { error });
        notice('warn', appMessages.eventLogFailed);
      });
    },
    async endShow() {
      const log = eventLog;
      eventLog = undefined;
      if (log) await closed(log.close(), clock, (error) => logger.warn('the event log was not closed in order', { error }));
    },
    dispose() {
      onChange.clear();
      onEvent.clear();
    },
  };
}
