/** `vanchor encoders` as a person runs it, and that nothing it started outlives it. */
import { execFileSync, spawn } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { treeOf } from '../../../bench/lib/process-tree.ts';
import { isAlive } from '../../../main/kernel/is-alive.ts';
import { rootDir, waitUntil } from '../support/studio-on-air.ts';

const cli = path.join(rootDir, 'dist/main/cli.js');

describe('vanchor encoders', () => {
  it('says of each encoder whether it works and why not, and which one a show gets', () => {
    const out = execFileSync(process.execPath, [cli, 'encoders'], { encoding: 'utf8' });
    expect(out).toMatch(/^ffmpeg \S+/);
    expect(out).toMatch(/^ {2}x264 +works +/m);
    expect(out.trim().split('\n').at(-1)).toMatch(/encodes: /);
  });

  it('refuses an encoder that does not exist, in words', () => {
    expect(() => execFileSync(process.execPath, [cli, 'encoders', '--encoder', 'h266'], { encoding: 'utf8', stdio: 'pipe' })).toThrow(
      /--encoder is one of auto/,
    );
  });

  it('leaves no measurement behind when it is killed', async () => {
    const child = spawn(process.execPath, [cli, 'encoders', '--measure', '--encoder', 'x264'], { stdio: ['ignore', 'pipe', 'ignore'] });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    const measuring = (): number[] => treeOf(child.pid ?? 0).filter((pid) => pid !== child.pid);
    await waitUntil('a measurement', () => out.includes('720p30') && measuring().length > 0);
    const started = measuring();
    child.kill('SIGKILL');
    await expect.poll(() => started.filter(isAlive), { timeout: 20_000 }).toEqual([]);
  });
});
