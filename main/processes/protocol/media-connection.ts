/**
 * One media connection over a stream socket: packets out with back-pressure, packets in through the reader.
 * Payloads go to the kernel uncopied: the sender must not change one before its `send` has settled.
 */
import type { Socket } from 'node:net';
import { MediaError } from './media-error.ts';
import { maxPacketBytes, type MediaPacket } from './media-packet.ts';
import { createPacketReader } from './packet-reader.ts';
import type { MediaConnection } from './media-socket.ts';

export function createMediaConnection(socket: Socket): MediaConnection {
  const packetListeners: ((packet: MediaPacket) => void)[] = [];
  const closeListeners: ((error?: Error) => void)[] = [];
  let failure: Error | undefined;
  let closed = false;
  let paused = false;

  const reader = createPacketReader((packet) => {
    for (const listener of packetListeners) listener(packet);
  });
  /** Nothing is read before somebody listens. */
  const flowing = (): boolean => !closed && !paused && packetListeners.length > 0;

  function drain(): void {
    try {
      reader.drain(flowing);
    } catch (error) {
      fail(error instanceof Error ? error : new Error(String(error)));
    }
    if (closed) return;
    if (flowing()) socket.resume();
    else socket.pause();
  }

  function fail(error: Error): void {
    failure ??= error;
    socket.destroy();
  }

  socket.on('data', (chunk: Buffer) => {
    reader.push(chunk);
    drain();
  });
  socket.on('error', (error) => {
    failure ??= error;
  });
  socket.once('end', () => {
    if (reader.heldBytes > 0) failure ??= new MediaError('connection-closed', 'the peer left in the middle of a packet');
    socket.end();
  });
  socket.once('close', () => {
    closed = true;
    for (const listener of closeListeners.splice(0)) listener(failure);
  });

  function closedError(): MediaError {
    return new MediaError('connection-closed', 'the media connection is closed', failure === undefined ? {} : { cause: failure });
  }

  return {
    async send(meta, data) {
      if (closed || socket.destroyed || socket.writableEnded) throw closedError();
      const head = encodeHead(meta, data?.length ?? 0);
      await new Promise<void>((resolve, reject) => {
        // A write that was cut off by `destroy` reports success.
        const written = (error?: Error | null): void => (error || socket.destroyed ? reject(closedError()) : resolve());
        if (data === undefined || data.length === 0) {
          socket.write(head, written);
          return;
        }
        socket.cork(); // head and payload leave in one writev
        socket.write(head);
        socket.write(data, written);
        socket.uncork();
      });
    },
    get bufferedBytes() {
      return socket.writableLength;
    },
    onPacket(listener) {
      packetListeners.push(listener);
      queueMicrotask(drain); // after the caller's own turn, so that it can finish setting up
    },
    onClose(listener) {
      if (closed) queueMicrotask(() => listener(failure));
      else closeListeners.push(listener);
    },
    pause() {
      paused = true;
      socket.pause();
    },
    resume() {
      paused = false;
      queueMicrotask(drain);
    },
    close() {
      if (!closed) socket.destroySoon();
    },
  };
}

function encodeHead(meta: Readonly<Record<string, unknown>>, dataBytes: number): Buffer {
  const text = JSON.stringify(meta);
  const metaBytes = Buffer.byteLength(text);
  const total = 4 + metaBytes + dataBytes;
  if (total > maxPacketBytes) {
    throw new MediaError('packet-too-large', `wanted a packet of at most ${maxPacketBytes} bytes, got ${total}`);
  }
  const head = Buffer.allocUnsafe(8 + metaBytes);
  head.writeUInt32LE(total, 0);
  head.writeUInt32LE(metaBytes, 4);
  head.write(text, 8);
  return head;
}
