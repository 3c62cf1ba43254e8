/** A voice of one tone until it misbehaves. */
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Mark } from '../../../contract/speech.ts';
import { EngineError } from '../../contract/engine-error.ts';
import type { EngineOf, LoadedTts, PcmOut, TtsMarks } from '../../child/types.ts';

export const faults = [
  /** Samples, all of them zero. */
  'silence',
  /** Times that are no numbers, and marks that run backwards. */
  'marks-garbage',
  'never',
  /** Ends in the middle of a clause, with exit code 0. */
  'exit-0',
] as const;
export type Fault = (typeof faults)[number];

const sampleRate = 16_000;
const clauseMs = 800;
const languages = ['*'] as const;

export function createMisbehavingVoice(): EngineOf<LoadedTts> {
  return {
    async load({ options }) {
      const fault = faults.find((name) => name === options['how']);
      if (!fault) throw new EngineError('bad-options', `misbehaver-voice: how must be one of ${faults.join(', ')}`);
      const after = typeof options['after'] === 'number' ? options['after'] : 0;
      let asked = 0;
      return {
        signature: {
          kind: 'tts',
          sampleRate,
          channels: 1,
          voices: [{ id: 'tone', name: 'Tone', languages }],
          languages,
          timings: 'phoneme',
          follows: { speed: false, pitch: false, volume: false },
        },
        async *infer(_request, out, signal) {
          signal.throwIfAborted();
          asked += 1;
          if (asked > after) yield* speakAs(fault, out);
          else yield* speak(out, tone(clauseMs));
        },
        unload() {},
      };
    },
  };
}

async function* speakAs(fault: Fault, out: PcmOut): AsyncGenerator<TtsMarks> {
  switch (fault) {
    case 'silence':
      yield* speak(out, new Int16Array((sampleRate * clauseMs) / 1000));
      return;
    case 'marks-garbage':
      yield { type: 'marks', marks: [mark(400), { ...mark(100), atMs: Number.NaN }, { viseme: 'moo' } as unknown as Mark] };
      await out.write(tone(clauseMs));
      return;
    case 'never':
      await new Promise(() => {});
      return;
    case 'exit-0':
      yield { type: 'marks', marks: [mark(0)] };
      await out.write(tone(clauseMs / 4));
      await sleep(50);
      process.exit(0);
  }
}

async function* speak(out: PcmOut, samples: Int16Array): AsyncGenerator<TtsMarks> {
  yield { type: 'marks', marks: [0, 200, 400, 600].map(mark) };
  await out.write(samples);
}

const mark = (atMs: number): Mark => ({ atMs, durationMs: 200, phoneme: 'a', viseme: 'aa', stress: 1 });

function tone(ms: number): Int16Array {
  return Int16Array.from({ length: (sampleRate * ms) / 1000 }, (_, at) =>
    Math.round(8000 * Math.sin((2 * Math.PI * 220 * at) / sampleRate)),
  );
}
