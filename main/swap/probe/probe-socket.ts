/** A media socket of the probe's own: keeps what a voice says, a face draws or an enhancer makes of a picture, for one trial. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { EnhancePacketMeta, FacePacketMeta, VoicePacketMeta } from '../../contract/programme-media.ts';
import type { FrameCue } from '../../contract/cues.ts';
import { createDeferred, type Deferred } from '../../kernel/deferred.ts';
import { listenMedia } from '../../processes/protocol/listen-media.ts';
import { mediaSocketPath } from '../../processes/protocol/media-socket-path.ts';
import type { MediaConnection } from '../../processes/protocol/media-socket.ts';
import type { FaceCanvas, GoldenFrame } from './check-frames.ts';

type Packet = VoicePacketMeta | FacePacketMeta | EnhancePacketMeta;
type Hello = Extract<FacePacketMeta, { type: 'face-hello' }>;

export interface ProbeSocket {
  readonly path: string;
  /** What came on this stream; resolves when the voice has closed it. */
  sound(streamId: string): Promise<Int16Array>;
  readonly hello: Promise<FaceCanvas>;
  /** Asks the face that has said hello; resolves with as many frames. */
  frames(cues: readonly FrameCue[]): Promise<readonly GoldenFrame[]>;
  /** An enhancer has said hello. */
  readonly enhancer: Promise<void>;
  /** Gives it the picture; resolves with what comes back. */
  enhance(picture: GoldenFrame): Promise<Uint8Array>;
  close(): Promise<void>;
}

const mostBytes = 64 * 1024 * 1024;

export async function openProbeSocket(): Promise<ProbeSocket> {
  const dir = mkdtempSync(path.join(os.tmpdir(), `vanchor-sockets-${process.pid}-p`));
  const chunks: Uint8Array[] = [];
  const drawn: GoldenFrame[] = [];
  const hello = createDeferred<FaceCanvas>();
  const closed = createDeferred<void>();
  const enhancer = createDeferred<void>();
  const enhanced = createDeferred<Uint8Array>();
  for (const { promise } of [hello, closed, enhancer, enhanced]) promise.catch(() => {});
  let bytes = 0;
  /** Of the face or the enhancer. */
  let peer: MediaConnection | undefined;
  let wanted: { readonly count: number; readonly done: Deferred<readonly GoldenFrame[]> } | undefined;

  const fail = (error: Error): void => {
    hello.reject(error);
    closed.reject(error);
    enhancer.reject(error);
    enhanced.reject(error);
    wanted?.done.reject(error);
  };

  function take(meta: Packet, data: Uint8Array, connection: MediaConnection): void {
    bytes += data.length;
    if (bytes > mostBytes) return fail(new RangeError('more was sent than a trial can hold'));
    switch (meta.type) {
      case 'pcm':
        // the bytes are ours only during the call
        chunks.push(Uint8Array.from(data));
        return;
      case 'pcm-close':
        closed.resolve();
        return;
      case 'face-hello':
        peer = connection;
        hello.resolve(canvasOf(meta));
        return;
      case 'face-frame':
        drawn.push({ frame: meta.frame, rect: meta.rect, base: meta.base, data: Uint8Array.from(data) });
        if (wanted && drawn.length >= wanted.count) wanted.done.resolve(drawn);
        return;
      case 'face-failed':
        wanted?.done.reject(new Error(`the face could not draw: ${meta.message}`));
        return;
      case 'enhance-hello':
        peer = connection;
        enhancer.resolve();
        return;
      case 'enhanced':
        enhanced.resolve(Uint8Array.from(data));
        return;
      case 'enhance-failed':
        enhanced.reject(new Error(`the picture could not be enhanced: ${meta.message}`));
        return;
      case 'pcm-open':
    }
  }

  const listener = await listenMedia(mediaSocketPath(dir, 'probe'), (connection) => {
    connection.onPacket(({ meta, data }) => {
      try {
        take(meta as Packet, data, connection);
      } catch (error) {
        fail(error instanceof Error ? error : new Error(String(error)));
      }
    });
    connection.onClose(() => fail(new Error('the engine closed its connection')));
  });

  return {
    path: listener.path,
    hello: hello.promise,
    async sound() {
      await closed.promise;
      const all = Buffer.concat(chunks);
      return new Int16Array(all.buffer, all.byteOffset, all.byteLength >> 1).slice();
    },
    async frames(cues) {
      const done = createDeferred<readonly GoldenFrame[]>();
      done.promise.catch(() => {});
      wanted = { count: cues.length, done };
      await peer?.send({ type: 'frames', requestId: 1, cues });
      return done.promise;
    },
    enhancer: enhancer.promise,
    async enhance({ frame, rect, data }) {
      await peer?.send({ type: 'enhance', requestId: 1, frame, rect, canvas: { width: rect.width, height: rect.height } }, data);
      return enhanced.promise;
    },
    async close() {
      await listener.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

const canvasOf = ({ width, height, format }: Hello): FaceCanvas => ({ width, height, format });
