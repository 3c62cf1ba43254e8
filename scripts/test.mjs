#!/usr/bin/env node
/** `npm test [-- --only unit|integration|e2e]`: set up what is missing, then the checks and every test. `--only package` (`npm run test:package`): the packaged app, made anew. */
import { spawn } from 'node:child_process';
import process from 'node:process';
import { openDisplay } from './setup/display.mjs';
import { at, rootDir } from './setup/paths.mjs';
import { setUp } from './setup/setup.mjs';
import { runScript } from './setup/step.mjs';

function run(label, file, args, env) {
  console.log(`\n== ${label}`);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...args], { cwd: rootDir, env, stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(signal ? 1 : code));
  });
}

await runScript(async () => {
  console.log('Vanchor Studio: getting ready to test');
  await setUp({ forTests: true });
  const onlyAt = process.argv.indexOf('--only');
  const only = onlyAt >= 0 ? process.argv[onlyAt + 1] : undefined;
  const vitest = at('node_modules/vitest/vitest.mjs');
  const display = await openDisplay({ always: true });
  /** @type {ReadonlyArray<readonly [name: string, label: string, file: string, args: readonly string[]]>} */
  const all = [
    ['check', 'types, lint, format, architecture, unit', at('scripts/check.mjs'), []],
    ['integration', 'real processes, real ffmpeg, real RTMP', vitest, ['run', '--project', 'integration']],
    ['e2e', 'the studio in real Electron', vitest, ['run', '--project', 'e2e']],
  ];
  /** @type {typeof all} */
  const packaged = [
    ['package', 'the app as its users get it', at('scripts/package.mjs'), []],
    ['package', 'the packaged app, from outside of the repository', vitest, ['run', '--project', 'package']],
  ];
  const stages = (only === 'package' ? packaged : all).filter(
    ([name]) => only === undefined || name === only || (only === 'unit' && name === 'check'),
  );
  let passed = 0;
  let failed = 0;
  for (const [name, label, file, args] of stages) {
    const code = await run(`${name}: ${label}`, file, args, { ...display.env, VANCHOR_SOFTWARE_RENDERING: '1' });
    if (code === 0) {
      passed += 1;
      continue;
    }
    failed += 1;
    // an older package must not be judged in place of the one that was not made
    if (only === 'package') break;
  }
  display.stop();
  console.log(`\nstages: ${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});
