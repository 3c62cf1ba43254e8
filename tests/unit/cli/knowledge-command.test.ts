/** `vanchor knowledge` on a folder of its own. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runKnowledge } from '../../../main/cli/knowledge-command.ts';

let dir: string;
let out: string;
let err: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), 'vanchor-cli-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function run(...argv: string[]): Promise<number> {
  out = '';
  err = '';
  return runKnowledge(argv, {
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    where: { folder: path.join(dir, 'knowledge'), samplesDir: path.resolve(import.meta.dirname, '../../../resources/knowledge') },
  });
}

describe('vanchor knowledge', () => {
  it('lists, imports, tries, exports and removes', async () => {
    const file = path.join(dir, '问答.csv');
    writeFileSync(file, '问题,答案\n包邮吗,满99元包邮\n在吗,\n');
    expect(await run('import', file, '--dry-run')).toBe(0);
    expect(out).toContain('1 new, 0 changed, 0 as before, 1 left out (nothing was kept)');
    expect(err).toContain('row 3');
    expect(await run('import', file)).toBe(0);
    const bookId = /into (\S+)/u.exec(out)?.[1] ?? '';
    expect(await run('list')).toBe(0);
    expect(out).toContain(`${bookId}  问答  (1 questions`);
    expect(await run('try', bookId, '包邮吗')).toBe(0);
    expect(out).toMatch(/^满99元包邮\n {2}why: question; a stored question had to reach 55 %/u);
    const table = path.join(dir, 'a.csv');
    expect(await run('export', bookId, '-o', table)).toBe(0);
    expect(readFileSync(table, 'utf8')).toContain('满99元包邮');
    expect(await run('remove', bookId)).toBe(0);
    expect(await run('try', bookId, 'x')).toBe(1);
    expect(err).toContain('not there any more');
  });

  it('says what it did not understand', async () => {
    expect(await run()).toBe(2);
    expect(await run('import')).toBe(2);
    expect(await run('export', 'sample-tea-shop', '-o', 'a.pdf')).toBe(2);
    expect(await run('import', 'x.csv', '--encoding', 'latin9')).toBe(2);
    expect(await run('fly', 'away')).toBe(2);
    expect(await run('remove', 'sample-tea-shop')).toBe(1);
    expect(err).toContain('Samples cannot be changed');
  });
});
