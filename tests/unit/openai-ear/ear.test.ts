/** The ear in this process against the strict server: what is sent, what comes back, and what becomes of each fault. */
import { afterEach, describe, expect, it } from 'vitest';
import { asInstanceId, asShowId } from '../../../main/contract/ids.ts';
import type { LoadedAsr } from '../../../main/engines/child/types.ts';
import type { AsrItem } from '../../../main/engines/contract/requests.ts';
import { createOpenAiEar } from '../../../main/engines/entries/openai-ear/create-openai-ear.ts';
import type { Fault } from '../../fixtures/openai-server/faults.ts';
import { createFastClock, never, reasonOf, startServer, stopAll } from '../openai/support.ts';

const ears: LoadedAsr[] = [];
afterEach(async () => {
  for (const ear of ears.splice(0)) await ear.unload();
  await stopAll();
});

async function load(baseUrl: string, options: Readonly<Record<string, unknown>> = {}): Promise<LoadedAsr> {
  const ear = await createOpenAiEar({ clock: createFastClock(), random: () => 0.5 }).load({
    showId: asShowId('show'),
    instanceId: asInstanceId('ear-1'),
    engineId: 'openai-ear',
    options: { baseUrl, model: 'test-model', ...options },
    resourcesDir: '/nowhere',
  });
  ears.push(ear);
  return ear;
}

const pcm = Int16Array.from({ length: 1600 }, (_, index) => (index === 7 ? -32_768 : index));

async function hear(ear: LoadedAsr, signal: AbortSignal = never, lang?: string): Promise<AsrItem[]> {
  const request = { showId: asShowId('show'), epoch: 0, utteranceId: 'u1', pcm, ...(lang === undefined ? {} : { lang }) };
  const items: AsrItem[] = [];
  for await (const item of ear.infer(request, signal)) items.push(item);
  return items;
}

const failure = (promise: Promise<unknown>): Promise<unknown> => promise.then(() => 'no failure', reasonOf);

describe('the ear at an OpenAI-compatible server', () => {
  it('sends the utterance whole as WAV and gives one final', async () => {
    const server = await startServer({ apiKey: 'sk-right-key' });
    const ear = await load(server.baseUrl, { apiKey: 'sk-right-key' });
    const final = { type: 'final', fromMs: 0, untilMs: 100 };
    expect(await hear(ear)).toEqual([{ ...final, lang: 'und', text: '1600 at 16000, peak 32768, any' }]);
    expect(await hear(ear, never, 'zh-CN')).toEqual([{ ...final, lang: 'zh', text: '1600 at 16000, peak 32768, zh' }]);
    expect(ear.signature).toEqual({ kind: 'asr', sampleRate: 16_000, languages: ['*'] });
  });

  it('hears in the language it was set to, and takes an empty text for silence', async () => {
    const server = await startServer({ transcript: ({ language }) => (language === 'en' ? ' \n' : 'wrong') });
    const ear = await load(server.baseUrl, { language: 'en' });
    expect(await hear(ear, never, 'zh')).toMatchObject([{ text: '', lang: 'en' }]);
    expect(ear.signature.languages).toEqual(['en']);
  });

  it('says at load that the key, the model or a setting is wrong', async () => {
    const server = await startServer({ apiKey: 'sk-right-key' });
    expect(await failure(load(server.baseUrl, { apiKey: 'sk-wrong-key' }))).toBe('key-refused');
    expect(await failure(load(server.baseUrl, { apiKey: 'sk-right-key', model: 'other' }))).toBe('model-not-found');
    expect(await failure(load(server.baseUrl, { apiKey: 'sk-right-key', language: 'English' }))).toBe('bad-options');
    expect(await failure(load(server.baseUrl, { keyName: 'gone' }))).toBe('bad-options');
    expect(server.transcriptions).toHaveLength(0);
  });

  it('tries again what may pass: a busy server, a lost connection, half an answer', async () => {
    const faults: Fault[] = [
      { kind: 'status', status: 503 },
      { kind: 'status', status: 429, retryAfter: '1' },
      { kind: 'reset' },
      { kind: 'half', tokens: 0, and: 'break' },
    ];
    const server = await startServer();
    const ear = await load(server.baseUrl);
    for (const fault of faults) {
      const before = server.transcriptions.length;
      server.script(fault);
      expect(await hear(ear)).toHaveLength(1);
      expect(server.transcriptions).toHaveLength(before + 2);
    }
  });

  it.each<[string, Fault]>([
    ['first-token-timeout', { kind: 'hang-before-headers' }],
    ['first-token-timeout', { kind: 'half', tokens: 0, and: 'silence' }],
    ['not-a-transcript', { kind: 'broken', how: 'garbage', tokens: 0 }],
    ['not-a-transcript', { kind: 'broken', how: 'wrong-fields', tokens: 0 }],
    ['web-page', { kind: 'html', status: 200 }],
    ['redirect', { kind: 'redirect', to: 'http://127.0.0.1:9/' }],
    ['key-refused', { kind: 'status', status: 401 }],
    ['request-refused', { kind: 'status', status: 400 }],
  ])('gives up at once with %s', async (reason, fault) => {
    const server = await startServer();
    const ear = await load(server.baseUrl, { answerTimeoutMs: 2000 });
    server.script(fault);
    expect(await failure(hear(ear))).toBe(reason);
    expect(server.transcriptions).toHaveLength(1);
    expect(await hear(ear)).toHaveLength(1);
  });

  it('hangs up when it is cancelled and when it is unloaded', async () => {
    const server = await startServer();
    const ear = await load(server.baseUrl, { answerTimeoutMs: 600_000 });
    server.script({ kind: 'hang-before-headers' }, { kind: 'hang-before-headers' });
    const abort = new AbortController();
    const cancelled = failure(hear(ear, abort.signal));
    await server.untilTranscriptions(1);
    abort.abort();
    expect(await cancelled).toBeUndefined();
    await server.untilLeft(1);
    const unloaded = failure(hear(ear));
    await server.untilTranscriptions(2);
    await ear.unload();
    expect(await unloaded).toBeUndefined();
    await server.untilLeft(2);
  });
});
