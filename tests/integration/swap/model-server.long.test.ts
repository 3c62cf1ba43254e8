/** A swap to a model server: one that answers goes on air; one that refuses, hangs, breaks off or sends garbage is rejected, or rolled back when it begins to on air. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ReceiptView } from '../../../main/api/contract/engines.ts';
import { beaconTurnText } from '../../../main/contract/beacon.ts';
import type { Fault } from '../../fixtures/openai-server/faults.ts';
import { startOpenAiServer, type OpenAiServer } from '../../fixtures/openai-server/start-openai-server.ts';
import { studioOnAir, waitUntil, type StudioOnAir } from '../support/studio-on-air.ts';

const canary = 'sk-canary-55cc99dd';
let on: StudioOnAir;
let server: OpenAiServer;
let turn = 0;
beforeAll(async () => {
  server = await startOpenAiServer({ apiKey: canary, reply: (request) => ({ text: request.messages.at(-1)?.content ?? '' }) });
  on = await studioOnAir({
    config: { swapPolicy: { watchMs: 60_000, drainMs: 2_000, loadTimeoutMs: 6_000, probeTimeoutMs: 3_000 } },
  });
  expect(await on.studio.engines.setSecret({ name: 'model-server', value: canary, keep: 'this-run' })).toEqual({ done: true });
});
afterAll(async () => {
  await on.close();
  await server.close();
});
afterEach(() => {
  // what a case left over must not reach the next
  expect(JSON.stringify(on.events)).not.toContain(canary);
});

function swapTo(baseUrl: string): string {
  const own = on.studio.engines.addChoice({
    engineId: 'openai',
    title: 'a model server',
    options: { baseUrl, model: 'test-model', keyName: 'model-server' },
  });
  if (!own.done) throw new Error(own.words.en);
  const answer = on.studio.engines.swap({ slotId: 'llm', choiceId: own.choiceId, mode: 'beside', reason: 'test' }, 'test');
  if (!answer.accepted) throw new Error(answer.words.en);
  return answer.swapId;
}

const find = (swapId: string): ReceiptView | undefined => on.studio.snapshot().models.receipts.find((one) => one.swapId === swapId);
const phase = (): string | undefined => on.studio.snapshot().models.slots.find(({ slotId }) => slotId === 'llm')?.phase;
async function receipt(swapId: string): Promise<ReceiptView> {
  await waitUntil(`the receipt of ${swapId}`, () => find(swapId) !== undefined);
  return find(swapId) as ReceiptView;
}
const speak = (): Promise<{ state: string }> => on.speak(beaconTurnText((turn += 1), 1));
const inWords = { en: expect.stringMatching(/[a-z]{3}/), zh: expect.stringMatching(/\p{Script=Han}{3}/u) };

describe('a model server that', () => {
  it('answers goes on air, and back', async () => {
    const swapId = swapTo(server.baseUrl);
    await on.next('swap', (event) => event.swapId === swapId && event.phase === 'watching');
    expect((await speak()).state).toBe('ended');
    expect(server.chats.length).toBeGreaterThan(1);
    expect(on.studio.engines.rollBack('llm', 'test')).toMatchObject({ accepted: true });
    expect(await receipt(swapId)).toMatchObject({ outcome: 'rolled-back', code: 'asked' });
  });

  it('is not there is rejected', async () => {
    const gone = await startOpenAiServer();
    await gone.close();
    expect(await receipt(swapTo(gone.baseUrl))).toMatchObject({ outcome: 'rejected', code: 'load-failed', words: inWords });
    expect((await speak()).state).toBe('ended');
  });

  it.each([
    ['never answers', { kind: 'hang-before-headers' }, 'probe-timeout'],
    ['streams half and falls silent', { kind: 'half', tokens: 1, and: 'silence' }, 'probe-timeout'],
    ['streams half and breaks off', { kind: 'half', tokens: 1, and: 'break' }, 'probe-failed'],
    ['sends events that are no JSON', { kind: 'broken', how: 'garbage', tokens: 1 }, 'probe-failed'],
    ['sends an event that does not end', { kind: 'broken', how: 'huge', tokens: 1 }, 'probe-failed'],
  ] as const satisfies ReadonlyArray<readonly [string, Fault, string]>)('%s is rejected', async (_what, fault, code) => {
    server.script(fault);
    expect(await receipt(swapTo(server.baseUrl))).toMatchObject({ outcome: 'rejected', code, words: inWords });
    expect((await speak()).state).toBe('ended');
  });

  it('begins to send garbage on air is rolled back', async () => {
    const swapId = swapTo(server.baseUrl);
    await on.next('swap', (event) => event.swapId === swapId && event.phase === 'watching');
    server.script(...Array.from({ length: 40 }, () => ({ kind: 'broken', how: 'garbage', tokens: 0 }) as const));
    while (!find(swapId) && phase() === 'watching') await speak();
    expect(await receipt(swapId)).toMatchObject({ outcome: 'rolled-back', code: 'breach-failures', words: inWords });
    expect((await speak()).state).toBe('ended');
  });
});
