/** The engine in this process against the local server; a clock that runs fast; what an answer was, put together. */
import { asInstanceId, asShowId, asTurnId } from '../../../main/contract/ids.ts';
import type { LoadedLlm } from '../../../main/engines/child/types.ts';
import { EngineError } from '../../../main/engines/contract/engine-error.ts';
import type { LlmItem, LlmRequest } from '../../../main/engines/contract/requests.ts';
import { createOpenAiEngine, type EngineTools } from '../../../main/engines/entries/openai/create-openai-engine.ts';
import { type Clock, systemClock } from '../../../main/kernel/clock.ts';
import { type OpenAiServer, type OpenAiServerOptions, startOpenAiServer } from '../../fixtures/openai-server/start-openai-server.ts';

const servers: OpenAiServer[] = [];
const engines: LoadedLlm[] = [];

export async function startServer(options?: OpenAiServerOptions): Promise<OpenAiServer> {
  const server = await startOpenAiServer(options);
  servers.push(server);
  return server;
}

/** For afterEach. */
export async function stopAll(): Promise<void> {
  for (const engine of engines.splice(0)) await engine.unload();
  await Promise.all(servers.splice(0).map((server) => server.close()));
}

/** Seconds pass in milliseconds, so that pauses of the retry policy cost nothing; `asked` holds every delay that somebody wanted. */
export function createFastClock(factor = 20): Clock & { readonly asked: number[] } {
  const asked: number[] = [];
  return {
    asked,
    now: () => systemClock.now() * factor,
    wallNow: () => systemClock.wallNow(),
    after(delayMs, fn) {
      asked.push(delayMs);
      return systemClock.after(delayMs / factor, fn);
    },
  };
}

export async function load(baseUrl: string, options: Readonly<Record<string, unknown>> = {}, tools: EngineTools = {}): Promise<LoadedLlm> {
  const loaded = await createOpenAiEngine({ random: () => 0.5, ...tools }).load({
    showId: asShowId('show'),
    instanceId: asInstanceId('openai-1'),
    engineId: 'openai',
    options: { baseUrl, model: 'test-model', ...options },
    resourcesDir: '/nowhere',
  });
  engines.push(loaded);
  return loaded;
}

export function ask(content: string, more: Partial<LlmRequest> = {}): LlmRequest {
  return { showId: asShowId('show'), turnId: asTurnId('turn'), epoch: 0, messages: [{ role: 'user', content }], ...more };
}

export const never = new AbortController().signal;

export interface Answer {
  readonly text: string;
  readonly items: readonly LlmItem[];
  readonly end: Extract<LlmItem, { type: 'end' }> | undefined;
}

export async function answerOf(engine: LoadedLlm, request: LlmRequest, signal: AbortSignal = never): Promise<Answer> {
  const items: LlmItem[] = [];
  for await (const item of engine.infer(request, signal)) items.push(item);
  const last = items.at(-1);
  return {
    items,
    text: items.map((item) => (item.type === 'text' ? item.text : '')).join(''),
    end: last?.type === 'end' ? last : undefined,
  };
}

/** What was said before the failure, and the failure. */
export async function failureOf(
  engine: LoadedLlm,
  request: LlmRequest,
  signal: AbortSignal = never,
): Promise<{ readonly text: string; readonly error: unknown; readonly reason: unknown }> {
  let text = '';
  try {
    for await (const item of engine.infer(request, signal)) if (item.type === 'text') text += item.text;
  } catch (error) {
    return { text, error, reason: reasonOf(error) };
  }
  throw new Error(`no failure; it said: ${text}`);
}

export function reasonOf(error: unknown): unknown {
  return error instanceof EngineError ? error.detail?.['reason'] : undefined;
}

export async function loadFailure(
  baseUrl: string,
  options: Readonly<Record<string, unknown>> = {},
  tools: EngineTools = {},
): Promise<EngineError> {
  try {
    await load(baseUrl, options, tools);
  } catch (error) {
    if (error instanceof EngineError) return error;
    throw error;
  }
  throw new Error('it was loaded');
}
