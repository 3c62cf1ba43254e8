/** A key with a face that is known everywhere: it must reach the server and nothing else, whatever server and settings do. */
import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { toFailureInfo } from '../../../main/contract/failure.ts';
import type { Fault } from '../../fixtures/openai-server/faults.ts';
import { ask, createFastClock, failureOf, load, loadFailure, startServer, stopAll } from './support.ts';

const canary = 'sk-canary/7f+3"9=d\\e';
const headerCanary = 'tenant-canary-55aa';
const shapes = [
  canary,
  encodeURIComponent(canary),
  JSON.stringify(canary).slice(1, -1),
  Buffer.from(canary).toString('base64'),
  headerCanary,
  'canary',
];

afterEach(async () => {
  vi.restoreAllMocks();
  await stopAll();
});

function expectClean(error: unknown): void {
  const told = [
    inspect(error, { depth: 30, showHidden: true, maxStringLength: null, maxArrayLength: null }),
    JSON.stringify(toFailureInfo(error)),
    String((error as Error).stack),
    process.title,
  ].join('\n');
  for (const shape of shapes) expect(told).not.toContain(shape);
}

describe('the key', () => {
  it('is in no failure of an answer', async () => {
    const written = vi.spyOn(process.stderr, 'write');
    const printed = vi.spyOn(process.stdout, 'write');
    const server = await startServer({ apiKey: canary });
    const clock = createFastClock(50);
    const engine = await load(server.baseUrl, { apiKey: canary, headers: { 'x-tenant': headerCanary } }, { clock });
    const repeated = `you sent ${canary} and ${encodeURIComponent(canary)} and ${Buffer.from(canary).toString('base64')} and ${headerCanary}`;
    const faults: Fault[] = [
      ...[400, 401, 402, 403, 404, 429, 500].map((status): Fault => ({
        kind: 'status',
        status,
        message: repeated,
        param: 'x',
        code: canary,
        retryAfter: '9999',
      })),
      { kind: 'html', status: 200 },
      { kind: 'redirect', to: `http://127.0.0.1:1/?key=${encodeURIComponent(canary)}` },
      { kind: 'broken', how: 'garbage', tokens: 1 },
      { kind: 'half', tokens: 1, and: 'break' },
      { kind: 'error-event', tokens: 1 },
      { kind: 'json-instead-of-stream' },
    ];
    for (const fault of faults) {
      server.script(fault);
      expectClean((await failureOf(engine, ask('hi'))).error);
    }
    server.script({ kind: 'reset' }, { kind: 'reset' }, { kind: 'reset' });
    expectClean((await failureOf(engine, ask('hi'))).error);
    expect(JSON.stringify(engine.signature)).not.toContain('canary');
    for (const spy of [written, printed]) expect(spy.mock.calls.flat().join('')).not.toContain('canary');
    // and it did arrive
    expect(server.chats.every(({ headers }) => headers.authorization === `Bearer ${canary}`)).toBe(true);
  });

  it('is in no failure when it is a header of its own and the server leaves the scheme out', async () => {
    const server = await startServer();
    const engine = await load(server.baseUrl, { headers: { 'x-api-key': `Bearer ${canary}` } });
    server.script({ kind: 'status', status: 401, message: `no such key: ${canary}` });
    const { error } = await failureOf(engine, ask('hi'));
    expect((error as Error).message).toContain('no such key: [redacted]');
    expectClean(error);
  });

  it('is in no failure of a load, wrong or misplaced', async () => {
    const server = await startServer({ apiKey: 'another', wrongKeyMessage: 'repeated' });
    const error = await loadFailure(server.baseUrl, { apiKey: canary });
    expect(error.message).toContain('[redacted]');
    expectClean(error);
    for (const options of [
      { apiKey: `${canary}\u0000` },
      { apiKey: `line one ${canary}` },
      { apiKey: [canary] },
      { headers: { authorization: canary } },
      { headers: { [canary]: 'x' } },
      { headers: { 'x-a': `${canary}\n` } },
      { temperature: canary },
      { thinking: canary },
      { baseUrl: `https://user:${canary}@host` },
      { baseUrl: `https://host/v1?key=${canary}` },
      { baseUrl: canary },
    ]) {
      expectClean(await loadFailure(server.baseUrl, options));
    }
  });

  it('does not follow a redirect', async () => {
    const other = await startServer();
    const server = await startServer({ apiKey: canary });
    const engine = await load(server.baseUrl, { apiKey: canary });
    server.script({ kind: 'redirect', to: `${other.baseUrl}/chat/completions` });
    expect((await failureOf(engine, ask('hi'))).reason).toBe('redirect');
    expect(other.requests).toHaveLength(0);
  });
});
