/** What the engine makes of a conversation and of llama.cpp's behaviour, against a stand-in for the module in a pack folder of the test's own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { asInstanceId, asShowId, asTurnId } from '../../../main/contract/ids.ts';
import type { ChatMessage, LlmItem, LlmRequest } from '../../../main/engines/contract/requests.ts';
import { createLlamaEngine } from '../../../main/engines/entries/llama/create-llama-engine.ts';
import { cutMark, fitMessages } from '../../../main/engines/entries/llama/fit-messages.ts';
import type { ChatItem } from '../../../main/engines/entries/llama/llama-module.ts';
import { threadsFor } from '../../../main/engines/entries/llama/load-model.ts';
import { modelFiles } from '../../fixtures/llama/model-files.ts';

const files = modelFiles();
const packs = mkdtempSync(path.join(os.tmpdir(), 'vanchor-fake-pack-'));
afterAll(() => {
  files.remove();
  rmSync(packs, { recursive: true, force: true });
});

/** A token a turn of the event loop, without end; counts what it made, and what after it was told to stop. */
const fakeModule = `
export class InsufficientMemoryError extends Error {}
export const made = { tokens: 0, afterAbort: 0, disposed: 0, atOnce: 0, most: 0 };
export class LlamaChat {
  chatWrapper = {
    wrapperName: 'Fake',
    generateContextState: ({ chatHistory }) => ({ contextText: { tokenize: () => Array.from(JSON.stringify(chatHistory)) } }),
  };
  constructor({ contextSequence }) { this.sequence = contextSequence; }
  async generateResponse(history, { onTextChunk, onResponseChunk, signal, maxTokens }) {
    made.most = Math.max(made.most, (made.atOnce += 1));
    try {
      for (let token = 0; token < maxTokens; token += 1) {
        await new Promise((resolve) => setImmediate(resolve));
        if (signal.aborted) throw signal.reason;
        if (history.some(({ text }) => text === 'break')) throw new Error('the card was pulled out');
        made.tokens += 1;
        onResponseChunk({ type: undefined });
        this.sequence.tokenMeter.usedOutputTokens += 1;
        onTextChunk('word ');
        onTextChunk('');
      }
      return { metadata: { stopReason: 'maxTokens' } };
    } finally { made.atOnce -= 1; }
  }
}
export const getLlama = async ({ gpu, maxThreads }) => ({
  gpu: false,
  loadModel: async () => ({
    tokenizer: {},
    createContext: async ({ contextSize }) => ({ contextSize, getSequence: () => ({ tokenMeter: { usedOutputTokens: 0 } }) }),
  }),
  dispose: async () => { made.disposed += 1; },
});
`;

interface Made {
  readonly tokens: number;
  readonly disposed: number;
  readonly most: number;
}

let count = 0;
async function load(options: Record<string, unknown> = {}) {
  const packDir = path.join(packs, String((count += 1)));
  const dist = path.join(packDir, 'node_modules/node-llama-cpp/dist');
  mkdirSync(dist, { recursive: true });
  writeFileSync(path.join(packDir, 'node_modules/node-llama-cpp/package.json'), '{"type":"module"}');
  writeFileSync(path.join(dist, 'index.js'), fakeModule);
  const { made } = (await import(path.join(dist, 'index.js'))) as { made: Made };
  const loaded = await createLlamaEngine().load({
    showId: asShowId('show'),
    instanceId: asInstanceId('llama-1'),
    engineId: 'llama',
    options: { packDir, modelPath: files.make('tiny.gguf', { contextTokens: 8192 }), ...options },
    resourcesDir: '/nowhere',
  });
  return { loaded, made };
}

const ask = (content: string): LlmRequest => ({
  showId: asShowId('show'),
  turnId: asTurnId('turn'),
  epoch: 0,
  messages: [{ role: 'user', content }],
});

describe('an answer', () => {
  it('that is cancelled makes no token more', async () => {
    const { loaded, made } = await load();
    const abort = new AbortController();
    let tokensAtAbort = 0;
    const reading = (async () => {
      for await (const item of loaded.infer(ask('Hi'), abort.signal)) {
        if (item.type !== 'text' || made.tokens < 5) continue;
        tokensAtAbort = made.tokens;
        abort.abort(new Error('not wanted'));
      }
    })();
    await expect(reading).rejects.toThrow('not wanted');
    expect(tokensAtAbort).toBeGreaterThan(0);
    expect(made.tokens).toBe(tokensAtAbort);
  });

  it('whose reader has gone is ended, and the next one may begin', async () => {
    const { loaded, made } = await load({ maxTokens: 100 });
    for await (const item of loaded.infer(ask('Hi'), new AbortController().signal)) {
      expect(item.type).toBe('text');
      break;
    }
    expect(made.tokens).toBeLessThan(10);
    const items: LlmItem[] = [];
    for await (const item of loaded.infer(ask('Hi'), new AbortController().signal)) items.push(item);
    expect(items).toHaveLength(101);
    expect(items.at(-1)).toMatchObject({ type: 'end', finishReason: 'length', usage: { completionTokens: 100 } });
    expect(made.most).toBe(1);
  });

  it('that waits for another one is cancelled without disturbing it', async () => {
    const { loaded, made } = await load({ maxTokens: 50 });
    const abort = new AbortController();
    const read = async (signal: AbortSignal): Promise<number> => {
      let texts = 0;
      for await (const item of loaded.infer(ask('Hi'), signal)) if (item.type === 'text') texts += 1;
      return texts;
    };
    const first = read(new AbortController().signal);
    const second = read(abort.signal);
    const third = read(new AbortController().signal);
    abort.abort(new Error('not wanted'));
    await expect(second).rejects.toThrow('not wanted');
    expect(await Promise.all([first, third])).toEqual([50, 50]);
    expect(made.tokens).toBe(100);
    expect(made.most).toBe(1);
  });

  it('that breaks is told in words, and the next one is asked anew', async () => {
    const { loaded } = await load({ maxTokens: 3 });
    const reading = (async () => {
      for await (const _ of loaded.infer(ask('break'), new AbortController().signal));
    })();
    await expect(reading).rejects.toMatchObject({
      code: 'engine-failed',
      detail: { reason: 'generation-failed', words: { en: expect.stringMatching(/the card was pulled out/) } },
    });
    let texts = 0;
    for await (const item of loaded.infer(ask('Hi'), new AbortController().signal)) if (item.type === 'text') texts += 1;
    expect(texts).toBe(3);
  });

  it('is cut short by unload, which gives everything back', async () => {
    const { loaded, made } = await load();
    const reading = (async () => {
      for await (const _ of loaded.infer(ask('Hi'), new AbortController().signal)) if (made.tokens === 3) void loaded.unload();
    })();
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
    await loaded.unload();
    expect(made.disposed).toBeGreaterThan(0);
  });
});

describe('a conversation', () => {
  const user = (content: string): ChatMessage => ({ role: 'user', content });
  const anchor = (content: string): ChatMessage => ({ role: 'assistant', content });
  /** A token a character of every text. */
  const characters = (items: readonly ChatItem[]): number =>
    items.reduce((sum, item) => sum + (item.type === 'model' ? item.response.join('') : item.text).length, 0);

  it('that fits is left as it is: persona and instructions in one message, the answer open', () => {
    const fitted = fitMessages('Be kind.', [{ role: 'system', content: 'On air.' }, user('a'), anchor('b'), user('c')], 100, characters);
    expect(fitted).toEqual({
      fits: true,
      tokens: 20,
      items: [
        { type: 'system', text: 'Be kind.\n\nOn air.' },
        { type: 'user', text: 'a' },
        { type: 'model', response: ['b'] },
        { type: 'user', text: 'c' },
        { type: 'model', response: [] },
      ],
    });
  });

  it('that does not loses its oldest lines, begins with a viewer, and never loses the persona', () => {
    const lines = [user('1'.repeat(10)), anchor('2'.repeat(10)), user('3'.repeat(10)), anchor('4'.repeat(10)), user('5'.repeat(10))];
    const fitted = fitMessages('P'.repeat(10), lines, 45, characters);
    expect(fitted.fits && fitted.items.map((item) => (item.type === 'model' ? item.response.join('') : item.text).charAt(0))).toEqual([
      'P',
      '3',
      '4',
      '5',
      '',
    ]);
    // an answer of its own without the question before it would begin the talk
    expect(fitMessages('P'.repeat(10), lines, 35, characters)).toMatchObject({
      items: [{ type: 'system' }, { text: '5'.repeat(10) }, { response: [] }],
    });
  });

  it('of one line too long is cut at a word where there are words, and says that it was', () => {
    const fitted = fitMessages('P', [user('one two three four five six')], 20, characters);
    expect(fitted.fits && fitted.items[1]).toEqual({ type: 'user', text: `one two three${cutMark}` });
    const chinese = fitMessages('', [user('一二三四五六七八九十'.repeat(3))], 14, characters);
    expect(chinese.fits && chinese.items[0]).toEqual({ type: 'user', text: `一二三四五六七八九十${cutMark}` });
    const emoji = fitMessages('', [user('😀'.repeat(30))], 13, characters);
    expect(emoji.fits && emoji.tokens).toBeLessThanOrEqual(13);
    expect(emoji.fits && JSON.stringify(emoji.items)).not.toMatch(/\\ud[89ab]/i);
  });

  it('whose persona alone is too long says so', () => {
    expect(fitMessages('P'.repeat(50), [user('Hi')], 40, characters)).toEqual({ fits: false });
    expect(fitMessages('P'.repeat(38), [user('Hi there')], 40, characters)).toEqual({ fits: false });
  });
});

it('leaves two cores to the show unless told otherwise', () => {
  expect([1, 2, 3, 8, 16].map((cores) => threadsFor({}, cores))).toEqual([1, 1, 1, 6, 14]);
  expect(threadsFor({ threads: 3 }, 16)).toBe(3);
});
