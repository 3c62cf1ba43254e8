/** Starts the real Electron for one test, with a user-data folder of its own, and gives it back whole. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron } from 'playwright-core';
import type { ElectronApplication, Page } from 'playwright-core';
import { fakeMainPath } from './build-fake-main.ts';

const root = resolve(import.meta.dirname, '../../..');
export const preloadPath = resolve(root, 'dist/preload/studio.cjs');

export interface LaunchOptions {
  /** `app`: the real studio. `fake`: the real shell and window around the scripted studio. */
  readonly entry: 'app' | 'fake';
  readonly env?: Readonly<Record<string, string>>;
}

export interface LaunchedStudio {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly dataDir: string;
  /** Everything the app has written to stderr so far. */
  stderr(): string;
  /** Quits in order. Resolves with the exit code; null when it was killed. */
  quit(): Promise<number | null>;
  /** quit() and the data folder gone; harmless when it has quit already. */
  dispose(): Promise<void>;
}

const entryPath = (entry: LaunchOptions['entry']): string => (entry === 'app' ? root : fakeMainPath);

function childEnv(dataDir: string, env: Readonly<Record<string, string>> = {}): Record<string, string> {
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...Object.fromEntries(inherited), VANCHOR_DATA_DIR: dataDir, VANCHOR_UNATTENDED: '1', ...env };
}

export async function launchStudio({ entry, env }: LaunchOptions): Promise<LaunchedStudio> {
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) {
    throw new Error('the e2e tests need a display: run them with `npm test`, or under `xvfb-run -a`');
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'vanchor-e2e-'));
  const app = await _electron.launch({ args: [entryPath(entry)], cwd: root, env: childEnv(dataDir, env) });
  let stderr = '';
  const child = app.process();
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  const exited = new Promise<number | null>((done) => child.once('exit', done));
  const quit = async (): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) await app.close();
    return exited;
  };
  return {
    app,
    page: await app.firstWindow(),
    dataDir,
    stderr: () => stderr,
    quit,
    async dispose() {
      await quit();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Starts another instance with the same user data, the way a double click would, and waits for its end. */
export function runSecondInstance(
  dataDir: string,
  entry: LaunchOptions['entry'] = 'fake',
): Promise<{ readonly code: number | null; readonly stderr: string }> {
  const electronPath = createRequire(import.meta.url)('electron') as string;
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const child = spawn(electronPath, [...(asRoot ? ['--no-sandbox'] : []), entryPath(entry)], {
    cwd: root,
    env: childEnv(dataDir),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => done({ code, stderr }));
  });
}
