/** One attempt at an answer: request, refusals that another dialect mends, then the stream with its limits. A failure after the first token is final. */
import type { Clock } from '../../../kernel/clock.ts';
import { createThoughtFilter } from '../../child/thought-filter.ts';
import type { LlmItem, LlmRequest } from '../../contract/requests.ts';
import { type ChatChunk, readEvent } from './chat-chunk.ts';
import { contentTypeOf, type Endpoint } from '../../model-server/endpoint.ts';
import type { EndpointFailure } from '../../model-server/endpoint-failure.ts';
import { createEventStreamParser, EventStreamError } from './event-stream-parser.ts';
import { type HttpAnswer, HttpFailure } from '../../model-server/http-client.ts';
import type { OpenAiOptions } from '../../model-server/options.ts';
import { adaptDialect, buildBody, type Dialect, maxTokensOf } from './request-body.ts';
import { readRefusal } from '../../model-server/server-refusal.ts';

export interface AnswerTools {
  readonly options: OpenAiOptions;
  readonly endpoint: Endpoint;
  readonly clock: Clock;
  /** What the server was found to accept; kept for the next answers. */
  dialect: Dialect;
}

export interface AnswerLimits {
  readonly startedAtMs: number;
  /** For the first word, over all attempts. */
  readonly deadlineAtMs: number;
  readonly signal: AbortSignal;
}

/** No token of any common tokenizer is longer on average: a server that passes this does not keep to `max_tokens`. */
const maxCharsPerToken = 24;
/** After the finish reason only the usage is awaited, and nobody should wait for that. */
const usageGraceMs = 1000;

type Deadline = {
  readonly atMs: number;
  readonly reason: 'first-token-timeout' | 'thinking-timeout' | 'gap-timeout' | 'answer-timeout' | 'usage';
};

export async function* streamAnswer(tools: AnswerTools, request: LlmRequest, limits: AnswerLimits): AsyncGenerator<LlmItem> {
  const { clock, options, endpoint } = tools;
  const { failures } = endpoint;
  const { signal } = limits;
  const answer = await open(tools, request, limits);
  const parser = createEventStreamParser();
  const thoughts = createThoughtFilter(options.thinking);
  const maxChars = maxTokensOf(options, request) * maxCharsPerToken;
  /** Moves on by what the reader took: a voice that speaks slowly holds the reader back, and the server is not to blame. */
  let answerEndsAtMs = limits.startedAtMs + options.answerTimeoutMs;
  let chars = 0;
  let said: 'nothing' | 'thoughts' | 'text' = 'nothing';
  let finish: ChatChunk['finish'];
  let usage: ChatChunk['usage'];
  let ending: 'open' | 'complete' = 'open';
  let deadline: Deadline = { atMs: limits.deadlineAtMs, reason: 'first-token-timeout' };
  const lively = (): Deadline => {
    const gap: Deadline = { atMs: clock.now() + options.gapTimeoutMs, reason: 'gap-timeout' };
    const whole: Deadline = { atMs: answerEndsAtMs, reason: 'answer-timeout' };
    // thoughts are a sign of life for us, and silence for whoever waits for a word
    const thinking: Deadline = { atMs: limits.deadlineAtMs, reason: 'thinking-timeout' };
    return [whole, ...(said === 'text' ? [] : [thinking])].reduce((soonest, one) => (one.atMs <= soonest.atMs ? one : soonest), gap);
  };
  const end = (finishReason: NonNullable<ChatChunk['finish']>): LlmItem => ({ type: 'end', finishReason, ...(usage ? { usage } : {}) });

  try {
    reading: for (;;) {
      const bytes = await readBytes(answer, deadline, tools, said);
      if (bytes === undefined || bytes === 'late-usage') {
        ending = bytes === undefined ? 'complete' : 'open';
        break;
      }
      for (const event of parse(parser, bytes, failures)) {
        const read = readEvent(event.data);
        if (read.kind === 'done') {
          // the server says that this is all, whether or not it gave a reason
          finish ??= 'stop';
          ending = 'complete';
          break reading;
        }
        if (read.kind === 'error') throw failures.fail('server-error', { said: read.error.message });
        if (read.kind === 'broken') throw failures.fail('broken-stream');
        const { chunk } = read;
        usage = chunk.usage ?? usage;
        if (finish !== undefined) continue;
        if (chunk.text !== '' || chunk.thoughtChars > 0) {
          chars += chunk.text.length + chunk.thoughtChars;
          if (said === 'nothing') said = 'thoughts';
          const text = thoughts.push(chunk.text);
          if (text !== '') {
            said = 'text';
            const givenAtMs = clock.now();
            yield { type: 'text', text };
            answerEndsAtMs += clock.now() - givenAtMs;
            signal.throwIfAborted();
          }
          // counted from here: time that the reader took is not the server's
          deadline = lively();
          if (chars > maxChars) {
            if (said !== 'text') throw failures.fail('endless');
            finish = 'length';
            break reading;
          }
        }
        if (chunk.finish !== undefined) {
          finish = chunk.finish;
          deadline = { atMs: clock.now() + usageGraceMs, reason: 'usage' };
        }
      }
    }
    if (finish === undefined) throw failures.fail('cut-off', said === 'nothing' ? { retry: { when: 'soon' } } : {});
    const rest = thoughts.end();
    if (rest !== '' && finish !== 'refused') yield { type: 'text', text: rest };
    yield end(finish);
  } finally {
    if (ending === 'complete') answer.release();
    else answer.close();
  }
}

/** Until the server answers with a stream; throws EndpointFailure otherwise. */
async function open(tools: AnswerTools, request: LlmRequest, { deadlineAtMs, signal }: AnswerLimits): Promise<HttpAnswer> {
  const { options, endpoint, clock } = tools;
  let { dialect } = tools;
  for (;;) {
    const answer = await endpoint.request(
      'POST',
      '/chat/completions',
      { answerTimeoutMs: options.firstTokenTimeoutMs, deadlineAtMs, signal },
      buildBody(options, request, dialect),
    );
    if (answer.status === 200) {
      const contentType = contentTypeOf(answer);
      if (contentType === 'text/event-stream') {
        tools.dialect = dialect;
        return answer;
      }
      answer.close();
      if (contentType === 'text/html') throw endpoint.failures.fail('web-page');
      throw endpoint.failures.fail('not-a-stream', { what: contentType === '' ? 'no content type' : contentType });
    }
    const refusal = await readRefusal(answer, clock, signal);
    const next = adaptDialect(dialect, refusal);
    if (next === undefined) throw endpoint.failures.fromRefusal(refusal);
    dialect = next;
  }
}

async function readBytes(
  answer: HttpAnswer,
  deadline: Deadline,
  { endpoint: { failures }, options, clock }: AnswerTools,
  said: 'nothing' | 'thoughts' | 'text',
): Promise<Uint8Array | undefined | 'late-usage'> {
  try {
    // a server that never pauses is never waited for, so no timer would end it
    if (clock.now() >= deadline.atMs) throw new HttpFailure('answer-timeout');
    return await answer.read(deadline.atMs);
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    // the answer itself is complete
    if (deadline.reason === 'usage') return 'late-usage';
    if (error.code !== 'answer-timeout') throw failures.fail('cut-off', said === 'nothing' ? { retry: { when: 'soon' } } : {});
    const limitMs = {
      'first-token-timeout': options.firstTokenTimeoutMs,
      'thinking-timeout': options.firstTokenTimeoutMs,
      'gap-timeout': options.gapTimeoutMs,
      'answer-timeout': options.answerTimeoutMs,
    }[deadline.reason];
    throw failures.fail(deadline.reason, { seconds: Math.ceil(limitMs / 1000) });
  }
}

function parse(
  parser: ReturnType<typeof createEventStreamParser>,
  bytes: Uint8Array,
  failures: { fail(reason: 'broken-stream'): EndpointFailure },
) {
  try {
    return parser.push(bytes);
  } catch (error) {
    if (error instanceof EventStreamError) throw failures.fail('broken-stream');
    throw error;
  }
}
