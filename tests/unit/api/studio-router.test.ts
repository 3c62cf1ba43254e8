import { MessageChannel } from 'node:worker_threads';
import { createORPCClient, isDefinedError, safe } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { oc } from '@orpc/contract';
import type { ContractRouterClient } from '@orpc/contract';
import { RPCHandler } from '@orpc/server/message-port';
import { afterEach, describe, expect, it } from 'vitest';
import type { Role } from '../../../main/access/roles.ts';
import { ApiError } from '../../../main/api/api-error.ts';
import { studioContract } from '../../../main/api/contract/studio.ts';
import type { ProcedureMeta, StudioContract } from '../../../main/api/contract/studio.ts';
import { createStudioRouter } from '../../../main/api/create-studio-router.ts';
import { requirePermissions } from '../../../main/api/require-permissions.ts';
import { LayerError } from '../../../main/contract/failure.ts';
import { FakeStudio } from '../../fakes/fake-studio.ts';
import type { FakeStudioOptions } from '../../fakes/fake-studio.ts';
import { ManualClock } from './manual-clock.ts';

const opened: { close(): void }[] = [];
afterEach(() => {
  for (const item of opened.splice(0)) item.close();
});

/** The real door: the router behind a real MessagePort pair. */
function open(role: Role = 'owner', options: FakeStudioOptions = {}) {
  const clock = new ManualClock();
  const studio = new FakeStudio({ clock, ...options });
  const { port1, port2 } = new MessageChannel();
  opened.push(port1);
  new RPCHandler(createStudioRouter(studio, { clock })).upgrade(port1 as never, { context: { principal: { id: 'p', name: 'p', role } } });
  port1.start();
  const client: ContractRouterClient<StudioContract> = createORPCClient(new RPCLink({ port: port2 as never }));
  port2.start();
  return { studio, client, clock, port2 };
}

describe('permissions at start-up', () => {
  it('refuses a contract in which a procedure names none, and says which', () => {
    const bare = { show: { start: oc.$meta<ProcedureMeta>({}).meta({ permission: 'show:operate' }), burn: oc.$meta<ProcedureMeta>({}) } };
    expect(() => requirePermissions(bare)).toThrow(ApiError);
    expect(() => requirePermissions(bare)).toThrow(/: show\.burn$/);
  });

  it('refuses a permission that does not exist', () => {
    expect(() => requirePermissions({ a: oc.$meta({}).meta({ permission: 'studio:burn' }) })).toThrow(/: a$/);
  });

  it('accepts the studio contract, every procedure of it', () => {
    const permissions = requirePermissions(studioContract);
    const engines = Array.from(permissions.keys()).filter((name) => name.startsWith('engines.'));
    const knowledge = Array.from(permissions.keys()).filter((name) => name.startsWith('knowledge.'));
    expect(
      Array.from(permissions.keys())
        .filter((name) => !engines.includes(name) && !knowledge.includes(name))
        .toSorted(),
    ).toEqual(
      [
        'chat.cancel',
        'chat.hear',
        'chat.pin',
        'chat.say',
        'chat.skip',
        'destinations.add',
        'destinations.preflight',
        'destinations.remove',
        'destinations.start',
        'destinations.stop',
        'encoding.check',
        'encoding.encoders',
        'portraits.discard',
        'portraits.findPerson',
        'portraits.open',
        'portraits.preview',
        'portraits.read',
        'portraits.remove',
        'portraits.save',
        'portraits.thumbnails',
        'folders.chooseRecordings',
        'folders.open',
        'folders.resetRecordings',
        'folders.view',
        'machine.check',
        'shortcuts.set',
        'shortcuts.view',
        'recording.finalise',
        'recording.list',
        'recording.remove',
        'recording.reveal',
        'recording.saveLast',
        'recording.setReplay',
        'recording.start',
        'recording.stop',
        'show.acceptResume',
        'show.declineResume',
        'hearing.feed',
        'hearing.start',
        'hearing.stop',
        'hearing.talk',
        'show.chooseSlatePicture',
        'show.continue',
        'show.forgetSlatePicture',
        'show.goLive',
        'show.log',
        'show.panic',
        'show.slate',
        'show.idle.set',
        'show.idle.talkNow',
        'show.music.set',
        'show.start',
        'show.stop',
        'studio.events',
        'studio.snapshot',
        'studio.watch',
        'turns.page',
        'voices.list',
        'voices.preview',
        'voices.putReading',
        'voices.removeReading',
        'voices.setAnchorVoice',
        'voices.setDefault',
        'voices.tune',
      ].toSorted(),
    );
    expect(Object.fromEntries(knowledge.map((name) => [name.slice('knowledge.'.length), permissions.get(name)]))).toEqual({
      list: 'studio:view',
      read: 'studio:view',
      export: 'studio:view',
      try: 'studio:view',
      use: 'engine:operate',
      create: 'knowledge:edit',
      rename: 'knowledge:edit',
      remove: 'knowledge:edit',
      putQuestion: 'knowledge:edit',
      putProduct: 'knowledge:edit',
      putBasics: 'knowledge:edit',
      removeEntries: 'knowledge:edit',
      preview: 'knowledge:edit',
      import: 'knowledge:edit',
    });
    expect(engines).toHaveLength(13);
    expect(new Set(engines.map((name) => permissions.get(name)))).toEqual(new Set(['engine:operate']));
  });
});

describe('the permission check', () => {
  it('lets a viewer look and do nothing else', async () => {
    const { client, studio } = open('viewer');
    expect((await client.studio.snapshot()).show.state).toBe('off');
    for (const call of [
      () => client.chat.say({ author: 'a', text: 'hello' }),
      () => client.chat.hear({ author: 'a', pcm: 'AAA=' }),
      () => client.hearing.start({ author: 'a', mode: 'open' }),
      () => client.hearing.feed({ sessionId: 's', pcm: 'AAA=' }),
      () => client.hearing.talk({ sessionId: 's', button: 'pressed' }),
      () => client.hearing.stop({ sessionId: 's' }),
      () => client.chat.cancel(),
      () => client.show.stop(),
      () => client.show.start({}),
      () => client.show.goLive({}),
      () => client.show.slate({ slate: 'back-soon' }),
      () => client.show.panic(),
      () => client.show.continue(),
      () => client.show.chooseSlatePicture({ picturePath: '/a.png' }),
      () => client.show.forgetSlatePicture(),
      () => client.engines.swap({ slotId: 'llm', choiceId: null }),
      () => client.engines.rollBack({ slotId: 'llm' }),
      () => client.folders.chooseRecordings(),
      () => client.folders.resetRecordings(),
      () => client.folders.open({ folder: 'data' }),
      () => client.shortcuts.set({ action: 'panic', accelerator: null }),
    ]) {
      const [error] = await safe<unknown, { code: string; data: { message: { en: string; zh: string } } }>(call() as never);
      expect(error).toMatchObject({
        code: 'FORBIDDEN',
        defined: true,
        data: { message: { en: expect.stringContaining('viewer'), zh: expect.stringContaining('观众') } },
      });
    }
    expect(studio.calls).toEqual([]);
  });

  it('comes before the schema: who may not ask does not learn what would fit', async () => {
    const { client } = open('viewer');
    await expect(client.chat.say({ author: '', text: 'x' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('lets an operator speak', async () => {
    const { client, studio } = open('operator');
    expect(await client.chat.say({ author: 'a', text: 'hello' })).toMatchObject({ accepted: false });
    expect(studio.calls).toEqual([{ name: 'say', input: { author: 'a', text: 'hello' } }]);
  });
});

describe('books of knowledge', () => {
  const question = { ask: { en: ['q'], zh: [], emoji: [] }, answer: { en: ['a'], zh: [] } };

  it('may be looked at and tried by a viewer and an operator, and changed by neither', async () => {
    for (const role of ['viewer', 'operator'] as const) {
      const { client, studio } = open(role);
      await client.knowledge.list();
      await client.knowledge.try({ bookId: 'book-1', line: 'hello' });
      for (const call of [
        () => client.knowledge.create({ label: 'x' }),
        () => client.knowledge.rename({ bookId: 'book-1', label: 'x' }),
        () => client.knowledge.remove({ bookId: 'book-1', confirm: true }),
        () => client.knowledge.use({ bookId: 'book-1' }),
        () => client.knowledge.putQuestion({ bookId: 'book-1', part: 'questions', entryId: null, draft: question }),
        () => client.knowledge.removeEntries({ bookId: 'book-1', part: 'questions', entryIds: ['a'] }),
        () => client.knowledge.preview({ bookId: null, fileName: 'a.csv', bytes: 'AAA=' }),
        () => client.knowledge.import({ bookId: null, fileName: 'a.csv', bytes: 'AAA=' }),
      ])
        await expect(call() as Promise<unknown>).rejects.toMatchObject({ code: 'FORBIDDEN' });
      expect(studio.calls.map(({ name }) => name)).toEqual(['listBooks', 'tryLine']);
    }
  });

  it('are changed by a producer, who is told to the swap by name', async () => {
    const { client, studio } = open('producer');
    await client.knowledge.use({ bookId: 'book-1' });
    await client.knowledge.putQuestion({ bookId: 'book-1', part: 'questions', entryId: null, draft: question });
    await client.knowledge.preview({ bookId: null, fileName: 'a.csv', bytes: Buffer.from('问题').toString('base64') });
    expect(studio.calls).toEqual([
      { name: 'useBook', input: ['book-1', 'p'] },
      { name: 'putQuestion', input: ['book-1', 'questions', null, question] },
      {
        name: 'previewImport',
        input: [{ bookId: null, fileName: 'a.csv', bytes: Uint8Array.from(Buffer.from('问题')), encoding: 'auto' }],
      },
    ]);
  });

  it.each(['../secrets', 'a/b', 'a\\b', '..', '', 'C:', 'a.yaml', 'A', 'x'.repeat(200)])('are no paths: %j', async (bookId) => {
    const { client, studio } = open('owner');
    await expect(client.knowledge.read({ bookId })).rejects.toMatchObject({ code: 'INPUT_INVALID', data: { field: 'bookId' } });
    await expect(client.knowledge.remove({ bookId, confirm: true })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    expect(studio.calls).toEqual([]);
  });

  it('are removed only where that is confirmed', async () => {
    const { client, studio } = open('owner');
    await expect(client.knowledge.remove({ bookId: 'book-1' } as never)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    expect(studio.calls).toEqual([]);
  });
});

describe('speech', () => {
  const sound = Buffer.from([0x34, 0x12, 0xff, 0x7f, 0x00, 0x80]).toString('base64');
  const pcm = Int16Array.of(0x1234, 32_767, -32_768);

  it('takes samples in base64, and says in words that no ear is switched on', async () => {
    const { client, studio } = open('operator');
    expect(await client.chat.hear({ author: ' Lin ', pcm: sound })).toEqual({
      accepted: false,
      reason: { en: expect.stringContaining('hearing'), zh: expect.stringContaining('听写') },
    });
    expect(studio.calls).toEqual([{ name: 'hear', input: { author: 'Lin', pcm } }]);
  });

  it('asks what was heard through the door of typed chat, under the name of who spoke', async () => {
    const { client, studio } = open('operator');
    studio.earHears = 'how much is the tea';
    expect(await client.chat.hear({ author: 'Lin', pcm: sound })).toMatchObject({ accepted: false });
    expect(studio.calls.at(-1)).toEqual({ name: 'say', input: { author: 'Lin', text: 'how much is the tea' } });
  });

  it('takes half a minute and no more, whole samples, and only base64', async () => {
    const { client, studio } = open('operator');
    const longest = 30 * 16_000 * 2;
    for (const wrong of [Buffer.alloc(longest + 2).toString('base64'), '', 'AAA', '!!!!', 'AA==', 'AAAA'])
      expect(await safe(client.chat.hear({ author: 'a', pcm: wrong }))).toMatchObject({ error: { code: 'INPUT_INVALID' } });
    expect(studio.calls).toEqual([]);
    await client.chat.hear({ author: 'a', pcm: Buffer.alloc(longest).toString('base64') });
    expect(studio.calls).toHaveLength(1);
  });
});

describe('a live microphone', () => {
  it('is turned on, fed and turned off by its session; another session is refused in words', async () => {
    const { client, studio } = open('operator');
    const { sessionId } = await client.hearing.start({ author: 'Lin', mode: 'open' });
    expect(await client.hearing.feed({ sessionId, pcm: Buffer.from([1, 0, 2, 0]).toString('base64') })).toEqual({ accepted: true });
    expect(await client.hearing.talk({ sessionId: 'another', button: 'pressed' })).toEqual({
      accepted: false,
      reason: { en: expect.stringContaining('off'), zh: expect.stringContaining('关闭') },
    });
    expect(await client.hearing.stop({ sessionId })).toEqual({ done: true });
    expect(studio.calls).toEqual([
      { name: 'startListening', input: { author: 'Lin', mode: 'open', whileAnchorSpeaks: 'ignore' } },
      { name: 'feed', input: { sessionId, pcm: Int16Array.of(1, 2) } },
      { name: 'talk', input: { sessionId: 'another', button: 'pressed' } },
      { name: 'stopListening', input: sessionId },
    ]);
  });

  it('takes a second of sound at a time and no more', async () => {
    const { client, studio } = open('operator');
    const { sessionId } = await client.hearing.start({ author: 'a', mode: 'push' });
    await client.hearing.feed({ sessionId, pcm: Buffer.alloc(32_000).toString('base64') });
    for (const wrong of [Buffer.alloc(32_002).toString('base64'), '', 'AAA', 'AA=='])
      expect(await safe(client.hearing.feed({ sessionId, pcm: wrong }))).toMatchObject({ error: { code: 'INPUT_INVALID' } });
    expect(studio.calls.filter(({ name }) => name === 'feed')).toHaveLength(1);
  });
});

describe('stored turns', () => {
  it('come in pages of bounded size from a place, to whoever may look', async () => {
    const { client, studio } = open('viewer');
    const from = { atMs: 7, showId: 'show-1', turnId: 'turn-3' };
    for (const wrong of [{ count: 201 }, { count: 0 }, { from: { ...from, atMs: 0.5 } }, { direction: 'sideways' as never }])
      expect(await safe(client.turns.page({ direction: 'older', from: null, ...wrong }))).toMatchObject({
        error: { code: 'INPUT_INVALID' },
      });
    expect(studio.calls).toEqual([]);
    expect(await client.turns.page({ direction: 'newer', from })).toEqual({ turns: [], more: false, shows: [] });
    expect(studio.calls).toEqual([{ name: 'pageTurns', input: { direction: 'newer', from, count: 100 } }]);
  });
});

describe('errors in words', () => {
  it('names the field that does not fit, in both languages, and calls nothing', async () => {
    const { client, studio } = open();
    const { error } = await safe(client.chat.say({ author: 'a', text: 'x'.repeat(200_001) }));
    expect(isDefinedError(error) && error.code === 'INPUT_INVALID' ? error.data : error).toMatchObject({
      field: 'text',
      message: { en: expect.stringContaining('"text"'), zh: expect.stringContaining('“text”') },
    });
    await expect(client.show.start({ preset: '480p' as never })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      data: { field: 'preset' },
    });
    await expect(client.show.start('now' as never)).rejects.toMatchObject({ code: 'INPUT_INVALID', data: { field: '' } });
    expect(studio.calls).toEqual([]);
  });

  it("passes the layer's code and words on", async () => {
    const { client } = open('owner', { failStartWith: 'ffmpeg is missing' });
    await expect(client.show.start({})).rejects.toMatchObject({
      code: 'STUDIO_FAILED',
      defined: true,
      data: {
        reason: 'start-failed',
        message: { en: expect.stringContaining('ffmpeg is missing'), zh: expect.stringContaining('ffmpeg is missing') },
      },
    });
  });

  it('prefers the words that a layer has put beside its message', async () => {
    const { client, studio } = open();
    studio.stopShow = () =>
      Promise.reject(new LayerError('AnyError', 'show-not-on', 'not on', { detail: { words: { en: 'No show runs.', zh: '没有直播。' } } }));
    await expect(client.show.stop()).rejects.toMatchObject({
      code: 'STUDIO_FAILED',
      data: { reason: 'show-not-on', message: { en: 'No show runs.', zh: '没有直播。' } },
    });
  });

  it('keeps the text of an unknown fault to itself', async () => {
    const { client, studio } = open();
    studio.cancel = () => Promise.reject(new Error('secret-key-123'));
    const { error } = await safe(client.chat.cancel());
    expect(error).toMatchObject({ code: 'STUDIO_FAILED', data: { reason: 'internal' } });
    expect(JSON.stringify(error)).not.toContain('secret-key-123');
  });

  it('answers an unknown procedure without touching the studio', async () => {
    const { client, studio } = open();
    await expect((client as never as { show: { burn(): Promise<void> } }).show.burn()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(studio.calls).toEqual([]);
  });
});

describe('streams through the door', () => {
  it('watches, and stops listening when the reader leaves', async () => {
    const { client, studio } = open('viewer');
    const watch = await client.studio.watch();
    expect((await watch.next()).value).toMatchObject({ show: { state: 'off' } });
    expect(studio.listeners).toBe(1);
    await watch.return?.();
    await expect.poll(() => studio.listeners).toBe(0);
  });

  it('stops listening when the port closes', async () => {
    const { client, studio, port2 } = open('viewer');
    const watch = await client.studio.watch();
    const events = await client.studio.events();
    await watch.next();
    void events.next().catch(() => undefined);
    expect(studio.listeners).toBe(2);
    port2.close();
    await expect.poll(() => studio.listeners).toBe(0);
  });

  it('carries events, and the typed error for a reader that is too slow', async () => {
    const { client, studio } = open('viewer');
    const events = await client.studio.events();
    await client.show.stop().catch(() => undefined);
    studio.emit({ showId: 's' as never, atMs: 1, type: 'source', state: 'slate' });
    expect((await events.next()).value).toMatchObject({ type: 'source', state: 'slate' });
    for (let n = 0; n < 2000; n += 1) studio.emit({ showId: 's' as never, atMs: n, type: 'source', state: 'live' });
    await expect(
      (async () => {
        for await (const _ of events);
      })(),
    ).rejects.toMatchObject({ code: 'SUBSCRIBER_TOO_SLOW', data: { lost: expect.any(Number) } });
  });
});
