/**
 * Cuts a byte stream into MediaPackets. Linear in the bytes received: chunks are kept as they came and joined once per packet,
 * and a packet that lies within one chunk is a view of it. Nothing is allocated on a length that was only announced.
 */
import { MediaError } from './media-error.ts';
import { maxPacketBytes, type MediaPacket } from './media-packet.ts';

export interface PacketReader {
  push(chunk: Buffer): void;
  /** Calls `onPacket` for each complete packet while `wanted()` holds. Throws MediaError 'bad-packet'; the stream is then useless. */
  drain(wanted: () => boolean): void;
  /** Bytes that came and were not handed out. */
  readonly heldBytes: number;
}

const lengthBytes = 4;

export function createPacketReader(onPacket: (packet: MediaPacket) => void): PacketReader {
  let chunks: Buffer[] = [];
  let held = 0;
  /** Bytes of the packet in progress, its length field included; undefined until those four are there. */
  let packetBytes: number | undefined;

  /** The first `count` bytes held, as a view where they lie in one chunk. */
  function take(count: number): Buffer {
    const first = chunks[0] as Buffer;
    if (first.length >= count) {
      if (first.length === count) chunks.shift();
      else chunks[0] = first.subarray(count);
      held -= count;
      return first.subarray(0, count);
    }
    const joined = Buffer.allocUnsafeSlow(count);
    let at = 0;
    let used = 0;
    for (const chunk of chunks) {
      const part = Math.min(chunk.length, count - at);
      chunk.copy(joined, at, 0, part);
      at += part;
      if (part < chunk.length) {
        chunks[used] = chunk.subarray(part);
        break;
      }
      used += 1;
      if (at === count) break;
    }
    chunks = chunks.slice(used);
    held -= count;
    return joined;
  }

  function announcedLength(): number {
    const first = chunks[0] as Buffer;
    const head = first.length >= lengthBytes ? first : Buffer.concat(chunks, Math.min(held, 64));
    const length = head.readUInt32LE(0);
    if (length < lengthBytes || length > maxPacketBytes) {
      throw new MediaError('bad-packet', `got a packet of ${length} bytes, wanted ${lengthBytes} to ${maxPacketBytes}`);
    }
    return length + lengthBytes;
  }

  return {
    push(chunk) {
      if (chunk.length === 0) return;
      chunks.push(chunk);
      held += chunk.length;
    },
    drain(wanted) {
      while (wanted()) {
        if (packetBytes === undefined) {
          if (held < lengthBytes) return;
          packetBytes = announcedLength();
        }
        if (held < packetBytes) return;
        const bytes = take(packetBytes);
        packetBytes = undefined;
        onPacket(parsePacket(bytes));
      }
    },
    get heldBytes() {
      return held;
    },
  };
}

function parsePacket(bytes: Buffer): MediaPacket {
  const metaBytes = bytes.readUInt32LE(lengthBytes);
  const metaFrom = 2 * lengthBytes;
  if (metaBytes > bytes.length - metaFrom) {
    throw new MediaError('bad-packet', `got ${metaBytes} bytes of meta in a packet of ${bytes.length - lengthBytes}`);
  }
  const text = bytes.toString('utf8', metaFrom, metaFrom + metaBytes);
  let meta: unknown;
  try {
    meta = JSON.parse(text);
  } catch (error) {
    throw new MediaError('bad-packet', 'the meta of a packet is not JSON', { cause: error });
  }
  if (typeof meta !== 'object' || meta === null || Array.isArray(meta))
    throw new MediaError('bad-packet', 'the meta of a packet is not an object');
  return { meta: meta as Record<string, unknown>, data: bytes.subarray(metaFrom + metaBytes) };
}
