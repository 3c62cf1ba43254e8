#!/usr/bin/env node
/** `npm start [-- --snapshot [folder]]`: set up what is missing, then open the studio. Without a display it runs under Xvfb. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { electronCommand } from './lib/electron-command.mjs';
import { parseStartOptions, startHelp } from './lib/start-options.mjs';
import { openDisplay } from './setup/display.mjs';
import { at, rootDir } from './setup/paths.mjs';
import { checkSandbox } from './setup/sandbox.mjs';
import { setUp } from './setup/setup.mjs';
import { runScript } from './setup/step.mjs';

await runScript(async () => {
  const { help, snapshot } = parseStartOptions(process.argv.slice(2));
  if (help) {
    console.log(startHelp);
    return 0;
  }
  console.log('Vanchor Studio: getting ready');
  await setUp();
  const { command, args: electronArgs } = electronCommand();
  checkSandbox(command);
  const display = await openDisplay();
  const env = { ...display.env };
  if (snapshot !== undefined) {
    env.VANCHOR_SNAPSHOT_DIR = path.resolve(snapshot || at('out/snapshots'));
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
  const child = spawn(command, [...electronArgs, ...quiet, rootDir], {
    cwd: rootDir,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: process.platform !== 'win32',
  });
  // a group of its own: Ctrl-C would reach it twice. npm hands on what the terminal has sent already: this script must outlive the second one
  let isAsked = false;
  const end = () => {
    isAsked = true;
    child.kill('SIGTERM');
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end);
  // npm that is told to end ends only the shell between it and this script
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event === 'start')
    setInterval(() => {
      if (process.ppid !== parent) end();
    }, 500).unref();
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (exitCode, signal) => {
      if (signal === null || isAsked) return resolve(exitCode ?? 0);
      // a crash, or the system was short of memory
      console.error(`\nThe studio was ended from outside or has crashed (${signal}).`);
      resolve(1);
    });
  });
  display.stop();
  return code;
});
