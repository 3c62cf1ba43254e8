/** One progress line per step, and one way to stop with words. Only Node built-ins: this runs before anything is installed. */
import { spawn } from 'node:child_process';
import process from 'node:process';

/** What the user reads when a step cannot go on: what happened, what to do. */
export class SetupError extends Error {}

/**
 * Runs `fn` as one step. It returns a short note ('already there') that ends the line.
 * @param {string} label
 * @param {() => Promise<string | void> | string | void} fn
 */
export async function step(label, fn) {
  const startedAt = performance.now();
  const seconds = () => ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`  ${label.padEnd(30, ' ')} `);
  try {
    const note = await fn();
    process.stdout.write(`${note ?? 'done'} (${seconds()} s)\n`);
  } catch (error) {
    process.stdout.write(`failed (${seconds()} s)\n`);
    throw error;
  }
}

/**
 * Runs a program quietly; its output is shown only when it fails.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number }} [options]
 * @returns {Promise<{ stdout: string, stderr: string }>}
 */
export function runQuietly(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: options.timeoutMs,
      shell: process.platform === 'win32' && command === 'npm',
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => (stdout = (stdout + chunk).slice(-200_000)));
    child.stderr.on('data', (chunk) => (stderr = (stderr + chunk).slice(-20_000)));
    child.on('error', (error) => reject(new SetupError(`${command} could not be started: ${error.message}`)));
    child.on('close', (code, signal) => {
      if (code === 0) resolve({ stdout, stderr });
      else reject(new SetupError(`${command} ${args.join(' ')} ended with ${signal ?? code}\n${stderr || stdout}`));
    });
  });
}

/** Runs `main` and turns a SetupError into words and exit code 1. */
export async function runScript(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    if (error instanceof SetupError) console.error(`\n${error.message}\n`);
    else console.error(error);
    process.exitCode = 1;
  }
}
