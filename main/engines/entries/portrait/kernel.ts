/** The inner loops of the portrait: what may be asked of them, and which there are: WebAssembly SIMD where it runs, else the same maths in plain TypeScript. */
import type { Arena } from './arena.ts';
import { kernelWasm } from './kernel-wasm.ts';
import { createPlainKernel } from './kernel-plain.ts';

/** All addresses are bytes into one memory. `stride` is bytes from a row to the next. Colour planes hold Cb and Cr side by side. */
export interface Kernel {
  /** nodes = rest - 65536 * (sum of fields weighed by amounts), within 0..most; `numbers` of x, y, x, y …, a multiple of four. */
  bend(
    ...a: [fields: number, amounts: number, fieldCount: number, rest: number, nodes: number, numbers: number, mostX: number, mostY: number]
  ): void;
  /**
   * Light and cover sampled through a grid of 8 x 8 cells; those whose flag is 0 rest, those without `changes.cover` are opaque. `windows` tells of each
   * 8 x 8 block of the source what lies from there on: 0 of all kinds, 1 nothing, 2 nothing but opaque. `seen`: a byte a cell, 1 = it shows nothing.
   */
  warpLight(
    ...a: [
      source: number,
      cover: number,
      sourceStride: number,
      target: number,
      coverTarget: number,
      targetStride: number,
      nodes: number,
      columns: number,
      rows: number,
      flags: number,
      windows: number,
      seen: number,
    ]
  ): void;
  /** The same for colour, from the nodes of the luma and what it has seen; written to two planes. */
  warpColour(
    ...a: [
      source: number,
      sourceStride: number,
      targetU: number,
      targetV: number,
      targetStride: number,
      nodes: number,
      columns: number,
      rows: number,
      flags: number,
      seen: number,
      mostX: number,
      mostY: number,
    ]
  ): void;
  /** The mouth's pixels: see mouth-layer.ts for table and params. `at` is a place in the plane for each four pixels. */
  readonly mouthLight: (...a: MouthPixels) => void;
  readonly mouthColour: (...a: MouthPixels) => void;
  /** Pixels moved: to the right by byX times the first pull, down by byY times the second and byX times the third. Pulls are in groups of four pixels. */
  readonly gazeLight: (...a: GazePixels) => void;
  readonly gazeColour: (...a: GazePixels) => void;
  /** Lids over rows and columns: see eye-layer.ts for table and params. */
  readonly lidsLight: (...a: LidPixels) => void;
  readonly lidsColour: (...a: LidPixels) => void;
}
export type MouthPixels = [
  count: number,
  at: number,
  xs: number,
  ys: number,
  pulls: number,
  grooves: number,
  table: number,
  params: number,
  from: number,
  to: number,
  stride: number,
];
export type GazePixels = [
  count: number,
  at: number,
  xs: number,
  ys: number,
  pulls: number,
  byX: number,
  byY: number,
  from: number,
  to: number,
  stride: number,
];
export type LidPixels = [
  count: number,
  firstRow: number,
  lastRow: number,
  firstColumn: number,
  table: number,
  params: number,
  from: number,
  to: number,
  stride: number,
];

interface WasmHost {
  readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
  validate(bytes: Uint8Array): boolean;
}
const pageBytes = 65_536;

/** Makes the arena's memory too. */
export function createKernel(arena: Arena, which: 'best' | 'plain'): { readonly kernel: Kernel; readonly kind: 'simd' | 'plain' } {
  const wasm = (globalThis as unknown as { WebAssembly?: WasmHost }).WebAssembly;
  const code = Buffer.from(kernelWasm, 'base64');
  if (which === 'plain' || !wasm?.validate(code)) {
    const memory = new ArrayBuffer((arena.size + 15) & ~15);
    arena.seal(memory);
    return { kernel: createPlainKernel(memory), kind: 'plain' };
  }
  const memory = new wasm.Memory({ initial: Math.ceil(arena.size / pageBytes) + 1 });
  arena.seal(memory.buffer);
  const kernel = new wasm.Instance(new wasm.Module(code), { env: { memory } }).exports as Kernel & { prepare(): void };
  kernel.prepare();
  return { kernel, kind: 'simd' };
}
