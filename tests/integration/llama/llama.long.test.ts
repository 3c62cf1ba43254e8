/** The engine `llama` in a process of its own, with the real llama.cpp and model files made here. */
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { asInstanceId, asShowId, asTurnId } from '../../../main/contract/ids.ts';
import { findEngine } from '../../../main/engines/catalog/engine-catalog.ts';
import type { ChatMessage, LlmItem, LlmRequest } from '../../../main/engines/contract/requests.ts';
import { createEngineInstance } from '../../../main/engines/hosting/create-engine-instance.ts';
import type { EngineInstance } from '../../../main/engines/hosting/engine-instance.ts';
import { systemClock } from '../../../main/kernel/clock.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { createNodeForkAdapter } from '../../../main/processes/adapters/node-fork.ts';
import { greeting, greetingText, modelFiles } from '../../fixtures/llama/model-files.ts';
import { ensureLlamaPack } from '../../fixtures/llama/test-pack.ts';
import { isAlive, waitUntil } from '../support/studio-on-air.ts';

const files = modelFiles();
/** As models that think have it: thoughts apart from the answer. */
const thinkingTemplate =
  "{%- for m in messages %}{%- if m.role == 'assistant' %}<|im_start|>assistant\n{%- if m.reasoning_content %}<think>\n{{ m.reasoning_content }}\n</think>\n\n{%- endif %}{{ m.content }}<|im_end|>\n{%- else %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{%- endif %}{%- endfor %}{%- if add_generation_prompt %}<|im_start|>assistant\n{%- endif %}";
let packDir = '';
let engine: EngineInstance | undefined;

beforeAll(async () => {
  packDir = await ensureLlamaPack();
}, 300_000);
afterEach(async () => {
  await engine?.dispose();
  engine = undefined;
});
afterAll(() => files.remove());

function start(options: Record<string, unknown>): EngineInstance {
  const manifest = findEngine('llama');
  if (!manifest) throw new Error('the engine is not in the catalog');
  engine = createEngineInstance({
    adapter: createNodeForkAdapter(),
    manifest,
    spec: {
      showId: asShowId('show'),
      instanceId: asInstanceId('llama-1'),
      engineId: 'llama',
      options: { temperature: 0, ...(packDir === '' ? {} : { packDir }), ...options },
      resourcesDir: os.tmpdir(),
    },
    entriesDir: path.resolve(import.meta.dirname, '../../../dist/main/children'),
    clock: systemClock,
    logger: silentLogger,
  });
  return engine;
}

const ask = (messages: readonly ChatMessage[] | string, more: Partial<LlmRequest> = {}): LlmRequest => ({
  showId: asShowId('show'),
  turnId: asTurnId('turn'),
  epoch: 0,
  messages: typeof messages === 'string' ? [{ role: 'user', content: messages }] : messages,
  ...more,
});

async function answer(from: EngineInstance, request: LlmRequest): Promise<{ pieces: string[]; end: LlmItem | undefined }> {
  const pieces: string[] = [];
  let end: LlmItem | undefined;
  for await (const item of from.infer('llm', request)) {
    expect(end).toBeUndefined();
    if (item.type === 'text') pieces.push(item.text);
    else end = item;
  }
  return { pieces, end };
}

/** What the load was refused with. */
async function refusal(options: Record<string, unknown>): Promise<{ code: unknown; reason: unknown; en: string; zh: string }> {
  const error = await start(options)
    .whenReady()
    .then(
      () => undefined,
      (caught: unknown) => caught as { code: unknown; detail?: Record<string, unknown> },
    );
  const words = error?.detail?.['words'] as { en: string; zh: string } | undefined;
  await engine?.dispose();
  return { code: error?.code, reason: error?.detail?.['reason'], en: words?.en ?? '', zh: words?.zh ?? '' };
}

describe('llama', () => {
  it('tells what it loaded, and streams characters whole whose bytes are tokens of their own', async () => {
    const loaded = start({ modelPath: files.make('greeting.gguf', greeting) });
    expect(await loaded.whenReady()).toEqual({ kind: 'llm', languages: ['*'], contextTokens: 512, model: 'tiny-scripted' });
    const { pieces, end } = await answer(loaded, ask('Hi'));
    expect(pieces.join('')).toBe(greetingText);
    expect(pieces).toContain('😀');
    expect(pieces.length).toBeGreaterThan(5);
    expect(end).toEqual({ type: 'end', finishReason: 'stop', usage: { promptTokens: expect.any(Number), completionTokens: 16 } });
    // the same again: the first answer has left nothing behind
    expect((await answer(loaded, ask('Hi'))).pieces.join('')).toBe(greetingText);
  });

  it('ends at the limit of tokens, and takes the smaller of the two', async () => {
    const loaded = start({ modelPath: files.make('again.gguf', { ...greeting, afterwards: 'again' }), maxTokens: 40 });
    await loaded.whenReady();
    expect((await answer(loaded, ask('Hi'))).end).toMatchObject({ finishReason: 'length', usage: { completionTokens: 40 } });
    const short = await answer(loaded, ask('Hi', { maxTokens: 3 }));
    expect(short.end).toMatchObject({ finishReason: 'length', usage: { completionTokens: 3 } });
    expect(short.pieces.join('')).toBe('中');
  });

  it('stops within a token when it is cancelled, and answers the next at once', async () => {
    const loaded = start({
      modelPath: files.make('endless.gguf', { ...greeting, afterwards: 'again', contextTokens: 65_536 }),
      contextTokens: 32_768,
      maxTokens: 30_000,
    });
    await loaded.whenReady();
    const abort = new AbortController();
    let after = 0;
    const reading = (async () => {
      for await (const item of loaded.infer('llm', ask('Hi'), { signal: abort.signal })) {
        if (item.type !== 'text') continue;
        if (abort.signal.aborted) after += 1;
        else abort.abort(new Error('not wanted'));
      }
    })();
    await expect(reading).rejects.toThrow('not wanted');
    expect(after).toBe(0);
    // there is one context: it comes when the first one has ended
    const next = await answer(loaded, ask('Hi', { maxTokens: 12 }));
    expect(next.end).toMatchObject({ finishReason: 'length', usage: { completionTokens: 12 } });
  });

  it('answers one after the other when two ask at once', async () => {
    const loaded = start({ modelPath: files.make('greeting.gguf', greeting) });
    await loaded.whenReady();
    const both = await Promise.all([answer(loaded, ask('one')), answer(loaded, ask('two'))]);
    expect(both.map(({ pieces }) => pieces.join(''))).toEqual([greetingText, greetingText]);
  });

  it('keeps within the context: old lines go, a line too long is cut, the persona stays or says that it cannot', async () => {
    const loaded = start({ modelPath: files.make('greeting.gguf', greeting), contextTokens: 256, system: 'Be kind.' });
    expect(await loaded.whenReady()).toMatchObject({ contextTokens: 256 });
    const talk = Array.from({ length: 60 }, (_, index): ChatMessage => ({
      role: index % 2 === 0 ? 'user' : 'assistant',
      content: `line ${index}`,
    }));
    const long = await answer(loaded, ask([...talk, { role: 'user', content: 'and now?' }]));
    expect(long.pieces.join('')).toBe(greetingText);
    const { end } = await answer(loaded, ask('word '.repeat(500)));
    if (end?.type !== 'end') throw new Error('no end');
    expect(end.usage?.promptTokens).toBeLessThanOrEqual(128);
    expect(end.usage?.promptTokens).toBeGreaterThan(100);
    await expect(
      answer(
        loaded,
        ask([
          { role: 'system', content: 'x'.repeat(1000) },
          { role: 'user', content: 'Hi' },
        ]),
      ),
    ).rejects.toMatchObject({
      code: 'engine-failed',
      detail: { reason: 'persona-too-long' },
    });
    // and goes on after that
    expect((await answer(loaded, ask('Hi'))).pieces.join('')).toBe(greetingText);
  });

  it('says so when the file has no chat template, and still answers', async () => {
    const loaded = start({ modelPath: files.make('plain.gguf', { script: [' Hello', ' friends.'], template: null }) });
    expect((await loaded.whenReady()).kind === 'llm' && loaded.signature).toMatchObject({
      model: expect.stringMatching(/no chat template; \w+ is used/),
    });
    expect((await answer(loaded, ask('Hi'))).end).toMatchObject({ finishReason: 'stop' });
  });

  it('never says a thought aloud, whether the template knows of thoughts or not', async () => {
    const script = ['<think>\n', ' secret', ' thing', '\n</think>\n\n', 'Hello', ' friends.'];
    for (const template of [thinkingTemplate, undefined]) {
      const loaded = start({
        modelPath: files.make('thinker.gguf', { script, ...(template === undefined ? {} : { template }) }),
        thoughtTokens: 50,
      });
      await loaded.whenReady();
      const { pieces, end } = await answer(loaded, ask('Hi'));
      expect(pieces.join('')).toBe('Hello friends.');
      expect(end).toMatchObject({ finishReason: 'stop' });
      await loaded.dispose();
    }
  });

  it('ends a model that only thinks, in words, and asks it anew', async () => {
    const script = ['<think>\n', ' secret', ' thing'];
    // cut short it begins again; with a long thought it comes to the limit of tokens
    for (const [thoughtTokens, afterwards] of [
      [0, 'stop'],
      [400, 'again'],
    ] as const) {
      const loaded = start({
        modelPath: files.make('brooder.gguf', { script, template: thinkingTemplate, afterwards }),
        thoughtTokens,
        maxTokens: 60,
      });
      await loaded.whenReady();
      for (const line of ['Hi', 'Hi again'])
        await expect(answer(loaded, ask(line))).rejects.toMatchObject({ code: 'engine-failed', detail: { reason: 'endless' } });
      await loaded.dispose();
    }
  });

  it('babbles with random weights, deterministically by seed', async () => {
    const loaded = start({ modelPath: files.make('random.gguf'), temperature: 1, seed: 7, maxTokens: 24 });
    await loaded.whenReady();
    const first = (await answer(loaded, ask('Hi'))).pieces.join('');
    expect(first).not.toBe('');
    expect(first).not.toContain('\uFFFD');
    expect((await answer(loaded, ask('Hi'))).pieces.join('')).toBe(first);
  });

  it('is gone with its memory after unload', async () => {
    const loaded = start({ modelPath: files.make('greeting.gguf', greeting) });
    await loaded.whenReady();
    const { pid } = loaded;
    expect(await loaded.rssBytes()).toBeGreaterThan(50e6);
    await loaded.dispose();
    expect(loaded.ending).toBe('observed');
    await waitUntil('the process to be gone', () => !isAlive(pid ?? 0));
  });
});

describe('llama refuses in words', () => {
  it('what is no model file, and says which way it is none', async () => {
    const cases: ReadonlyArray<readonly [options: Record<string, unknown>, code: string, reason: string]> = [
      [{ modelPath: files.at('nowhere.gguf') }, 'missing-file', 'not-there'],
      [{ modelPath: files.dir }, 'bad-file', 'not-readable'],
      [{ modelPath: files.picture('picture.gguf') }, 'bad-file', 'not-gguf'],
      [{ modelPath: files.cut('head.gguf', 3000) }, 'bad-file', 'truncated'],
      [{ modelPath: files.cut('half.gguf', 300_000) }, 'bad-file', 'truncated'],
      [{ modelPath: files.make('vectors.gguf', { architecture: 'bert' }) }, 'bad-file', 'embedding'],
      [{ modelPath: files.huge('huge.gguf', 4e12) }, 'no-memory', 'no-memory'],
      [{ modelPath: files.make('ok.gguf'), gpu: 'cuda' }, 'bad-options', 'part-not-installed'],
      [{ modelPath: files.make('ok.gguf'), temperature: 9 }, 'bad-options', 'bad-options'],
      [{ modelPath: files.make('ok.gguf'), packDir: undefined }, 'missing-file', 'pack-not-installed'],
      [{ modelPath: files.make('ok.gguf'), packDir: files.dir }, 'bad-file', 'pack-broken'],
    ];
    for (const [options, code, reason] of cases) {
      const refused = await refusal(options);
      expect({ code: refused.code, reason: refused.reason }, JSON.stringify(options)).toEqual({ code, reason });
      expect(refused.en).toMatch(/\.$/);
      expect(refused.zh).toMatch(/[。）]$/);
    }
  });

  it('with the numbers, where memory is what is missing', async () => {
    const refused = await refusal({ modelPath: files.huge('huge.gguf', 4e12) });
    expect(refused.en).toMatch(/huge\.gguf needs about 4000\.\d GB of memory, and \d+\.\d GB are free/);
  });
});
