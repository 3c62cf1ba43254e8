/** AssemblyScript to WebAssembly, in memory. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { main } from 'assemblyscript/asc';

/**
 * @param {string} file What it exports is what the module exports; it may import its neighbours.
 * @returns {Promise<Buffer>}
 */
export async function compileWasm(file) {
  let binary;
  /** @type {string[]} */
  const complaints = [];
  const { error } = await main(
    [
      path.basename(file),
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
      readFile: (name) => {
        const source = path.join(path.dirname(file), name);
        return existsSync(source) ? readFileSync(source, 'utf8') : null;
      },
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
