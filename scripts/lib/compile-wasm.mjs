/** AssemblyScript to WebAssembly, in memory. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { main } from 'assemblyscript/asc';

/**
 * @param {string} file
 * @returns {Promise<Buffer>}
 */
export async function compileWasm(file) {
  let binary;
  /** @type {string[]} */
  const complaints = [];
  const { error } = await main(
    [
      'input.ts',
      '--outFile',
      'out.wasm',
      '-O3',
      '--runtime',
      'stub',
      '--enable',
      'simd',
      '--noAssert',
      '--importMemory',
      '--initialMemory',
      '1',
      '--use',
      'abort=',
    ],
    {
      readFile: (name) => (path.basename(name) === 'input.ts' ? readFileSync(file, 'utf8') : null),
      writeFile: (name, contents) => {
        if (name.endsWith('.wasm')) binary = Buffer.from(contents);
      },
      listFiles: () => [],
      stderr: { write: (text) => complaints.push(String(text)) },
    },
  );
  if (error || !binary) throw new Error(`${file} does not compile: ${error?.message ?? ''}\n${complaints.join('')}`);
  return binary;
}
