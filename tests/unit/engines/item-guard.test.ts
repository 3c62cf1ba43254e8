/** What an engine yields is looked at before it is used: the agreed shapes pass unchanged, whatever else is refused in words. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createItemGuard } from '../../../main/engines/hosting/item-guard.ts';

const mark = { atMs: 0, durationMs: 80, phoneme: 'a', viseme: 'aa', stress: 1, wordIndex: 0 };

describe('the guard of items', () => {
  it.each([
    ['llm', { type: 'text', text: '' }],
    ['llm', { type: 'end', finishReason: 'stop' }],
    ['expression', { emotion: 'happy', intensity: 0.4, gestures: ['nod'] }],
    ['tts', { type: 'format', sampleRate: 16_000 }],
    ['tts', { type: 'marks', marks: [mark, { ...mark, atMs: 80 }] }],
    ['tts', { type: 'audio', samples: 0 }],
    ['tts', { type: 'end', samples: 100, durationMs: 6.25 }],
    ['asr', { type: 'partial', text: '' }],
    ['asr', { type: 'final', text: 'hello', lang: 'en', fromMs: 0, untilMs: 700 }],
  ] as const)('lets a %s item pass: %j', (kind, item) => {
    expect(createItemGuard(kind, 'x')(item)).toBe(item);
  });

  it.each([
    ['llm', null],
    ['llm', 7],
    ['llm', { type: 'text', text: 42 }],
    ['llm', { type: 'other' }],
    ['expression', { emotion: 'bored', intensity: 0.4, gestures: [] }],
    ['expression', { emotion: 'happy', intensity: 2, gestures: [] }],
    ['expression', { emotion: 'happy', intensity: 0.5, gestures: ['wave'] }],
    ['tts', { type: 'format', sampleRate: 0 }],
    ['tts', { type: 'marks', marks: [{ ...mark, atMs: Number.NaN }] }],
    ['tts', { type: 'marks', marks: [{ ...mark, atMs: 100 }, mark] }],
    ['tts', { type: 'marks', marks: [{ ...mark, viseme: 'moo' }] }],
    ['tts', { type: 'marks', marks: [{ ...mark, viseme: 'toString' }] }],
    ['tts', { type: 'marks', marks: 'none' }],
    ['tts', { type: 'audio', samples: -1 }],
    ['tts', { type: 'end', samples: 1, durationMs: Infinity }],
    ['asr', { type: 'partial', text: 7 }],
    ['asr', { type: 'partial', text: 'a'.repeat(4001) }],
    ['asr', { type: 'end', text: '' }],
    ['asr', { type: 'final', text: 'hello', fromMs: 0, untilMs: 700 }],
    ['asr', { type: 'final', text: 'hello', lang: 'en', fromMs: 700, untilMs: 0 }],
    ['asr', { type: 'final', text: 'hello', lang: 'en', fromMs: 0, untilMs: Number.NaN }],
  ] as const)('refuses a %s item: %j', (kind, item) => {
    expect(() => createItemGuard(kind, 'x')(item)).toThrowError(expect.objectContaining({ code: 'engine-failed' }));
  });

  it('keeps an eye on the order over all marks of a request, and forgets it with the next', () => {
    const guard = createItemGuard('tts', 'x');
    guard({ type: 'marks', marks: [{ ...mark, atMs: 500 }] });
    expect(() => guard({ type: 'marks', marks: [mark] })).toThrow();
    expect(() => createItemGuard('tts', 'x')({ type: 'marks', marks: [mark] })).not.toThrow();
  });

  it('lets nothing pass after the final words of an utterance', () => {
    const guard = createItemGuard('asr', 'x');
    const final = { type: 'final', text: 'hello', lang: 'en', fromMs: 0, untilMs: 700 };
    guard(final);
    expect(() => guard(final)).toThrow();
    expect(() => guard({ type: 'partial', text: 'hello' })).toThrow();
  });

  it('never throws anything but its own error', () => {
    fc.assert(
      fc.property(fc.constantFrom('llm', 'expression', 'tts', 'asr'), fc.anything(), (kind, item) => {
        try {
          createItemGuard(kind, 'x')(item);
        } catch (error) {
          expect(error).toMatchObject({ code: 'engine-failed', detail: { words: { en: expect.any(String), zh: expect.any(String) } } });
        }
      }),
      { numRuns: 500 },
    );
  });
});
