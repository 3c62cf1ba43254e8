/** The conversation's ports over the router: prosody, attempts, history, and what an abort does. */
import { describe, expect, it } from 'vitest';
import { asClauseId, asShowId, asSlotId, asTurnId } from '../../../main/contract/ids.ts';
import { emotions } from '../../../main/contract/speech.ts';
import type { Expression } from '../../../main/contract/speech.ts';
import { createBrain } from '../../../main/app/engine-ports/create-brain.ts';
import { createFeeling } from '../../../main/app/engine-ports/create-feeling.ts';
import { createVoice } from '../../../main/app/engine-ports/create-voice.ts';
import { prosodyFor } from '../../../main/app/engine-ports/prosody.ts';
import { ConversationError } from '../../../main/conversation/failure.ts';
import type { SpokenClause, VoiceItem } from '../../../main/conversation/ports.ts';
import { EngineError } from '../../../main/engines/contract/engine-error.ts';
import type { LlmItem, LlmRequest, TtsItem, TtsRequest } from '../../../main/engines/contract/requests.ts';
import type { InferOptions } from '../../../main/engines/hosting/engine-instance.ts';
import { systemClock } from '../../../main/kernel/clock.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { createRouter } from '../../../main/routing/create-router.ts';
import { fakeInstance } from './fake-instance.ts';

const showId = asShowId('show');
const turn = { turnId: asTurnId('t1'), epoch: 3 };
const clause: SpokenClause = {
  clauseId: asClauseId('c1'),
  text: 'Hello',
  lang: 'en',
  expression: { emotion: 'happy', intensity: 1, gestures: [] },
};
const never = new AbortController().signal;

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
async function* spoken(): AsyncGenerator<TtsItem> {
  yield { type: 'format', sampleRate: 16_000 };
  yield { type: 'marks', marks: [{ atMs: 0, durationMs: 10, phoneme: 'a', viseme: 'aa' }] };
  yield { type: 'audio', samples: 1600 };
  yield { type: 'end', samples: 1600, durationMs: 100 };
}
// oxlint-disable-next-line require-yield
async function* failing(): AsyncGenerator<TtsItem> {
  yield { type: 'format', sampleRate: 16_000 };
  throw new EngineError('engine-failed', 'broken');
}
const broken = (): AsyncIterable<never> => ({
  [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new EngineError('engine-failed', 'broken')) }),
});
async function* failingLate(): AsyncGenerator<TtsItem> {
  yield { type: 'audio', samples: 1600 };
  throw new EngineError('engine-failed', 'broken');
}

function voiceOver(scripts: readonly (() => AsyncIterable<TtsItem>)[], path: string | undefined = '/run/sink') {
  const router = createRouter();
  const instances = scripts.map((script) => fakeInstance('tts', { languages: ['en'], script }));
  instances.forEach((instance, index) =>
    router.setSlot({ id: asSlotId(`voice-${index}`), kind: 'tts', instance, options: { voice: 'slt' } }),
  );
  return { router, instances, voice: createVoice({ router, showId, sinkPath: () => path, logger: silentLogger, readyWithinMs: 0 }) };
}

describe('Voice', () => {
  it('says that it started, and with which marks, when there is something to play, then done', async () => {
    const { voice, instances, router } = voiceOver([spoken]);
    const items = await collect(voice.speak(turn, clause, never));
    expect(items.map((item) => item.type)).toEqual(['started', 'audio', 'done']);
    expect(items.at(-1)).toEqual({ type: 'done', durationMs: 100 });
    const asked = instances[0]?.requests[0] as TtsRequest;
    expect(asked).toMatchObject({ showId, ...turn, clauseId: 'c1', text: 'Hello', voice: 'slt', sink: { path: '/run/sink' } });
    expect(asked.speed).toBeGreaterThan(1);
    expect(asked.pitch).toBeGreaterThan(0);
    const [started] = items as [Extract<VoiceItem, { type: 'started' }>];
    expect(started.streamId).toBe(asked.sink.streamId);
    expect(started.marks.length).toBeGreaterThan(0);
    expect(router.leases(instances[0]?.id as never)).toBe(0);
  });

  it('tries once more with the next voice and another stream while nothing was said', async () => {
    const { voice, instances } = voiceOver([failing, spoken]);
    const items = await collect(voice.speak(turn, clause, never));
    expect(items.map((item) => item.type)).toEqual(['started', 'audio', 'done']);
    const ids = instances.map((instance) => (instance.requests[0] as TtsRequest).sink.streamId);
    expect(new Set(ids).size).toBe(2);
  });

  it('does not say a clause twice: a failure after the start is told', async () => {
    const { voice, instances } = voiceOver([failingLate, spoken]);
    await expect(collect(voice.speak(turn, clause, never))).rejects.toMatchObject({ code: 'engine-failed' });
    expect(instances[1]?.requests).toEqual([]);
  });

  it('gives up after two attempts, and at once without a programme or a ready voice', async () => {
    const { voice, instances } = voiceOver([failing]);
    await expect(collect(voice.speak(turn, clause, never))).rejects.toMatchObject({ code: 'engine-failed' });
    expect(instances[0]?.requests).toHaveLength(2);
    const homeless = createVoice({ router: voiceOver([spoken]).router, showId, sinkPath: () => undefined, logger: silentLogger });
    await expect(collect(homeless.speak(turn, clause, never))).rejects.toMatchObject({ code: 'sink-lost' });
    instances[0]?.set('restarting');
    expect(voice.canSpeak('en')).toBe(true);
    expect(voice.canSpeak('zh')).toBe(false);
    await expect(collect(voice.speak(turn, clause, never))).rejects.toMatchObject({ code: 'not-loaded' });
  });

  it("rethrows the signal's reason", async () => {
    const abort = new AbortController();
    const { voice } = voiceOver([failing]);
    abort.abort(new Error('cancelled by hand'));
    await expect(collect(voice.speak(turn, clause, abort.signal))).rejects.toThrow('cancelled by hand');
  });
});

describe('prosody', () => {
  const of = (emotion: Expression['emotion'], intensity = 1) => prosodyFor({ emotion, intensity, gestures: [] }, {});
  it('is faster and higher when happy, slower and lower when sad, louder when angry', () => {
    expect(of('happy').speed).toBeGreaterThan(1);
    expect(of('happy').pitch).toBeGreaterThan(0);
    expect(of('sad').speed).toBeLessThan(1);
    expect(of('sad').pitch).toBeLessThan(0);
    expect(of('angry').volume).toBeGreaterThan(1.1);
    expect(of('neutral')).toEqual({ speed: 1, pitch: 0, volume: 1 });
  });
  it('grows with the intensity, stands on the slot and stays in bounds', () => {
    expect(of('happy', 0.5).pitch).toBeLessThan(of('happy', 1).pitch);
    expect(prosodyFor({ emotion: 'neutral', intensity: 1, gestures: [] }, { speed: 1.5, pitch: -2, volume: 0.5 })).toEqual({
      speed: 1.5,
      pitch: -2,
      volume: 0.5,
    });
    for (const emotion of emotions) {
      const extreme = prosodyFor({ emotion, intensity: 9, gestures: [] }, { speed: 9, pitch: 99, volume: 9 });
      expect([extreme.speed, extreme.pitch, extreme.volume]).toEqual([2, 12, 2]);
    }
  });
});

describe('Feeling', () => {
  it('gives the expression, and a neutral one when the engine fails or is missing', async () => {
    const router = createRouter();
    const feeling = createFeeling({ router, showId, logger: silentLogger });
    expect((await feeling.express(turn, clause, never)).emotion).toBe('neutral');
    const happy: Expression = { emotion: 'happy', intensity: 0.7, gestures: ['nod'] };
    router.setSlot({
      id: asSlotId('e'),
      kind: 'expression',
      instance: fakeInstance('expression', {
        languages: ['en'],
        script: async function* () {
          yield happy;
        },
      }),
    });
    expect(await feeling.express(turn, clause, never)).toEqual(happy);
    router.setSlot({
      id: asSlotId('e'),
      kind: 'expression',
      instance: fakeInstance('expression', {
        languages: ['en'],
        script: broken,
      }),
    });
    expect((await feeling.express(turn, clause, never)).emotion).toBe('neutral');
  });
});

describe('Brain', () => {
  function brainWith(reply: (request: LlmRequest) => string, history?: { exchanges: number; chars: number }) {
    const router = createRouter();
    const instance = fakeInstance('llm', {
      script: async function* (request: LlmRequest): AsyncGenerator<LlmItem> {
        for (const word of reply(request).split(' ')) yield { type: 'text', text: `${word} ` };
        yield { type: 'end', finishReason: 'stop' };
      },
    });
    router.setSlot({ id: asSlotId('llm'), kind: 'llm', instance, options: { maxTokens: 99 } });
    return { instance, brain: createBrain({ router, showId, persona: () => 'You are Nova.', ...(history ? { history } : {}) }) };
  }
  const messagesOf = (instance: { readonly requests: unknown[] }): LlmRequest['messages'] =>
    (instance.requests.at(-1) as LlmRequest).messages;

  it('sends persona, history and line, and streams the answer', async () => {
    const { brain, instance } = brainWith(() => 'Hi there');
    expect((await collect(brain.answer(turn, { author: 'Ann', text: 'Hello' }, never))).join('')).toBe('Hi there ');
    expect(messagesOf(instance)).toEqual([
      { role: 'system', content: 'You are Nova.' },
      { role: 'user', content: 'Hello', name: 'Ann' },
    ]);
    await collect(brain.answer({ ...turn, turnId: asTurnId('next') }, { author: 'Bob', text: 'And you?' }, never));
    expect(messagesOf(instance).map((message) => message.content)).toEqual(['You are Nova.', 'Hello', 'Hi there ', 'And you?']);
    expect((instance.requests.at(-1) as LlmRequest).maxTokens).toBe(99);
  });

  it('forgets what was thought for a turn that begins anew: nobody heard it', async () => {
    const { brain, instance } = brainWith(({ messages }) => `re: ${messages.at(-1)?.content}`);
    const ask = (turnId: string, text: string, insteadOf?: string): Promise<unknown> =>
      collect(
        brain.answer(
          { ...turn, turnId: asTurnId(turnId), ...(insteadOf === undefined ? {} : { insteadOf: asTurnId(insteadOf) }) },
          { author: 'A', text },
          never,
        ),
      );
    const said = (): readonly string[] => messagesOf(instance).map(({ content }) => content.trim());
    await ask('1', 'tea?');
    await ask('2', 'rice?');
    await ask('2', 'rice?');
    expect(said()).toEqual(['You are Nova.', 'tea?', 're: tea?', 'rice?']);
    await ask('3', 'rice?', '2');
    expect(said()).toEqual(['You are Nova.', 'tea?', 're: tea?', 'rice?']);
    await ask('4', 'salt?');
    expect(said()).toEqual(['You are Nova.', 'tea?', 're: tea?', 'rice?', 're: rice?', 'salt?']);
  });

  it('keeps the history bounded by exchanges and by length', async () => {
    const { brain, instance } = brainWith(() => 'ok', { exchanges: 2, chars: 50 });
    for (const text of ['one', 'two', 'three', 'x'.repeat(200), 'five'])
      await collect(brain.answer({ ...turn, turnId: asTurnId(text) }, { author: 'A', text }, never));
    expect(messagesOf(instance).length).toBeLessThanOrEqual(2 + 2 * 2);
    expect(
      messagesOf(instance)
        .map((message) => message.content)
        .join('').length,
    ).toBeLessThan(100);
  });

  it('asks again when the model failed before its first word, and never after it', async () => {
    for (const [wordsBefore, wanted] of [
      [0, { text: 'all is well', asked: 2 }],
      [1, { text: 'all ', asked: 1 }],
    ] as const) {
      const router = createRouter();
      const observed: string[] = [];
      let asked = 0;
      const instance = fakeInstance('llm', {
        script: async function* (): AsyncGenerator<LlmItem> {
          asked += 1;
          if (asked === 1) {
            if (wordsBefore === 1) yield { type: 'text', text: 'all ' };
            throw new EngineError('engine-failed', 'it died');
          }
          yield { type: 'text', text: 'all is well' };
        },
      });
      router.setSlot({ id: asSlotId('llm'), kind: 'llm', instance });
      const brain = createBrain({ router, showId, persona: () => '', observe: ({ outcome }) => observed.push(outcome) });
      let text = '';
      try {
        for await (const piece of brain.answer(turn, { author: 'A', text: 'hi' }, never)) text += piece;
      } catch (error) {
        expect(error).toBeInstanceOf(EngineError);
      }
      expect({ text, asked }).toEqual(wanted);
      expect(observed[0]).toBe('failed');
    }
  });

  it('does not ask the same model again when the viewer has waited long: what it said of its failure is told', async () => {
    for (const [tookMs, asked] of [
      [9000, 2],
      [14_000, 1],
    ] as const) {
      let nowMs = 0;
      const failure = new EngineError('engine-failed', 'still thinking');
      const instance = fakeInstance('llm', {
        // oxlint-disable-next-line require-yield
        script: async function* (): AsyncGenerator<LlmItem> {
          nowMs += tookMs;
          throw failure;
        },
      });
      const router = createRouter();
      router.setSlot({ id: asSlotId('llm'), kind: 'llm', instance });
      const clock = { ...systemClock, now: () => nowMs };
      const brain = createBrain({ router, showId, persona: () => '', clock });
      await expect(collect(brain.answer(turn, { author: 'A', text: 'hi' }, never))).rejects.toBe(failure);
      expect(instance.requests).toHaveLength(asked);
    }
  });

  describe('tells the watch', () => {
    const watched = (script: (request: LlmRequest, options: InferOptions) => AsyncIterable<LlmItem>) => {
      const router = createRouter();
      const observed: string[] = [];
      const instance = fakeInstance('llm', { script });
      router.setSlot({ id: asSlotId('llm'), kind: 'llm', instance });
      const brain = createBrain({ router, showId, persona: () => '', observe: ({ outcome }) => observed.push(outcome) });
      const ask = (signal: AbortSignal = never): Promise<unknown> =>
        collect(brain.answer(turn, { author: 'A', text: 'hi' }, signal)).catch((error: unknown) => error);
      return { ask, observed, instance };
    };
    const silent = (_: LlmRequest, { signal }: InferOptions): AsyncIterable<LlmItem> => ({
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
      }),
    });

    it.each([
      ['brain-timeout', ['failed']],
      ['cancelled', []],
    ] as const)('of a model that says nothing until the turn ends by %s: %j', async (code, told) => {
      const { ask, observed } = watched(silent);
      const end = new AbortController();
      const asked = ask(end.signal);
      await Promise.resolve();
      end.abort(new ConversationError(code, 'the end'));
      expect(await asked).toMatchObject({ code });
      expect(observed).toEqual(told);
    });

    it('once of one line, however often the model was asked', async () => {
      const { ask, observed, instance } = watched(broken);
      expect(await ask()).toMatchObject({ code: 'engine-failed' });
      expect([instance.requests.length, observed]).toEqual([2, ['failed']]);
    });

    it('nothing of a line that a model will not talk about, which is asked once', async () => {
      const refusing = watched(async function* () {
        yield { type: 'end', finishReason: 'refused' };
      });
      await refusing.ask();
      expect([refusing.instance.requests.length, refusing.observed]).toEqual([1, []]);
      const filtered = new EngineError('engine-failed', 'filtered', { detail: { reason: 'content-refused' } });
      const filtering = watched(() => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(filtered) }) }));
      expect(await filtering.ask()).toBe(filtered);
      expect([filtering.instance.requests.length, filtering.observed]).toEqual([1, []]);
    });

    it('of an answer without a word that nobody refused', async () => {
      const { ask, observed } = watched(async function* () {
        yield { type: 'end', finishReason: 'stop' };
      });
      await ask();
      expect(observed).toEqual(['failed']);
    });
  });

  it('remembers an answer that was cut short as far as it went', async () => {
    const { brain, instance } = brainWith(() => 'one two three');
    for await (const text of brain.answer(turn, { author: 'A', text: 'count' }, never)) if (text.startsWith('two')) break;
    await collect(brain.answer({ ...turn, turnId: asTurnId('next') }, { author: 'A', text: 'again' }, never));
    expect(messagesOf(instance)[2]).toEqual({ role: 'assistant', content: 'one two ' });
  });
});
