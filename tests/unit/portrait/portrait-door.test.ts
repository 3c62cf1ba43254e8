/** The portrait studio's door: what may come in at all. Behind it a desk with a reader that is asked nothing. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient, safe } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { RPCHandler } from '@orpc/server/message-port';
import { afterEach, describe, expect, it } from 'vitest';
import type { Role } from '../../../main/access/roles.ts';
import type { StudioContract } from '../../../main/api/contract/studio.ts';
import type { PortraitDraft, PortraitLook, PreviewNews } from '../../../main/api/contract/portraits.ts';
import { createStudioRouter } from '../../../main/api/create-studio-router.ts';
import { createPortraitDesk } from '../../../main/app/portrait-desk.ts';
import { isMadeOf, openPortraitFiles } from '../../../main/app/portrait-files.ts';
import type { EngineChoice } from '../../../main/engines/contract/choice.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { guessLandmarks } from '../../../main/portraits/pictures/landmarks.ts';
import { FakeStudio } from '../../fakes/fake-studio.ts';

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const one of cleanUp.splice(0)) one();
});

/** A header that says 200 x 200 and nothing behind it. */
const png = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]),
  Buffer.from('IHDR'),
  Buffer.from([0, 0, 0, 200, 0, 0, 0, 200, 8, 6, 0, 0, 0, 0, 0, 0, 0]),
]);
const look: PortraitLook = { markers: guessLandmarks(1), framing: 'whole', background: 'auto', mouth: 'auto' };

/** `again`: over the folder of one that was open before, in whose slots these faces are. */
function open(role: Role = 'owner', again?: { readonly dir: string; readonly inSlots: readonly EngineChoice[] }) {
  const dir = again?.dir ?? mkdtempSync(path.join(os.tmpdir(), 'portrait-door-'));
  cleanUp.push(() => rmSync(dir, { recursive: true, force: true }));
  const own = new Map<string, EngineChoice>();
  const studied: string[] = [];
  type Words = { en: string; zh: string } | null;
  const state = { onAir: false, inUse: new Set<string>(), faceWords: null as Words, personWords: null as Words };
  const portraits = createPortraitDesk({
    dataDir: dir,
    shippedThumbnailsDir: path.join(dir, 'thumbnails'),
    async study({ picturePath, outPath, shownPath }) {
      studied.push(picturePath);
      for (const file of [outPath, shownPath]) writeFileSync(file, 'picture');
      return { kept: { width: 200, height: 200 }, faces: [{ landmarks: guessLandmarks(1), findings: [] }] };
    },
    personFinder: {
      off: () => state.personWords,
      async find({ outPath }) {
        if (state.personWords) return { refused: state.personWords };
        writeFileSync(outPath, 'outline');
        return { made: true };
      },
    },
    async makeThumbnail({ outPath }) {
      writeFileSync(outPath, 'small');
      return { made: true };
    },
    async tryFace() {
      if (state.faceWords) throw Object.assign(new Error('no'), { words: state.faceWords });
    },
    render: () => Promise.reject(new Error('no engine here')),
    isOnAir: () => state.onAir,
    isWanted: (folder) => (again?.inSlots ?? []).some((choice) => isMadeOf(choice, folder)),
    choices: {
      all: () => [...own.values()],
      own: (id) => own.get(id),
      put: (choice) => own.set(choice.choiceId, choice),
      remove: (id) => own.delete(id),
      inUse: (id) => state.inUse.has(id),
    },
    wordsOf: (error) => (error instanceof Error && 'words' in error ? (error.words as { en: string; zh: string }) : undefined),
    now: () => 0,
    logger: silentLogger,
  });
  const studio = Object.assign(new FakeStudio(), { portraits });
  const { port1, port2 } = new MessageChannel();
  cleanUp.push(() => port1.close());
  new RPCHandler(createStudioRouter(studio)).upgrade(port1 as never, { context: { principal: { id: 'lin', name: 'Lin', role } } });
  port1.start();
  const client: ContractRouterClient<StudioContract> = createORPCClient(new RPCLink({ port: port2 as never }));
  port2.start();
  return { client, dir, own, studied, state };
}
type Door = ReturnType<typeof open>;

async function draftOf({ client }: Door, name = 'me.png'): Promise<PortraitDraft> {
  const answer = await client.portraits.read({ name, picture: png.toString('base64') });
  if (!answer.done) throw new Error(answer.words.en);
  return answer.draft;
}
const invalid = { error: { code: 'INPUT_INVALID' } };

describe('a picture through the door', () => {
  it('becomes a draft; the studio has a copy in a folder whose name it made itself', async () => {
    const door = open();
    const draft = await draftOf(door);
    expect(draft).toMatchObject({ title: 'me', width: 200, height: 200, choiceId: null });
    expect(door.studied[0]).toBe(path.join(door.dir, 'portraits/drafts', draft.draftId, 'upload'));
    expect(existsSync(door.studied[0] ?? '')).toBe(false);
  });

  it.each([
    ['text', Buffer.from('no picture at all')],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['an executable', Buffer.from('7f454c460201010000000000', 'hex')],
    ['a PNG without its header', png.subarray(0, 12)],
  ])('%s is refused in words before anything is written or read', async (_, bytes) => {
    const { client, dir, studied } = open();
    expect(await client.portraits.read({ name: 'a.png', picture: bytes.toString('base64') })).toMatchObject({
      done: false,
      words: { en: expect.stringContaining('no picture'), zh: expect.stringContaining('不是可用的图片') },
    });
    expect(studied).toEqual([]);
    expect(existsSync(path.join(dir, 'portraits'))).toBe(false);
  });

  it('30 MB, nothing, and what is no base64 do not get in', async () => {
    const { client, studied } = open();
    for (const picture of ['A'.repeat(40 * 1024 * 1024), '', '!!!!', 'AAAAA'])
      expect(await safe(client.portraits.read({ name: 'a.png', picture }))).toMatchObject(invalid);
    expect(studied).toEqual([]);
  });

  it.each([
    ['../../../etc/passwd', 'passwd'],
    ['C:\\Users\\me\\face.of.me.jpg', 'face.of.me'],
    ['..', 'portrait'],
    ['a\u0000b\u202e.png', 'ab'],
  ])('the name %j is a title and never a path', async (name, title) => {
    const door = open();
    expect((await draftOf(door, name)).title).toBe(title);
    expect(readdirSync(path.join(door.dir, 'portraits'))).toEqual(['drafts']);
    expect(readdirSync(path.join(door.dir, 'portraits/drafts'))).toHaveLength(1);
  });

  it('more than four drafts are not held: the oldest goes with its files', async () => {
    const door = open();
    const [first] = [await draftOf(door), await draftOf(door), await draftOf(door), await draftOf(door), await draftOf(door)];
    expect(readdirSync(path.join(door.dir, 'portraits/drafts'))).toHaveLength(4);
    expect(await door.client.portraits.save({ draftId: first.draftId, look, title: 'x', mayUse: true })).toMatchObject({ done: false });
  });
});

describe('saving', () => {
  it('keeps who may use the face, the markers and a small picture; edited, it is another choice and the old one goes', async () => {
    const door = open();
    const { draftId } = await draftOf(door);
    const saved = await door.client.portraits.save({ draftId, look, title: '林', mayUse: true });
    if (!saved.done) throw new Error(saved.words.en);
    const folder = path.join(door.dir, 'portraits/own', saved.choiceId);
    expect(JSON.parse(readFileSync(path.join(folder, 'about.json'), 'utf8'))).toMatchObject({ title: '林', mayUse: { by: 'lin' } });
    expect(door.own.get(saved.choiceId)?.options).toMatchObject({ faceShare: 'whole', picturePath: path.join(folder, 'picture.png') });
    expect(await door.client.portraits.thumbnails()).toMatchObject([{ choiceId: saved.choiceId }]);

    const opened = await door.client.portraits.open({ choiceId: saved.choiceId });
    if (!opened.done) throw new Error(opened.words.en);
    expect(opened.draft).toMatchObject({ choiceId: saved.choiceId, title: '林', look });
    const changed = await door.client.portraits.save({
      draftId: opened.draft.draftId,
      look: { ...look, framing: 0.5, background: 'cut' },
      title: '林二',
      mayUse: true,
    });
    if (!changed.done) throw new Error(changed.words.en);
    expect([...door.own.keys()]).toEqual([changed.choiceId]);
    // an engine may still have it loaded: it goes at the next start
    expect(existsSync(path.join(folder, 'picture.png'))).toBe(true);
  });

  it('not without the word that the face may be used', async () => {
    const door = open();
    const { draftId } = await draftOf(door);
    for (const mayUse of [false, undefined, 'true'])
      expect(await safe(door.client.portraits.save({ draftId, look, title: 'x', mayUse } as never))).toMatchObject(invalid);
    expect(door.own.size).toBe(0);
  });

  it.each([
    ['NaN', (m: PortraitLook['markers']) => ({ ...m, nose: { ...m.nose, tip: [NaN, 0.5] } })],
    ['out of range', (m: PortraitLook['markers']) => ({ ...m, nose: { ...m.nose, tip: [7, 0.5] } })],
    ['a face box out of range', (m: PortraitLook['markers']) => ({ ...m, face: { ...m.face, width: 1e9 } })],
    ['65 points', (m: PortraitLook['markers']) => ({ ...m, jaw: Array.from({ length: 65 }, () => [0.5, 0.5]) })],
    ['something more', (m: PortraitLook['markers']) => ({ ...m, picturePath: '/etc/passwd' })],
  ])('markers with %s do not get in', async (_, spoil) => {
    const door = open();
    const { draftId } = await draftOf(door);
    const markers = spoil(look.markers);
    expect(
      await safe(door.client.portraits.save({ draftId, look: { ...look, markers }, title: 'x', mayUse: true } as never)),
    ).toMatchObject(invalid);
    expect(door.own.size).toBe(0);
  });

  it('markers that are no face, and a face that the engine refuses, are told in words and nothing is kept', async () => {
    const door = open();
    const { draftId } = await draftOf(door);
    const upside = { ...look.markers, nose: { tip: [0.5, 0.9] as [number, number], base: [0.5, 0.95] as [number, number] } };
    expect(await door.client.portraits.save({ draftId, look: { ...look, markers: upside }, title: 'x', mayUse: true })).toMatchObject({
      done: false,
      words: { en: expect.stringContaining('below one another') },
    });
    door.state.faceWords = { en: 'not of one colour', zh: '不是纯色' };
    expect(await door.client.portraits.save({ draftId, look, title: 'x', mayUse: true })).toEqual({
      done: false,
      words: door.state.faceWords,
    });
    expect(door.own.size).toBe(0);
    door.state.faceWords = null;
    expect(await door.client.portraits.save({ draftId, look, title: 'x', mayUse: true })).toMatchObject({ done: true });
  });

  it('no id of the caller’s leads out of the folders', async () => {
    const { client, dir } = open();
    writeFileSync(path.join(dir, 'secret.json'), '{}');
    for (const draftId of ['../../secret', '', '0'.repeat(15), 'g'.repeat(16)])
      expect(await safe(client.portraits.discard({ draftId }))).toMatchObject(invalid);
    for (const choiceId of ['../../../secret', 'portrait-yun', 'own-00000000']) {
      expect(await client.portraits.open({ choiceId })).toMatchObject({ done: false });
      expect(await client.portraits.remove({ choiceId })).toMatchObject({ done: false });
    }
    expect(existsSync(path.join(dir, 'secret.json'))).toBe(true);
  });
});

describe('the crop and the background', () => {
  const save = (door: Door, draftId: string, changes: Partial<PortraitLook>) =>
    door.client.portraits.save({ draftId, look: { ...look, ...changes }, title: 'x', mayUse: true });

  it('a crop is the engine’s own; what lies beyond the picture is taken back into it, and is read so when it is opened again', async () => {
    const door = open();
    const saved = await save(door, (await draftOf(door)).draftId, { framing: { x: 0.9, y: 0.25, size: 0.5 } });
    if (!saved.done) throw new Error(saved.words.en);
    expect(door.own.get(saved.choiceId)?.options).toMatchObject({ crop: { x: 0.5, y: 0.25, size: 0.5 } });
    expect(door.own.get(saved.choiceId)?.options).not.toHaveProperty('faceShare');
    const opened = await door.client.portraits.open({ choiceId: saved.choiceId });
    expect(opened).toMatchObject({ draft: { look: { framing: { x: 0.5, y: 0.25, size: 0.5 } }, person: null } });
  });

  it.each([
    ['NaN', { x: NaN, y: 0, size: 0.5 }],
    ['nothing', { x: 0, y: 0, size: 0 }],
    ['something more', { x: 0, y: 0, size: 0.5, path: '/' }],
  ])('a crop of %s does not get in', async (_, framing) => {
    const door = open();
    const { draftId } = await draftOf(door);
    expect(await safe(save(door, draftId, { framing }))).toMatchObject(invalid);
  });

  it('the person alone: once it was found, with its outline beside the picture, also when it is opened again', async () => {
    const door = open();
    const { draftId, person } = await draftOf(door);
    expect(person).toBeNull();
    expect(await save(door, draftId, { background: 'person' })).toMatchObject({
      done: false,
      words: { en: expect.stringContaining('Find') },
    });
    expect(await door.client.portraits.findPerson({ draftId })).toMatchObject({
      done: true,
      person: expect.stringMatching(/^data:image\/png/),
    });
    const saved = await save(door, draftId, { background: 'person' });
    if (!saved.done) throw new Error(saved.words.en);
    const folder = path.join(door.dir, 'portraits/own', saved.choiceId);
    expect(door.own.get(saved.choiceId)?.options).toMatchObject({ background: 'person', personPath: path.join(folder, 'person.png') });
    expect(readFileSync(path.join(folder, 'person.png'), 'utf8')).toBe('outline');
    const opened = await door.client.portraits.open({ choiceId: saved.choiceId });
    expect(opened).toMatchObject({ draft: { look: { background: 'person' }, person: expect.stringMatching(/^data:image\/png/) } });
  });

  it('where nobody can look, the draft says why, and so does the question', async () => {
    const door = open();
    door.state.personWords = { en: 'no page', zh: '没有页面' };
    const { draftId, personOff } = await draftOf(door);
    expect(personOff).toEqual(door.state.personWords);
    expect(await door.client.portraits.findPerson({ draftId })).toEqual({ done: false, words: door.state.personWords });
    expect(await door.client.portraits.findPerson({ draftId: '0'.repeat(16) })).toMatchObject({ done: false });
  });
});

describe('removing', () => {
  it('is refused while the face is in use', async () => {
    const door = open();
    const saved = await door.client.portraits.save({ draftId: (await draftOf(door)).draftId, look, title: 'x', mayUse: true });
    if (!saved.done) throw new Error(saved.words.en);
    door.state.inUse.add(saved.choiceId);
    expect(await door.client.portraits.remove({ choiceId: saved.choiceId })).toMatchObject({
      done: false,
      words: { zh: expect.stringContaining('使用中') },
    });
    door.state.inUse.clear();
    expect(await door.client.portraits.remove({ choiceId: saved.choiceId })).toEqual({ done: true });
    expect(door.own.size).toBe(0);
  });

  it('files of removed portraits and drafts go at the next start, the others stay', () => {
    const dir = mkdtempSync(path.join(os.tmpdir(), 'portrait-files-'));
    cleanUp.push(() => rmSync(dir, { recursive: true, force: true }));
    const make = (...parts: string[]): void => {
      const file = path.join(dir, 'portraits', ...parts);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, '');
    };
    make('own', 'own-00000001', 'picture.png');
    make('own', 'own-00000002', 'picture.png');
    make('own', 'own-00000002', 'removed');
    make('own', 'own-00000003.new', 'picture.png');
    make('drafts', '0123456789abcdef', 'upload');
    openPortraitFiles(dir);
    expect(readdirSync(path.join(dir, 'portraits/own'))).toEqual(['own-00000001']);
    expect(existsSync(path.join(dir, 'portraits/drafts'))).toBe(false);
  });
});

describe('the next start', () => {
  it('finds the face of a slot whose portrait was edited meanwhile, until no slot has it any more', async () => {
    const door = open();
    const saved = await door.client.portraits.save({ draftId: (await draftOf(door)).draftId, look, title: 'x', mayUse: true });
    if (!saved.done) throw new Error(saved.words.en);
    const inSlot = door.own.get(saved.choiceId);
    const opened = await door.client.portraits.open({ choiceId: saved.choiceId });
    if (!inSlot || !opened.done) throw new Error('it was not opened');
    const edited = await door.client.portraits.save({ draftId: opened.draft.draftId, look, title: 'y', mayUse: true });
    const next = door.own.values().next().value;
    if (!edited.done || !next) throw new Error('it was not saved');
    const there = (): string[] => readdirSync(path.join(door.dir, 'portraits/own')).toSorted();
    open('owner', { dir: door.dir, inSlots: [inSlot] });
    expect(there()).toEqual([saved.choiceId, edited.choiceId].toSorted());
    expect(existsSync(String(inSlot.options.picturePath))).toBe(true);
    open('owner', { dir: door.dir, inSlots: [next] });
    expect(there()).toEqual([edited.choiceId]);
  });

  it('keeps a removed folder that is wanted, and nothing else that is over', () => {
    const dir = mkdtempSync(path.join(os.tmpdir(), 'portrait-files-'));
    cleanUp.push(() => rmSync(dir, { recursive: true, force: true }));
    const own = path.join(dir, 'portraits', 'own');
    for (const name of ['own-00000001', 'own-00000002', 'own-00000003.new']) {
      mkdirSync(path.join(own, name), { recursive: true });
      writeFileSync(path.join(own, name, 'removed'), '');
    }
    openPortraitFiles(dir, (folder) => folder !== path.join(own, 'own-00000002'));
    expect(readdirSync(own)).toEqual(['own-00000001']);
    openPortraitFiles(dir);
    expect(readdirSync(own)).toEqual([]);
  });

  it('takes a choice for made of a folder by the files that it names, not by a name that begins alike', () => {
    const choice = (options: EngineChoice['options']): EngineChoice => ({
      choiceId: 'a',
      engineId: 'portrait',
      title: { en: 'a', zh: 'a' },
      options,
    });
    const folder = path.join(os.tmpdir(), 'own', 'own-00000001');
    expect(isMadeOf(choice({ faceShare: 0.5, picturePath: path.join(folder, 'picture.png') }), folder)).toBe(true);
    expect(isMadeOf(choice({ mouth: 'auto', picturePath: path.join(`${folder}0`, 'picture.png') }), folder)).toBe(false);
  });
});

describe('the live test', () => {
  const all = async (stream: AsyncIterable<PreviewNews>): Promise<PreviewNews[]> => {
    const news: PreviewNews[] = [];
    for await (const one of stream) news.push(one);
    return news;
  };

  it('is refused in words on air, for a draft that has gone, and for markers that are no face', async () => {
    const door = open();
    const { draftId } = await draftOf(door);
    door.state.onAir = true;
    expect(await all(await door.client.portraits.preview({ draftId, look, text: 'hello' }))).toMatchObject([
      { stage: 'refused', words: { en: expect.stringContaining('show is on') } },
    ]);
    door.state.onAir = false;
    expect(await all(await door.client.portraits.preview({ draftId: '0'.repeat(16), look, text: 'hello' }))).toMatchObject([
      { stage: 'refused' },
    ]);
    for (const text of ['', '  ', 'a'.repeat(121)])
      expect(await safe(door.client.portraits.preview({ draftId, look, text }))).toMatchObject(invalid);
  });

  it('tells its stages, and in words why it could not be made', async () => {
    const door = open();
    const { draftId } = await draftOf(door);
    const news = await all(await door.client.portraits.preview({ draftId, look, text: 'hello' }));
    expect(news.map(({ stage }) => stage)).toEqual(['checking', 'loading', 'refused']);
    door.state.faceWords = { en: 'not of one colour', zh: '不是纯色' };
    expect((await all(await door.client.portraits.preview({ draftId, look, text: 'hello' }))).at(-1)).toEqual({
      stage: 'refused',
      words: door.state.faceWords,
    });
  });
});

describe('who may', () => {
  it('a viewer sees the small pictures and nothing else', async () => {
    const { client, studied } = open('viewer');
    expect(await client.portraits.thumbnails()).toEqual([]);
    const draftId = '0'.repeat(16);
    for (const call of [
      () => client.portraits.read({ name: 'a', picture: png.toString('base64') }),
      () => client.portraits.open({ choiceId: 'own-00000001' }),
      () => client.portraits.findPerson({ draftId }),
      () => client.portraits.discard({ draftId }),
      () => client.portraits.preview({ draftId, look, text: 'hello' }),
      () => client.portraits.save({ draftId, look, title: 'x', mayUse: true }),
      () => client.portraits.remove({ choiceId: 'own-00000001' }),
    ])
      expect(await safe(call() as Promise<unknown>)).toMatchObject({ error: { code: 'FORBIDDEN' } });
    expect(studied).toEqual([]);
  });
});
