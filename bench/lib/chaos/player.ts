/** A real player that reads the stream without end: what it receives goes unchanged into one file per connection; a lost connection is noted and taken up again at once. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';

export interface PlayedSegment {
  readonly file: string;
  readonly firstByteAtMs: number;
}
export interface PlayerLog {
  readonly segments: readonly PlayedSegment[];
  readonly lostConnectionsAtMs: readonly number[];
  readonly arrivalGaps: readonly { readonly untilMs: number; readonly gapMs: number }[];
}
export interface Player {
  /** Resolves with the first bytes; rejects when none came in time. */
  readonly joined: Promise<void>;
  /** Resolves when the player has gone and its files are closed. */
  stop(): Promise<PlayerLog>;
}

/** A connection that gives nothing for this long is tried anew. */
const joinTimeoutMs = 6_000;
const firstJoinTimeoutMs = 30_000;
/** As patient as players are: after this long without a byte the player itself gives up. */
const readTimeoutMs = 15_000;
const retryMs = 200;
const gapWorthTellingMs = 200;

export function startPlayer(options: { readonly ffmpegPath: string; readonly url: string; readonly dir: string }): Player {
  const segments: PlayedSegment[] = [];
  const lost: number[] = [];
  const gaps: { untilMs: number; gapMs: number }[] = [];
  const closing: Promise<unknown>[] = [];
  let state: 'playing' | 'stopped' = 'playing';
  let child: ChildProcess | null = null;
  let lastByteAtMs = 0;
  let announce: (() => void) | null = null;
  let words = '';

  const joined = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`the player received nothing within ${firstJoinTimeoutMs / 1000} s: ${words.trim()}`)),
      firstJoinTimeoutMs,
    );
    announce = () => {
      clearTimeout(timer);
      resolve();
    };
  });

  /** One connection; resolves with whether anything came. */
  function connect(): Promise<'received' | 'nothing'> {
    return new Promise((resolve) => {
      const file = path.join(options.dir, `player-${String(segments.length + 1).padStart(3, '0')}.flv`);
      const input = ['-rw_timeout', String(readTimeoutMs * 1000), '-i', options.url];
      const output = ['-c', 'copy', '-flush_packets', '1', '-f', 'flv', 'pipe:1'];
      const running = spawn(options.ffmpegPath, ['-nostdin', '-v', 'error', ...input, ...output], { stdio: ['ignore', 'pipe', 'pipe'] });
      child = running;
      let writer: ReturnType<typeof createWriteStream> | null = null;
      const impatience = setTimeout(() => running.kill('SIGKILL'), joinTimeoutMs);
      running.stderr.on('data', (chunk) => (words = (words + String(chunk)).slice(-2000)));
      running.stdout.on('data', (chunk: Buffer) => {
        const nowMs = Date.now();
        if (!writer) {
          clearTimeout(impatience);
          writer = createWriteStream(file);
          closing.push(finished(writer));
          segments.push({ file, firstByteAtMs: nowMs });
          announce?.();
        }
        if (lastByteAtMs > 0 && nowMs - lastByteAtMs > gapWorthTellingMs) gaps.push({ untilMs: nowMs, gapMs: nowMs - lastByteAtMs });
        lastByteAtMs = nowMs;
        writer.write(chunk);
      });
      running.once('error', (error) => (words = error.message));
      running.once('close', () => {
        clearTimeout(impatience);
        writer?.end();
        if (writer && state === 'playing') lost.push(Date.now());
        resolve(writer ? 'received' : 'nothing');
      });
    });
  }

  const playing = (async () => {
    while (state === 'playing') {
      if ((await connect()) === 'nothing' && state === 'playing') await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  })();

  return {
    joined,
    async stop() {
      state = 'stopped';
      announce?.();
      child?.kill('SIGKILL'); // every packet has been flushed
      await playing;
      await Promise.all(closing);
      return { segments, lostConnectionsAtMs: lost, arrivalGaps: gaps };
    },
  };
}
