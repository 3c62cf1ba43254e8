import { describe, expect, it } from 'vitest';
import { asInstanceId, asShowId } from '../../../main/contract/ids.ts';
import { defaultLimits } from '../../../main/conversation/limits.ts';
import { readEvent } from '../../../main/engines/entries/openai/chat-chunk.ts';
import { createFailureMaker } from '../../../main/engines/model-server/endpoint-failure.ts';
import { longestSilenceMs, normaliseBaseUrl, parseOptions } from '../../../main/engines/model-server/options.ts';
import { adaptDialect, buildBody, firstDialect } from '../../../main/engines/entries/openai/request-body.ts';
import { retryWaitMs } from '../../../main/engines/model-server/retry.ts';
import { parseErrorBody, parseRetryAfter } from '../../../main/engines/model-server/server-refusal.ts';
import { failureReasons, words } from '../../../main/engines/model-server/words.ts';
import { ask } from './support.ts';

const spec = (options: Record<string, unknown>): Parameters<typeof parseOptions>[0] => ({
  showId: asShowId('show'),
  instanceId: asInstanceId('openai-1'),
  engineId: 'openai',
  options,
  resourcesDir: '/nowhere',
});
const good = { baseUrl: 'http://127.0.0.1:11434', model: 'm' };

describe('options', () => {
  it.each([
    ['http://127.0.0.1:11434', 'http://127.0.0.1:11434/v1'],
    [' http://127.0.0.1:11434/ ', 'http://127.0.0.1:11434/v1'],
    ['https://api.example.com/v1/', 'https://api.example.com/v1'],
    ['https://api.example.com/v1/chat/completions', 'https://api.example.com/v1'],
    ['https://api.example.com/v1/models/', 'https://api.example.com/v1'],
    ['https://ark.example.com/api/v3', 'https://ark.example.com/api/v3'],
    ['https://g.example.com/v1beta/openai/', 'https://g.example.com/v1beta/openai'],
    ['http://[::1]:8080', 'http://[::1]:8080/v1'],
  ])('takes %j as %j', (given, normal) => {
    expect(normaliseBaseUrl(given)).toBe(normal);
  });
  it.each([
    'localhost:11434',
    '/v1',
    'ftp://host',
    '',
    'https://user:geheim@host/v1',
    'https://host/v1?key=geheim',
    'https://host/v1#geheim',
  ])('refuses %j in words and does not repeat it', (given) => {
    const refusal = normaliseBaseUrl(given);
    expect(refusal).toHaveProperty('en');
    expect(refusal).toHaveProperty('zh');
    expect(JSON.stringify(refusal)).not.toContain('geheim');
  });
  it('fills the documented defaults in', () => {
    expect(parseOptions(spec(good))).toMatchObject({
      connectTimeoutMs: 5000,
      firstTokenTimeoutMs: 14_000,
      gapTimeoutMs: 10_000,
      answerTimeoutMs: 120_000,
      maxTokens: 512,
      headers: {},
      thinking: 'tagged',
    });
  });
  it.each([
    [{ baseUrl: 'http://h' }],
    [{ ...good, model: ' ' }],
    [{ ...good, temperature: 3 }],
    [{ ...good, maxTokens: 0 }],
    [{ ...good, connectTimeoutMs: Number.NaN }],
    [{ ...good, firstTokenTimeoutMs: longestSilenceMs + 1 }],
    [{ ...good, gapTimeoutMs: longestSilenceMs + 1 }],
    [{ ...good, tempreature: 1 }],
    [{ ...good, apiKey: 'has\nlines' }],
    [{ ...good, headers: { authorization: 'x' } }],
    [{ ...good, headers: { 'content-length': '1' } }],
    [{ ...good, headers: { 'x-a': 'b\r\nx-c: d' } }],
    [{ ...good, headers: { 'x a': 'b' } }],
    [{ ...good, keyName: 'openai' }],
    [{ ...good, keyName: 'openai', apiKey: '' }],
  ])('refuses %j with bad-options and words', (options) => {
    let error: unknown;
    try {
      parseOptions(spec(options));
    } catch (caught) {
      error = caught;
    }
    expect(error).toMatchObject({
      code: 'bad-options',
      detail: { words: { en: expect.stringMatching(/\S/), zh: expect.stringMatching(/\S/) } },
    });
  });
  it('gives a silent server up before the conversation gives the line up, however it is set', () => {
    expect(longestSilenceMs).toBeLessThan(Math.min(defaultLimits.brainFirstTokenMs, defaultLimits.brainTokenGapMs));
    expect(() => parseOptions(spec({ ...good, firstTokenTimeoutMs: 60_000 }))).toThrow(/firstTokenTimeoutMs: must be 14000 or less/);
  });
  it('takes the line break of a pasted key away', () => {
    expect(parseOptions(spec({ ...good, apiKey: ' sk-1 \n' })).apiKey).toBe('sk-1');
  });
});

describe('an event of an answer', () => {
  const chunk = (choice: object, more: object = {}): string => JSON.stringify({ choices: [{ index: 0, ...choice }], ...more });
  it('is text, thought, or both', () => {
    expect(readEvent(chunk({ delta: { content: 'a' } }))).toEqual({ kind: 'chunk', chunk: { text: 'a', thoughtChars: 0 } });
    expect(readEvent(chunk({ delta: { reasoning_content: 'hm' } }))).toEqual({ kind: 'chunk', chunk: { text: '', thoughtChars: 2 } });
    expect(readEvent(chunk({ delta: { content: null, reasoning: 'hm', reasoning_content: 'hm' } }))).toMatchObject({
      chunk: { thoughtChars: 2 },
    });
    expect(readEvent(chunk({ delta: { content: [{ type: 'thinking' }, { type: 'text', text: 'a' }] } }))).toMatchObject({
      chunk: { text: 'a' },
    });
  });
  it('ignores other answers than the first, and knows the one with the usage', () => {
    expect(readEvent(JSON.stringify({ choices: [{ index: 1, delta: { content: 'no' } }] }))).toMatchObject({ chunk: { text: '' } });
    expect(readEvent('{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4}}')).toMatchObject({
      chunk: { usage: { promptTokens: 3, completionTokens: 4 } },
    });
    expect(readEvent(chunk({ delta: {} }, { usage: null }))).toEqual({ kind: 'chunk', chunk: { text: '', thoughtChars: 0 } });
    expect(readEvent(chunk({ delta: { content: 'a' } }, { usage: 'lots' }))).toMatchObject({ kind: 'chunk', chunk: { text: 'a' } });
  });
  it.each([
    ['stop', 'stop'],
    ['length', 'length'],
    ['max_tokens', 'length'],
    ['content_filter', 'refused'],
    ['tool_calls', 'stop'],
    ['eos', 'stop'],
  ])('maps the finish reason %s to %s', (reason, finish) => {
    expect(readEvent(chunk({ delta: {}, finish_reason: reason }))).toMatchObject({ chunk: { finish } });
  });
  it('maps a refusal, and does not say it', () => {
    expect(readEvent(chunk({ delta: { refusal: 'I cannot' } }))).toMatchObject({ chunk: { text: '', finish: 'refused' } });
  });
  it('tells done, errors and garbage apart', () => {
    expect(readEvent(' [DONE] ')).toEqual({ kind: 'done' });
    expect(readEvent('{"error":{"message":"boom","code":500}}')).toEqual({ kind: 'error', error: { message: 'boom', code: '500' } });
    expect(readEvent('{"object":"error","message":"boom"}')).toMatchObject({ kind: 'error', error: { message: 'boom' } });
    for (const data of ['', '{', 'null', '[]', '1', '{"choices":1}', '{"choices":[{"delta":{"content":1}}]}', '<html>'])
      expect(readEvent(data)).toEqual({ kind: 'broken' });
  });
});

describe('refusals', () => {
  it('reads the error objects of several servers', () => {
    expect(parseErrorBody('{"error":{"message":"m","type":"t","param":null,"code":null}}')).toEqual({ message: 'm', type: 't' });
    expect(parseErrorBody('{"error":"model not found"}')).toEqual({ message: 'model not found' });
    expect(parseErrorBody('{"object":"error","message":"m","code":400}')).toEqual({ message: 'm', code: '400' });
    expect(parseErrorBody('{"detail":"Unauthorized"}')).toEqual({ message: 'Unauthorized' });
    for (const text of ['', '<html>', '[]', 'null', '{"error":[1]}']) expect(parseErrorBody(text)).toEqual({});
  });
  it('reads Retry-After in seconds and as a date', () => {
    expect(parseRetryAfter('3', 0)).toBe(3000);
    expect(parseRetryAfter(new Date(10_000).toUTCString(), 4000)).toBe(6000);
    expect(parseRetryAfter(new Date(1000).toUTCString(), 4000)).toBe(0);
    for (const text of [undefined, '', 'soon', '-1']) expect(parseRetryAfter(text, 0)).toBeUndefined();
  });
  it('bends to a server once per field, and not for other complaints', () => {
    const about = (message: string, param?: string): Parameters<typeof adaptDialect>[1] => ({
      status: 400,
      message,
      ...(param ? { param } : {}),
    });
    const noUsage = adaptDialect(firstDialect, about("Unrecognized request argument supplied: 'stream_options'"));
    expect(noUsage).toEqual({ ...firstDialect, usage: 'not-asked' });
    expect(adaptDialect(noUsage ?? firstDialect, about('stream_options'))).toBeUndefined();
    expect(adaptDialect(firstDialect, about("Use 'max_completion_tokens' instead.", 'max_tokens'))).toMatchObject({
      limitField: 'max_completion_tokens',
    });
    expect(adaptDialect(firstDialect, about('Unsupported value', 'temperature'))).toMatchObject({ temperature: 'left-out' });
    expect(adaptDialect(firstDialect, about('Bad Request'))).toMatchObject({ usage: 'not-asked' });
    expect(adaptDialect(firstDialect, about('maximum context length is 10 tokens'))).toBeUndefined();
    expect(adaptDialect(firstDialect, { status: 500, message: 'stream_options' })).toBeUndefined();
  });
  it('names each in both languages, and nothing is left undefined', () => {
    for (const reason of failureReasons) {
      for (const key of ['given', 'none'] as const) {
        const { en, zh } = words[reason]({ host: 'h', model: 'm', key });
        expect(en).toMatch(/^[^\u4e00-\u9fff]{20,}$/);
        expect(zh).toMatch(/[\u4e00-\u9fff]{5}/);
        expect(en + zh).not.toContain('undefined');
      }
    }
  });
});

describe('a request', () => {
  it('has one system message, in the first place, and no name that servers refuse', () => {
    const options = parseOptions(spec({ ...good, system: 'You are Mira.', maxTokens: 100 }));
    const request = ask('hi', {
      maxTokens: 300,
      messages: [
        { role: 'user', content: 'a', name: 'ann_1' },
        { role: 'system', content: 'Sell tea.' },
        { role: 'user', content: 'b', name: '小明' },
      ],
    });
    expect(JSON.parse(buildBody(options, request, firstDialect))).toEqual({
      model: 'm',
      messages: [
        { role: 'system', content: 'You are Mira.\n\nSell tea.' },
        { role: 'user', content: 'a', name: 'ann_1' },
        { role: 'user', content: 'b' },
      ],
      stream: true,
      stream_options: { include_usage: true },
      max_tokens: 100,
    });
    expect(JSON.parse(buildBody(options, { ...request, maxTokens: 7 }, firstDialect))).toMatchObject({ max_tokens: 7 });
  });
});

describe('the retry policy', () => {
  const failures = createFailureMaker(parseOptions(spec(good)), 'infer');
  const soon = failures.fail('unreachable', { retry: { when: 'soon' } });
  it('grows, is uneven, and ends after two', () => {
    expect([0, 1, 2].map((retries) => retryWaitMs(soon, retries, 0, 25_000, () => 0.5))).toEqual([250, 500, undefined]);
    expect(retryWaitMs(soon, 0, 0, 25_000, () => 0)).toBe(125);
    expect(retryWaitMs(soon, 0, 0, 25_000, () => 0.999)).toBeCloseTo(374.75);
  });
  it('does what the server asks, within the deadline', () => {
    const later = failures.fail('rate-limited', { retry: { when: 'after', waitMs: 3000 } });
    expect(retryWaitMs(later, 0, 1000, 25_000, () => 0)).toBe(3000);
    expect(retryWaitMs(later, 0, 22_000, 25_000, () => 0)).toBeUndefined();
    expect(retryWaitMs(failures.fail('quota'), 0, 0, 25_000, () => 0)).toBeUndefined();
  });
});
