/** The part of the WebAssembly API that this engine uses: TypeScript has it only in the DOM library, which no process of main may see. */
declare namespace WebAssembly {
  interface Module {
    readonly __module?: never;
  }
  interface Memory {
    readonly buffer: ArrayBuffer;
  }
  interface Instance {
    readonly exports: Readonly<Record<string, unknown>>;
  }
  function compile(bytes: Uint8Array<ArrayBuffer>): Promise<Module>;
  function instantiate(module: Module, imports: Record<string, Record<string, unknown>>): Promise<Instance>;
}
