/** What was chosen, measured and done is there again after the studio was closed and opened, also when it was killed. Real processes, a real file. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createStudio, type Studio } from '../../../main/app/create-studio.ts';
import { beaconConfig } from '../../../main/app/studio-config.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { createNodeForkAdapter } from '../../../main/processes/adapters/node-fork.ts';
import { createRedactor } from '../../../main/telemetry/redactor.ts';
import { rootDir, waitUntil } from '../support/studio-on-air.ts';

let dataDir: string;
let studio: Studio | undefined;
beforeEach(() => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'vanchor-restart-'));
});
afterEach(async () => {
  await studio?.dispose();
  rmSync(dataDir, { recursive: true, force: true });
});

async function open(more: { readonly rememberSlots?: boolean } = { rememberSlots: true }): Promise<Studio> {
  studio = await createStudio({
    adapter: createNodeForkAdapter(),
    entriesDir: path.join(rootDir, 'dist/main/children'),
    resourcesDir: path.join(rootDir, 'resources'),
    dataDir,
    recordingsDir: dataDir,
    logger: silentLogger,
    redactor: createRedactor(),
    config: { ...beaconConfig, rtmpPort: 0, httpPort: 0, swapPolicy: { watchMs: 60_000 } },
    ...more,
  });
  await studio.ready;
  return studio;
}

async function close(): Promise<void> {
  await studio?.dispose();
  studio = undefined;
}

const slot = (on: Studio, slotId: string) => on.snapshot().models.slots.find((view) => view.slotId === slotId);
const receipts = (on: Studio) => on.snapshot().models.receipts;

async function swap(on: Studio, slotId: string, choiceId: string | null): Promise<void> {
  const answer = on.engines.swap({ slotId, choiceId, mode: 'beside', reason: '' }, 'test');
  if (!answer.accepted) throw new Error(answer.words.en);
  await waitUntil('the watch', () => slot(on, slotId)?.phase === 'watching');
}

it('keeps swaps, measured memory, own models and what slots hold', async () => {
  const first = await open();
  const own = first.engines.addChoice({ engineId: 'echo', title: 'my echo', options: {} });
  if (!own.done) throw new Error(own.words.en);
  await swap(first, 'llm', own.choiceId);
  expect(first.engines.commit('llm')).toEqual({ done: true });
  await swap(first, 'tts', 'beacon-voice-2');
  expect(first.engines.rollBack('tts', 'test')).toMatchObject({ accepted: true });
  await waitUntil('both receipts', () => receipts(first).length === 2);
  await swap(first, 'expression', null);
  first.engines.commit('expression');
  await waitUntil('the third receipt', () => receipts(first).length === 3);
  const told = receipts(first);
  await close();

  const second = await open();
  expect(receipts(second)).toEqual(told);
  expect(slot(second, 'llm')?.active).toMatchObject({ choiceId: own.choiceId, state: 'ready' });
  expect(slot(second, 'expression')?.active).toBeNull();
  expect(slot(second, 'tts')).toMatchObject({ active: { choiceId: 'beacon-voice' }, pinned: true });
  const choice = second.snapshot().models.choices.find(({ choiceId }) => choiceId === own.choiceId);
  expect(choice).toMatchObject({ own: true, title: { en: 'my echo' } });
  expect(choice?.expectedBytes).toBeGreaterThan(10 * 2 ** 20);
  expect(await second.engines.removeChoice(own.choiceId)).toEqual({ done: true });

  // a key on disk goes with the model server that it was for
  const keyFile = path.join(dataDir, 'secrets', 'model-server-1');
  expect(await second.engines.setSecret({ name: 'model-server-1', value: 'sk-1', keep: 'plain-file' })).toEqual({ done: true });
  const options = { baseUrl: 'http://127.0.0.1:1/v1', model: 'm', keyName: 'model-server-1' };
  const server = second.engines.addChoice({ engineId: 'openai', title: 'a server', options });
  if (!server.done) throw new Error(server.words.en);
  expect(existsSync(keyFile)).toBe(true);
  expect(await second.engines.removeChoice(server.choiceId)).toEqual({ done: true });
  expect(existsSync(keyFile)).toBe(false);
  await close();

  // a show that says itself what it is made of is not touched by it
  const plain = await open({});
  expect(slot(plain, 'llm')?.active?.choiceId).toBe('echo');
  expect(plain.snapshot().models.choices.some(({ choiceId }) => choiceId === own.choiceId)).toBe(false);
});

it('opens with a damaged file: it is put aside, and the user is told', async () => {
  writeFileSync(path.join(dataDir, 'studio.db'), 'not a database at all, but long enough to look like one. '.repeat(200));
  const on = await open();
  expect(on.snapshot().notices.some(({ message }) => /damaged/.test(message.en) && /已损坏/.test(message.zh))).toBe(true);
  expect(slot(on, 'llm')?.active?.state).toBe('ready');
});
