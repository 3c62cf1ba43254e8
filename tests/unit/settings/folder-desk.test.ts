/** Where recordings lie: real folders, a scripted dialog. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFolderDesk, lookAtFolder } from '../../../main/app/folder-desk.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'vanchor-folders-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function open({ kept, picked = null }: { kept?: unknown; picked?: string | null } = {}) {
  const on = { show: false };
  const moved: string[] = [];
  const asked: string[] = [];
  const revealed: string[] = [];
  let stored = kept;
  const usual = path.join(dir, 'usual');
  const desk = createFolderDesk({
    usualRecordingsDir: usual,
    dataDir: path.join(dir, 'data'),
    settings: { get: () => stored, set: (_name, value) => (stored = value) },
    kbps: 2660,
    isShowOn: () => on.show,
    onMoved: (folder) => moved.push(folder),
    chooseFolder: async (start) => {
      asked.push(start);
      return picked;
    },
    reveal: (folder) => revealed.push(folder),
    logger: silentLogger,
  });
  return { desk, on, moved, asked, revealed, usual, stored: () => stored };
}

describe('lookAtFolder', () => {
  it('makes a folder, writes into it, and leaves nothing there', async () => {
    const folder = path.join(dir, 'new', 'deep');
    const facts = await lookAtFolder(folder);
    expect(facts).toMatchObject({ state: 'writable', path: folder });
    expect(facts.freeBytes).toBeGreaterThan(0);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says that a file is no folder, and what lies below a file neither', async () => {
    const file = path.join(dir, 'file');
    writeFileSync(file, '');
    expect((await lookAtFolder(file)).state).toBe('missing');
    expect((await lookAtFolder(path.join(file, 'below'))).state).toBe('missing');
  });

  it.skipIf(process.getuid?.() === 0)('says that nothing can be written', async () => {
    const folder = path.join(dir, 'locked');
    mkdirSync(folder);
    chmodSync(folder, 0o500);
    expect((await lookAtFolder(folder)).state).toBe('read-only');
  });
});

describe('the folder of recordings', () => {
  it('is the usual one, until another one is picked; that one is kept', async () => {
    const own = path.join(dir, 'own');
    mkdirSync(own);
    const { desk, moved, asked, usual, stored } = open({ picked: own });
    expect(await desk.view()).toMatchObject({ chosen: 'usual', next: null, recordings: { path: usual, state: 'writable' } });
    expect(await desk.chooseRecordings()).toMatchObject({ done: true, folders: { chosen: 'own', recordings: { path: own } } });
    expect([asked, moved, stored()]).toEqual([[usual], [own], own]);
    expect(desk.recordingsDir).toBe(own);
    expect(open({ kept: own }).desk.recordingsDir).toBe(own);
  });

  it('stays for a show that is on; the next one begins in the new one', async () => {
    const own = path.join(dir, 'own');
    const { desk, on, moved, usual } = open({ picked: own });
    on.show = true;
    expect(await desk.chooseRecordings()).toMatchObject({ folders: { recordings: { path: usual }, next: { path: own } } });
    expect([desk.recordingsDir, moved]).toEqual([usual, []]);
    desk.settle();
    expect([desk.recordingsDir, moved]).toEqual([own, [own]]);
    desk.settle();
    expect(moved).toEqual([own]);
  });

  it('goes back to the usual one, also before the next show has begun', async () => {
    const own = path.join(dir, 'own');
    const { desk, on, usual, stored } = open({ picked: own });
    on.show = true;
    await desk.chooseRecordings();
    expect(await desk.resetRecordings()).toMatchObject({ done: true, folders: { next: null, chosen: 'usual' } });
    desk.settle();
    expect([desk.recordingsDir, stored()]).toEqual([usual, null]);
  });

  it('stays when nothing is picked, and when nothing can be written to what was picked', async () => {
    const file = path.join(dir, 'file');
    writeFileSync(file, '');
    for (const picked of [null, 'relative', file]) {
      const { desk, moved, usual } = open({ picked });
      expect((await desk.chooseRecordings()).done).toBe(picked === null);
      expect([desk.recordingsDir, moved]).toEqual([usual, []]);
    }
    expect(existsSync('relative')).toBe(false);
  });

  it('is not taken from what was kept wrong', () => {
    for (const kept of [7, 'relative/path', { a: 1 }]) {
      const { desk, usual } = open({ kept });
      expect(desk.recordingsDir).toBe(usual);
    }
  });

  it('has one dialog at a time', async () => {
    const { desk } = open();
    const [first, second] = await Promise.all([desk.chooseRecordings(), desk.chooseRecordings()]);
    expect([first.done, second.done]).toEqual([true, false]);
  });

  it('is shown in the file manager, and so is the data', () => {
    const { desk, revealed, usual } = open();
    desk.open('recordings');
    desk.open('data');
    expect(revealed).toEqual([usual, path.join(dir, 'data')]);
  });
});

it('has no dialog and no file manager where nobody sits, and says so', async () => {
  const desk = createFolderDesk({
    usualRecordingsDir: path.join(dir, 'usual'),
    dataDir: dir,
    settings: { get: () => undefined, set: () => {} },
    kbps: 2660,
    isShowOn: () => false,
    onMoved: () => {},
    logger: silentLogger,
  });
  expect((await desk.view()).choosing).toBe('none');
  expect((await desk.chooseRecordings()).done).toBe(false);
  expect(desk.open('data').done).toBe(false);
});
