/** Real HTTP over loopback to the strict server: answers, faults, cancel, retries, connections. */
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { settle } from '../../fakes/fake-clock.ts';
import { answerOf, ask, createFastClock, failureOf, load, loadFailure, startServer, stopAll } from './support.ts';

afterEach(stopAll);

const story = '你好,欢迎来到直播间!It costs 99 yuan 🎉 and ships today.';
const tells = { reply: () => ({ text: story }) };

describe('an answer', () => {
  it('comes in pieces, with its usage', async () => {
    const server = await startServer(tells);
    const engine = await load(server.baseUrl, { temperature: 0.5, system: 'Be kind.' });
    expect(engine.signature).toEqual({
      kind: 'llm',
      languages: ['*'],
      contextTokens: 4096,
      model: `test-model (127.0.0.1:${server.port})`,
    });
    const { text, items, end } = await answerOf(engine, ask('How much?'));
    expect(text).toBe(story);
    expect(items.length).toBeGreaterThan(10);
    expect(end).toEqual({ type: 'end', finishReason: 'stop', usage: { promptTokens: 4, completionTokens: items.length - 1 } });
    expect(server.chats[0]?.body).toMatchObject({
      temperature: 0.5,
      stream: true,
      messages: [
        { role: 'system', content: 'Be kind.' },
        { role: 'user', content: 'How much?' },
      ],
    });
  });

  it.each([
    { writes: 'bytes', lineEnd: '\r\n', comments: 'between' },
    { writes: 'bytes', lineEnd: '\r', comments: 'none' },
    { writes: 'events', lineEnd: '\r\n', comments: 'between' },
  ] as const)('is the same when it is sent as %j', async (manner) => {
    const server = await startServer({ ...tells, manner });
    const engine = await load(server.baseUrl);
    const { text, end } = await answerOf(engine, ask('How much?'));
    expect(text).toBe(story);
    expect(end?.usage).toBeDefined();
  });

  it('ends with length at the limit, the smaller of the two', async () => {
    const server = await startServer(tells);
    const engine = await load(server.baseUrl, { maxTokens: 5 });
    const { items, end } = await answerOf(engine, ask('?', { maxTokens: 300 }));
    expect(items).toHaveLength(6);
    expect(end?.finishReason).toBe('length');
  });

  it.each([
    ['content_filter', 'refused'],
    ['length', 'length'],
    ['', 'stop'],
  ])('with finish reason %j ends as %j', async (reason, finishReason) => {
    const server = await startServer();
    const engine = await load(server.baseUrl);
    server.script({ kind: 'finish', reason });
    expect((await answerOf(engine, ask('hi'))).end?.finishReason).toBe(finishReason);
  });

  it('never speaks a thought', async () => {
    const server = await startServer({
      reply: () => ({ thoughts: 'The viewer wants a price.', text: '<think>or not</think>\n\nIt is 99.' }),
    });
    const engine = await load(server.baseUrl);
    expect((await answerOf(engine, ask('?'))).text).toBe('It is 99.');
  });

  it('does without the usage where the server refuses the field, and remembers it', async () => {
    for (const usage of ['refused', 'refused-silently'] as const) {
      const server = await startServer({ dialect: { usage } });
      const engine = await load(server.baseUrl);
      expect((await answerOf(engine, ask('hi'))).end).toEqual({ type: 'end', finishReason: 'stop' });
      expect(server.chats).toHaveLength(2);
      await answerOf(engine, ask('hi again'));
      expect(server.chats).toHaveLength(3);
    }
  });

  it('uses the new name of the limit, and leaves the temperature out, where the model wants it so', async () => {
    const server = await startServer({ dialect: { usage: 'refused', limitField: 'max_completion_tokens', temperature: 'refused' } });
    const engine = await load(server.baseUrl, { temperature: 1 });
    expect((await answerOf(engine, ask('hi'))).text).toBe('You said: hi');
    expect(server.chats.at(-1)?.body).toEqual({
      model: 'test-model',
      messages: [{ role: 'user', content: 'hi' }],
      stream: true,
      max_completion_tokens: 512,
    });
  });

  it('is complete at its finish reason, though the server never ends it', async () => {
    const server = await startServer();
    const engine = await load(server.baseUrl, {}, { clock: createFastClock() });
    server.script({ kind: 'open-end' });
    expect((await answerOf(engine, ask('hi'))).end).toEqual({ type: 'end', finishReason: 'stop' });
    await server.untilLeft(1);
  });

  it('is cut where the server does not keep to the limit', async () => {
    const server = await startServer();
    const engine = await load(server.baseUrl, { maxTokens: 10 });
    server.script({ kind: 'endless', what: 'text' }, { kind: 'endless', what: 'thoughts' });
    const { text, end } = await answerOf(engine, ask('hi'));
    expect(end?.finishReason).toBe('length');
    expect(text.length).toBeGreaterThan(100);
    expect(text.length).toBeLessThan(300);
    await server.untilLeft(1);
    expect((await failureOf(engine, ask('hi'))).reason).toBe('endless');
    await server.untilLeft(2);
  });
});

describe('a fault', () => {
  it.each([
    [{ kind: 'half', tokens: 3, and: 'end' }, 'cut-off', 'You said: one'],
    [{ kind: 'half', tokens: 3, and: 'break' }, 'cut-off', 'You said: one'],
    [{ kind: 'broken', how: 'garbage', tokens: 2 }, 'broken-stream', 'You said:'],
    [{ kind: 'broken', how: 'wrong-fields', tokens: 2 }, 'broken-stream', 'You said:'],
    [{ kind: 'broken', how: 'huge', tokens: 2 }, 'broken-stream', 'You said:'],
    [{ kind: 'error-event', tokens: 2 }, 'server-error', 'You said:'],
  ] as const)('in mid-answer is final: %j', async (fault, reason, said) => {
    const server = await startServer();
    const engine = await load(server.baseUrl);
    server.script(fault);
    const failure = await failureOf(engine, ask('one two three'));
    expect(failure).toMatchObject({
      reason,
      text: said,
      error: { code: 'engine-failed', detail: { words: { zh: expect.stringMatching(/[\u4e00-\u9fff]/) } } },
    });
    expect(server.chats).toHaveLength(1);
    expect((await answerOf(engine, ask('again'))).text).toBe('You said: again');
  });

  it.each([
    [{ kind: 'html', status: 200 }, 'web-page'],
    [{ kind: 'json-instead-of-stream' }, 'not-a-stream'],
    [{ kind: 'redirect', to: 'http://127.0.0.1:1/' }, 'redirect'],
    [{ kind: 'status', status: 401 }, 'key-refused'],
    [{ kind: 'status', status: 403 }, 'key-refused'],
    [{ kind: 'status', status: 402 }, 'quota'],
    [{ kind: 'status', status: 429, code: 'insufficient_quota' }, 'quota'],
    [{ kind: 'status', status: 429, retryAfter: '3600' }, 'rate-limited'],
    [{ kind: 'status', status: 404, code: 'model_not_found' }, 'model-not-found'],
    [{ kind: 'status', status: 404, message: 'no such page' }, 'endpoint-not-found'],
    [{ kind: 'html', status: 404 }, 'endpoint-not-found'],
    [{ kind: 'status', status: 400, code: 'context_length_exceeded', message: 'maximum context length' }, 'context-too-long'],
    [{ kind: 'status', status: 400, code: 'content_filter', message: 'filtered' }, 'content-refused'],
    [{ kind: 'status', status: 400, param: 'messages', message: 'no' }, 'request-refused'],
    [{ kind: 'status', status: 418 }, 'request-refused'],
  ] as const)('is not tried again: %j', async (fault, reason) => {
    const server = await startServer();
    const engine = await load(server.baseUrl);
    server.script(fault);
    expect(await failureOf(engine, ask('hi'))).toMatchObject({ reason, text: '', error: { code: 'engine-failed' } });
    expect(server.chats).toHaveLength(1);
  });

  it.each([
    [{ kind: 'status', status: 500 }],
    [{ kind: 'status', status: 503 }],
    [{ kind: 'html', status: 502 }],
    [{ kind: 'status', status: 408 }],
    [{ kind: 'status', status: 429 }],
    [{ kind: 'reset' }],
    [{ kind: 'half', tokens: 0, and: 'break' }],
    [{ kind: 'half', tokens: 0, and: 'end' }],
  ] as const)('before the first token is tried again twice: %j', async (fault) => {
    const server = await startServer();
    const clock = createFastClock();
    const engine = await load(server.baseUrl, {}, { clock });
    server.script(fault, fault);
    expect((await answerOf(engine, ask('hi'))).text).toBe('You said: hi');
    expect(server.chats).toHaveLength(3);
    server.script(fault, fault, fault, fault);
    expect((await failureOf(engine, ask('hi'))).text).toBe('');
    expect(server.chats).toHaveLength(6);
  });

  it('waits as long as the server asks', async () => {
    const server = await startServer();
    const clock = createFastClock();
    const engine = await load(server.baseUrl, {}, { clock });
    server.script({ kind: 'status', status: 429, retryAfter: '7' });
    expect((await answerOf(engine, ask('hi'))).text).toBe('You said: hi');
    expect(clock.asked).toContain(7000);
  });

  it('is told with the server named and its own words, on one line', async () => {
    const server = await startServer();
    const engine = await load(server.baseUrl);
    server.script({ kind: 'status', status: 400, param: 'x', message: `line one\nline two ${'long '.repeat(100)}` });
    const { error } = await failureOf(engine, ask('hi'));
    const { message } = error as Error;
    expect(message).toContain(`127.0.0.1:${server.port}`);
    expect(message).toContain('line one line two');
    expect(message.length).toBeLessThan(500);
  });
});

describe('a cancel', () => {
  it.each([[{ kind: 'hang-before-headers' }], [{ kind: 'hang-before-first-token' }]] as const)(
    'ends the request at once: %j',
    async (fault) => {
      const server = await startServer();
      const engine = await load(server.baseUrl);
      server.script(fault);
      const abort = new AbortController();
      const failure = failureOf(engine, ask('hi'), abort.signal);
      await server.untilChats(1);
      const reason = new Error('cancelled');
      abort.abort(reason);
      expect((await failure).error).toBe(reason);
      await server.untilLeft(1);
      expect(server.chats).toHaveLength(1);
    },
  );

  it('ends it in mid-answer too, and the server sees it', async () => {
    const server = await startServer({ manner: { tokenDelayMs: 5 }, reply: () => ({ text: 'word '.repeat(2000) }) });
    const engine = await load(server.baseUrl, { maxTokens: 4000 });
    const abort = new AbortController();
    let words = 0;
    await expect(async () => {
      for await (const item of engine.infer(ask('hi'), abort.signal)) {
        if (item.type === 'text') words += 1;
        if (words === 3) abort.abort(new Error('cancelled'));
      }
    }).rejects.toThrow('cancelled');
    expect(words).toBe(3);
    await server.untilLeft(1);
  });

  it('is a reader that goes away, too', async () => {
    const server = await startServer({ manner: { tokenDelayMs: 5 }, reply: () => ({ text: 'word '.repeat(2000) }) });
    const engine = await load(server.baseUrl, { maxTokens: 4000 });
    for await (const item of engine.infer(ask('hi'), new AbortController().signal)) if (item.type === 'text') break;
    await server.untilLeft(1);
  });

  it('ends a pause before a retry', async () => {
    const server = await startServer();
    const engine = await load(server.baseUrl);
    server.script({ kind: 'status', status: 429, retryAfter: '10' });
    const abort = new AbortController();
    const failure = failureOf(engine, ask('hi'), abort.signal);
    await server.untilChats(1);
    setTimeout(() => abort.abort(new Error('cancelled')), 50);
    expect((await failure).error).toMatchObject({ message: 'cancelled' });
    expect(server.chats).toHaveLength(1);
  });

  it('asks nothing when it came first', async () => {
    const server = await startServer();
    const engine = await load(server.baseUrl);
    expect((await failureOf(engine, ask('hi'), AbortSignal.abort(new Error('too late')))).error).toMatchObject({ message: 'too late' });
    expect(server.chats).toHaveLength(0);
  });

  it('is what an unload means for an answer that runs', async () => {
    const server = await startServer();
    const engine = await load(server.baseUrl);
    server.script({ kind: 'half', tokens: 1, and: 'silence' });
    const failure = failureOf(engine, ask('hi'));
    await server.untilChats(1);
    await engine.unload();
    expect((await failure).error).toMatchObject({ name: 'AbortError' });
    await server.untilLeft(1);
  });
});

describe('connections', () => {
  it('are kept from the check on, and none is left after unload', async () => {
    const server = await startServer();
    const engine = await load(server.baseUrl, { contextTokens: 4096 });
    for (let turn = 0; turn < 5; turn += 1) {
      await answerOf(engine, ask('hi'));
      // free for the next one once its end was read, which is a moment after the answer was complete
      await settle(20);
    }
    expect(new Set(server.requests.map(({ clientPort }) => clientPort)).size).toBeLessThan(server.requests.length);
    await engine.unload();
    await expect.poll(() => server.connections).toBe(0);
  });
  it('are made anew for a server that denies it', async () => {
    const server = await startServer({ keepAlive: 'denied' });
    const engine = await load(server.baseUrl, { contextTokens: 4096 });
    await answerOf(engine, ask('hi'));
    expect((await answerOf(engine, ask('hi'))).text).toBe('You said: hi');
    expect(new Set(server.requests.map(({ clientPort }) => clientPort)).size).toBe(3);
  });
  it('that the server gave up are replaced without a word', async () => {
    const server = await startServer();
    const engine = await load(server.baseUrl);
    for (let turn = 0; turn < 10; turn += 1) {
      server.dropConnections();
      expect((await answerOf(engine, ask('hi'))).text).toBe('You said: hi');
    }
  });
  it('serve several answers at once', async () => {
    const server = await startServer({ manner: { tokenDelayMs: 2 } });
    const engine = await load(server.baseUrl);
    const texts = await Promise.all(Array.from({ length: 8 }, async (_, index) => (await answerOf(engine, ask(`number ${index}`))).text));
    expect(texts).toEqual(Array.from({ length: 8 }, (_, index) => `You said: number ${index}`));
  });
});

describe('the check at load', () => {
  it.each([
    ['vllm', 12_288],
    ['llama-server', 12_288],
    ['ollama', 12_288],
    ['lm-studio', 12_288],
    ['openai', 4096],
  ] as const)('reads the context of %s', async (character, contextTokens) => {
    const server = await startServer({ character, contextTokens: 12_288 });
    expect((await load(server.baseUrl)).signature.contextTokens).toBe(contextTokens);
  });
  it('believes the settings first', async () => {
    const server = await startServer({ character: 'vllm' });
    expect((await load(server.baseUrl, { contextTokens: 2048 })).signature.contextTokens).toBe(2048);
  });
  it('takes a server without a list, and a model that is there without being listed', async () => {
    expect((await load((await startServer({ list: 'missing' })).baseUrl)).signature.kind).toBe('llm');
    expect((await load((await startServer({ unlisted: ['org/hidden'] })).baseUrl, { model: 'org/hidden' })).signature.kind).toBe('llm');
    // one model, any name
    expect((await load((await startServer({ character: 'llama-server' })).baseUrl, { model: 'whatever' })).signature.kind).toBe('llm');
  });
  it('takes a bare list, and one that is there and holds nothing', async () => {
    expect((await load((await startServer({ list: 'null' })).baseUrl)).signature.kind).toBe('llm');
    const bare = await startServer({ list: 'bare', models: ['alpha', 'beta'] });
    expect((await load(bare.baseUrl, { model: 'beta' })).signature.kind).toBe('llm');
    const error = await loadFailure(bare.baseUrl, { model: 'gamma' });
    expect(error).toMatchObject({ detail: { reason: 'model-not-found' } });
    expect(error.message).toContain('alpha, beta');
  });
  it('names the models that there are', async () => {
    const server = await startServer({ models: ['alpha', 'beta'] });
    const error = await loadFailure(server.baseUrl, { model: 'gamma' });
    expect(error).toMatchObject({ code: 'bad-options', detail: { reason: 'model-not-found' } });
    expect(error.message).toContain('alpha, beta');
  });
  it.each([
    [{ list: 'web-page' }, 'web-page'],
    [{ list: 'garbage' }, 'not-a-model-list'],
    [{ apiKey: 'right' }, 'key-refused'],
  ] as const)('refuses %j', async (options, reason) => {
    const server = await startServer(options);
    expect(await loadFailure(server.baseUrl)).toMatchObject({ code: 'bad-options', detail: { reason } });
  });
  it('sends the key and the headers', async () => {
    const server = await startServer({ apiKey: 'right' });
    const engine = await load(server.baseUrl, { apiKey: 'right', headers: { 'X-Title': 'Vanchor' } });
    await answerOf(engine, ask('hi'));
    expect(server.requests.every(({ headers }) => headers['x-title'] === 'Vanchor' && headers.authorization === 'Bearer right')).toBe(true);
  });
  it('tries a server that is not there three times, and says so', async () => {
    const server = await startServer();
    const { baseUrl } = server;
    await server.close();
    const error = await loadFailure(baseUrl, {}, { clock: createFastClock() });
    expect(error).toMatchObject({ code: 'engine-failed', detail: { reason: 'unreachable' } });
    expect(error.message).toContain('ECONNREFUSED');
  });
  it('tells what is no HTTP server, and http from https', async () => {
    const other = createServer((socket) =>
      socket
        .on('error', () => undefined)
        .resume()
        .end('220 mail.example.com ESMTP\r\n'),
    );
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    expect(await loadFailure(`http://127.0.0.1:${port}`)).toMatchObject({ code: 'bad-options', detail: { reason: 'not-http' } });
    expect(await loadFailure(`https://127.0.0.1:${port}`)).toMatchObject({ code: 'bad-options', detail: { reason: 'not-http' } });
    await new Promise((resolve) => other.close(resolve));
  });
});
