/** The engine as a real child process against the local server: answers, a cancel that reaches the server, faults in words, a key that shows nowhere. */
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { asInstanceId, asShowId, asTurnId } from '../../../main/contract/ids.ts';
import type { EngineManifest } from '../../../main/engines/contract/manifest.ts';
import type { LlmRequest } from '../../../main/engines/contract/requests.ts';
import { createEngineInstance } from '../../../main/engines/hosting/create-engine-instance.ts';
import type { EngineInstance } from '../../../main/engines/hosting/engine-instance.ts';
import { systemClock } from '../../../main/kernel/clock.ts';
import type { Logger } from '../../../main/kernel/logger.ts';
import { createNodeForkAdapter } from '../../../main/processes/adapters/node-fork.ts';
import { type OpenAiServer, type OpenAiServerOptions, startOpenAiServer } from '../../fixtures/openai-server/start-openai-server.ts';

const canary = 'sk-canary-77aa88bb';
const root = resolve(import.meta.dirname, '../../..');
const manifest: EngineManifest = {
  id: 'openai',
  kind: 'llm',
  entry: 'engine-openai',
  title: { en: 'Model server', zh: '模型服务器' },
  summary: { en: 'test', zh: '测试' },
  license: 'Apache-2.0',
};

const lines: string[] = [];
const take = (message: string, fields?: object): void => void lines.push(inspect({ message, fields }, { depth: 10 }));
const logger: Logger = { debug: take, info: take, warn: take, error: take, child: () => logger };
const engines: EngineInstance[] = [];
const servers: OpenAiServer[] = [];
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.dispose()));
  await Promise.all(servers.splice(0).map((server) => server.close()));
  lines.length = 0;
});

async function startServer(options: OpenAiServerOptions = {}): Promise<OpenAiServer> {
  const server = await startOpenAiServer({ apiKey: canary, ...options });
  servers.push(server);
  return server;
}

function startEngine(baseUrl: string, options: Readonly<Record<string, unknown>> = {}): EngineInstance {
  const engine = createEngineInstance({
    adapter: createNodeForkAdapter(),
    manifest,
    spec: {
      showId: asShowId('show'),
      instanceId: asInstanceId(`openai-${engines.length + 1}`),
      engineId: 'openai',
      options: { baseUrl, model: 'test-model', apiKey: canary, ...options },
      resourcesDir: join(root, 'resources'),
    },
    entriesDir: join(root, 'dist/main/children'),
    clock: systemClock,
    logger,
    policy: { baseDelayMs: 10, maxDelayMs: 20, decayMs: 60_000, maxAttempts: 2 },
  });
  engines.push(engine);
  return engine;
}

const ask = (content: string): LlmRequest => ({
  showId: asShowId('show'),
  turnId: asTurnId('turn'),
  epoch: 0,
  messages: [{ role: 'user', content }],
});

async function textOf(engine: EngineInstance, content: string): Promise<string> {
  let text = '';
  for await (const item of engine.infer('llm', ask(content))) if (item.type === 'text') text += item.text;
  return text;
}

describe('the engine openai in a process of its own', () => {
  it('tells its signature, answers, and answers again after a crash', async () => {
    const server = await startServer({ character: 'vllm', contextTokens: 8192, manner: { writes: 'bytes' } });
    const engine = startEngine(server.baseUrl);
    expect(await engine.whenReady()).toEqual({
      kind: 'llm',
      languages: ['*'],
      contextTokens: 8192,
      model: `test-model (127.0.0.1:${server.port})`,
    });
    expect(await textOf(engine, '你好 🎉')).toBe('You said: 你好 🎉');
    process.kill(engine.pid as number, 'SIGKILL');
    await expect.poll(() => engine.generation, { timeout: 20_000 }).toBe(2);
    await engine.whenReady();
    expect(await textOf(engine, 'again')).toBe('You said: again');
  });

  it('lets the server feel a cancel', async () => {
    const server = await startServer({ manner: { tokenDelayMs: 5 }, reply: () => ({ text: 'word '.repeat(5000) }) });
    const engine = startEngine(server.baseUrl, { maxTokens: 8000 });
    await engine.whenReady();
    const abort = new AbortController();
    await expect(async () => {
      for await (const item of engine.infer('llm', ask('hi'), { signal: abort.signal }))
        if (item.type === 'text') abort.abort(new Error('cancelled'));
    }).rejects.toThrow('cancelled');
    await server.untilLeft(1);
    expect(engine.state).toBe('ready');
  });

  it('brings a fault to the host with its code and words, and goes on', async () => {
    const server = await startServer();
    const engine = startEngine(server.baseUrl);
    await engine.whenReady();
    server.script({ kind: 'half', tokens: 2, and: 'break' });
    await expect(textOf(engine, 'one two')).rejects.toMatchObject({
      code: 'engine-failed',
      detail: { reason: 'cut-off', words: { en: expect.stringMatching(/broke/), zh: expect.stringMatching(/中断/) } },
    });
    expect(await textOf(engine, 'again')).toBe('You said: again');
    expect(engine.generation).toBe(1);
  });

  it('is refused in words where the server is not right, and leaves no process', async () => {
    const server = await startServer();
    const { baseUrl } = server;
    const wrongModel = startEngine(baseUrl, { model: 'nobody' });
    await expect(wrongModel.whenReady()).rejects.toMatchObject({ code: 'bad-options', detail: { reason: 'model-not-found' } });
    expect(wrongModel.message?.en).toMatch(/test-model/);
    await server.close();
    const gone = startEngine(baseUrl);
    await expect(gone.whenReady()).rejects.toMatchObject({ code: 'engine-failed', detail: { reason: 'unreachable' } });
    expect(gone.message?.zh).toMatch(/无法连接/);
    await expect.poll(() => [wrongModel.pid, gone.pid]).toEqual([undefined, undefined]);
  });

  it('shows its key nowhere', async () => {
    const server = await startServer({ wrongKeyMessage: 'repeated' });
    const engine = startEngine(server.baseUrl);
    await engine.whenReady();
    server.script({ kind: 'status', status: 400, param: 'x', message: `you sent ${canary}` });
    const error: unknown = await textOf(engine, 'hi').catch((caught: unknown) => caught);
    const wrong = startEngine(server.baseUrl, { apiKey: `${canary}-wrong` });
    const refused: unknown = await wrong.whenReady().catch((caught: unknown) => caught);
    const told = [inspect([error, refused], { depth: 20, showHidden: true }), inspect([engine.message, wrong.message]), ...lines];
    if (process.platform === 'linux') {
      for (const file of ['cmdline', 'environ', 'comm']) told.push(await readFile(`/proc/${engine.pid}/${file}`, 'utf8'));
    }
    expect(lines.length).toBeGreaterThan(1);
    expect(told.join('\n')).not.toContain('canary');
    expect(server.chats[0]?.headers.authorization).toBe(`Bearer ${canary}`);
  });
});
