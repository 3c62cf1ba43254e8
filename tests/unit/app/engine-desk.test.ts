/** The engine desk over real swaps of scripted engines: an audition that goes on air is over, nothing is loaded twice, and a key goes with its last model. */
import { describe, expect, it } from 'vitest';
import { createBrain } from '../../../main/app/engine-ports/create-brain.ts';
import { createEngineDesk, type EngineDesk } from '../../../main/app/engine-desk.ts';
import type { EngineFleet } from '../../../main/app/engine-fleet.ts';
import type { PackDesk } from '../../../main/app/pack-desk.ts';
import { createShadowDesk, type ShadowDesk } from '../../../main/app/shadow-desk.ts';
import { asShowId, asTurnId } from '../../../main/contract/ids.ts';
import type { EngineChoice } from '../../../main/engines/contract/choice.ts';
import type { EngineManifest } from '../../../main/engines/contract/manifest.ts';
import type { LlmItem, LlmRequest } from '../../../main/engines/contract/requests.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { choice, llm, settle, swapBench, type Script, type SwapBench } from '../swap/swap-bench.ts';

const words = { en: 'a test', zh: '测试' };
const manifest: EngineManifest = { id: 'fake-llm', kind: 'llm', entry: '', title: words, summary: words, license: '' };

interface Rig {
  readonly bench: SwapBench;
  readonly desk: EngineDesk;
  readonly shadow: ShadowDesk;
  readonly secrets: Map<string, string>;
  readonly wanted: EngineChoice[];
  swap(choiceId: string): Promise<void>;
  /** The slot's watch is over, and what was there before is gone. */
  commit(): Promise<void>;
}

function rig(own: readonly EngineChoice[] = []): Rig {
  const bench = swapBench();
  const shadow = createShadowDesk({ clock: bench.clock, logger: silentLogger });
  const secrets = new Map<string, string>();
  const wanted: EngineChoice[] = [];
  const desk = createEngineDesk({
    fleet: { swaps: bench.controller, router: bench.router, manifests: new Map([['fake-llm', manifest]]) } as unknown as EngineFleet,
    shadow,
    slots: [],
    rssOf: () => null,
    logger: silentLogger,
    onChange() {},
    budgetBytes: 1,
    setSecret: async ({ name, value }) => void secrets.set(name, value),
    dropSecret: async (name) => void secrets.delete(name),
    packs: { views: () => [], missing: () => null } as unknown as PackDesk,
    more: () => [],
    kept: {
      receipts: () => [],
      expectedBytes: () => undefined,
      wanted: () => wanted,
      choices: { all: () => own, put() {}, remove() {} },
    },
  });
  return {
    bench,
    desk,
    shadow,
    secrets,
    wanted,
    async swap(choiceId) {
      expect(desk.swap({ slotId: 'llm', choiceId, mode: 'beside', reason: '' }, 'ann')).toMatchObject({ accepted: true });
      await bench.clock.advance(200);
    },
    async commit() {
      expect(desk.commit('llm')).toEqual({ done: true });
      await settle();
      expect(bench.phase()).toBe('idle');
    },
  };
}

/** From now on it answers, and what it is asked is written down. */
function letAnswer(bench: SwapBench, choiceId: string): LlmRequest[] {
  const asked: LlmRequest[] = [];
  const infer = async function* (_kind: 'llm', request: LlmRequest): AsyncGenerator<LlmItem> {
    asked.push(request);
    yield { type: 'text', text: 'It is nine.' };
    yield { type: 'end', finishReason: 'stop' };
  };
  Object.assign(bench.instanceOf(choiceId), { infer });
  return asked;
}

async function say({ bench, shadow }: Rig): Promise<string> {
  const brain = createBrain({ router: bench.router, showId: asShowId('show'), persona: () => '', clock: bench.clock, shadow });
  let said = '';
  for await (const text of brain.answer(
    { turnId: asTurnId('t1'), epoch: 0 },
    { author: 'mei', text: 'how much?' },
    new AbortController().signal,
  ))
    said += text;
  await settle();
  return said;
}

describe('an audition', () => {
  it('hears every question beside the one on air, and is over from the moment it is put on air', async () => {
    const on = rig([choice('b')]);
    const opened = on.desk.shadow('llm', 'b');
    await on.bench.clock.advance(200);
    expect(await opened).toEqual({ done: true });
    const [old, asked] = [letAnswer(on.bench, 'old'), letAnswer(on.bench, 'b')];
    await say(on);
    expect([old.length, asked.length]).toEqual([1, 1]);
    await on.swap('b');
    expect([on.bench.phase(), on.bench.active()]).toEqual(['watching', 'b']);
    expect(on.desk.models().shadows).toEqual([]);
    expect(await say(on)).toBe('It is nine.');
    expect([old.length, asked.length]).toEqual([1, 2]);
  });

  it('of another one goes on through a swap', async () => {
    const on = rig([choice('b'), choice('c')]);
    const opened = on.desk.shadow('llm', 'b');
    await on.bench.clock.advance(200);
    await opened;
    await on.swap('c');
    expect(on.bench.active()).toBe('c');
    expect(on.shadow.instance(llm)).toBe(on.bench.instanceOf('b'));
  });

  it('of one that is put on air while it loads loads nothing twice, and does not begin', async () => {
    const held: Script = { load: 'never' };
    const on = rig([choice('b', held)]);
    const opened = on.desk.shadow('llm', 'b');
    await settle();
    await on.swap('b');
    expect(on.bench.phase()).toBe('loading');
    on.bench.instanceOf('b').set('ready');
    expect(await opened).toEqual({ done: true });
    await settle();
    expect([on.bench.phase(), on.bench.active()]).toEqual(['watching', 'b']);
    expect(on.bench.spawned.filter(({ id }) => id.startsWith('b#'))).toHaveLength(1);
    expect(on.shadow.instance(llm)).toBeUndefined();
  });

  it('of one that does not load is refused in words', async () => {
    const on = rig([choice('b', { load: 'refuses' })]);
    const opened = on.desk.shadow('llm', 'b');
    await on.bench.clock.advance(200);
    expect(await opened).toMatchObject({ done: false, words: { en: expect.stringMatching(/\S/) } });
    expect(on.shadow.instance(llm)).toBeUndefined();
  });
});

describe('the key of a model', () => {
  const add = async ({ desk }: Rig, title: string): Promise<string> => {
    await desk.setSecret({ name: 'key-1', value: 'sk-1', keep: 'this-run' });
    const added = desk.addChoice({ engineId: 'fake-llm', title, options: { keyName: 'key-1' } });
    if (!added.done) throw new Error(added.words.en);
    return added.choiceId;
  };

  it('goes with the last model that names it', async () => {
    const on = rig();
    const [one, two] = [await add(on, 'one'), await add(on, 'two')];
    on.secrets.set('key-2', 'sk-2');
    expect(await on.desk.removeChoice(one)).toEqual({ done: true });
    expect(on.secrets.has('key-1')).toBe(true);
    expect(await on.desk.removeChoice(two)).toEqual({ done: true });
    expect(Array.from(on.secrets.keys())).toEqual(['key-2']);
    expect(await on.desk.removeChoice(two)).toMatchObject({ done: false });
  });

  it('stays while a slot holds one of it, and goes when that has left the slot', async () => {
    const on = rig([choice('b')]);
    const one = await add(on, 'one');
    await on.swap(one);
    await on.commit();
    expect(await on.desk.removeChoice(one)).toEqual({ done: true });
    expect(on.secrets.has('key-1')).toBe(true);
    await on.swap('b');
    // a rollback would need it
    expect(on.secrets.has('key-1')).toBe(true);
    await on.commit();
    expect(on.secrets.has('key-1')).toBe(false);
  });

  it('stays while a slot is wanted to hold one of it at the next start', async () => {
    const on = rig();
    const one = await add(on, 'one');
    on.wanted.push({ ...choice(one), options: { keyName: 'key-1' } });
    expect(await on.desk.removeChoice(one)).toEqual({ done: true });
    expect(on.secrets.has('key-1')).toBe(true);
  });

  it('that cannot be dropped does not bring the model back', async () => {
    const on = rig();
    const one = await add(on, 'one');
    on.secrets.delete = () => {
      throw new Error('the disk is read only');
    };
    expect(await on.desk.removeChoice(one)).toEqual({ done: true });
    expect(on.desk.choices.own(one)).toBeUndefined();
  });
});
