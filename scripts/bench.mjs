#!/usr/bin/env node
/** `npm run bench <name> [-- options]`: runs bench/<name>.ts from the build, prints its tables, writes out/bench/<name>.json. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { at } from './setup/paths.mjs';
import { setUp } from './setup/setup.mjs';
import { runScript, SetupError } from './setup/step.mjs';

await runScript(async () => {
  const [name, ...args] = process.argv.slice(2);
  const known = readdirSync(at('bench'))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -3));
  if (!name || !known.includes(name)) throw new SetupError(`usage: npm run bench <${known.join('|')}> [-- options]`);
  await setUp({ electron: ['show', 'demo', 'screenshots', 'ui'].includes(name) });
  const file = at('dist/main/bench', `${name}.js`);
  if (!existsSync(file)) throw new SetupError(`${file} was not built`);
  const { run } = await import(pathToFileURL(file).href);
  const result = await run(args);
  console.log(`\n${result.name} · ${new Date().toISOString().slice(0, 10)} · ${result.machine}`);
  console.table(result.rows);
  if (result.goals?.length) console.table(result.goals);
  for (const note of result.notes ?? []) console.log(`  ${note}`);
  mkdirSync(at('out/bench'), { recursive: true });
  writeFileSync(at('out/bench', `${name}.json`), `${JSON.stringify({ ...result, at: new Date().toISOString() }, null, 2)}\n`);
  console.log(`written to out/bench/${name}.json`);
  process.exit(result.ok ? 0 : 1);
});
