/**
 * Tries a voice: a real engine, prepared beside what is on air through the swap's own admission, speaks one sentence into a socket of ours. The show is not
 * touched. One at a time, the newest; the engine is kept warm for a while and then ended. Decides nothing about who speaks on air.
 */
import { wordsIn } from '../contract/failure.ts';
import type { Emotion, Lang, Reading } from '../contract/speech.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import type { EngineChoice } from '../engines/contract/choice.ts';
import { EngineError } from '../engines/contract/engine-error.ts';
import type { EngineInstance } from '../engines/hosting/engine-instance.ts';
import type { SlotId } from '../contract/ids.ts';
import type { VoicePreview } from '../api/voices-port.ts';
import { goldenScope } from '../swap/probe/golden.ts';
import { openProbeSocket } from '../swap/probe/probe-socket.ts';
import type { SwapController } from '../swap/create-swap-controller.ts';
import type { VoiceRef, VoiceTuning } from '../voices/types.ts';
import { voiceWords } from '../voices/voice-words.ts';
import { wavOf } from '../voices/wav-of.ts';
import { prosodyFor } from './engine-ports/prosody.ts';

export interface PreviewOrder extends VoiceRef {
  readonly lang: Lang;
  /** What is said; not empty. */
  readonly text: string;
  readonly tuning: VoiceTuning;
  readonly emotion: Emotion;
  readonly readings: readonly Reading[];
}

export interface VoicePreviewer {
  /** Never rejects unless `signal` is aborted. */
  speak(order: PreviewOrder, at: { readonly slotId: SlotId; readonly choice: EngineChoice }, signal?: AbortSignal): Promise<VoicePreview>;
  dispose(): void;
}

const itemTimeoutMs = 10_000;
const longestMs = 30_000;
/** Unasked for so long, a warm engine is ended. */
const keepWarmMs = 120_000;

export function createVoicePreviewer(options: {
  readonly swaps: Pick<SwapController, 'prepare' | 'unload' | 'view'>;
  readonly clock: Clock;
  readonly logger: Logger;
}): VoicePreviewer {
  const { swaps, clock, logger } = options;
  const warm = new Map<EngineInstance, () => void>();
  let running: AbortController | undefined;
  let count = 0;
  let disposed = false;

  /** From its last use; one that was put on air meanwhile is no warm one any more, and `unload` leaves it alone. */
  function keepWarm(engine: EngineInstance): void {
    if (disposed) return;
    warm.get(engine)?.();
    warm.set(
      engine,
      clock.after(keepWarmMs, () => {
        warm.delete(engine);
        void swaps.unload(engine.id);
      }),
    );
  }

  async function sound(engine: EngineInstance, order: PreviewOrder, signal: AbortSignal): Promise<VoicePreview> {
    const { text, lang, voiceId, tuning, emotion, readings } = order;
    const expression = { emotion, intensity: emotion === 'neutral' ? 0 : 1, gestures: [] };
    const socket = await openProbeSocket();
    try {
      count += 1;
      const streamId = `preview/${count}`;
      let sampleRate = 0;
      const request = {
        ...goldenScope,
        text,
        lang,
        voice: voiceId,
        expression,
        ...prosodyFor(expression, tuning),
        ...(readings.length === 0 ? {} : { readings }),
        sink: { path: socket.path, streamId },
      };
      for await (const item of engine.infer('tts', request, { signal, timeoutMs: itemTimeoutMs }))
        if (item.type === 'format') sampleRate = item.sampleRate;
      const samples = (await socket.sound(streamId)).subarray(0, (sampleRate * longestMs) / 1000);
      return {
        done: true,
        wavBase64: Buffer.from(wavOf(samples, sampleRate)).toString('base64'),
        sampleRate,
        durationMs: Math.round((samples.length * 1000) / sampleRate),
        text,
      };
    } finally {
      await socket.close();
    }
  }

  return {
    async speak(order, { slotId, choice }, asked) {
      running?.abort();
      const own = new AbortController();
      running = own;
      const signal = asked ? AbortSignal.any([asked, own.signal]) : own.signal;
      try {
        // what somebody else keeps ready is used, and left as it is
        const others = swaps.view(slotId)?.warm.find((one) => one.choice.choiceId === choice.choiceId)?.instanceId;
        signal.throwIfAborted();
        // preparing goes on where this wish is given up or replaced, and its engine has to be ended all the same
        const prepared = swaps.prepare(slotId, choice).then((ready) => {
          if (ready.id !== others || warm.has(ready)) keepWarm(ready);
          return ready;
        });
        const engine = await unlessAborted(prepared, signal);
        return await sound(engine, order, signal);
      } catch (error) {
        asked?.throwIfAborted();
        if (own.signal.aborted) return { done: false, words: voiceWords.replaced };
        if (error instanceof EngineError && error.code === 'nothing-to-say') return { done: false, words: voiceWords.nothingSaid };
        logger.warn('a voice could not be tried', { engine: order.engineId, voice: order.voiceId, error: String(error) });
        return { done: false, words: wordsIn(error) ?? voiceWords.previewFailed };
      } finally {
        if (running === own) running = undefined;
      }
    },
    dispose() {
      disposed = true;
      running?.abort();
      for (const cancel of warm.values()) cancel();
      warm.clear();
    },
  };
}

/** `signal` is not aborted yet. How work that is not waited for any more ends is nobody's business. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
