/** A model file put on air in the middle of a show and taken off again, through what the doors call; and everything that may be said against it. */
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { defaultConfig } from '../../../main/app/studio-config.ts';
import type { ChoiceView, ReceiptView } from '../../../main/api/contract/engines.ts';
import { greeting, modelFiles } from '../../fixtures/llama/model-files.ts';
import { ensureLlamaPack, testPacksDir } from '../../fixtures/llama/test-pack.ts';
import { isAlive, studioOnAir, waitUntil, type StudioOnAir } from '../support/studio-on-air.ts';

const files = modelFiles();
let show: StudioOnAir | undefined;

beforeAll(async () => {
  await ensureLlamaPack();
}, 300_000);
afterEach(async () => {
  await show?.close();
  show = undefined;
});
afterAll(() => files.remove());

const withPack = (dataDir: string): void => symlinkSync(testPacksDir, path.join(dataDir, 'packs'), 'dir');
const withoutPack = (dataDir: string): void => {
  mkdirSync(path.join(dataDir, 'packs'));
};
const config = { ...defaultConfig, swapPolicy: { watchMs: 300, drainMs: 10_000 } };
const open = (prepare: (dataDir: string) => void): Promise<StudioOnAir> =>
  studioOnAir({ prepare, config: { ...config, rtmpPort: 0, httpPort: 0 } });

function add(on: StudioOnAir, options: Record<string, unknown>): string {
  const added = on.studio.engines.addChoice({ engineId: 'llama', title: 'Tiny', options: { temperature: 0, ...options } });
  if (!added.done) throw new Error(added.words.en);
  return added.choiceId;
}

async function swap(on: StudioOnAir, choiceId: string): Promise<ReceiptView> {
  const answer = on.studio.engines.swap({ slotId: 'llm', choiceId, mode: 'beside', reason: 'test' }, 'test');
  if (!answer.accepted) throw new Error(answer.words.en);
  const find = (): ReceiptView | undefined => on.studio.snapshot().models.receipts.find(({ swapId }) => swapId === answer.swapId);
  await waitUntil(`the receipt of the swap to ${choiceId}`, () => find() !== undefined, 60_000);
  return find() as ReceiptView;
}

const choice = (on: StudioOnAir, choiceId: string): ChoiceView | undefined =>
  on.studio.snapshot().models.choices.find((one) => one.choiceId === choiceId);
const pidOfModel = (on: StudioOnAir): number => on.studio.snapshot().engines.find(({ slotId }) => slotId === 'llm')?.pid ?? 0;

describe('a model file on air', () => {
  it('takes over from the script in mid-show, is heard, and gives back', async () => {
    show = await open(withPack);
    expect((await show.speak('Hello, what is this?')).state).toBe('ended');
    const tiny = add(show, { modelPath: files.make('greeting.gguf', greeting) });
    const listed = choice(show, tiny);
    expect(listed).toMatchObject({ own: true, missingPack: null });
    // before it was ever loaded: computed from the file; llama.cpp and Node alone hold more than 100 MB
    expect(listed?.expectedBytes).toBeGreaterThan(100e6);

    expect(await swap(show, tiny)).toMatchObject({ outcome: 'switched', to: { choiceId: tiny } });
    const turn = await show.speak('Hi there');
    expect(turn.state).toBe('ended');
    const said = show.events.flatMap((event) =>
      event.type === 'clause' && event.turnId === turn.turnId && event.voiced ? [event.text] : [],
    );
    expect(said.join(' ')).toMatch(/Hello friends, welcome\./);
    expect(show.events.some((event) => event.type === 'speech-heard' && event.turnId === turn.turnId)).toBe(true);
    const pid = pidOfModel(show);
    expect(isAlive(pid)).toBe(true);
    const inUse = await show.studio.engines.removePack('llama');
    expect(inUse).toMatchObject({ done: false, words: { en: expect.stringMatching(/in use/) } });

    expect(await swap(show, 'faq-tech-show')).toMatchObject({ outcome: 'switched', from: { choiceId: tiny } });
    expect((await show.speak('And what is that?')).state).toBe('ended');
    await waitUntil('the model to be gone', () => !isAlive(pid));
    // what was measured takes the place of what was computed
    expect(choice(show, tiny)?.expectedBytes).not.toBe(listed?.expectedBytes);
    expect(show.events.filter(({ type }) => type === 'turn').length).toBeGreaterThan(2);
  });

  it('that is none is refused when it is added; one that breaks afterwards is rejected, and the show goes on', async () => {
    show = await open(withPack);
    const { engines } = show.studio;
    const tried = (options: Record<string, unknown>) => engines.addChoice({ engineId: 'llama', title: 'x', options });
    for (const [options, words] of [
      [{}, /Which model/],
      [{ modelPath: 'model.gguf' }, /not a full path/],
      [{ modelPath: files.at('nowhere.gguf') }, /There is no file/],
      [{ modelPath: files.picture('picture.gguf') }, /not a model file in GGUF format/],
      [{ modelPath: files.make('vectors.gguf', { architecture: 'bert' }) }, /embedding model/],
      [{ modelPath: files.cut('head.gguf', 3000) }, /not complete/],
    ] as const)
      expect(tried(options)).toMatchObject({ done: false, words: { en: expect.stringMatching(words), zh: expect.stringMatching(/。$/) } });

    const tiny = add(show, { modelPath: files.make('later.gguf', greeting) });
    files.cut('later.gguf', 300_000, greeting);
    expect(await swap(show, tiny)).toMatchObject({
      outcome: 'rejected',
      code: 'load-failed',
      words: { en: expect.stringMatching(/not complete/) },
    });
    const huge = add(show, { modelPath: files.huge('huge.gguf', 4e12) });
    expect(choice(show, huge)?.expectedBytes).toBeGreaterThan(4e12);
    // admission knows it before a process is started
    expect(await swap(show, huge)).toMatchObject({ outcome: 'rejected', code: 'no-memory' });
    expect((await show.speak('Hello, what is this?')).state).toBe('ended');
  });

  it('without its pack is listed as such and rejected with what to do', async () => {
    show = await open(withoutPack);
    expect(show.studio.snapshot().models.packs).toMatchObject([{ packId: 'llama', state: 'absent' }]);
    const tiny = add(show, { modelPath: files.make('greeting.gguf', greeting), packDir: files.dir });
    expect(choice(show, tiny)?.missingPack).toBe('llama');
    expect(await swap(show, tiny)).toMatchObject({ outcome: 'rejected', words: { en: expect.stringMatching(/pack is not installed/) } });
    expect(show.studio.engines.installPack('nothing')).toMatchObject({ done: false });
    expect(show.studio.engines.cancelPack('llama')).toMatchObject({ done: false });
  });
});
