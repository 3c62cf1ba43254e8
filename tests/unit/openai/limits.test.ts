/** The limits, on a clock that stands still until the test moves it: each acts at its own time and not a millisecond before. */
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { wordsIn } from '../../../main/contract/failure.ts';
import { createHttpClient } from '../../../main/engines/model-server/http-client.ts';
import { createFakeClock, type FakeClock, settle } from '../../fakes/fake-clock.ts';
import { ask, createFastClock, failureOf, load, loadFailure, never, reasonOf, startServer, stopAll } from './support.ts';

const open: Server[] = [];
afterEach(async () => {
  await stopAll();
  await Promise.all(open.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

/** Still running just before `atMs`, over at `atMs`. */
async function expectEndAt<T>(clock: FakeClock, promise: Promise<T>, atMs: number): Promise<T> {
  let state: 'running' | 'over' = 'running';
  promise.then(
    () => (state = 'over'),
    () => (state = 'over'),
  );
  await clock.advance(atMs - 1);
  await settle();
  expect(state).toBe('running');
  await clock.advance(1);
  return promise;
}

describe('limits', () => {
  it.each([[{ kind: 'hang-before-headers' }], [{ kind: 'hang-before-first-token' }]] as const)(
    'first token: 14 s from the question: %j',
    async (fault) => {
      const clock = createFakeClock();
      const server = await startServer();
      const engine = await load(server.baseUrl, {}, { clock });
      server.script(fault);
      const failure = failureOf(engine, ask('hi'));
      await server.untilChats(1);
      expect((await expectEndAt(clock, failure, 14_000)).reason).toBe('first-token-timeout');
      await server.untilLeft(1);
      expect(server.chats).toHaveLength(1);
    },
  );

  it('first word: 14 s from the question, however lively the thoughts are', async () => {
    const clock = createFakeClock();
    // in true time, so that thoughts keep coming while the clock stands
    const server = await startServer({ manner: { tokenDelayMs: 10 } });
    let waits = 0;
    const counting = {
      ...clock,
      after(delayMs: number, fn: () => void) {
        waits += 1;
        return clock.after(delayMs, fn);
      },
    };
    const engine = await load(server.baseUrl, { gapTimeoutMs: 14_000 }, { clock: counting });
    server.script({ kind: 'endless', what: 'thoughts' });
    const failure = failureOf(engine, ask('hi'));
    waits = 0;
    // one for each thought
    await expect.poll(() => waits).toBeGreaterThan(10);
    const { reason, error } = await expectEndAt(clock, failure, 14_000);
    expect(reason).toBe('thinking-timeout');
    expect(wordsIn(error)).toEqual({
      en: expect.stringMatching(/“test-model” on 127\.0\.0\.1:\d+ was still thinking after 14 s/),
      zh: expect.stringMatching(/思考了 14 秒/),
    });
    await server.untilLeft(1);
    expect(server.chats).toHaveLength(1);
  });

  it('first token: no later than the deadline, however late the connection stood', async () => {
    const clock = createFakeClock();
    const server = await startServer();
    server.script({ kind: 'hang-before-headers' });
    const client = createHttpClient(clock);
    const url = `${server.baseUrl}/chat/completions`;
    const limits = { connectTimeoutMs: 5000, answerTimeoutMs: 14_000, deadlineAtMs: 6000, signal: never };
    const failure = client.send({ method: 'POST', url, headers: {} }, limits).catch((error: unknown) => error);
    await server.untilChats(1);
    expect(await expectEndAt(clock, failure, 6000)).toMatchObject({ code: 'answer-timeout' });
    client.close();
  });

  it('gap: 10 s from the last token, whatever the first one took', async () => {
    const clock = createFakeClock();
    const server = await startServer();
    const engine = await load(server.baseUrl, {}, { clock });
    server.script({ kind: 'half', tokens: 2, and: 'silence' });
    const items = engine.infer(ask('hi'), never)[Symbol.asyncIterator]();
    await items.next();
    await items.next();
    const next = items.next().then(
      () => undefined,
      (error: unknown) => error,
    );
    await settle();
    expect(reasonOf(await expectEndAt(clock, next, 10_000))).toBe('gap-timeout');
    await server.untilLeft(1);
  });

  it('a reader that takes its time costs the server nothing', async () => {
    const clock = createFakeClock();
    // a pause after each token, so that the engine has to wait for the next one
    const server = await startServer({ manner: { tokenDelayMs: 3 } });
    const engine = await load(server.baseUrl, { answerTimeoutMs: 10_000 }, { clock });
    let text = '';
    for await (const item of engine.infer(ask('hi'), never)) {
      if (item.type === 'text') text += item.text;
      await clock.advance(15_000);
    }
    expect(text).toBe('You said: hi');
  });

  it('the whole answer, however lively', async () => {
    const clock = createFastClock(50);
    const server = await startServer({ manner: { tokenDelayMs: 5 } });
    const engine = await load(server.baseUrl, { maxTokens: 100_000, answerTimeoutMs: 20_000 }, { clock });
    server.script({ kind: 'endless', what: 'text' });
    expect(await failureOf(engine, ask('hi'))).toMatchObject({ reason: 'answer-timeout', text: expect.stringMatching(/more/) });
    await server.untilLeft(1);
  });

  it('a flood that never pauses and never says a word, without the help of a timer', async () => {
    const clock = { ...createFastClock(50), after: () => () => undefined };
    const server = await startServer();
    const engine = await load(server.baseUrl, {}, { clock });
    server.script({ kind: 'endless', what: 'nothing' });
    expect((await failureOf(engine, ask('hi'))).reason).toBe('first-token-timeout');
    await server.untilLeft(1);
  });

  it('all attempts together: no retry begins past the deadline', async () => {
    const clock = createFakeClock();
    const server = await startServer();
    const engine = await load(server.baseUrl, {}, { clock });
    server.script({ kind: 'status', status: 429, retryAfter: '10' }, { kind: 'hang-before-headers' });
    const failure = failureOf(engine, ask('hi'));
    await server.untilChats(1);
    await expect.poll(() => clock.waiting).toBe(1);
    await clock.advance(10_000);
    await server.untilChats(2);
    // 14 s for everything
    expect((await expectEndAt(clock, failure, 4000)).reason).toBe('first-token-timeout');
  });

  it('connection: 5 s, three times, until the deadline of the check', async () => {
    const clock = createFakeClock();
    const sockets: Socket[] = [];
    // takes the connection and never says a word of TLS
    const silent = createServer((socket) => {
      sockets.push(socket.on('error', () => undefined));
    });
    open.push(silent);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as { port: number };
    const failure = loadFailure(`https://127.0.0.1:${port}`, {}, { clock });
    await expect.poll(() => sockets.length).toBe(1);
    await clock.advance(4999);
    expect(sockets).toHaveLength(1);
    expect(clock.waiting).toBe(1);
    await clock.advance(1);
    await clock.advance(250);
    await expect.poll(() => sockets.length).toBe(2);
    await clock.advance(5000 + 500);
    await expect.poll(() => sockets.length).toBe(3);
    const error = await expectEndAt(clock, failure, 15_000 - 10_750);
    expect(error).toMatchObject({ code: 'engine-failed', detail: { reason: 'connect-timeout' } });
    for (const socket of sockets) socket.destroy();
  });
});
