/** `npm start -- --snapshot` as a newcomer without a screen runs it: addresses in the terminal, pictures of the window in a folder, an end in order. */
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { treeOf } from '../../bench/lib/process-tree.ts';
import { isAlive, rootDir, waitUntil } from '../integration/support/studio-on-air.ts';

let started: ChildProcess | undefined;
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'vanchor-start-'));
});
afterEach(() => {
  started?.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
});

/** The part of the window's picture in which the show is seen: its hash, and how much of it is its commonest grey (most of it, while there is no show). */
function readStage(file: string): { readonly hash: string; readonly flatShare: number } {
  const args = ['-v', 'error', '-i', file, '-vf', 'crop=in_w/3:in_h/3,format=gray', '-f', 'rawvideo', '-'];
  const pixels = execFileSync('ffmpeg', args, { maxBuffer: 64 * 1024 * 1024 });
  const counts = Array.from({ length: 256 }, () => 0);
  for (const grey of pixels) counts[grey] = (counts[grey] ?? 0) + 1;
  return { hash: createHash('sha256').update(pixels).digest('hex'), flatShare: Math.max(...counts) / pixels.length };
}

/** Unlike `isAlive` not one that has ended and is waited for by nobody: who would have done it was killed. */
function runs(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

interface Start {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly exited: Promise<number | null>;
  readonly said: () => string;
}

/** The command, until its studio has told its addresses. */
async function start(...args: readonly string[]): Promise<Start> {
  let output = '';
  const child = spawn(process.execPath, ['scripts/start.mjs', ...args], {
    cwd: rootDir,
    env: { ...process.env, VANCHOR_DATA_DIR: join(dir, 'data'), VANCHOR_UNATTENDED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started = child;
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  const exited = new Promise<number | null>((done) => child.once('exit', done));
  await waitUntil('the addresses', () => /preview +http:\S+/.test(output) && /rtmp +rtmp:\S+/.test(output), 60_000).catch(
    (error: Error) => {
      throw new Error(`${error.message}; it wrote:\n${output}`);
    },
  );
  return { child, pid: child.pid ?? 0, exited, said: () => output };
}

it('opens the studio on air, saves pictures of it, and ends in order', async () => {
  const file = join(dir, 'pictures', 'window.png');
  const { child, pid, exited, said } = await start('--snapshot', join(dir, 'pictures'));
  expect(said()).toContain('studio ready');
  await waitUntil('a picture of the window', () => existsSync(file));
  await waitUntil('the show in the picture', () => readStage(file).flatShare < 0.3);
  const first = readStage(file).hash;
  await waitUntil('the picture to move', () => readStage(file).hash !== first);

  const all = treeOf(pid);
  expect(all.length).toBeGreaterThan(10);
  // one Ctrl-C as the script hears it: from the terminal, and once more from npm
  child.kill('SIGINT');
  await waitUntil('the first to be heard', () => /^ShdPnd:\s+0+$/m.test(readFileSync(`/proc/${pid}/status`, 'utf8')));
  child.kill('SIGINT');
  expect(await exited).toBe(0);
  await waitUntil('every process to end', () => all.every((pid) => !isAlive(pid)));
});

it('does not call it a success when the studio is killed', async () => {
  const { pid, exited, said } = await start();
  const all = treeOf(pid);
  const below = execFileSync('ps', ['-o', 'pid=,comm=', '--ppid', String(pid)], { encoding: 'utf8' });
  process.kill(Number(/(\d+) electron/.exec(below)?.[1]), 'SIGKILL');
  expect(await exited).toBe(1);
  expect(said()).toContain('SIGKILL');
  await waitUntil('every process to end', () => !all.some(runs));
});
