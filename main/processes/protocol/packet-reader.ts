/**
 * Cuts a byte stream into MediaPackets. Linear in the bytes received: chunks are kept as they came and joined once per packet,
 * and a packet that lies within one chunk is a view of it. Large packets (pictures) are gathered in one buffer that serves again and
 * again and grows with what really comes: at thirty pictures a second, fresh ones would pile up faster than they are collected.
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
/** Beyond any chunk of an encoder's output or of sound, whose readers may keep what they got. */
const gatherFromBytes = 128 * 1024;

export function createPacketReader(onPacket: (packet: MediaPacket) => void): PacketReader {
  let chunks: Buffer[] = [];
  let held = 0;
  /** Bytes of the packet in progress, its length field included; undefined until those four are there. */
  let packetBytes: number | undefined;
  /** For the large packet in progress; the same memory for the next one. */
  let gathered = Buffer.alloc(0);
  let gatheredBytes = 0;

  /** Moves what is held of the large packet in progress into `gathered`, which at most doubles what has come. */
  function gather(wantedBytes: number): void {
    while (gatheredBytes < wantedBytes) {
      const chunk = chunks[0];
      if (chunk === undefined) return;
      const part = Math.min(chunk.length, wantedBytes - gatheredBytes);
      if (gathered.length < gatheredBytes + part) {
        const larger = Buffer.allocUnsafeSlow(Math.min(wantedBytes, Math.max(2 * (gatheredBytes + part), gatherFromBytes)));
        gathered.copy(larger, 0, 0, gatheredBytes);
        gathered = larger;
      }
      chunk.copy(gathered, gatheredBytes, 0, part);
      gatheredBytes += part;
      if (part === chunk.length) chunks.shift();
      else chunks[0] = chunk.subarray(part);
    }
  }

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
        if (packetBytes >= gatherFromBytes) gather(packetBytes);
        if (held < packetBytes) return;
        const bytes = gatheredBytes === packetBytes ? gathered.subarray(0, packetBytes) : take(packetBytes);
        if (gatheredBytes === packetBytes) held -= packetBytes;
        gatheredBytes = 0;
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
