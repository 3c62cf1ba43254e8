/**
 * Builds dist/ when a source is newer than the last build, once for all test processes (a lock folder keeps two runs apart).
 * With the whole app in place that is electron-vite; while a part is missing, or does not build, the children that do are built
 * one by one and the others are named, so that one broken part does not stop every test. Under CI nothing is forgiven.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { build } from 'vite';
import { childEntries } from '../build/child-entries.ts';

const root = resolve(import.meta.dirname, '..');
const at = (...parts: string[]): string => join(root, ...parts);
const stamp = at('dist/main/.built');
const lock = at('dist/.building');
const sources = ['main', 'preload', 'renderer', 'packages', 'bench', 'tests/fixtures', 'build/child-entries.ts', 'electron.vite.config.ts'];
const wholeApp = ['main/index.ts', 'main/cli/index.ts', 'preload/studio.ts', 'renderer/studio/index.html'];

export default async function setup(): Promise<void> {
  mkdirSync(at('dist'), { recursive: true });
  const release = await takeLock();
  try {
    const newestMs = Math.max(...sources.map((source) => newestChangeMs(at(source))));
    if (existsSync(stamp) && statSync(stamp).mtimeMs >= newestMs) return;
    const startedAt = new Date();
    await buildAll();
    writeFileSync(stamp, `${startedAt.toISOString()}\n`);
    utimesSync(stamp, startedAt, startedAt); // what changed while it was built is newer
  } finally {
    release();
  }
}

async function buildAll(): Promise<void> {
  const missing = wholeApp.filter((file) => !existsSync(at(file)));
  if (missing.length === 0) {
    console.log('building dist/ (electron-vite)');
    const result = spawnSync(process.execPath, [at('node_modules/electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'warn'], {
      cwd: root,
      encoding: 'utf8',
    });
    if (result.status === 0) return;
    const report = `${result.stdout}\n${result.stderr}`.trim();
    if (process.env['CI']) throw new Error(`electron-vite build failed:\n${report}`);
    console.error(`electron-vite build failed; building the children alone:\n${report}`);
  }
  for (const [name, entry] of Object.entries(childEntries(root))) await buildChild(name, entry);
}

async function buildChild(name: string, entry: string): Promise<void> {
  try {
    await build({
      configFile: false,
      root,
      logLevel: 'error',
      ssr: { noExternal: [/^@vanchor\//] },
      build: {
        ssr: true,
        outDir: at('dist/main'),
        emptyOutDir: false,
        target: 'node20.18',
        sourcemap: true,
        rollupOptions: {
          input: { [`children/${name}`]: entry },
          output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
        },
      },
    });
  } catch (error) {
    if (process.env['CI']) throw error;
    console.error(`child ${name} does not build: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function newestChangeMs(path: string): number {
  if (!existsSync(path)) return 0;
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  let newest = found.mtimeMs;
  for (const name of readdirSync(path)) {
    if (name !== 'node_modules' && name !== 'dist') newest = Math.max(newest, newestChangeMs(join(path, name)));
  }
  return newest;
}

/** A lock left by a process that is no more is taken over. */
async function takeLock(): Promise<() => void> {
  const holder = join(lock, 'pid');
  for (;;) {
    try {
      mkdirSync(lock);
      writeFileSync(holder, String(process.pid));
      return () => rmSync(lock, { recursive: true, force: true });
    } catch {
      const pid = existsSync(holder) ? Number(readFileSync(holder, 'utf8')) : undefined;
      const ageMs = existsSync(lock) ? Date.now() - statSync(lock).mtimeMs : 0;
      if ((pid !== undefined && pid > 0 && !isAlive(pid)) || (pid === undefined && ageMs > 10_000))
        rmSync(lock, { recursive: true, force: true });
      else await sleep(100);
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
