/** AssemblyScript to WebAssembly, in memory. */
export function compileWasm(file: string): Promise<Buffer>;
