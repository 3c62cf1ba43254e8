/** Reads an answer that is not 200: status, the error object that the API documents (and its common dialects), Retry-After. */
import { z } from 'zod';
import type { Clock } from '../../kernel/clock.ts';
import { type HttpAnswer, HttpFailure, readText } from './http-client.ts';

export interface ServerRefusal {
  readonly status: number;
  readonly message?: string;
  readonly code?: string;
  readonly type?: string;
  /** The field of the request that it is about. */
  readonly param?: string;
  readonly retryAfterMs?: number;
}

/** Numbers come as codes too (vLLM, llama-server). */
const word = z
  .union([z.string(), z.number().transform(String)])
  .nullish()
  .transform((value) => value ?? undefined)
  .catch(undefined);
const errorFields = z.object({ message: word, code: word, type: word, param: word });
/** `{error: {…}}` as documented; `{error: '…'}`, `{message}` and `{detail}` are what others send. */
const errorBody = z
  .looseObject({ error: z.union([errorFields, z.string()]).optional(), message: word, code: word, type: word, param: word, detail: word })
  .transform(({ error, message, code, type, param, detail }) => {
    if (typeof error === 'object') return error;
    return { message: error ?? message ?? detail, code, type, param };
  });

/** A filter in front of the model: not about how it was asked. */
export const isAboutContent = ({ code }: ErrorObject): boolean => code === 'content_filter' || code === 'content_policy_violation';

const maxBodyBytes = 64 * 1024;
/** The reason is worth a short wait, not the viewer's patience. */
const bodyTimeoutMs = 2000;

export async function readRefusal(answer: HttpAnswer, clock: Clock, signal: AbortSignal): Promise<ServerRefusal> {
  const { status } = answer;
  const retryAfterMs = parseRetryAfter(answer.headers['retry-after'], clock.wallNow());
  let text = '';
  try {
    text = await readText(answer, maxBodyBytes, clock.now() + bodyTimeoutMs);
  } catch (error) {
    answer.close();
    signal.throwIfAborted();
    // the status alone says enough
    if (!(error instanceof HttpFailure)) throw error;
  }
  return { status, ...parseErrorBody(text), ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

export type ErrorObject = Pick<ServerRefusal, 'message' | 'code' | 'type' | 'param'>;

/** {} when the text is no error object: a web page's markup is of no use to anyone. */
export function parseErrorBody(text: string): ErrorObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return {};
  }
  return errorObject(value);
}

export function errorObject(value: unknown): ErrorObject {
  const result = errorBody.safeParse(value);
  if (!result.success) return {};
  return Object.fromEntries(Object.entries(result.data).filter(([, field]) => field !== undefined && field !== ''));
}

/** Seconds or a date (RFC 9110 §10.2.3). */
export function parseRetryAfter(value: string | undefined, wallNowMs: number): number | undefined {
  if (value === undefined) return undefined;
  const text = value.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  // Date.parse alone takes '-1' for a year
  const at = /^[A-Z][a-z]{2}, .* GMT$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - wallNowMs);
}
