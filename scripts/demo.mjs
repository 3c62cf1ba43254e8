#!/usr/bin/env node
/** `npm run demo`: about a minute; see bench/demo.ts. */
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { at } from './setup/paths.mjs';

process.exitCode = spawnSync(process.execPath, [at('scripts/bench.mjs'), 'demo'], { cwd: at('.'), stdio: 'inherit' }).status ?? 1;
