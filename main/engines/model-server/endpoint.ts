/** One endpoint: addresses, headers, the phases' limits, and failures in its own words. Both the check at load and the answers go through it. */
import type { Clock } from '../../kernel/clock.ts';
import { createFailureMaker, type FailureMaker } from './endpoint-failure.ts';
import { type HttpAnswer, type HttpClient, HttpFailure, type HttpLimits, readText } from './http-client.ts';
import type { EndpointOptions } from './options.ts';

export interface Endpoint {
  readonly failures: FailureMaker;
  /** `url` is absolute or, with a leading slash, below the base address. Throws EndpointFailure; aborted: `signal.reason`. */
  request(method: 'GET' | 'POST', url: string, limits: RequestLimits, body?: Body): Promise<HttpAnswer>;
  /** As `request`, with the whole answer as text of at most 4 MiB. */
  requestText(method: 'GET' | 'POST', url: string, limits: RequestLimits, body?: Body): Promise<TextAnswer>;
}

/** A text is JSON; anything else says what it is. */
export type Body = string | { readonly contentType: string; readonly bytes: Uint8Array };

export interface RequestLimits {
  readonly answerTimeoutMs: number;
  readonly deadlineAtMs: number;
  readonly signal: AbortSignal;
}

export interface TextAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  readonly retryAfter: string | undefined;
}

const maxTextBytes = 4 * 1024 * 1024;

export function contentTypeOf(answer: HttpAnswer): string {
  return (answer.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

export function createEndpoint(options: EndpointOptions, client: HttpClient, clock: Clock, phase: 'load' | 'infer'): Endpoint {
  const failures = createFailureMaker(options, phase);

  async function send<T>(
    method: 'GET' | 'POST',
    url: string,
    limits: RequestLimits,
    body: Body | undefined,
    use: (answer: HttpAnswer) => Promise<T>,
  ): Promise<T> {
    const left = Math.max(1, limits.deadlineAtMs - clock.now());
    const http: HttpLimits = {
      connectTimeoutMs: Math.min(options.connectTimeoutMs, left),
      answerTimeoutMs: Math.min(limits.answerTimeoutMs, left),
      deadlineAtMs: limits.deadlineAtMs,
      signal: limits.signal,
    };
    try {
      const answer = await client.send(
        {
          method,
          url: url.startsWith('/') ? `${options.baseUrl}${url}` : url,
          headers: headersOf(options, method, body),
          ...(body === undefined ? {} : { body: typeof body === 'string' ? body : body.bytes }),
        },
        http,
      );
      return await use(answer);
    } catch (error) {
      limits.signal.throwIfAborted();
      if (!(error instanceof HttpFailure)) throw error;
      throw failures.fromHttp(error, {
        connectSeconds: Math.ceil(http.connectTimeoutMs / 1000),
        answerSeconds: Math.ceil(http.answerTimeoutMs / 1000),
      });
    }
  }

  return {
    failures,
    request: (method, url, limits, body) => send(method, url, limits, body, async (answer) => answer),
    requestText: (method, url, limits, body) =>
      send(method, url, limits, body, async (answer) => {
        const untilMs = Math.min(limits.deadlineAtMs, answer.connectedAtMs + limits.answerTimeoutMs);
        try {
          return {
            status: answer.status,
            contentType: contentTypeOf(answer),
            text: await readText(answer, maxTextBytes, untilMs),
            retryAfter: answer.headers['retry-after'],
          };
        } catch (error) {
          answer.close();
          throw error;
        }
      }),
  };
}

function headersOf(options: EndpointOptions, method: string, body: Body | undefined): Record<string, string> {
  const key = options.apiKey ?? '';
  return {
    ...options.headers,
    accept: method === 'POST' ? 'text/event-stream, application/json' : 'application/json',
    'accept-encoding': 'identity',
    ...(key === '' ? {} : { authorization: `Bearer ${key}` }),
    ...(body === undefined ? {} : framing(body)),
  };
}

function framing(body: Body): Record<string, string> {
  if (typeof body === 'string') return { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
  return { 'content-type': body.contentType, 'content-length': String(body.bytes.byteLength) };
}
