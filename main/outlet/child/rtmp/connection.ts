/**
 * One connection to one RTMP server from dialling to the end: socket, dialogue, back-pressure, stall watchdog. Pulls tags from a
 * queue only as fast as the socket drains. Never reconnects: that is destination's.
 */
import { createDeferred } from '../../../kernel/deferred.ts';
import type { Publisher, PublisherOptions } from '../publisher.ts';
import { createHeldUpNote } from '../held-up.ts';
import { createStallWatch } from '../stall-watch.ts';
import { describeSocketError, dial } from './dial.ts';
import { redact, RtmpError } from './rtmp-error.ts';
import type { RtmpTarget } from './rtmp-url.ts';
import { createRtmpSession } from './session.ts';

export interface ConnectionOptions extends PublisherOptions {
  readonly target: RtmpTarget;
  /** Trusted beside the well-known authorities, PEM. */
  readonly extraCaPem?: string;
  /** 'look': ends by itself once the server is seen to serve the application; nothing is published. */
  readonly intent?: 'publish' | 'look';
  readonly onLooked?: () => void;
}

const watchIntervalMs = 500;
/** Watched less often than this: it was this process that stood still (suspended, stopped). */
const ownPauseMs = 2500;
const goodbyeMs = 500;
const afterthoughtMs = 1500;

export function openConnection(options: ConnectionOptions): Publisher {
  const { target, queue, clock, streamKey } = options;
  const ended = createDeferred<RtmpError | null>();
  const secrets = [streamKey, ...target.secrets];
  const stallWatch = createStallWatch({ pauseMs: ownPauseMs });
  let writable: 'yes' | 'full' | 'no' = 'no';
  let reached: 'nothing' | 'server' | 'greeted' | 'answer' = 'nothing';
  let cancelWatch: (() => void) | null = null;
  let publishingSinceMs: number | null = null;
  let watchedAtMs = clock.now();
  let setUpMs = 0;
  const { heldUpAfterMs = Infinity } = options;
  const noteHeldUp = createHeldUpNote(options.onHeldUp);

  const { socket, readyEvent } = dial(target, options.extraCaPem);
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
    intent: options.intent ?? 'publish',
    onLooked: () => options.onLooked?.(),
    onPublishing() {
      publishingSinceMs = clock.now();
      queue.onReadable = pump;
      options.onReady();
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

  const sentBytes = (): number => Math.max(0, socket.bytesWritten - socket.writableLength);

  /** Every answer of the server is read here: garbage ends the connection, never the process. */
  const receive = (bytes: Buffer): void => {
    if (ended.settled) return;
    reached = 'answer';
    try {
      session.receive(bytes);
    } catch (error) {
      finish(error instanceof RtmpError ? error : new RtmpError('protocol', redact(String(error), secrets)));
    }
  };

  const watch = (): void => {
    const now = clock.now();
    // time that this process did not live through is nobody's delay
    setUpMs += Math.min(now - watchedAtMs, ownPauseMs);
    watchedAtMs = now;
    if (session.state === 'publishing') {
      const waitingBytes = socket.writableLength + queue.queuedBytes;
      const stillForMs = stallWatch.look({
        nowMs: now,
        sentBytes: sentBytes(),
        acknowledged: session.acknowledged,
        waitingBytes,
      });
      noteHeldUp(stillForMs >= heldUpAfterMs);
      if (stillForMs >= options.stallTimeoutMs) {
        const what = `${waitingBytes} bytes wait, ${Math.max(0, sentBytes() - session.acknowledged.bytes)} are not acknowledged`;
        return finish(new RtmpError('stalled', `nothing has moved for ${Math.round(stillForMs)} ms (${what})`));
      }
    } else if (setUpMs >= options.setUpTimeoutMs)
      return finish(
        new RtmpError('timeout', `the server did not agree to publish within ${options.setUpTimeoutMs} ms (${session.state})`, {
          detail: { reached, stage: session.state, transport: target.transport },
        }),
      );
    cancelWatch = clock.after(watchIntervalMs, watch);
    return undefined;
  };
  cancelWatch = clock.after(watchIntervalMs, watch);

  socket.on('connect', () => (reached = 'server'));
  socket.on(readyEvent, () => {
    writable = 'yes';
    reached = 'greeted';
    session.start();
  });
  socket.on('drain', () => {
    if (writable === 'full') writable = 'yes';
    pump();
  });
  socket.on('data', receive);
  let socketError: Error | null = null;
  socket.on('error', (error: Error) => {
    socketError = error;
  });
  socket.on('close', () => {
    if (ended.settled) return;
    const failed = socketError === null ? null : describeSocketError(socketError, secrets);
    if ((reached === 'nothing' || reached === 'server') && failed) return finish(failed);
    const reason = failed?.message ?? 'the server closed the connection';
    const cause = failed?.detail ? { detail: failed.detail } : {};
    // Some servers first agree, then check the key and hang up.
    const onAir = publishingSinceMs !== null && clock.now() - publishingSinceMs >= afterthoughtMs;
    const asked = publishingSinceMs !== null || session.state === 'asking-to-publish' || session.state === 'creating-stream';
    const code = onAir ? 'connection-lost' : asked ? 'closed-before-publish' : 'unreachable';
    finish(new RtmpError(code, reason, cause));
    return undefined;
  });

  return {
    get sentBytes() {
      return sentBytes();
    },
    get acknowledgedBytes() {
      return session.acknowledged.bytes;
    },
    ended: ended.promise,
    echo: () => new Promise((resolve) => session.echo(resolve)),
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
