/** `node scripts/portrait/build-kernel.mjs`: compiles warp-kernel.as with AssemblyScript and writes its bytes into the portrait engine. A test does the same and compares. */
import { mkdtempSync, copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const here = import.meta.dirname;
const target = path.join(here, '../../main/engines/entries/portrait/warp-kernel.bytes.ts');

export function compileKernel() {
  const dir = mkdtempSync(path.join(tmpdir(), 'portrait-kernel-'));
  try {
    copyFileSync(path.join(here, 'warp-kernel.as'), path.join(dir, 'kernel.ts'));
    const asc = path.join(here, '../../node_modules/assemblyscript/bin/asc.js');
    const options = ['-O3', '--enable', 'simd', '--importMemory', '--noExportMemory', '--runtime', 'stub', '--initialMemory', '0'];
    execFileSync(process.execPath, [asc, 'kernel.ts', '-o', 'kernel.wasm', ...options], {
      cwd: dir,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    return readFileSync(path.join(dir, 'kernel.wasm')).toString('base64');
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(
    target,
    `/** Made by scripts/portrait/build-kernel.mjs from warp-kernel.as; do not edit. */\nexport const warpKernelBase64 =\n  '${compileKernel()}';\n`,
  );
}
