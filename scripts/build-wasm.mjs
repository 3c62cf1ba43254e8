#!/usr/bin/env node
/** `npm run wasm`: compiles wasm/puppet/compositor.ts and writes it, as text that any bundler can carry, into the puppet's folder. */
import { writeFileSync } from 'node:fs';
import { at } from './setup/paths.mjs';
import { compileWasm } from './lib/compile-wasm.mjs';

const bytes = await compileWasm(at('wasm/puppet/compositor.ts'));
const target = at('main/engines/entries/puppet/compositor-wasm.ts');
const lines = bytes.toString('base64').match(/.{1,120}/g) ?? [];
writeFileSync(
  target,
  `/** Made by \`npm run wasm\` from wasm/puppet/compositor.ts; a unit test tells when it is out of date. */\nexport const compositorWasm =\n${lines
    .map((line) => `  '${line}'`)
    .join(' +\n')};\n`,
);
console.log(`${target}: ${bytes.length} bytes of WebAssembly`);
