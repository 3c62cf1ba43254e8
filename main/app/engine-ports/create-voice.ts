/** The conversation's Voice over the router: picks a voice for the language, gives it the programme's socket, tries once more while nothing was said. */
import type { SpokenClause, TurnContext, Voice, VoiceItem } from '../../conversation/ports.ts';
import type { ShowId, SlotId } from '../../contract/ids.ts';
import { EngineError } from '../../engines/contract/engine-error.ts';
import type { TtsRequest } from '../../engines/contract/requests.ts';
import type { Logger } from '../../kernel/logger.ts';
import { systemClock, type Clock } from '../../kernel/clock.ts';
import type { Lease, Router } from '../../routing/types.ts';
import { observeRequest, type Observe } from './observe.ts';
import { prosodyFor } from './prosody.ts';

export interface VoiceOptions {
  readonly router: Router;
  readonly showId: ShowId;
  /** Media socket of the living programme; undefined while there is none. Asked anew for every attempt. */
  readonly sinkPath: () => string | undefined;
  readonly logger: Logger;
  readonly clock?: Clock;
  /** Told how every request went. */
  readonly observe?: Observe;
}

const maxAttempts = 2;
/** A voice that gives nothing for this long has hung. */
const itemTimeoutMs = 8000;

export function createVoice({ router, showId, sinkPath, logger, clock = systemClock, observe }: VoiceOptions): Voice {
  let attempts = 0;

  function request(turn: TurnContext, clause: SpokenClause, lease: Lease): TtsRequest {
    const path = sinkPath();
    if (path === undefined) throw new EngineError('sink-lost', 'There is no programme to speak into');
    attempts += 1;
    const { voice } = lease.options;
    return {
      showId,
      turnId: turn.turnId,
      epoch: turn.epoch,
      clauseId: clause.clauseId,
      text: clause.text,
      lang: clause.lang,
      expression: clause.expression,
      ...prosodyFor(clause.expression, lease.options),
      ...(voice === undefined ? {} : { voice }),
      sink: { path, streamId: `${clause.clauseId}/${attempts}` },
    };
  }

  async function* attempt(turn: TurnContext, clause: SpokenClause, lease: Lease, signal: AbortSignal): AsyncGenerator<VoiceItem> {
    const asked = request(turn, clause, lease);
    let state: 'waiting' | 'started' = 'waiting';
    for await (const item of lease.instance.infer('tts', asked, { signal, timeoutMs: itemTimeoutMs })) {
      if (state === 'waiting' && item.type !== 'format') {
        state = 'started';
        yield { type: 'started', streamId: asked.sink.streamId };
      }
      if (item.type === 'marks') yield { type: 'marks', marks: item.marks };
      else if (item.type === 'end') yield { type: 'done', durationMs: item.durationMs };
    }
  }

  return {
    canSpeak: (lang) => router.canServe({ kind: 'tts', lang }),
    async *speak(turn, clause, signal) {
      const tried: SlotId[] = [];
      for (let round = 1; ; round += 1) {
        signal.throwIfAborted();
        // Another voice for the second attempt, the same one where there is no other.
        const lease = router.lease({ kind: 'tts', lang: clause.lang, except: tried }) ?? router.lease({ kind: 'tts', lang: clause.lang });
        if (!lease) throw new EngineError('not-loaded', `No voice for '${clause.lang}' is ready`);
        let state: 'silent' | 'speaking' = 'silent';
        const observed = observeRequest(clock, observe, lease.instance.id);
        try {
          for await (const item of attempt(turn, clause, lease, signal)) {
            state = 'speaking';
            observed.output();
            yield item;
          }
          observed.end('served');
          return;
        } catch (error) {
          signal.throwIfAborted();
          if (isFault(error)) observed.end('failed');
          if (state === 'speaking' || round >= maxAttempts || !isWorthAnother(error)) throw error;
          logger.warn('a voice failed before its first sound: tried again', {
            slot: lease.slotId,
            engine: lease.instance.manifest.id,
            error: String(error),
          });
          tried.push(lease.slotId);
        } finally {
          lease.release();
        }
      }
    },
  };
}

/** A clause that cannot be spoken is no fault of the voice. */
function isFault(error: unknown): boolean {
  return !(error instanceof EngineError && ['nothing-to-say', 'unsupported-language', 'sink-lost'].includes(error.code));
}

function isWorthAnother(error: unknown): boolean {
  return error instanceof EngineError && error.code !== 'nothing-to-say';
}
