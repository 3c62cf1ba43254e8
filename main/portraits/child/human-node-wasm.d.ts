/** What is used of `@vladmandic/human` 3.3.6, dist/human.node-wasm.js. The package exports no way to that file; electron.vite.config.ts does. */
declare module 'human-node-wasm' {
  interface HumanFace {
    readonly score: number;
    readonly meshRaw: readonly (readonly [number, number, number?])[];
    readonly rotation?: { readonly angle: { readonly yaw: number } } | null;
  }
  export class Human {
    constructor(config: object);
    load(): Promise<void>;
    detect(input: object): Promise<{ readonly face: readonly HumanFace[]; readonly error?: string | null }>;
    readonly tf: {
      tensor(values: Float32Array, shape: readonly number[], type: 'float32'): object;
      dispose(tensor: object): void;
    };
  }
}
