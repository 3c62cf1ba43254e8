/** The plain RTMP handshake, client side. Pure: bytes in, bytes to send out. */
import { randomBytes } from 'node:crypto';
import { RtmpError } from './rtmp-error.ts';

const partBytes = 1536;
const version = 3;
/** How a TLS server answers a plain greeting. */
const tlsAlert = 21;

export interface Handshake {
  /** C0 and C1. */
  readonly opening: Buffer;
  /** `reply` (C2) once the server's first part is here; `rest` once all of it is: bytes that belong to the chunk stream. */
  push(bytes: Uint8Array): { readonly reply: Buffer | null; readonly rest: Buffer | null };
}

export function createHandshake(): Handshake {
  const opening = Buffer.concat([Buffer.from([version]), Buffer.alloc(8), randomBytes(partBytes - 8)]);
  let received: Buffer = Buffer.alloc(0);
  let replied = false;
  return {
    opening,
    push(bytes) {
      received = Buffer.concat([received, bytes]);
      if (received.length > 0 && received[0] !== version)
        throw received[0] === tlsAlert
          ? new RtmpError('wrong-transport', 'the server speaks TLS there', { detail: { reason: 'is-tls' } })
          : new RtmpError('protocol', `the server does not speak RTMP: it answered with version ${received[0]}`);
      let reply: Buffer | null = null;
      if (!replied && received.length >= 1 + partBytes) {
        replied = true;
        reply = Buffer.from(received.subarray(1, 1 + partBytes));
      }
      const whole = 1 + 2 * partBytes;
      return { reply, rest: received.length >= whole ? Buffer.from(received.subarray(whole)) : null };
    },
  };
}
