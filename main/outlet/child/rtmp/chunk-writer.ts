/**
 * Messages into RTMP chunks: full header (fmt 0) first and whenever the delta form cannot hold, then fmt 1 or 2, fmt 3 for the
 * rest of a message. Times of 0xFFFFFF and above travel in the extended field, repeated in every chunk of the message.
 */
import type { RtmpMessage } from './messages.ts';

export interface ChunkWriter {
  /** The whole message as bytes for the wire. */
  encode(chunkStreamId: number, message: RtmpMessage): Buffer;
  /** From the next message on; tell the peer first. */
  setChunkSize(bytes: number): void;
}

interface Sent {
  readonly timestampMs: number;
  readonly type: number;
  readonly length: number;
  readonly streamId: number;
}

const extendedMark = 0xffffff;
const headerBytes = [11, 7, 3, 0] as const;

export function createChunkWriter(): ChunkWriter {
  let chunkSize = 128;
  const sent = new Map<number, Sent>();

  return {
    setChunkSize(bytes) {
      chunkSize = bytes;
    },
    encode(chunkStreamId, message) {
      if (chunkStreamId < 2 || chunkStreamId > 63) throw new RangeError(`chunk stream ${chunkStreamId} is outside 2..63`);
      const timestampMs = message.timestampMs >>> 0;
      const length = message.payload.length;
      const previous = sent.get(chunkStreamId);
      const delta = previous === undefined ? 0 : (timestampMs - previous.timestampMs) >>> 0;
      const goesBack = delta > 0x7fffffff;
      const format =
        previous === undefined || previous.streamId !== message.streamId || goesBack
          ? 0
          : previous.type !== message.type || previous.length !== length
            ? 1
            : 2;
      sent.set(chunkStreamId, { timestampMs, type: message.type, length, streamId: message.streamId });

      const time = format === 0 ? timestampMs : delta;
      const extended = time >= extendedMark ? 4 : 0;
      const chunks = Math.max(1, Math.ceil(length / chunkSize));
      const out = Buffer.allocUnsafe(1 + headerBytes[format] + extended + (chunks - 1) * (1 + extended) + length);
      let at = out.writeUInt8((format << 6) | chunkStreamId, 0);
      at = out.writeUIntBE(Math.min(time, extendedMark), at, 3);
      if (format <= 1) {
        at = out.writeUIntBE(length, at, 3);
        at = out.writeUInt8(message.type, at);
      }
      if (format === 0) at = out.writeUInt32LE(message.streamId, at);
      if (extended > 0) at = out.writeUInt32BE(time, at);
      for (let from = 0; from < length; from += chunkSize) {
        if (from > 0) {
          at = out.writeUInt8((3 << 6) | chunkStreamId, at);
          if (extended > 0) at = out.writeUInt32BE(time, at);
        }
        const part = message.payload.subarray(from, from + chunkSize);
        out.set(part, at);
        at += part.length;
      }
      return out;
    },
  };
}
