/** Builds the errors of one endpoint: reason, words in both languages, whether another try makes sense. Everything a server says passes the redaction here. */
import { EngineError } from '../contract/engine-error.ts';
import type { HttpFailure } from './http-client.ts';
import type { EndpointOptions } from './options.ts';
import { isAboutContent, type ServerRefusal } from './server-refusal.ts';
import { type Circumstances, type FailureReason, words } from './words.ts';

/** 'never': the same would come back, or something was said already. */
export type RetryAdvice = { readonly when: 'never' } | { readonly when: 'soon' } | { readonly when: 'after'; readonly waitMs: number };

export class EndpointFailure extends EngineError {
  readonly reason: FailureReason;
  readonly retry: RetryAdvice;

  constructor(
    code: EngineError['code'],
    reason: FailureReason,
    message: string,
    retry: RetryAdvice,
    detail: Readonly<Record<string, unknown>>,
  ) {
    super(code, message, { detail });
    this.reason = reason;
    this.retry = retry;
  }
}

export interface FailureFacts extends Partial<Omit<Circumstances, 'host' | 'model' | 'key'>> {
  /** The server's own words. */
  readonly said?: string | undefined;
  readonly retry?: RetryAdvice;
}

export interface FailureMaker {
  fail(reason: FailureReason, facts?: FailureFacts): EndpointFailure;
  /** `limits` are for the words. */
  fromHttp(failure: HttpFailure, limits: { readonly connectSeconds: number; readonly answerSeconds: number }): EndpointFailure;
  fromRefusal(refusal: ServerRefusal): EndpointFailure;
  redact(text: string): string;
}

/** What the user sets right in the settings; while loading it is told as such. */
const settingsReasons: ReadonlySet<FailureReason> = new Set([
  'certificate',
  'not-http',
  'key-refused',
  'model-not-found',
  'endpoint-not-found',
  'redirect',
  'web-page',
  'not-a-model-list',
]);
const saidChars = 200;

export function createFailureMaker(options: EndpointOptions, phase: 'load' | 'infer'): FailureMaker {
  const { host } = new URL(options.baseUrl);
  const at = { host, model: options.model, key: (options.apiKey ?? '') === '' ? 'none' : 'given' } as const;
  const redact = createRedaction([options.apiKey ?? '', ...Object.values(options.headers)]);

  function fail(reason: FailureReason, facts: FailureFacts = {}): EndpointFailure {
    const { said, retry = { when: 'never' }, ...circumstances } = facts;
    const { listed, what, ...numbers } = circumstances;
    const message = words[reason]({
      ...at,
      ...numbers,
      ...(listed === undefined ? {} : { listed: listed.map(redact) }),
      ...(what === undefined ? {} : { what: redact(what) }),
    });
    const quote = said === undefined ? '' : oneLine(redact(said));
    const inWords = {
      en: quote === '' ? message.en : `${message.en} It says: “${quote}”`,
      zh: quote === '' ? message.zh : `${message.zh}服务器的说明：“${quote}”`,
    };
    const code = phase === 'load' && settingsReasons.has(reason) ? 'bad-options' : 'engine-failed';
    return new EndpointFailure(code, reason, inWords.en, retry, { reason, words: inWords });
  }

  return {
    fail,
    redact,
    fromHttp(failure, { connectSeconds, answerSeconds }) {
      const what = failure.systemCode === undefined ? {} : { what: failure.systemCode };
      switch (failure.code) {
        case 'connect-timeout':
          return fail('connect-timeout', { seconds: connectSeconds, retry: { when: 'soon' } });
        case 'answer-timeout':
          return fail('first-token-timeout', { seconds: answerSeconds });
        case 'unreachable':
          return fail('unreachable', { ...what, retry: { when: 'soon' } });
        case 'lost':
          // a kept connection that the server had just given up says nothing about the server
          return fail('cut-off', { retry: failure.connection === 'kept' ? { when: 'after', waitMs: 0 } : { when: 'soon' } });
        case 'certificate':
        case 'not-http':
        default:
          return fail(failure.code, what);
      }
    },
    fromRefusal(refusal) {
      const { status, message: said, retryAfterMs } = refusal;
      const wait = retryAfterMs === undefined ? {} : { seconds: Math.ceil(retryAfterMs / 1000) };
      const retry: RetryAdvice = retryAfterMs === undefined ? { when: 'soon' } : { when: 'after', waitMs: retryAfterMs };
      if (status >= 300 && status < 400) return fail('redirect', { status });
      if (status === 401 || status === 403) return fail('key-refused', { status, said });
      if (status === 402 || isQuota(refusal)) return fail('quota', { status, said });
      if (status === 404) return fail(isAboutModel(refusal) ? 'model-not-found' : 'endpoint-not-found', { status, said });
      if (status === 429) return fail('rate-limited', { status, said, ...wait, retry });
      if (status === 408 || status >= 500) return fail('server-error', { status, said, retry });
      if (isAboutContent(refusal)) return fail('content-refused', { status, said });
      if (isAboutContext(refusal)) return fail('context-too-long', { status, said });
      return fail('request-refused', { status, said });
    },
  };
}

function isQuota({ status, code, type }: ServerRefusal): boolean {
  return status === 429 && (code === 'insufficient_quota' || type === 'insufficient_quota');
}
function isAboutModel({ code, message }: ServerRefusal): boolean {
  return code === 'model_not_found' || /\bmodel\b/i.test(message ?? '');
}
function isAboutContext({ code, type, message }: ServerRefusal): boolean {
  return (
    code === 'context_length_exceeded' ||
    type === 'exceed_context_size_error' ||
    /context (?:length|size|window)|maximum context/i.test(message ?? '')
  );
}

/** Shorter values would blot out ordinary words. */
const minSecretChars = 4;
const mask = '[redacted]';

function createRedaction(secrets: readonly string[]): (text: string) => string {
  const forms = new Set(
    secrets
      // a server repeats what comes after the scheme
      .flatMap((secret) => [secret, secret.replace(/^(?:Bearer|Basic|Token|ApiKey|Key)\s+/i, '')])
      .filter((secret) => secret.length >= minSecretChars)
      .flatMap((secret) => [
        secret,
        encodeURIComponent(secret),
        Buffer.from(secret).toString('base64'),
        JSON.stringify(secret).slice(1, -1),
      ]),
  );
  // the longest first: one form may hold another
  const ordered = Array.from(forms).sort((a, b) => b.length - a.length);
  return (text) => ordered.reduce((clean, form) => clean.replaceAll(form, mask), text);
}

function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return line.length > saidChars ? `${line.slice(0, saidChars - 1)}…` : line;
}
