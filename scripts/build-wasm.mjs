#!/usr/bin/env node
/** `npm run wasm`: compiles the sources in wasm/ and writes each, as text that any bundler can carry, into the folder of its engine. */
import { writeFileSync } from 'node:fs';
import { at } from './setup/paths.mjs';
import { compileWasm } from './lib/compile-wasm.mjs';

const parts = [
  { source: 'wasm/puppet/compositor.ts', target: 'main/engines/entries/puppet/compositor-wasm.ts', name: 'compositorWasm' },
  { source: 'wasm/portrait/kernel.ts', target: 'main/engines/entries/portrait/kernel-wasm.ts', name: 'kernelWasm' },
];
for (const { source, target, name } of parts) {
  const bytes = await compileWasm(at(source));
  const lines = bytes.toString('base64').match(/.{1,120}/g) ?? [];
  writeFileSync(
    at(target),
    `/** Made by \`npm run wasm\` from ${source}; a unit test tells when it is out of date. */\nexport const ${name} =\n${lines
      .map((line) => `  '${line}'`)
      .join(' +\n')};\n`,
  );
  console.log(`${target}: ${bytes.length} bytes of WebAssembly`);
}
