/** Everything between a microphone and a line: the port of listening, the voice gate while somebody wants to be heard, the ear of the slot, whole utterances. */
import type { ShowId } from '../contract/ids.ts';
import type { StudioPort } from '../api/studio-port.ts';
import { createVoiceGate, type VoiceGate } from '../hearing/control/create-voice-gate.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import type { ProcessAdapter } from '../processes/host/types.ts';
import type { Router } from '../routing/create-router.ts';
import type { UnstampedShowEvent } from './create-show.ts';
import type { Observe } from './engine-ports/observe.ts';
import { createHearing } from './hearing.ts';
import { createListening, type Listening } from './listening.ts';
import { appMessages } from './messages.ts';

export interface HearingDesk {
  readonly port: Listening;
  /** Of one whole utterance. */
  readonly hear: StudioPort['hear'];
  /** undefined: nobody listens. */
  readonly gatePid: number | undefined;
  readonly note: Listening['note'];
  dispose(): Promise<void>;
}

export interface HearingDeskOptions {
  readonly adapter: ProcessAdapter;
  readonly entriesDir: string;
  readonly router: Router;
  readonly isOnAir: () => boolean;
  /** Of the show that is on, or was on last. */
  readonly showId: () => ShowId;
  /** The door of typed chat. */
  readonly say: StudioPort['say'];
  readonly observe: Observe;
  readonly emit: (event: UnstampedShowEvent) => void;
  readonly onChange: () => void;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly itemTimeoutMs?: number | undefined;
}

export function createHearingDesk(options: HearingDeskOptions): HearingDesk {
  const { adapter, entriesDir, router, isOnAir, showId, say, observe, emit, clock, logger, itemTimeoutMs } = options;
  let voiceGate: VoiceGate | undefined;
  let utterances = 0;
  const hearing = createHearing({
    router,
    get showId() {
      return showId();
    },
    say,
    logger,
    clock,
    observe,
    ...(itemTimeoutMs === undefined ? {} : { itemTimeoutMs }),
  });
  const hear: StudioPort['hear'] = async ({ author, pcm }) => {
    // nobody's words are sent to a server for a show that is not on
    if (!isOnAir()) return { accepted: false, reason: appMessages.notOnAir };
    utterances += 1;
    const saidTo = showId();
    const isStillOn = (): boolean => isOnAir() && showId() === saidTo;
    const heard = await hearing.hear({ utteranceId: `${saidTo}/u${utterances}`, author, pcm }, isStillOn);
    if (heard.state === 'line') return { accepted: true, turnId: heard.turnId, text: heard.text };
    return { accepted: false, reason: heard.state === 'nothing' ? appMessages.nothingSaid : heard.words };
  };
  const listening = createListening({
    startGate() {
      const gate = createVoiceGate({ adapter, entriesDir, clock, logger });
      voiceGate = gate;
      gate.onState((gateState) => emit({ type: 'process', name: 'voice-gate', pid: gate.pid ?? null, state: gateState }));
      return gate;
    },
    isOnAir,
    hasEar: () => router.canServe({ kind: 'asr' }),
    hear,
    clock,
    onChange({ state: heardState, words }, change) {
      if (change === 'state') emit({ type: 'hearing', state: heardState, message: words });
      else options.onChange();
    },
  });
  return {
    port: listening,
    hear,
    get gatePid() {
      return voiceGate?.pid;
    },
    note: (event) => listening.note(event),
    async dispose() {
      await listening.dispose();
      hearing.dispose();
    },
  };
}
