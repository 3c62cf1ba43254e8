/** The trial of a language model: one that thinks longer than the trial's own limit is asked as it is on air; one that says nothing is refused. */
import { afterEach, describe, expect, it } from 'vitest';
import type { LoadedLlm } from '../../../main/engines/child/types.ts';
import type { EngineChoice } from '../../../main/engines/contract/choice.ts';
import type { LlmItem, LlmRequest } from '../../../main/engines/contract/requests.ts';
import type { EngineInstance, InferOptions } from '../../../main/engines/hosting/engine-instance.ts';
import { systemClock } from '../../../main/kernel/clock.ts';
import { createProbe } from '../../../main/swap/probe/create-probe.ts';
import type { ProbeReport } from '../../../main/swap/types.ts';
import { load, never, startServer, stopAll } from '../openai/support.ts';
import { fakeInstance } from '../routing/fake-instance.ts';

afterEach(stopAll);

const choice: EngineChoice = { choiceId: 'm', engineId: 'openai', title: { en: 'M', zh: 'M' }, options: {} };

function tryOut(infer: (request: LlmRequest, signal: AbortSignal) => AsyncIterable<LlmItem>, signature?: LoadedLlm['signature']) {
  const script = (request: LlmRequest, { signal = never }: InferOptions): AsyncIterable<LlmItem> => infer(request, signal);
  const fake = fakeInstance('llm', { script });
  const candidate: EngineInstance = {
    ...fake,
    signature: signature ?? { kind: 'llm', languages: ['*'], contextTokens: null, model: 'm' },
  };
  const tried: Promise<ProbeReport> = createProbe({ clock: systemClock })(candidate, choice, undefined, never);
  return { tried, asked: fake.requests as LlmRequest[] };
}

/** Says so many pieces behind so many thoughts, which count. */
const thinker = (thoughts: number, pieces: number, ownLimit = 512) =>
  async function* ({ maxTokens = ownLimit }: LlmRequest): AsyncGenerator<LlmItem> {
    const room = Math.max(0, Math.min(maxTokens, ownLimit) - thoughts);
    for (let piece = 0; piece < Math.min(pieces, room); piece += 1) yield { type: 'text', text: `word ${piece} ` };
    yield { type: 'end', finishReason: pieces > room ? 'length' : 'stop' };
  };

describe('the trial of a model', () => {
  it('that does not think is one question with a small limit', async () => {
    const { tried, asked } = tryOut(thinker(0, 300));
    await tried;
    expect(asked.map(({ maxTokens }) => maxTokens)).toEqual([64]);
  });

  it('that thinks longer than that asks again without it, and hears no more than it has to', async () => {
    let given = 0;
    const { tried, asked } = tryOut(async function* (request) {
      for await (const item of thinker(100, 400)(request)) {
        given += 1;
        yield item;
      }
    });
    await tried;
    expect(asked.map(({ maxTokens }) => maxTokens)).toEqual([64, undefined]);
    expect(given).toBe(1 + 64);
  });

  it('that thinks past its own limit is refused with what to do', async () => {
    const { tried, asked } = tryOut(thinker(600, 10));
    await expect(tried).rejects.toMatchObject({
      code: 'probe-failed',
      detail: { words: { en: expect.stringMatching(/limit of tokens.*thinking off/), zh: expect.stringMatching(/token 上限/) } },
    });
    expect(asked).toHaveLength(2);
  });

  it('that answers nothing at all is refused, asked once', async () => {
    const { tried, asked } = tryOut(thinker(0, 0));
    await expect(tried).rejects.toMatchObject({ code: 'probe-failed', detail: { words: { en: 'It gave no answer.' } } });
    expect(asked).toHaveLength(1);
  });

  it('passes one on a server that counts thoughts as tokens', async () => {
    const server = await startServer({
      reply: ({ max_tokens: limit = 0 }) => ({ thoughts: 'hm '.repeat(Math.min(limit, 200)), text: limit > 200 ? 'Hello there.' : '' }),
    });
    const engine = await load(server.baseUrl);
    server.script({ kind: 'finish', reason: 'length' });
    const { tried } = tryOut((request, signal) => engine.infer(request, signal), engine.signature);
    expect((await tried).firstOutputMs).toBeGreaterThan(0);
    expect(server.chats.map(({ body }) => (body as { max_tokens: number }).max_tokens)).toEqual([64, 512]);
  });
});
