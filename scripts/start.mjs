#!/usr/bin/env node
/** `npm start [-- --snapshot [folder]]`: set up what is missing, then open the studio. Without a display it runs under Xvfb. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { electronCommand } from './lib/electron-command.mjs';
import { openDisplay } from './setup/display.mjs';
import { at, rootDir } from './setup/paths.mjs';
import { setUp } from './setup/setup.mjs';
import { runScript } from './setup/step.mjs';

const help = `npm start [-- options]

  --snapshot [folder]   save a picture of the window every few seconds (default out/snapshots)
  --help                this text
`;

await runScript(async () => {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    console.log(help);
    return 0;
  }
  console.log('Vanchor Studio: getting ready');
  await setUp();
  const display = await openDisplay();
  const env = { ...display.env };
  const snapshotAt = args.indexOf('--snapshot');
  if (snapshotAt >= 0) {
    const next = args[snapshotAt + 1];
    env.VANCHOR_SNAPSHOT_DIR = path.resolve(next && !next.startsWith('--') ? next : at('out/snapshots'));
    console.log(`  pictures of the window         ${env.VANCHOR_SNAPSHOT_DIR}`);
  }
  if (display.virtual) {
    env.VANCHOR_SOFTWARE_RENDERING = '1';
    console.log(
      '  there is no display            the window is drawn under Xvfb; look at the preview or RTMP address below, or use --snapshot',
    );
  }
  // Chromium complains at length of what a machine without a desktop lacks; our own log is in the data folder
  const quiet = ['--log-level=3', ...(display.virtual ? ['--disable-audio-output'] : [])];
  const { command, args: electronArgs } = electronCommand();
  const child = spawn(command, [...electronArgs, ...quiet, rootDir], {
    cwd: rootDir,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: process.platform !== 'win32',
  });
  // a group of its own: Ctrl-C would reach it twice, and the second one cuts the orderly end short
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => child.kill('SIGTERM'));
  // npm that is told to end ends only the shell between it and this script
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event === 'start')
    setInterval(() => {
      if (process.ppid !== parent) child.kill('SIGTERM');
    }, 500).unref();
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (exitCode, signal) => resolve(signal ? 0 : exitCode));
  });
  display.stop();
  return code;
});
