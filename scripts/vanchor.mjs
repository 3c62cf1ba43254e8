#!/usr/bin/env node
/** The command line: builds when sources are newer, then runs the same core under plain Node. */
import { spawn } from 'node:child_process';
import process from 'node:process';
import { buildApp } from './setup/build-app.mjs';
import { installPackages } from './setup/packages.mjs';
import { at } from './setup/paths.mjs';
import { runScript } from './setup/step.mjs';

await runScript(async () => {
  await installPackages();
  await buildApp();
  const child = spawn(process.execPath, [at('dist/main/cli.js'), ...process.argv.slice(2)], { stdio: 'inherit' });
  // after Ctrl-C in a terminal the core has had its own: it takes the two for one
  // on Windows `kill` ends it at once, and the console has told it already: here we only wait for its end
  const passOn = (signal) => process.platform === 'win32' || child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, passOn);
  return new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ? 130 : code)));
});
