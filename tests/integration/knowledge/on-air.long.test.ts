/** A book that is edited while the show is on: the next question has the new answer, no turn is lost, and nothing on air stops. */
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beaconConfig } from '../../../main/app/studio-config.ts';
import { isTerminalTurn } from '../../../main/contract/show-events.ts';
import { expectUnbroken, rootDir, startViewer, studioOnAir, waitUntil } from '../support/studio-on-air.ts';
import type { StudioOnAir, Viewer } from '../support/studio-on-air.ts';

let on: StudioOnAir;
let viewer: Viewer;
const bookId = 'mine';

beforeAll(async () => {
  let file = '';
  on = await studioOnAir({
    prepare(dataDir) {
      mkdirSync(path.join(dataDir, 'knowledge'));
      file = path.join(dataDir, 'knowledge', `${bookId}.yaml`);
      copyFileSync(path.join(rootDir, 'resources/knowledge/tea-shop.yaml'), file);
    },
    config: {
      slots: [{ slotId: 'llm', engineId: 'faq', options: { knowledgePath: 'knowledge/tea-shop.yaml' } }, ...beaconConfig.slots.slice(1)],
    },
  });
  viewer = await startViewer(on.rtmpUrl, path.join(on.dir, 'viewer.flv'));
}, 120_000);
afterAll(() => on?.close());

const replyTo = async (line: string): Promise<string> => {
  const turn = await on.speak(line);
  expect(turn.state).toBe('ended');
  return on.studio.snapshot().turns.find(({ turnId }) => turnId === turn.turnId)?.reply ?? '';
};
const draft = (answer: string) => ({ ask: { en: ['where is the secret door'], zh: [], emoji: [] }, answer: { en: [answer], zh: [] } });
const enginePid = (): number | null => on.studio.snapshot().engines.find(({ slotId }) => slotId === 'llm')?.pid ?? null;

describe('a book on air', () => {
  it('is put in use by a swap, and is named as the one in use', async () => {
    expect(on.studio.snapshot().knowledge.inUse).toBe('sample-tea-shop');
    const answer = await on.studio.knowledge.use(bookId, 'test');
    expect(answer).toMatchObject({ done: true, swapId: expect.any(String) });
    await waitUntil('the book to be in use', () => on.studio.snapshot().knowledge.inUse === bookId);
    expect(await on.studio.knowledge.use(bookId, 'test')).toEqual({ done: true, swapId: null });
    expect(await on.studio.knowledge.remove(bookId)).toMatchObject({
      done: false,
      words: { en: expect.stringContaining('is answering from') },
    });
  });

  it('answers the next question from what was just saved, by the same process', async () => {
    const pid = enginePid();
    const put = await on.studio.knowledge.putQuestion(bookId, 'questions', null, draft('Behind the green curtain.'));
    expect(put).toMatchObject({ done: true, onAir: 'now' });
    expect(await replyTo('Where is the secret door?')).toBe('Behind the green curtain.');
    const entryId = put.done ? put.entryId : '';
    expect(await on.studio.knowledge.putQuestion(bookId, 'questions', entryId, draft('Under the carpet, of course.'))).toMatchObject({
      onAir: 'now',
    });
    expect(await replyTo('Where is the secret door?')).toBe('Under the carpet, of course.');
    expect(enginePid()).toBe(pid);
  });

  it('loses no turn of a crowd that asks while every answer is being edited', async () => {
    const { done, ...put } = await on.studio.knowledge.putQuestion(bookId, 'questions', null, {
      ...draft('Answer number 0.'),
      ask: { en: ['what is the number'], zh: [], emoji: [] },
    });
    expect(done).toBe(true);
    const entryId = 'entryId' in put ? put.entryId : '';
    const asked: string[] = [];
    for (let edit = 1; edit <= 6; edit += 1) {
      const said = on.studio.say({ author: 'test', text: 'What is the number?' });
      if (said.accepted) asked.push(said.turnId);
      expect(
        await on.studio.knowledge.putQuestion(bookId, 'questions', entryId, {
          ...draft(`Answer number ${edit}.`),
          ask: { en: ['what is the number'], zh: [], emoji: [] },
        }),
      ).toMatchObject({ onAir: 'now' });
    }
    expect(asked).toHaveLength(6);
    const turns = () => on.studio.snapshot().turns.filter(({ turnId }) => asked.includes(turnId));
    await waitUntil('every turn to end', () => turns().length === 6 && turns().every(({ state }) => isTerminalTurn(state)), 120_000);
    // each answer is one of those that stood in the book, whole; the last question has the last one or a later one than the first
    expect(turns().map(({ state }) => state)).toEqual(Array.from({ length: 6 }, () => 'ended'));
    for (const { reply } of turns()) expect(reply).toMatch(/^Answer number [0-6]\.$/);
    expect(await replyTo('What is the number?')).toBe('Answer number 6.');
  }, 180_000);

  it('goes on with what it knew when the file is spoilt behind its back, and says so to whoever saves', async () => {
    const file = path.join(on.dir, 'knowledge', `${bookId}.yaml`);
    const before = readFileSync(file, 'utf8');
    const { writeFileSync } = await import('node:fs');
    writeFileSync(file, 'version: 1\n');
    expect(await on.studio.knowledge.putQuestion(bookId, 'questions', null, draft('x'))).toMatchObject({
      done: false,
      words: { en: expect.stringContaining('mine.yaml') },
    });
    expect(await replyTo('What is the number?')).toBe('Answer number 6.');
    writeFileSync(file, before);
  });

  it('imports a spreadsheet into it, tries a line and hears the same on air', async () => {
    const bytes = Buffer.from('cecacce22cb4f0b0b80d0ab0fcd3cac2f02cc2fa3939d4aab0fcd3ca0d0a', 'hex');
    const imported = await on.studio.knowledge.import({ bookId, fileName: 'excel.csv', bytes, encoding: 'auto' });
    expect(imported).toMatchObject({ done: true, onAir: 'now', report: { encoding: 'gb18030' } });
    const tried = await on.studio.knowledge.try(bookId, '包邮吗');
    expect(tried).toMatchObject({ done: true, tried: { source: 'question' } });
    expect(await replyTo('包邮吗')).toBe(tried.done ? tried.tried.answer.text : '');
  });

  it('never broke the stream', async () => {
    await expectUnbroken(viewer);
  });
});
