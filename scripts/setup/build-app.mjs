/** Step: dist/ from the sources, when they are newer than it. */
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { at, rootDir } from './paths.mjs';
import { runQuietly } from './step.mjs';

const sources = [
  'main',
  'preload',
  'renderer',
  'packages',
  'tests/fixtures',
  'bench',
  'build/child-entries.ts',
  'electron.vite.config.ts',
  'package-lock.json',
];
/** Inside dist/main, which every build empties: the tests' set-up reads the same one. */
const stamp = at('dist/main/.built');

function newest(file) {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  let latest = stat.mtimeMs;
  for (const name of readdirSync(file)) {
    if (name === 'node_modules') continue;
    latest = Math.max(latest, newest(path.join(file, name)));
  }
  return latest;
}

export async function buildApp() {
  const startedAt = Date.now();
  if (existsSync(stamp) && statSync(stamp).mtimeMs >= Math.max(...sources.map((name) => newest(at(name))))) return 'up to date';
  await runQuietly(process.execPath, [at('node_modules/electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'warn'], {
    cwd: rootDir,
  });
  writeFileSync(stamp, '');
  // a file saved while the build ran must count as newer
  utimesSync(stamp, startedAt / 1000, startedAt / 1000);
  return 'built';
}
