/** Memory and inner loop of one portrait: WebAssembly SIMD where it runs, else the same maths in plain JavaScript. */
import { warpKernelBase64 } from './warp-kernel.bytes.ts';
import { createPlainWarp, type Warp } from './warp-kernel.ts';

type Kernel = (...numbers: number[]) => void;
interface WasmHost {
  readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Readonly<Record<string, unknown>> };
  validate(bytes: Uint8Array): boolean;
}

export function createWarp(size: number, kernel: 'best' | 'plain'): { memory: ArrayBuffer; warp: Warp; kind: 'simd' | 'plain' } {
  const wasm = (globalThis as unknown as { WebAssembly?: WasmHost }).WebAssembly;
  const code = Buffer.from(warpKernelBase64, 'base64');
  if (kernel === 'plain' || !wasm?.validate(code)) {
    const memory = new ArrayBuffer((size + 15) & ~15);
    return { memory, warp: createPlainWarp(memory), kind: 'plain' };
  }
  const memory = new wasm.Memory({ initial: Math.ceil(size / 65_536) + 1 });
  const run = new wasm.Instance(new wasm.Module(code), { env: { memory } }).exports['warp'] as Kernel;
  return {
    memory: memory.buffer,
    kind: 'simd',
    warp: (j) => run(j.source, j.sourceStride, j.target, j.targetStride, j.nodes, j.columns, j.rows, j.cell, j.flags, j.fillOne, j.fillTwo),
  };
}
