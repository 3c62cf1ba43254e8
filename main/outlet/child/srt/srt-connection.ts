/**
 * One SRT connection: an ffmpeg that takes our FLV and sends MPEG-TS, nothing encoded anew. It ends when its input closes, so it cannot
 * outlive this process. Knows ffmpeg's progress lines; reconnecting is destination's.
 */
import { type ChildProcess, type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createDeferred } from '../../../kernel/deferred.ts';
import { ownGroup } from '../../../kernel/own-group.ts';
import { buildFlvStart, buildFlvTag } from '../flv-writer.ts';
import { createHeldUpNote } from '../held-up.ts';
import { nothingAcknowledged, type Publisher, type PublisherOptions } from '../publisher.ts';
import { redact, RtmpError } from '../rtmp/rtmp-error.ts';
import { createStallWatch } from '../stall-watch.ts';
import { type OptionFile, writeOptionFile } from './option-file.ts';
import type { SrtTarget } from './srt-url.ts';

export interface SrtConnectionOptions extends PublisherOptions {
  readonly target: SrtTarget;
  readonly ffmpegPath: string;
}

const watchIntervalMs = 500;
const ownPauseMs = 2500;
const goodbyeMs = 1000;
const keptStderrChars = 2000;

/** Pure: what ffmpeg is started with. The target's options are in `optionFile`. */
export function srtArgs(target: Pick<SrtTarget, 'host' | 'port'>, optionFile: string): string[] {
  const input = ['-fflags', 'nobuffer', '-analyzeduration', '1000000', '-f', 'flv', '-i', 'pipe:0'];
  const output = ['-c', 'copy', '-f', 'mpegts', '-flush_packets', '1', '-fpre', optionFile];
  // it tells every half second; to ask for that by -stats_period would need ffmpeg 4.4, and an older one would not even start
  const told = ['-hide_banner', '-loglevel', 'error', '-nostats', '-progress', 'pipe:1'];
  return [...told, ...input, ...output, `srt://${target.host}:${target.port}`];
}

/** Whatever Node's types say: where this process has no more file handles there are none. */
const hasPipes = (child: ChildProcess): child is ChildProcessWithoutNullStreams => Boolean(child.stdin && child.stdout && child.stderr);

function startFfmpeg(ffmpegPath: string, target: SrtTarget, optionFile: OptionFile): ChildProcessWithoutNullStreams {
  try {
    const child: ChildProcess = spawn(ffmpegPath, srtArgs(target, optionFile.path), {
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
      ...ownGroup,
    });
    if (hasPipes(child)) return child;
    // it is told a second time, and nobody may be left without an ear for that
    child.on('error', () => {});
    throw new Error('too many files are open');
  } catch (error) {
    // the passphrase is in it
    optionFile.remove();
    throw error;
  }
}

/** Throws when this machine has no room or no handles for it. */
export function openSrtConnection(options: SrtConnectionOptions): Publisher {
  const { target, queue, clock } = options;
  const secrets = [options.streamKey, ...target.secrets];
  const ended = createDeferred<RtmpError | null>();
  const stallWatch = createStallWatch({ pauseMs: ownPauseMs });
  const optionFile = writeOptionFile(target.options);
  const child = startFfmpeg(options.ffmpegPath, target, optionFile);
  let state: 'opening' | 'sending' | 'closing' = 'opening';
  let writable: 'yes' | 'full' = 'yes';
  let writtenBytes = 0;
  let sentByFfmpeg = 0;
  let stderr = '';
  let watchedAtMs = clock.now();
  let setUpMs = 0;
  const { heldUpAfterMs = Infinity } = options;
  const noteHeldUp = createHeldUpNote(options.onHeldUp);

  const finish = (error: RtmpError | null): void => {
    if (ended.settled) return;
    cancelWatch();
    queue.onReadable = null;
    optionFile.remove();
    ended.resolve(error);
    if (error !== null) child.kill('SIGKILL');
  };

  const write = (bytes: Buffer): void => {
    writtenBytes += bytes.length;
    if (!child.stdin.write(bytes)) writable = 'full';
  };
  const pump = (): void => {
    while (writable === 'yes' && !ended.settled) {
      const tag = queue.shift();
      if (tag === undefined) return;
      write(buildFlvTag(tag));
    }
  };

  const watch = (): void => {
    const now = clock.now();
    setUpMs += Math.min(now - watchedAtMs, ownPauseMs);
    watchedAtMs = now;
    if (state === 'opening' && setUpMs >= options.setUpTimeoutMs)
      return finish(new RtmpError('timeout', `no SRT connection within ${options.setUpTimeoutMs} ms`, { detail: { reached: 'nothing' } }));
    if (state === 'sending') {
      const waitingBytes = child.stdin.writableLength + queue.queuedBytes;
      const stillForMs = stallWatch.look({ nowMs: now, sentBytes: sentByFfmpeg, acknowledged: nothingAcknowledged, waitingBytes });
      noteHeldUp(stillForMs >= heldUpAfterMs);
      if (stillForMs >= options.stallTimeoutMs)
        return finish(new RtmpError('stalled', `nothing has moved for ${Math.round(stillForMs)} ms`));
    }
    cancelWatch = clock.after(watchIntervalMs, watch);
    return undefined;
  };
  let cancelWatch = clock.after(watchIntervalMs, watch);

  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    for (const [, bytes] of text.matchAll(/total_size=(\d+)/g)) sentByFfmpeg = Math.max(sentByFfmpeg, Number(bytes));
    if (state !== 'opening' || sentByFfmpeg === 0) return;
    state = 'sending';
    optionFile.remove();
    options.onPublishing();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = (stderr + text).slice(-keptStderrChars)));
  child.stdin.on('drain', () => {
    writable = 'yes';
    pump();
  });
  // it is gone; its exit tells why
  child.stdin.on('error', () => {});
  child.on('error', (error) => finish(new RtmpError('srt-unavailable', `ffmpeg could not be started: ${redact(error.message, secrets)}`)));
  child.on('close', () => {
    const said = redact(lastLine(stderr), secrets);
    if (state === 'sending') return finish(new RtmpError('connection-lost', `the SRT connection ended (${said})`));
    // the library gives one word for all: not there, not answering, passphrase refused
    const refused = /reject|passphrase|unsecure/i.test(stderr);
    return finish(new RtmpError(refused ? 'refused' : 'unreachable', said, { detail: { said, cause: 'srt' } }));
  });

  write(buildFlvStart(options.metadata));
  queue.onReadable = pump;
  options.onReady();
  pump();

  return {
    get sentBytes() {
      return Math.max(0, writtenBytes - child.stdin.writableLength);
    },
    get acknowledgedBytes() {
      return 0;
    },
    ended: ended.promise,
    close() {
      if (ended.settled) return;
      state = 'closing';
      finish(null);
      child.stdin.end();
      const cancel = clock.after(goodbyeMs, () => child.kill('SIGKILL'));
      child.once('close', cancel);
    },
  };
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';
