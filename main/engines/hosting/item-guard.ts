/** Looks at what an engine yields before anybody uses it: an engine is another program, and may answer anything. Knows the shapes, not their sense. */
import { emotions, gestures } from '../../contract/speech.ts';
import { visemeIndex } from '../../contract/visemes.ts';
import { EngineError } from '../contract/engine-error.ts';
import type { InferKinds } from './engine-instance.ts';

type Kind = keyof InferKinds;
type Fields = Readonly<Record<string, unknown>>;

const isCount = (value: unknown): boolean => typeof value === 'number' && Number.isInteger(value) && value >= 0;
const isSpan = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value >= 0;
/** Two marks may touch within the rounding of their times. */
const orderSlackMs = 1;
/** Characters of one utterance of half a minute: nobody speaks as fast. */
const longestTranscript = 4000;

/** One guard per request: returns the item, or throws EngineError 'engine-failed' with words. */
export function createItemGuard<K extends Kind>(kind: K, engineId: string): (item: unknown) => InferKinds[K]['item'] {
  let markedMs = 0;
  let finals = 0;

  function isMark(mark: unknown): boolean {
    if (typeof mark !== 'object' || mark === null) return false;
    const { atMs, durationMs, phoneme, viseme, stress, wordIndex } = mark as Fields;
    if (!isSpan(atMs) || !isSpan(durationMs) || atMs < markedMs - orderSlackMs) return false;
    markedMs = atMs + durationMs;
    return (
      typeof phoneme === 'string' &&
      typeof viseme === 'string' &&
      Object.hasOwn(visemeIndex, viseme) &&
      (stress === undefined || isSpan(stress)) &&
      (wordIndex === undefined || isCount(wordIndex))
    );
  }

  const shapes: Readonly<Record<Kind, (item: Fields) => boolean>> = {
    llm: ({ type, text, finishReason }) =>
      type === 'text' ? typeof text === 'string' : type === 'end' && typeof finishReason === 'string',
    expression: ({ emotion, intensity, gestures: told }) =>
      (emotions as readonly unknown[]).includes(emotion) &&
      isSpan(intensity) &&
      intensity <= 1 &&
      Array.isArray(told) &&
      told.every((gesture) => (gestures as readonly unknown[]).includes(gesture)),
    tts: ({ type, sampleRate, marks, samples, durationMs }) => {
      if (type === 'format') return isCount(sampleRate) && sampleRate !== 0;
      if (type === 'marks') return Array.isArray(marks) && marks.every(isMark);
      return isCount(samples) && (type === 'audio' || (type === 'end' && isSpan(durationMs)));
    },
    asr: ({ type, text, lang, fromMs, untilMs }) => {
      // what comes after the final would be said twice
      if (finals > 0 || typeof text !== 'string' || text.length > longestTranscript) return false;
      if (type === 'partial') return true;
      finals += 1;
      return type === 'final' && typeof lang === 'string' && isSpan(fromMs) && isSpan(untilMs) && fromMs <= untilMs;
    },
  };

  return (item) => {
    if (typeof item === 'object' && item !== null && shapes[kind](item as Fields)) return item as InferKinds[K]['item'];
    throw new EngineError('engine-failed', `Engine ${engineId} answered with something that is no ${kind} item`, {
      detail: { words: { en: 'The engine answered with something that was not agreed.', zh: '引擎的回答不符合约定的格式。' } },
    });
  };
}
