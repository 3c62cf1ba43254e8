/** Bytes in, pieces of a known length out. */
export interface ByteQueue {
  add(chunk: Uint8Array): void;
  /** Exactly `length` bytes, or null while there are fewer. */
  take(length: number): Uint8Array | null;
}

export function createByteQueue(): ByteQueue {
  const chunks: Uint8Array[] = [];
  let available = 0;
  return {
    add(chunk) {
      chunks.push(chunk);
      available += chunk.length;
    },
    take(length) {
      if (available < length) return null;
      const piece = new Uint8Array(length);
      let filled = 0;
      while (filled < length) {
        const first = chunks[0];
        if (!first) break;
        const part = first.subarray(0, length - filled);
        piece.set(part, filled);
        filled += part.length;
        if (part.length === first.length) chunks.shift();
        else chunks[0] = first.subarray(part.length);
      }
      available -= length;
      return piece;
    },
  };
}
