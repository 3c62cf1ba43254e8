/** One memory for everything that the inner loops touch: blocks are asked for first, then the memory is made once, and never moves again. */
export interface Block<View> {
  /** Bytes from the memory's start. */
  readonly at: number;
  /** Only after `seal`. */
  readonly view: View;
}
export interface Arena {
  bytes(from: Uint8Array | number): Block<Uint8Array>;
  floats(from: Float32Array | number): Block<Float32Array>;
  words(from: Int32Array | number): Block<Int32Array>;
  /** Bytes of memory needed so far, with room behind the last block for loops that read ahead. */
  readonly size: number;
  seal(memory: ArrayBuffer): void;
}

/** Below are the loops' own few bytes. */
const firstByte = 1024;
/** Vectors look at up to this many bytes behind what they need. */
const readAhead = 64;

export function createArena(): Arena {
  let end = firstByte;
  const waiting: ((memory: ArrayBuffer) => void)[] = [];
  const take = <View extends { set(from: View): void }>(
    from: View | number,
    length: number,
    unit: number,
    viewOf: (memory: ArrayBuffer, at: number, length: number) => View,
  ): Block<View> => {
    const at = end;
    end = (end + length * unit + readAhead + 15) & ~15;
    let made: View | null = null;
    waiting.push((memory) => {
      made = viewOf(memory, at, length);
      if (typeof from !== 'number') made.set(from);
    });
    return {
      at,
      get view() {
        if (!made) throw new Error('the memory of the portrait is not made yet');
        return made;
      },
    };
  };
  const lengthOf = (from: { readonly length: number } | number): number => (typeof from === 'number' ? from : from.length);
  return {
    bytes: (from) => take(from, lengthOf(from), 1, (memory, at, length) => new Uint8Array(memory, at, length)),
    floats: (from) => take(from, lengthOf(from), 4, (memory, at, length) => new Float32Array(memory, at, length)),
    words: (from) => take(from, lengthOf(from), 4, (memory, at, length) => new Int32Array(memory, at, length)),
    get size() {
      return end + readAhead;
    },
    seal(memory) {
      for (const make of waiting) make(memory);
      waiting.length = 0;
    },
  };
}
