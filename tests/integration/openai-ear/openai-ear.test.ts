/** The ear in a process of its own against the strict server: words, a bad key, a server that hangs or answers garbage, a cancel that reaches the server. */
import { afterEach, expect, it } from 'vitest';
import { asShowId } from '../../../main/contract/ids.ts';
import type { EngineInstance } from '../../../main/engines/hosting/engine-instance.ts';
import { type OpenAiServer, startOpenAiServer } from '../../fixtures/openai-server/start-openai-server.ts';
import { startEngine } from '../engines/support.ts';

const key = 'sk-canary-ear-41aa';
const ears: EngineInstance[] = [];
const servers: OpenAiServer[] = [];
afterEach(async () => {
  await Promise.all(ears.splice(0).map((ear) => ear.dispose()));
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function start(options: Readonly<Record<string, unknown>> = {}): Promise<{ server: OpenAiServer; ear: EngineInstance }> {
  const server = await startOpenAiServer({ apiKey: key });
  servers.push(server);
  const ear = startEngine('openai-ear', { baseUrl: server.baseUrl, model: 'test-model', apiKey: key, ...options });
  ears.push(ear);
  return { server, ear };
}

async function hear(ear: EngineInstance, signal?: AbortSignal): Promise<string> {
  const request = { showId: asShowId('show'), epoch: 0, utteranceId: 'u1', pcm: new Int16Array(16_000).fill(-1234) };
  let text = '';
  for await (const item of ear.infer('asr', request, signal ? { signal } : {})) if (item.type === 'final') text = item.text;
  return text;
}

it('hears, and hears again after a server that hung, answered garbage and answered half', async () => {
  const { server, ear } = await start({ answerTimeoutMs: 500 });
  await ear.whenReady();
  expect(await hear(ear)).toBe('16000 at 16000, peak 1234, any');
  server.script({ kind: 'hang-before-headers' });
  await expect(hear(ear)).rejects.toThrow(/gave nothing/);
  server.script({ kind: 'broken', how: 'garbage', tokens: 0 });
  await expect(hear(ear)).rejects.toThrow(/no transcript/);
  server.script({ kind: 'half', tokens: 0, and: 'silence' });
  await expect(hear(ear)).rejects.toThrow(/gave nothing/);
  expect(await hear(ear)).toBe('16000 at 16000, peak 1234, any');
});

it('does not become ready with a wrong key, and does not repeat it', async () => {
  const { ear, server } = await start({ apiKey: 'sk-wrong-canary' });
  const error = await ear.whenReady().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(String(error)).toMatch(/refuses the key/);
  expect(String(error)).not.toContain('sk-wrong-canary');
  expect(server.transcriptions).toHaveLength(0);
});

it('hangs up on the server when the utterance is cancelled', async () => {
  const { server, ear } = await start();
  await ear.whenReady();
  server.script({ kind: 'hang-before-headers' });
  const abort = new AbortController();
  const cancelled = hear(ear, abort.signal).then(
    () => 'heard',
    () => 'cancelled',
  );
  await server.untilTranscriptions(1);
  abort.abort();
  expect(await cancelled).toBe('cancelled');
  await server.untilLeft(1);
});
