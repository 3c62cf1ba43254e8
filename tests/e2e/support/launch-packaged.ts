/**
 * Starts the packaged app as its user would: a copy outside of the repository, a home of its own, and a PATH on which there is nothing. Its
 * fuses refuse Playwright's way into Electron (an inspector in main), so the window is driven over Chromium's debugging port.
 */
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { chromium } from 'playwright-core';
import type { Page } from 'playwright-core';
import { treeOf } from '../../../bench/lib/process-tree.ts';
import type { ShowEvent } from '../../../main/contract/show-events.ts';

const packageDir = resolve(import.meta.dirname, '../../../release/linux-unpacked');

export interface PackagedStudio {
  readonly page: Page;
  /** The copy that runs. */
  readonly appDir: string;
  /** Everything that the app writes is below it. */
  readonly homeDir: string;
  /** All events of the latest show so far. */
  events(): ShowEvent[];
  /** The programs that its processes run now, by their files. */
  programs(): string[];
  /** The same program once more, beside the one that runs; resolves when that second one has ended. */
  startAgain(
    env: Readonly<Record<string, string>>,
    args: readonly string[],
  ): Promise<{ readonly code: number | null; readonly output: string }>;
  /** Ends it as the system would. Resolves with the exit code. */
  quit(): Promise<number | null>;
  dispose(): Promise<void>;
}

export async function launchPackaged(switches: readonly string[] = []): Promise<PackagedStudio> {
  if (!existsSync(packageDir)) throw new Error('there is no packaged app: run `npm run package`, or the whole by `npm run test:package`');
  const dir = mkdtempSync(join(tmpdir(), 'vanchor-package-'));
  const appDir = join(dir, 'app');
  const homeDir = join(dir, 'home');
  const emptyDir = join(dir, 'nothing');
  mkdirSync(homeDir);
  mkdirSync(emptyDir);
  copyTree(packageDir, appDir);
  const start = (env: Readonly<Record<string, string>>, args: readonly string[]): ChildProcessByStdio<null, Readable, Readable> => {
    const asRoot = process.getuid?.() === 0;
    return spawn(join(appDir, 'vanchor-studio'), [...(asRoot ? ['--no-sandbox'] : []), ...args], {
      cwd: dir,
      env: {
        HOME: homeDir,
        PATH: emptyDir,
        LANG: 'en_US.UTF-8',
        ...pick('DISPLAY', 'XAUTHORITY'),
        VANCHOR_SOFTWARE_RENDERING: '1',
        VANCHOR_UNATTENDED: '1',
        VANCHOR_AUTO_START: '0',
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  };
  const child = start({}, ['--remote-debugging-port=0', ...switches]);
  child.stdout.resume();
  const exited = new Promise<number | null>((done) => child.once('exit', done));
  const endpoint = await new Promise<string>((found, fail) => {
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr = (stderr + chunk).slice(-20_000);
      const address = /DevTools listening on (ws:\S+)/.exec(stderr)?.[1];
      if (address !== undefined) found(address);
    });
    child.once('error', fail);
    child.once('exit', (code) => fail(new Error(`the packaged app ended with ${code} before its window came: ${stderr}`)));
  });
  const browser = await chromium.connectOverCDP(endpoint);
  const [context] = browser.contexts();
  if (context === undefined) throw new Error('the packaged app has no window');
  const page = context.pages()[0] ?? (await context.waitForEvent('page'));

  const showsDir = join(homeDir, '.config', 'Vanchor Studio', 'shows');
  let isOver = false;
  const quit = async (): Promise<number | null> => {
    if (!isOver) child.kill('SIGTERM');
    isOver = true;
    return exited;
  };
  return {
    page,
    appDir,
    homeDir,
    events() {
      const latest = existsSync(showsDir) ? readdirSync(showsDir).sort().at(-1) : undefined;
      const file = latest === undefined ? '' : join(showsDir, latest, 'events.jsonl');
      if (!existsSync(file)) return [];
      return readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => line.endsWith('}'))
        .map((line) => JSON.parse(line) as ShowEvent);
    },
    programs: () => treeOf(child.pid ?? 0).flatMap(programOf),
    async startAgain(env, args) {
      const second = start(env, args);
      let output = '';
      for (const stream of [second.stdout, second.stderr]) stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
      const code = await new Promise<number | null>((done) => second.once('close', done));
      return { code, output };
    },
    quit,
    async dispose() {
      await quit();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Hard links where the file system has them: a second instead of half a gigabyte. */
function copyTree(from: string, to: string): void {
  try {
    execFileSync('cp', ['-al', from, to], { stdio: 'ignore' });
  } catch {
    rmSync(to, { recursive: true, force: true });
    execFileSync('cp', ['-a', from, to]);
  }
}

function pick(...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
}

/** One that has ended in the meantime runs nothing. */
function programOf(pid: number): string[] {
  try {
    return [readlinkSync(`/proc/${pid}/exe`)];
  } catch {
    return [];
  }
}
