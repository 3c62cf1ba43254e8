/** The settings of the engine `openai`, checked. No value of a setting is ever repeated in a message: one of them is the key. */
import { z } from 'zod';
import { EngineError } from '../contract/engine-error.ts';
import type { LoadSpec } from '../contract/requests.ts';

/** Headers that this engine writes itself, or that would change how HTTP frames the request. */
const ownHeaders = new Set(
  'accept accept-encoding authorization connection content-length content-type expect host keep-alive te trailer transfer-encoding upgrade'.split(
    ' ',
  ),
);
/**
 * On air a line is given up when 15 s passed without a word (main/conversation/limits.ts). A server is given up before that, so that the streamer reads
 * what is wrong with it; a longer limit would never be reached.
 */
export const longestSilenceMs = 14_000;
const silenceMs = (fallback: number): z.ZodDefault<z.ZodNumber> =>
  z
    .number()
    .min(1)
    .max(longestSilenceMs, `must be ${longestSilenceMs} or less, because on air a line is given up after 15 s without a word`)
    .default(fallback);
const timeoutMs = (fallback: number): z.ZodDefault<z.ZodNumber> => z.number().min(1).max(600_000).default(fallback);

export const optionsSchema = z.strictObject({
  /** http(s) address of the server, with or without its version path; see `normaliseBaseUrl`. */
  baseUrl: z.string().min(1).max(2048),
  model: z.string().trim().min(1, 'name a model').max(256),
  /** Put here by the host; the studio's own settings hold only `keyName`. */
  apiKey: z
    .string()
    .trim()
    .max(8192)
    .regex(/^[\x21-\x7e]*$/, 'has characters that no key has')
    .optional(),
  /** Name of the key in the secret store, for the message when the host found none. */
  keyName: z.string().max(128).optional(),
  /** Not sent unless given: some models accept only their own. */
  temperature: z.number().min(0).max(2).optional(),
  maxTokens: z.number().int().min(1).max(131_072).default(512),
  /** Persona; goes before the system message of the show, in the same message. */
  system: z.string().max(32_768).default(''),
  /** Until the connection stands (name looked up, TCP, TLS); for an answer also within `firstTokenTimeoutMs`. */
  connectTimeoutMs: timeoutMs(5000),
  /** From the question to the first word that can be spoken: connecting, every attempt and all thoughts included. */
  firstTokenTimeoutMs: silenceMs(longestSilenceMs),
  /** Between two tokens. */
  gapTimeoutMs: silenceMs(10_000),
  /** For a whole answer, however lively it is. */
  answerTimeoutMs: timeoutMs(120_000),
  headers: z
    .record(
      z
        .string()
        .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/, 'is no header name')
        .refine((name) => !ownHeaders.has(name.toLowerCase()), 'is a header that the engine sets itself; a key goes into apiKey'),
      z
        .string()
        .max(8192)
        .regex(/^[\x20-\x7e]*$/, 'has characters that no header has'),
    )
    .default({}),
  /** Wins over what the server tells. */
  contextTokens: z.number().int().min(256).max(16_777_216).optional(),
  thinking: z.enum(['tagged', 'from-start']).default('tagged'),
});

export type OpenAiOptions = Omit<z.infer<typeof optionsSchema>, 'baseUrl'> & {
  /** Without a slash at its end. */
  readonly baseUrl: string;
};

/** What it takes to reach a server, whatever is asked of it there. */
export type EndpointOptions = Pick<OpenAiOptions, 'baseUrl' | 'model' | 'apiKey' | 'headers' | 'connectTimeoutMs'>;

export function parseOptions(spec: LoadSpec): OpenAiOptions {
  return checkOptions(optionsSchema, spec);
}

/** For every engine that asks such a server: the same words for the same mistakes. Throws EngineError. */
export function checkOptions<T extends EndpointOptions & { readonly keyName?: string | undefined }>(
  schema: z.ZodType<T>,
  spec: LoadSpec,
): T {
  const result = schema.safeParse(spec.options);
  if (!result.success) {
    const list = result.error.issues.map((issue) => `${describePath(issue)}: ${issue.message}`).join('; ');
    throw badOptions(spec, { en: `The settings of the engine are not right: ${list}.`, zh: `引擎设置有误：${list}。` });
  }
  const { data } = result;
  const baseUrl = normaliseBaseUrl(data.baseUrl);
  if (typeof baseUrl !== 'string') throw badOptions(spec, baseUrl);
  if (data.keyName !== undefined && (data.apiKey ?? '') === '') {
    throw badOptions(spec, {
      en: 'The settings name a key, but no key of that name is stored. Enter the key once more, or choose another.',
      zh: '设置中指定了密钥，但密钥库中没有该名称的密钥。请重新填写密钥或另选一个。',
    });
  }
  return { ...data, baseUrl };
}

interface Refusal {
  readonly en: string;
  readonly zh: string;
}

/**
 * 'http://127.0.0.1:11434' -> '…/v1'; a path that is there is kept as it is ('/v1', '/api/v3', '/v1beta/openai'), less what people paste too
 * much of ('/chat/completions').
 */
export function normaliseBaseUrl(text: string): string | Refusal {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return notAnAddress;
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return notAnAddress;
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    return {
      en: 'The base address must not hold a user name, a password, “?…” or “#…”. Put the key into the key field.',
      zh: '基础地址中不能包含用户名、密码、“?…”或“#…”。密钥请填写在密钥栏。',
    };
  }
  const path = url.pathname.replace(/\/+$/, '').replace(/\/(?:chat\/completions|completions|audio\/transcriptions|models)$/, '');
  return `${url.origin}${path === '' ? '/v1' : path}`;
}

const notAnAddress: Refusal = {
  en: 'The base address is not one. It must look like http://127.0.0.1:11434/v1 or https://api.example.com/v1.',
  zh: '基础地址不正确，应类似 http://127.0.0.1:11434/v1 或 https://api.example.com/v1。',
};

/** The names of headers are the user's own words, and might be a key in the wrong field. */
function describePath(issue: z.core.$ZodIssue): string {
  return issue.path[0] === 'headers' ? 'headers' : issue.path.join('.') || 'options';
}

function badOptions(spec: LoadSpec, words: Refusal): EngineError {
  return new EngineError('bad-options', `Engine ${spec.engineId}: ${words.en}`, { detail: { reason: 'bad-options', words } });
}
