/** `vanchor pack` as someone types it, from the built command line: help, list, a network that is not there, Ctrl-C in the middle. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { enginePacks } from '../../../main/engine-packs/packs.ts';
import { startRegistry, type TestRegistry } from '../../fixtures/packs/start-registry.ts';
import { ensureLlamaPack, testPacksDir } from '../../fixtures/llama/test-pack.ts';
import { rootDir, waitUntil } from '../support/studio-on-air.ts';

let registry: TestRegistry;
let dataDir: string;
beforeEach(async () => {
  registry = await startRegistry();
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'vanchor-pack-command-'));
});
afterEach(async () => {
  await registry.close();
  rmSync(dataDir, { recursive: true, force: true });
});

interface Run {
  readonly out: () => string;
  readonly ended: Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>;
  interrupt(): void;
}

function vanchor(args: readonly string[], env: Readonly<Record<string, string>> = {}): Run {
  const child = spawn(process.execPath, [path.join(rootDir, 'dist/main/cli.js'), ...args], {
    env: { ...process.env, VANCHOR_DATA_DIR: dataDir, VANCHOR_NPM_REGISTRY: registry.url, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  return {
    out: () => out,
    interrupt: () => void child.kill('SIGINT'),
    ended: new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err }))),
  };
}

/** Every package comes most of the way, then nothing more. */
function serveHalves(): void {
  for (const { lock } of enginePacks)
    for (const { name, version, bytes } of [...lock.packages, ...lock.parts.flatMap(({ packages }) => packages)]) {
      registry.put(name, version, Buffer.alloc(Math.min(bytes, 2_000_000)));
      registry.script(name, { kind: 'silence', afterBytes: Math.floor(Math.min(bytes, 2_000_000) * 0.9) });
    }
}

const begun = (run: Run): Promise<void> =>
  waitUntil('progress to be printed', () => /llama: [1-9]\d*\.\d MB of/.test(run.out()) || registry.requests.length >= 6);

describe('vanchor pack', () => {
  it('teaches, and lists what there is and what it takes', async () => {
    const help = await vanchor(['pack', '--help']).ended;
    expect(help).toMatchObject({ code: 0, out: expect.stringMatching(/pack install llama/) });
    expect((await vanchor(['pack']).ended).code).toBe(2);
    expect((await vanchor(['pack', 'eat', 'llama']).ended).code).toBe(2);
    const list = await vanchor(['pack', 'list']).ended;
    expect(list).toMatchObject({ code: 0, out: expect.stringMatching(/^llama 3\.\d+\.\d+: not installed \(download \d+\.\d MB; MIT/) });
  });

  it('says what went wrong, with an exit code', async () => {
    await registry.close();
    const offline = await vanchor(['pack', 'install', 'llama']).ended;
    expect(offline).toMatchObject({ code: 1, err: expect.stringMatching(/cannot be reached \(ECONNREFUSED\)/) });
    expect(await vanchor(['pack', 'install', 'nothing']).ended).toMatchObject({
      code: 1,
      err: expect.stringMatching(/no pack called "nothing"/),
    });
    expect(await vanchor(['pack', 'remove', 'llama']).ended).toMatchObject({ code: 0 });
    expect(await vanchor(['pack', 'remove', 'llama']).ended).toMatchObject({ code: 1, err: expect.stringMatching(/not installed/) });
    registry = await startRegistry();
  });

  it('is stopped by Ctrl-C and keeps what came', async () => {
    serveHalves();
    const run = vanchor(['pack', 'install', 'llama']);
    await begun(run);
    run.interrupt();
    expect(await run.ended).toMatchObject({ code: 130, out: expect.stringMatching(/what was fetched is kept/) });
  });

  it('takes the signals of one press for one: the terminal’s, and those that npm and our own script hand on', async () => {
    serveHalves();
    const run = vanchor(['pack', 'install', 'llama']);
    await begun(run);
    let over = false;
    void run.ended.then(() => (over = true));
    // 50 ms lie between two in a terminal; closer ones find it in the middle of its answer, however fast that is
    for (let sent = 0; !over && sent < 10; sent += 1) {
      run.interrupt();
      await sleep(5);
    }
    expect(await run.ended).toMatchObject({ code: 130, out: expect.stringMatching(/what was fetched is kept/) });
  });

  it('knows the real one, which is installed for these tests', async () => {
    await ensureLlamaPack();
    const list = await vanchor(['pack', 'list'], { VANCHOR_DATA_DIR: path.dirname(testPacksDir) }).ended;
    expect(list.out).toMatch(/^llama 3\.\d+\.\d+: installed/);
    // nothing is fetched again
    const again = await vanchor(['pack', 'install', 'llama'], { VANCHOR_DATA_DIR: path.dirname(testPacksDir) }).ended;
    expect(again).toMatchObject({ code: 0, out: expect.stringMatching(/installed in /) });
    expect(registry.requests).toEqual([]);
  }, 300_000);
});
