#!/usr/bin/env node
/** `npm run check`: types (also against the Electron floor), lint, format, architecture and unit tests. Everything runs even when one fails. */
import { spawn } from 'node:child_process';
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
/** One stage; what it says is held back until it has ended, so that two at a time do not mix their lines. */
function run([label, file, args]) {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...args], { cwd: rootDir, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const hear = (text) => {
      said += text;
    };
    child.stdout.setEncoding('utf8').on('data', hear);
    child.stderr.setEncoding('utf8').on('data', hear);
    child.once('error', reject);
    child.once('close', (code) => {
      console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${label} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
      if (code !== 0 || label.startsWith('unit')) console.log(said.trim());
      resolve(code === 0);
    });
  });
}

// the compilers use one core each; the unit tests take whatever is there, so they come last and alone
const waiting = stages.slice(0, -1);
const results = [];
async function lane() {
  for (let stage = waiting.shift(); stage; stage = waiting.shift()) results.push(await run(stage));
}
await Promise.all([lane(), lane()]);
const unit = stages.at(-1);
if (unit) results.push(await run(unit));
process.exitCode = results.every(Boolean) ? 0 : 1;
