/**
 * How many tokens the model's context holds, where a server documents a way to tell: in its list of models (vLLM, SGLang, OpenRouter, Groq,
 * Mistral), else at the server's own address (llama-server /props, Ollama /api/ps and /api/show, LM Studio /api/v0/models).
 */
import { z } from 'zod';
import type { Clock } from '../../kernel/clock.ts';
import type { Endpoint } from './endpoint.ts';
import type { OpenAiOptions } from './options.ts';

/** As a server lists it, with whatever it says besides. */
export interface ListedModel {
  readonly id: string;
  readonly owned_by?: string | null | undefined;
}

/** Nothing depends on the answer so much that a load should wait for it. */
const askTimeoutMs = 2000;
/** What Ollama takes when nobody sets it. */
const ollamaDefaultTokens = 4096;

const tokens = z.number().int().min(1);
const maybe = tokens.nullish().catch(undefined);
/** vLLM, SGLang: max_model_len. OpenRouter: context_length. Groq: context_window. Mistral: max_context_length. */
const listedSchema = z.looseObject({ max_model_len: maybe, context_length: maybe, context_window: maybe, max_context_length: maybe });
const propsSchema = z.looseObject({ default_generation_settings: z.looseObject({ n_ctx: tokens }) });
const runningSchema = z.looseObject({ models: z.array(z.looseObject({ name: z.string(), context_length: maybe })) });
const showSchema = z.looseObject({ parameters: z.string().optional().catch(undefined), model_info: z.record(z.string(), z.unknown()) });
const studioSchema = z.looseObject({ loaded_context_length: maybe, max_context_length: maybe });

export async function findContextTokens(
  options: OpenAiOptions,
  endpoint: Endpoint,
  model: ListedModel | undefined,
  clock: Clock,
  signal: AbortSignal,
): Promise<number | undefined> {
  const listed = listedSchema.safeParse(model ?? {});
  if (listed.success) {
    const { max_model_len, context_length, context_window, max_context_length } = listed.data;
    const told = max_model_len ?? context_length ?? context_window ?? max_context_length;
    if (told) return told;
  }
  const root = serverRoot(options.baseUrl);
  if (root === undefined) return undefined;

  async function ask<T>(schema: z.ZodType<T>, method: 'GET' | 'POST', path: string, body?: object): Promise<T | undefined> {
    const limits = { answerTimeoutMs: askTimeoutMs, deadlineAtMs: clock.now() + askTimeoutMs, signal };
    try {
      const answer = await endpoint.requestText(method, `${root}${path}`, limits, body === undefined ? undefined : JSON.stringify(body));
      const result = schema.safeParse(JSON.parse(answer.text));
      return answer.status === 200 && result.success ? result.data : undefined;
    } catch {
      signal.throwIfAborted();
      return undefined;
    }
  }

  const [props, running, shown, studio] = await Promise.all([
    ask(propsSchema, 'GET', '/props'),
    ask(runningSchema, 'GET', '/api/ps'),
    ask(showSchema, 'POST', '/api/show', { model: options.model }),
    ask(studioSchema, 'GET', `/api/v0/models/${encodeURIComponent(options.model)}`),
  ]);
  if (props) return props.default_generation_settings.n_ctx;
  if (studio) return studio.loaded_context_length ?? studio.max_context_length ?? undefined;
  if (!shown) return undefined;
  const loaded = running?.models.find(({ name }) => name === options.model || name === `${options.model}:latest`);
  return loaded?.context_length ?? ollamaTokens(shown);
}

/** The model's own setting, else the server's default; never more than the model was made for. */
function ollamaTokens({ parameters = '', model_info }: z.infer<typeof showSchema>): number {
  const set = /^num_ctx\s+(\d+)\s*$/m.exec(parameters)?.[1];
  const wanted = set === undefined ? ollamaDefaultTokens : Number(set);
  const most = Object.entries(model_info).find(([name]) => name.endsWith('.context_length'))?.[1];
  return typeof most === 'number' && most > 0 ? Math.min(wanted, most) : wanted;
}

/** Only a server in one's own house is asked at other paths than the interface's, and only when the interface does not lie deeper. */
function serverRoot(baseUrl: string): string | undefined {
  const url = new URL(baseUrl);
  return url.pathname === '/v1' && isNear(url.hostname) ? url.origin : undefined;
}

function isNear(hostname: string): boolean {
  const name = hostname.replace(/^\[|\]$/g, '');
  if (/^(?:127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.)\d/.test(name)) return true;
  if (name === '::1' || /^f(?:[cd][0-9a-f]{2}|e80):/i.test(name)) return true;
  return !name.includes('.') && !name.includes(':') ? true : /\.(?:local|lan|home\.arpa|internal)$/i.test(name);
}
