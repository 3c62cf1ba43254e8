/**
 * The conversation's Voice over the router: picks a voice for the language, gives it the programme's socket, tries once more while nothing was said,
 * and waits a moment for a voice that is on its way (a restart, a swap).
 */
import type { SpokenClause, TurnContext, Voice, VoiceItem } from '../../conversation/ports.ts';
import type { InstanceId, ShowId, SlotId, TurnId } from '../../contract/ids.ts';
import type { Mark, Reading } from '../../contract/speech.ts';
import { EngineError } from '../../engines/contract/engine-error.ts';
import type { TtsRequest } from '../../engines/contract/requests.ts';
import { systemClock, type Clock } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/logger.ts';
import type { Lease, Router } from '../../routing/types.ts';
import { firstVoice } from '../../voices/cast-voice.ts';
import { leaseSoon } from './lease-soon.ts';
import { observeRequest, type Observe } from './observe.ts';
import { prosodyFor } from './prosody.ts';

/** What the streamer has set of voices; asked anew for every clause, so a change is heard at the next one. */
export interface VoiceCast {
  /** Which slot's voice is wanted for a language, and which of the engine's voices. undefined: the first that can. */
  wish(lang: string): { readonly slotId: SlotId; readonly voiceId: string } | undefined;
  tuning(engineId: string, voiceId: string): { readonly speed: number; readonly pitch: number; readonly volume: number } | undefined;
  /** Those of the dictionary that the text may hold. */
  readings(text: string): readonly Reading[];
}

export interface VoiceOptions {
  readonly router: Router;
  readonly showId: ShowId;
  /** Media socket of the living programme; undefined while there is none. Asked anew for every attempt. */
  readonly sinkPath: () => string | undefined;
  readonly logger: Logger;
  readonly clock?: Clock;
  /** Told how every request went. */
  readonly observe?: Observe;
  /** How long a clause waits for a voice that is being started again. */
  readonly readyWithinMs?: number;
  /** Default: slots in their order, each as it is set. */
  readonly cast?: VoiceCast;
}

const maxAttempts = 2;
/** A voice that gives nothing for this long has hung. */
const itemTimeoutMs = 8000;
const usualReadyWithinMs = 5000;

/** A process that failed this turn: another one is preferred, also a later one of the same slot. */
interface Failed {
  readonly slotId: SlotId;
  readonly instanceId: InstanceId;
  readonly generation: number;
}

export function createVoice(options: VoiceOptions): Voice {
  const { router, showId, sinkPath, logger, observe, cast, clock = systemClock, readyWithinMs = usualReadyWithinMs } = options;
  let attempts = 0;
  /** Of the last turn that was spoken: turns follow one another. */
  let failed: { readonly turnId: TurnId; readonly processes: Failed[] } | null = null;

  function request(turn: TurnContext, clause: SpokenClause, lease: Lease): TtsRequest {
    const path = sinkPath();
    if (path === undefined) throw new EngineError('sink-lost', 'There is no programme to speak into');
    attempts += 1;
    const wish = cast?.wish(clause.lang);
    const voice = wish?.slotId === lease.slotId ? wish.voiceId : lease.options.voice;
    const said = cast && (voice ?? firstVoice(lease.instance.signature, clause.lang));
    const tuning = said === undefined ? undefined : cast?.tuning(lease.instance.manifest.id, said);
    const readings = cast?.readings(clause.text) ?? [];
    return {
      showId,
      turnId: turn.turnId,
      epoch: turn.epoch,
      clauseId: clause.clauseId,
      text: clause.text,
      lang: clause.lang,
      expression: clause.expression,
      ...prosodyFor(clause.expression, { ...lease.options, ...tuning }),
      ...(readings.length === 0 ? {} : { readings }),
      ...(voice === undefined ? {} : { voice }),
      sink: { path, streamId: `${clause.clauseId}/${attempts}` },
    };
  }

  function failedSlots(turnId: TurnId): SlotId[] {
    if (failed?.turnId !== turnId) return [];
    return failed.processes.flatMap(({ slotId, instanceId, generation }) => {
      const active = router.active(slotId);
      return active?.id === instanceId && active.generation === generation ? [slotId] : [];
    });
  }

  function noteFailure(turnId: TurnId, { slotId, instance }: Lease, generation: number): void {
    if (failed?.turnId !== turnId) failed = { turnId, processes: [] };
    failed.processes.push({ slotId, instanceId: instance.id, generation });
  }

  async function lease(turn: TurnContext, lang: string, signal: AbortSignal): Promise<Lease> {
    const prefer = cast?.wish(lang)?.slotId;
    const need = { kind: 'tts', lang, ...(prefer === undefined ? {} : { prefer }) } as const;
    // Another voice after a failure, the same one where there is no other.
    const pick = (): Lease | undefined => router.lease({ ...need, except: failedSlots(turn.turnId) }) ?? router.lease(need);
    const found = await leaseSoon(need, { router, clock, withinMs: readyWithinMs, pick }, signal);
    if (!found) throw new EngineError('not-loaded', `No voice for '${lang}' is ready`);
    return found;
  }

  /** What was marked before its first sound is told with it: until then nobody needs to know of the attempt. */
  async function* attempt(turn: TurnContext, clause: SpokenClause, held: Lease, signal: AbortSignal): AsyncGenerator<VoiceItem> {
    const asked = request(turn, clause, held);
    const early: Mark[] = [];
    let sampleRate = 0;
    let samples = 0;
    for await (const item of held.instance.infer('tts', asked, { signal, timeoutMs: itemTimeoutMs })) {
      if (item.type === 'format') sampleRate = item.sampleRate;
      else if (item.type === 'marks' && samples === 0) early.push(...item.marks);
      else if (item.type === 'marks') yield { type: 'marks', marks: item.marks };
      else {
        if (samples === 0) yield { type: 'started', streamId: asked.sink.streamId, marks: early };
        samples = item.type === 'end' ? Math.max(1, item.samples) : samples + item.samples;
        if (item.type === 'end') yield { type: 'done', durationMs: item.durationMs };
        else yield { type: 'audio', sentMs: sampleRate > 0 ? (samples * 1000) / sampleRate : 0 };
      }
    }
  }

  return {
    canSpeak: (lang) => router.canServe({ kind: 'tts', lang }),
    async *speak(turn, clause, signal) {
      for (let round = 1; ; round += 1) {
        signal.throwIfAborted();
        const held = await lease(turn, clause.lang, signal);
        const { generation } = held.instance;
        const observed = observeRequest(clock, observe, held.instance.id);
        let state: 'silent' | 'speaking' = 'silent';
        try {
          for await (const item of attempt(turn, clause, held, signal)) {
            state = 'speaking';
            observed.output();
            yield item;
          }
          observed.end('served');
          return;
        } catch (error) {
          signal.throwIfAborted();
          if (isFault(error)) observed.end('failed');
          if (!isWorthAnother(error)) throw error;
          // A programme that is gone is not the voice's doing.
          if (!(error instanceof EngineError && error.code === 'sink-lost')) noteFailure(turn.turnId, held, generation);
          if (state === 'speaking' || round >= maxAttempts) throw error;
          logger.warn('a voice failed before its first sound: tried again', {
            slot: held.slotId,
            engine: held.instance.manifest.id,
            error: String(error),
          });
        } finally {
          held.release();
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
