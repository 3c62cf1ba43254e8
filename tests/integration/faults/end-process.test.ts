/** The end of a process while one of its threads hangs in a call that nobody answers: the open of a pipe without a writer does as storage that is gone. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformWithOxc } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let dir: string;

beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'ep-'));
  const file = path.resolve(import.meta.dirname, '../../../main/kernel/end-process.ts');
  writeFileSync(path.join(dir, 'end-process.mjs'), (await transformWithOxc(readFileSync(file, 'utf8'), file)).code);
  if (spawnSync('mkfifo', [path.join(dir, 'never')]).status !== 0) throw new Error('there is no mkfifo');
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function endOf(before: string): Promise<{ readonly code: number | null; readonly signal: string | null; readonly stderr: string }> {
  const script = `import fs from 'node:fs';
    import { endProcess } from ${JSON.stringify(pathToFileURL(path.join(dir, 'end-process.mjs')).href)};
    ${before}
    void endProcess(() => process.exit(3));`;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, stderr }));
  });
}

const never = (): string => JSON.stringify(path.join(dir, 'never'));

describe('the end of a process', () => {
  it('comes with its exit code when all is well, and waits for a file that is just being written', async () => {
    const written = path.join(dir, 'written');
    const ended = await endOf(`fs.writeFile(${JSON.stringify(written)}, 'x'.repeat(5e6), () => {}); setInterval(() => {}, 1000);`);
    expect(ended).toEqual({ code: 3, signal: null, stderr: '' });
    expect(readFileSync(written)).toHaveLength(5e6);
  });

  it.each([
    ['a callback', () => `fs.open(${never()}, 'r', () => {});`],
    ['a promise', () => `fs.promises.open(${never()}, 'r').catch(() => {});`],
  ])('comes though a file call with %s never returns, and says so', async (_, before) => {
    const ended = await endOf(before());
    expect(ended).toMatchObject({ code: null, signal: 'SIGKILL' });
    expect(ended.stderr).toMatch(/does not answer.*\n.*没有响应/);
  });
});
