/**
 * Takes the constants out of a WebAssembly file: the compiled module would keep them once more, beside the program's memory.
 * Also leaves out what only a debugger reads. It knows nothing of speech.
 */
export interface DataSegment {
  /** Where it lies in the program's memory. */
  readonly at: number;
  readonly bytes: Uint8Array;
}

export interface SplitProgram {
  /** The file without data and debug sections. */
  readonly code: Uint8Array<ArrayBuffer>;
  /** In the linker's order: constants first. */
  readonly data: readonly DataSegment[];
}

const headerBytes = 8;
const customSection = 0;
const dataSection = 11;
const i32Const = 0x41;
const endOfExpression = 0x0b;

/** Throws a RangeError when the file has anything but plain segments at fixed places. */
export function splitWasm(file: Uint8Array): SplitProgram {
  const kept: Uint8Array[] = [file.subarray(0, headerBytes)];
  let data: readonly DataSegment[] = [];
  const reader = createReader(file, headerBytes);
  while (reader.at < file.length) {
    const from = reader.at;
    const id = reader.byte();
    const bytes = reader.number();
    const body = reader.at;
    reader.skip(bytes);
    if (id === dataSection) data = readSegments(file.subarray(body, reader.at));
    else if (id !== customSection) kept.push(file.subarray(from, reader.at));
  }
  return { code: new Uint8Array(Buffer.concat(kept)), data };
}

function readSegments(section: Uint8Array): DataSegment[] {
  const reader = createReader(section, 0);
  return Array.from({ length: reader.number() }, () => {
    if (reader.number() !== 0 || reader.byte() !== i32Const) throw new RangeError('a data segment is not at a fixed place');
    const at = reader.number();
    if (reader.byte() !== endOfExpression) throw new RangeError('a data segment is not at a fixed place');
    const length = reader.number();
    const from = reader.at;
    reader.skip(length);
    return { at, bytes: section.subarray(from, reader.at) };
  });
}

function createReader(bytes: Uint8Array, from: number) {
  let at = from;
  const byte = (): number => {
    const value = bytes[at++];
    if (value === undefined) throw new RangeError('the WebAssembly file ends too early');
    return value;
  };
  return {
    get at() {
      return at;
    },
    byte,
    /** LEB128. Addresses here are below 2^31, so signed and unsigned read the same. */
    number(): number {
      let value = 0;
      for (let shift = 0; ; shift += 7) {
        const part = byte();
        value += (part & 0x7f) * 2 ** shift;
        if (part < 0x80) return value;
      }
    },
    skip(count: number): void {
      at += count;
      if (at > bytes.length) throw new RangeError('the WebAssembly file ends too early');
    },
  };
}
