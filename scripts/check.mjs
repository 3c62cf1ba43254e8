#!/usr/bin/env node
/** `npm run check`: types (also against the Electron floor), lint, format, architecture and unit tests. Everything runs even when one fails. */
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { at, rootDir } from './setup/paths.mjs';

const tsc = at('node_modules/typescript/bin/tsc');
/** @type {ReadonlyArray<readonly [label: string, file: string, args: readonly string[]]>} */
const stages = [
  ['types: core, bench, tests', tsc, ['-p', 'tsconfig.node.json']],
  ['types: Electron 45', tsc, ['-p', 'tsconfig.electron.json']],
  ['types: Electron 33 (the floor)', tsc, ['-p', 'tsconfig.floor.json']],
  ['types: window', tsc, ['-p', 'tsconfig.renderer.json']],
  ['lint', at('node_modules/oxlint/bin/oxlint'), ['--type-aware', '--deny-warnings']],
  ['format', at('node_modules/prettier/bin/prettier.cjs'), ['--check', '--log-level', 'warn', '.']],
  ['unit and architecture', at('node_modules/vitest/vitest.mjs'), ['run', '--project', 'unit', '--reporter', 'dot']],
];
let failed = 0;
for (const [label, file, args] of stages) {
  const startedAt = performance.now();
  const result = spawnSync(process.execPath, [file, ...args], { cwd: rootDir, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const ok = result.status === 0;
  if (!ok) failed += 1;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${label} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
  if (!ok || label.startsWith('unit')) console.log(`${result.stdout}${result.stderr}`.trim());
}
process.exitCode = failed === 0 ? 0 : 1;
