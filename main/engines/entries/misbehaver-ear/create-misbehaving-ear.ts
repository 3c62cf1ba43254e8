/** An ear that tells the length of what it is given, until it misbehaves. */
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { EngineError } from '../../contract/engine-error.ts';
import { hearingSampleRate, type AsrItem } from '../../contract/requests.ts';
import type { EngineOf, LoadedAsr } from '../../child/types.ts';

export const faults = [
  /** Never gets ready. */
  'load-never',
  /** Ends in the middle of its load, as if all were well. */
  'load-exit-0',
  /** Partial words, and no final ones. */
  'no-final',
  /** Final words twice: whoever believes it says them twice. */
  'twice',
  /** Items that are not what was agreed. */
  'garbage',
  'never',
  /** The words after `lateMs` (default 3000). */
  'late',
  /** Ends in the middle of an utterance, with exit code 0. */
  'exit-0',
] as const;
export type Fault = (typeof faults)[number];

export function createMisbehavingEar(): EngineOf<LoadedAsr> {
  return {
    async load({ options }) {
      const fault = faults.find((name) => name === options['how']);
      if (!fault) throw new EngineError('bad-options', `misbehaver-ear: how must be one of ${faults.join(', ')}`);
      const after = typeof options['after'] === 'number' ? options['after'] : 0;
      const lateMs = typeof options['lateMs'] === 'number' ? options['lateMs'] : 3000;
      if (fault === 'load-never') await new Promise(() => {});
      if (fault === 'load-exit-0') process.exit(0);
      let asked = 0;
      return {
        signature: { kind: 'asr', sampleRate: hearingSampleRate, languages: ['*'] },
        async *infer({ pcm }, signal) {
          signal.throwIfAborted();
          const whole = wordsOf(pcm.length);
          asked += 1;
          if (asked > after) yield* hearAs(fault, whole, lateMs);
          else yield whole;
        },
        unload() {},
      };
    },
  };
}

async function* hearAs(fault: Fault, whole: AsrItem, lateMs: number): AsyncGenerator<AsrItem> {
  yield { type: 'partial', text: 'something' };
  switch (fault) {
    case 'no-final':
      return;
    case 'twice':
      yield whole;
      yield whole;
      return;
    case 'garbage':
      yield* [null, 7, { type: 'final', text: 42 }, { type: 'final' }] as unknown as AsrItem[];
      return;
    case 'never':
      await new Promise(() => {});
      return;
    case 'late':
      await sleep(lateMs);
      yield whole;
      return;
    case 'exit-0':
      // the partial words are on their way before the end
      await sleep(50);
      process.exit(0);
    case 'load-never':
    case 'load-exit-0':
      yield whole;
  }
}

function wordsOf(samples: number): AsrItem {
  const untilMs = (samples * 1000) / hearingSampleRate;
  return { type: 'final', text: `${Math.round(untilMs)} ms of sound`, lang: 'en', fromMs: 0, untilMs };
}
