/** The command line where there is no ffmpeg at all: an installation without the packages that bring one, FFMPEG_BIN wrong, nothing on PATH. */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { treeOf } from '../../../bench/lib/process-tree.ts';
import { isAlive, rootDir, waitUntil } from '../support/studio-on-air.ts';

const ffmpegPackages = ['ffmpeg-static', '@ffmpeg-installer'];
const dir = mkdtempSync(path.join(os.tmpdir(), 'vanchor-test-'));

beforeAll(() => {
  cpSync(path.join(rootDir, 'dist/main'), path.join(dir, 'dist/main'), { recursive: true });
  symlinkSync(path.join(rootDir, 'resources'), path.join(dir, 'resources'));
  mkdirSync(path.join(dir, 'node_modules'));
  for (const name of readdirSync(path.join(rootDir, 'node_modules')))
    if (!ffmpegPackages.includes(name)) symlinkSync(path.join(rootDir, 'node_modules', name), path.join(dir, 'node_modules', name));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it('says what is missing and what to do, ends with 1, and leaves no process behind', async () => {
  const cli = spawn(
    process.execPath,
    [path.join(dir, 'dist/main/cli.js'), 'live', '--rtmp-port', '0', '--http-port', '0', '--seconds', '30'],
    {
      env: { HOME: dir, PATH: path.join(dir, 'empty'), FFMPEG_BIN: path.join(dir, 'no-ffmpeg'), VANCHOR_DATA_DIR: path.join(dir, 'data') },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  let stderr = '';
  cli.stdout.on('data', (chunk) => (output += String(chunk)));
  cli.stderr.on('data', (chunk) => (stderr += String(chunk)));
  const family = new Set<number>();
  const watching = setInterval(() => treeOf(cli.pid ?? 0).forEach((pid) => family.add(pid)), 20);
  const code = await new Promise<number | null>((done) => cli.once('close', done));
  clearInterval(watching);

  expect(stderr).toMatch(/ffmpeg.*was not found.*Install ffmpeg/);
  expect(stderr, 'a stack trace is no message').not.toMatch(/^\s+at /m);
  expect(output).toContain('show: off');
  expect(code).toBe(1);
  // the engines and the media server had been started
  expect(family.size).toBeGreaterThan(4);
  await waitUntil('every child to end', () => Array.from(family).every((pid) => !isAlive(pid)));
});
