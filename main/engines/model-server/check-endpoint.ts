/** The check at load: something answers, it takes the key, it has the model; and how long its context is. Asks for no tokens: that costs money. */
import { z } from 'zod';
import { type Clock, delay } from '../../kernel/clock.ts';
import { EndpointFailure } from './endpoint-failure.ts';
import type { Endpoint, RequestLimits, TextAnswer } from './endpoint.ts';
import { findContextTokens, type ListedModel } from './context-length.ts';
import type { EndpointOptions, OpenAiOptions } from './options.ts';
import { retryWaitMs } from './retry.ts';
import { parseErrorBody, parseRetryAfter } from './server-refusal.ts';

/** A list of models is quick everywhere. */
const listTimeoutMs = 10_000;
const maxListed = 6;

const modelSchema = z.looseObject({ id: z.string(), owned_by: z.string().nullish() });
const models = z.array(modelSchema);
/** Ollama without any model says `null`; Together gives the bare list. */
const listSchema = z.union([
  z.looseObject({ data: models.nullable().transform((data) => data ?? []) }),
  models.transform((data) => ({ data })),
]);

export interface CheckTools {
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
}

/** Throws EndpointFailure. `contextTokens` is undefined where nobody tells. */
export async function checkEndpoint(
  options: OpenAiOptions,
  endpoint: Endpoint,
  tools: CheckTools,
): Promise<{ readonly contextTokens: number | undefined }> {
  const model = await findServedModel(options, endpoint, tools);
  const { clock, signal } = tools;
  return { contextTokens: options.contextTokens ?? (await findContextTokens(options, endpoint, model, clock, signal)) };
}

/** Something answers, it takes the key, it has the model: its entry, where the server lists one. Throws EndpointFailure. */
export async function findServedModel(options: EndpointOptions, endpoint: Endpoint, tools: CheckTools): Promise<ListedModel | undefined> {
  const { clock, signal } = tools;
  const limits = { answerTimeoutMs: listTimeoutMs, deadlineAtMs: clock.now() + options.connectTimeoutMs + listTimeoutMs, signal };
  const models = await insist(tools, limits.deadlineAtMs, () => listModels(endpoint, limits, clock));
  return models === undefined ? undefined : await findModel(options.model, models, endpoint, limits);
}

/** As often as retry.ts allows before the deadline. */
export async function insist<T>(tools: CheckTools, deadlineAtMs: number, attempt: () => Promise<T>): Promise<T> {
  for (let retries = 0; ; retries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof EndpointFailure)) throw error;
      const waitMs = retryWaitMs(error, retries, tools.clock.now(), deadlineAtMs, tools.random);
      if (waitMs === undefined) throw error;
      await delay(tools.clock, waitMs, tools.signal);
    }
  }
}

/** undefined: this server has no list, which is no fault. */
async function listModels(endpoint: Endpoint, limits: RequestLimits, clock: Clock): Promise<readonly ListedModel[] | undefined> {
  const answer = await endpoint.requestText('GET', '/models', limits);
  if (answer.status === 404 || answer.status === 405) {
    if (isWebPage(answer)) throw endpoint.failures.fail('web-page');
    return undefined;
  }
  if (answer.status !== 200) throw refusalOf(endpoint, answer, clock);
  if (isWebPage(answer)) throw endpoint.failures.fail('web-page');
  const result = listSchema.safeParse(parseJson(answer.text));
  if (!result.success) throw endpoint.failures.fail('not-a-model-list', { what: answer.contentType || 'no content type' });
  return result.data.data;
}

/** The model's entry, `undefined` when it is not listed and yet there. */
async function findModel(
  wanted: string,
  models: readonly ListedModel[],
  endpoint: Endpoint,
  limits: RequestLimits,
): Promise<ListedModel | undefined> {
  // Ollama lists 'qwen3:latest' for 'qwen3', Gemini 'models/…'
  const names = new Set([wanted, `${wanted}:latest`, `models/${wanted}`]);
  const found = models.find(({ id }) => names.has(id));
  if (found !== undefined || models.length === 0) return found;
  // llama-server serves one model under any name
  const [only] = models;
  if (models.length === 1 && only?.owned_by === 'llamacpp') return only;
  const answer = await endpoint.requestText('GET', `/models/${encodeURIComponent(wanted)}`, limits);
  const single = answer.status === 200 ? modelSchema.safeParse(parseJson(answer.text)) : undefined;
  if (single?.success === true) return single.data;
  throw endpoint.failures.fail('model-not-found', {
    listed: models.length > maxListed ? [...models.slice(0, maxListed).map(({ id }) => id), '…'] : models.map(({ id }) => id),
  });
}

function refusalOf(endpoint: Endpoint, { status, text, retryAfter }: TextAnswer, clock: Clock): EndpointFailure {
  if (status > 200 && status < 300) return endpoint.failures.fail('not-a-model-list', { what: String(status) });
  const retryAfterMs = parseRetryAfter(retryAfter, clock.wallNow());
  return endpoint.failures.fromRefusal({ status, ...parseErrorBody(text), ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
}

function isWebPage({ contentType, text }: TextAnswer): boolean {
  return contentType === 'text/html' || contentType === 'application/xhtml+xml' || /^\s*<(?:!doctype html|html)/i.test(text);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
