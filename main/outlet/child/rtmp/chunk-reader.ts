/** RTMP chunks in any cutting into messages. Bounded: message length, number of chunk streams; broken input throws RtmpError. */
import { RtmpError } from './rtmp-error.ts';
import { messageType, type RtmpMessage } from './messages.ts';

export interface ChunkReader {
  /** Throws RtmpError 'protocol'; the connection is of no use after that. */
  push(bytes: Uint8Array): RtmpMessage[];
  /** What is kept of messages that are not complete. */
  readonly heldBytes: number;
}

interface Incoming {
  timestampMs: number;
  delta: number;
  extended: boolean;
  length: number;
  type: number;
  streamId: number;
  /** Whole from the first chunk on, so that many small chunks cost no more than one large one. */
  payload: Buffer;
  received: number;
}

const extendedMark = 0xffffff;
const maxChunkStreams = 32;
/** A server has only commands for a publisher. Times the chunk streams this is what one may make us hold. */
const defaultMaxMessageBytes = 64 * 1024;
const nothing = Buffer.alloc(0);
const headerBytes = [11, 7, 3, 0] as const;

export function createChunkReader(options: { readonly maxMessageBytes?: number } = {}): ChunkReader {
  const maxMessageBytes = options.maxMessageBytes ?? defaultMaxMessageBytes;
  const streams = new Map<number, Incoming>();
  let chunkSize = 128;
  let pending: Buffer = nothing;

  const streamOf = (id: number): Incoming => {
    const known = streams.get(id);
    if (known) return known;
    if (streams.size >= maxChunkStreams) throw new RtmpError('protocol', `the server opened more than ${maxChunkStreams} chunk streams`);
    const fresh: Incoming = { timestampMs: 0, delta: 0, extended: false, length: 0, type: 0, streamId: 0, payload: nothing, received: 0 };
    streams.set(id, fresh);
    return fresh;
  };

  /** Reads one chunk at `at`; the position after it, or null when it is not complete yet. */
  const readChunk = (input: Buffer, start: number, messages: RtmpMessage[]): number | null => {
    let at = start;
    const first = input[at];
    if (first === undefined) return null;
    const format = (first >> 6) as 0 | 1 | 2 | 3;
    let id = first & 63;
    at += 1;
    if (id <= 1) {
      const idBytes = id + 1;
      if (input.length < at + idBytes) return null;
      id = idBytes === 1 ? 64 + input.readUInt8(at) : 64 + input.readUInt16LE(at);
      at += idBytes;
    }
    if (input.length < at + headerBytes[format]) return null;
    const known = streams.get(id);
    const shortTime = format === 3 ? 0 : input.readUIntBE(at, 3);
    const extended = format === 3 ? (known?.extended ?? false) : shortTime === extendedMark;
    const extendedAt = at + headerBytes[format];
    if (extended && input.length < extendedAt + 4) return null;
    const length = format <= 1 ? input.readUIntBE(at + 3, 3) : (known?.length ?? 0);
    if (length > maxMessageBytes)
      throw new RtmpError('protocol', `the server sent a message of ${length} bytes, over the limit of ${maxMessageBytes}`);
    const bodyAt = extendedAt + (extended ? 4 : 0);
    const received = known?.received ?? 0;
    if (received > 0 && format !== 3) throw new RtmpError('protocol', 'the server began a message before the last one was complete');
    const take = Math.min(chunkSize, length - received);
    if (input.length < bodyAt + take) return null;

    const stream = streamOf(id);
    const time = extended ? input.readUInt32BE(extendedAt) : shortTime;
    if (format !== 3) {
      stream.extended = extended;
      stream.length = length;
      if (format <= 1) stream.type = input.readUInt8(at + 6);
      if (format === 0) stream.streamId = input.readUInt32LE(at + 7);
      stream.delta = format === 0 ? 0 : time;
      stream.timestampMs = format === 0 ? time : (stream.timestampMs + time) >>> 0;
    } else if (received === 0) stream.timestampMs = (stream.timestampMs + stream.delta) >>> 0;
    if (received === 0) stream.payload = stream.length === 0 ? nothing : Buffer.allocUnsafe(stream.length);
    input.copy(stream.payload, received, bodyAt, bodyAt + take);
    stream.received += take;
    if (stream.received >= stream.length) {
      const { payload } = stream;
      stream.payload = nothing;
      stream.received = 0;
      if (stream.type === messageType.setChunkSize) {
        const size = payload.length >= 4 ? payload.readUInt32BE(0) : 0;
        if (size < 1 || size > 0x7fffffff) throw new RtmpError('protocol', `the server set a chunk size of ${size}`);
        chunkSize = size;
      } else if (stream.type === messageType.abort && payload.length >= 4) {
        const aborted = streams.get(payload.readUInt32BE(0));
        if (aborted) {
          aborted.payload = nothing;
          aborted.received = 0;
        }
      }
      messages.push({ type: stream.type, streamId: stream.streamId, timestampMs: stream.timestampMs, payload });
    }
    return bodyAt + take;
  };

  return {
    get heldBytes() {
      let held = pending.length;
      for (const { payload } of streams.values()) held += payload.length;
      return held;
    },
    push(bytes) {
      const input = pending.length === 0 ? Buffer.from(bytes) : Buffer.concat([pending, bytes]);
      const messages: RtmpMessage[] = [];
      let at = 0;
      for (;;) {
        const next = readChunk(input, at, messages);
        if (next === null) break;
        at = next;
      }
      pending = Buffer.from(input.subarray(at));
      return messages;
    },
  };
}
