/** The process of the books: it comes when something is asked, goes when nothing is, and its death costs one answer and no book. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../main/kernel/clock.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { createBookProcess, type BookProcess } from '../../../main/knowledge/control/create-book-process.ts';
import { createNodeForkAdapter } from '../../../main/processes/adapters/node-fork.ts';
import { isAlive, rootDir, waitUntil } from '../support/studio-on-air.ts';

const dir = mkdtempSync(path.join(os.tmpdir(), 'vanchor-test-'));
const opened: BookProcess[] = [];
const open = (idleMs?: number): BookProcess => {
  const books = createBookProcess({
    adapter: createNodeForkAdapter(),
    entriesDir: path.join(rootDir, 'dist/main/children'),
    where: { folder: path.join(dir, 'knowledge'), samplesDir: path.join(rootDir, 'resources/knowledge') },
    clock: systemClock,
    logger: silentLogger,
    ...(idleMs === undefined ? {} : { idleMs }),
  });
  opened.push(books);
  return books;
};
afterAll(async () => {
  for (const books of opened) await books.dispose();
  rmSync(dir, { recursive: true, force: true });
});

describe('the process of the books', () => {
  it('is there while something is asked, and gone when nothing has been for a while', async () => {
    const books = open(20);
    expect(books.pid).toBeUndefined();
    expect((await books.list()).books).toHaveLength(2);
    await waitUntil('the process to go', () => books.pid === undefined);
    expect((await books.try('sample-tea-shop', '龙井多少钱')).done).toBe(true);
  });

  it('that is killed in the middle of an import answers in words, leaves no half of a book, and is there again', async () => {
    const books = open();
    await books.list();
    const pid = books.pid ?? 0;
    const rows = Array.from({ length: 15_000 }, (_, at) => `what about number ${at},${at}`).join('\n');
    const importing = books.import({ bookId: null, fileName: 'a.csv', bytes: Buffer.from(`question,answer\n${rows}\n`), encoding: 'auto' });
    process.kill(pid, 'SIGKILL');
    expect(await importing).toMatchObject({
      done: false,
      words: { en: expect.stringContaining('did not answer'), zh: expect.stringContaining('没有响应') },
    });
    await waitUntil('it to be gone', () => !isAlive(pid));
    const { books: listed } = await books.list();
    expect(listed.every(({ problem }) => problem === null)).toBe(true);
    const made = await books.create('x', null);
    expect(made.done).toBe(true);
    expect(readdirSync(path.join(dir, 'knowledge')).filter((name) => !name.endsWith('.yaml'))).toEqual([]);
  });
});
