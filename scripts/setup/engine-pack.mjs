/** Step, for tests only: the CPU part of the llama.cpp pack, really installed into the user's cache, so that it is fetched once for all runs and clones. */
import path from 'node:path';
import process from 'node:process';
import { at, cacheDir } from './paths.mjs';
import { runQuietly } from './step.mjs';

/** Where it cannot be had the tests that need it say so, each; the others run. */
export async function ensureTestPack() {
  try {
    await runQuietly(process.execPath, [at('dist/main/cli.js'), 'pack', 'install', 'llama'], {
      // the same as in tests/fixtures/llama/test-pack.ts
      env: { ...process.env, VANCHOR_DATA_DIR: path.join(cacheDir, 'test-data') },
      timeoutMs: 600_000,
    });
    return 'installed';
  } catch (error) {
    return `NOT THERE, its tests will fail: ${error instanceof Error ? error.message.trim().split('\n').at(-1) : String(error)}`;
  }
}
