#!/usr/bin/env node
/**
 * `npm test [-- --only check|integration|e2e]`: set up what is missing, then the checks and every test that is not long.
 * `--only long` (`npm run test:long`): the long ones. `--only package` (`npm run test:package`): the packaged app, made anew.
 *
 * What runs real processes on a machine that others use too can fail for want of it. A file that failed is run once more, alone, and is named either way: it has to
 * hold then. Many failures are no accident and get no second run.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { openDisplay } from './setup/display.mjs';
import { at, rootDir } from './setup/paths.mjs';
import { setUp } from './setup/setup.mjs';
import { runScript, SetupError } from './setup/step.mjs';

const mostSecondRuns = 3;
const parts = ['unit', 'check', 'integration', 'e2e', 'long', 'package'];
const help = `npm test [-- options]

  --only <name>   one part: ${parts.join(', ')}
                  (unit is a part of check and runs all of it; long and package run only when named)
  --help          this text
`;
const vitest = at('node_modules/vitest/vitest.mjs');

/**
 * @param {string} file
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>}
 */
function run(file, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...args], { cwd: rootDir, env, stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** The files of a run with a failed test; undefined where the run left no report. @param {string} report */
function failedFiles(report) {
  try {
    const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
    return testResults.filter(({ status }) => status !== 'passed').map(({ name }) => path.relative(rootDir, name));
  } catch {
    return undefined;
  }
}

/**
 * @param {string} project
 * @param {NodeJS.ProcessEnv} env
 * @param {readonly string[]} names
 */
async function runTests(project, env, names = []) {
  const report = at('out/test', `${project}.json`);
  mkdirSync(path.dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const code = await run(
    vitest,
    ['run', '--project', project, '--reporter', 'default', '--reporter', 'json', `--outputFile.json=${report}`, ...names],
    env,
  );
  return { code, failed: failedFiles(report) };
}

/**
 * @param {string} project
 * @param {NodeJS.ProcessEnv} env
 * @param {string[]} secondRuns
 */
async function stageOfTests(project, env, secondRuns) {
  const first = await runTests(project, env);
  if (first.code === 0) return 0;
  if (!first.failed?.length || first.failed.length > mostSecondRuns) return first.code;
  console.log(`\n== ${project}: once more, alone: ${first.failed.join(', ')}`);
  const second = await runTests(project, env, ['--no-file-parallelism', ...first.failed]);
  secondRuns.push(
    ...first.failed.map((file) => `${file} (${second.failed?.includes(file) || second.failed === undefined ? 'failed again' : 'held'})`),
  );
  return second.code;
}

function readOptions() {
  try {
    return parseArgs({ options: { only: { type: 'string' }, help: { type: 'boolean', short: 'h' } } }).values;
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
  }
}

await runScript(async () => {
  const { only, help: wantsHelp } = readOptions();
  if (wantsHelp) {
    console.log(help);
    return 0;
  }
  if (only !== undefined && !parts.includes(only)) throw new SetupError(`There is no part of the tests named '${only}'.\n\n${help}`);
  console.log('Vanchor Studio: getting ready to test');
  await setUp({ forTests: true });
  const display = await openDisplay({ always: true });
  const env = { ...display.env, VANCHOR_SOFTWARE_RENDERING: '1' };
  /** @type {string[]} */
  const secondRuns = [];
  /** @type {ReadonlyArray<readonly [name: string, label: string, start: () => Promise<number>]>} */
  const daily = [
    ['check', 'types, lint, format, architecture, unit', () => run(at('scripts/check.mjs'), [], env)],
    ['integration', 'real processes, real ffmpeg, real RTMP', () => stageOfTests('integration', env, secondRuns)],
    ['e2e', 'the studio in real Electron', () => stageOfTests('e2e', env, secondRuns)],
  ];
  /** @type {typeof daily} */
  const long = [
    ['long', 'what takes long: faults one by one, every way to fail', () => stageOfTests('long', env, secondRuns)],
    ['long-e2e', 'the same in real Electron', () => stageOfTests('long-e2e', env, secondRuns)],
  ];
  /** @type {typeof daily} */
  const packaged = [
    ['package', 'the app as its users get it', () => run(at('scripts/package.mjs'), [], env)],
    ['package', 'the packaged app, from outside of the repository', () => stageOfTests('package', env, secondRuns)],
  ];
  const stages =
    only === 'package'
      ? packaged
      : only === 'long'
        ? long
        : daily.filter(([name]) => only === undefined || name === only || (only === 'unit' && name === 'check'));
  let passed = 0;
  let failed = 0;
  for (const [name, label, start] of stages) {
    console.log(`\n== ${name}: ${label}`);
    if ((await start()) === 0) {
      passed += 1;
      continue;
    }
    failed += 1;
    // an older package must not be judged in place of the one that was not made
    if (only === 'package') break;
  }
  display.stop();
  if (secondRuns.length > 0) console.log(`\nrun a second time: ${secondRuns.join(', ')}`);
  console.log(`\nstages: ${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});
