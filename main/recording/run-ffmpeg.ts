/** One run of ffmpeg over something that was recorded: at a low priority, with its progress, ended by a signal. What is on air comes first. */
import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import type { Writable } from 'node:stream';
import { ownGroup } from '../kernel/own-group.ts';

export interface RunFfmpegOptions {
  readonly ffmpegPath: string;
  readonly args: readonly string[];
  /** How much of the recording is done, ms. */
  readonly onProgress?: (doneMs: number) => void;
  /** Writes what ffmpeg reads from pipe:0; it ends with it. */
  readonly feed?: (input: Writable) => Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

const lowPriority = 15;
const maxStderrChars = 4000;

/** Rejects with ffmpeg's own last words, or with `signal.reason`. */
export async function runFfmpeg({ ffmpegPath, args, onProgress, feed, signal }: RunFfmpegOptions): Promise<void> {
  signal?.throwIfAborted();
  // it tells every half second; to ask for that by -stats_period would need ffmpeg 4.4, and the one in a package may be older
  const child = spawn(ffmpegPath, ['-v', 'error', '-progress', 'pipe:1', ...args], {
    stdio: [feed ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    windowsHide: true,
    ...ownGroup,
  });
  try {
    if (child.pid !== undefined) setPriority(child.pid, lowPriority);
  } catch {
    // ended already, or the system does not let us
  }
  const kill = (): void => void child.kill('SIGKILL');
  signal?.addEventListener('abort', kill, { once: true });
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-maxStderrChars);
  });
  let rest = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const us = Number(/^out_time_us=(\d+)/.exec(line)?.[1] ?? Number.NaN);
      if (Number.isFinite(us)) onProgress?.(us / 1000);
    }
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, by) =>
      code === 0 ? resolve() : reject(new Error(`ffmpeg ended with ${by ?? code}: ${stderr.trim().slice(-1000)}`)),
    );
  });
  try {
    if (feed && child.stdin) {
      const input = child.stdin;
      // a reader that ended early is told by its exit
      input.on('error', () => {});
      await Promise.all([ended, feed(input).finally(() => input.end())]);
    } else await ended;
  } catch (error) {
    kill();
    if (signal?.aborted) throw signal.reason;
    throw error;
  } finally {
    signal?.removeEventListener('abort', kill);
  }
}
