/**
 * One connection to one RTMP server from dialling to the end: socket, dialogue, back-pressure, stall watchdog. Pulls tags from a
 * queue only as fast as the socket drains. Never reconnects: that is destination's.
 */
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Clock } from '../../../kernel/clock.ts';
import { createDeferred } from '../../../kernel/deferred.ts';
import type { AmfValue } from '../amf0.ts';
import type { TagQueue } from '../tag-queue.ts';
import { redact, RtmpError } from './rtmp-error.ts';
import type { RtmpTarget } from './rtmp-url.ts';
import { createRtmpSession } from './session.ts';

export interface ConnectionOptions {
  readonly target: RtmpTarget;
  readonly streamKey: string;
  readonly metadata: ReadonlyMap<string, AmfValue>;
  readonly queue: TagQueue;
  readonly clock: Clock;
  /** From dialling to the server's consent. */
  readonly setUpTimeoutMs: number;
  /** Bytes are waiting and none moved for this long. */
  readonly stallTimeoutMs: number;
  /** The server agreed: the caller joins the queue to the stream now. */
  readonly onPublishing: () => void;
}

export interface RtmpConnection {
  readonly sentBytes: number;
  readonly acknowledgedBytes: number;
  /** Never rejects. null: we closed it. */
  readonly ended: Promise<RtmpError | null>;
  /** Says goodbye, ends the socket; idempotent. */
  close(): void;
}

const watchIntervalMs = 500;
const goodbyeMs = 500;
const afterthoughtMs = 1500;

export function openConnection(options: ConnectionOptions): RtmpConnection {
  const { target, queue, clock, streamKey } = options;
  const ended = createDeferred<RtmpError | null>();
  const secrets = [streamKey, ...target.secrets];
  let writable: 'yes' | 'full' | 'no' = 'no';
  let cancelWatch: (() => void) | null = null;
  let progressAtMs = clock.now();
  let progressMark = 0;
  let publishingSinceMs: number | null = null;

  const socket: Socket =
    target.transport === 'tls'
      ? connectTls({ host: target.host, port: target.port, servername: target.host })
      : connectTcp({ host: target.host, port: target.port });
  socket.setNoDelay(true);

  const finish = (error: RtmpError | null): void => {
    if (ended.settled) return;
    cancelWatch?.();
    queue.onReadable = null;
    writable = 'no';
    ended.resolve(error);
    if (error !== null) socket.destroy();
  };

  const write = (bytes: Buffer): void => {
    if (writable === 'no') return;
    if (!socket.write(bytes)) writable = 'full';
  };

  const session = createRtmpSession({
    target,
    streamKey,
    metadata: options.metadata,
    write,
    onPublishing() {
      publishingSinceMs = clock.now();
      progressAtMs = publishingSinceMs;
      queue.onReadable = pump;
      options.onPublishing();
      pump();
    },
  });

  const pump = (): void => {
    while (writable === 'yes' && session.state === 'publishing') {
      const tag = queue.shift();
      if (tag === undefined) return;
      session.send(tag);
    }
  };

  const fail = (error: unknown): void => {
    if (error instanceof RtmpError) finish(error);
    else finish(new RtmpError('protocol', redact(String(error), secrets)));
  };

  const watch = (): void => {
    const now = clock.now();
    const mark = socket.bytesWritten - socket.writableLength + session.acknowledgedBytes;
    const waitingBytes = socket.writableLength + queue.queuedBytes;
    if (mark !== progressMark || waitingBytes === 0) {
      progressMark = mark;
      progressAtMs = now;
    }
    if (session.state === 'publishing' && now - progressAtMs >= options.stallTimeoutMs)
      return finish(
        new RtmpError('stalled', `the server took none of ${waitingBytes} waiting bytes for ${Math.round(now - progressAtMs)} ms`),
      );
    if (session.state !== 'publishing' && now - startedMs >= options.setUpTimeoutMs)
      return finish(new RtmpError('timeout', `the server did not agree to publish within ${options.setUpTimeoutMs} ms (${session.state})`));
    cancelWatch = clock.after(watchIntervalMs, watch);
    return undefined;
  };
  const startedMs = clock.now();
  cancelWatch = clock.after(watchIntervalMs, watch);

  socket.on(target.transport === 'tls' ? 'secureConnect' : 'connect', () => {
    writable = 'yes';
    session.start();
  });
  socket.on('drain', () => {
    if (writable === 'full') writable = 'yes';
    pump();
  });
  socket.on('data', (bytes: Buffer) => {
    if (ended.settled) return;
    try {
      session.receive(bytes);
    } catch (error) {
      fail(error);
    }
  });
  let socketError: Error | null = null;
  socket.on('error', (error: Error) => {
    socketError = error;
  });
  socket.on('close', () => {
    const reason = socketError === null ? 'the server closed the connection' : redact(socketError.message, secrets);
    const cause = socketError === null ? undefined : { detail: { cause: (socketError as NodeJS.ErrnoException).code ?? socketError.name } };
    // Some servers first agree, then check the key and hang up.
    const onAir = publishingSinceMs !== null && clock.now() - publishingSinceMs >= afterthoughtMs;
    const asked = publishingSinceMs !== null || session.state === 'asking-to-publish' || session.state === 'creating-stream';
    const code = onAir ? 'connection-lost' : asked ? 'closed-before-publish' : 'unreachable';
    finish(new RtmpError(code, reason, cause));
  });

  return {
    get sentBytes() {
      return Math.max(0, socket.bytesWritten - socket.writableLength);
    },
    get acknowledgedBytes() {
      return session.acknowledgedBytes;
    },
    ended: ended.promise,
    close() {
      if (ended.settled) return;
      session.close();
      finish(null);
      socket.end();
      const cancel = clock.after(goodbyeMs, () => socket.destroy());
      socket.once('close', cancel);
    },
  };
}
