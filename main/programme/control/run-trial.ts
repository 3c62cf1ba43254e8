/** One short run of ffmpeg to find something out: with a time limit that kills it, its output kept within bounds, its progress told. */
import { spawn } from 'node:child_process';

export interface TrialRequest {
  readonly ffmpegPath: string;
  readonly args: readonly string[];
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /**
   * Lines of `-progress pipe:2` as they come; stdout is not kept then. Returning 'enough' ends the run. The encode itself goes to pipe:1, so that it ends
   * with whoever reads it, however that one ends.
   */
  readonly onLine?: (line: string) => 'enough' | undefined;
}

/** 'enough': `onLine` has seen what it wanted. `says`: the end of stderr. */
export interface Trial {
  readonly how: 'ended' | 'failed' | 'timed-out' | 'not-started' | 'enough';
  readonly stdout: Uint8Array;
  readonly says: string;
}

const maxStdoutBytes = 16 * 1024 * 1024;
const maxSaysChars = 4000;
const progressLine = /^[a-z0-9_]+=/;

/** Resolves when the process is gone; rejects only with `signal.reason`. */
export async function runTrial({ ffmpegPath, args, timeoutMs, signal, onLine }: TrialRequest): Promise<Trial> {
  signal?.throwIfAborted();
  const child = spawn(ffmpegPath, [...args], { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
  const chunks: Buffer[] = [];
  let kept = 0;
  let says = '';
  let rest = '';
  let ended: Trial['how'] | null = null;
  const end = (how: Trial['how']): void => {
    ended ??= how;
    child.kill('SIGKILL');
  };
  const timer = setTimeout(() => end('timed-out'), timeoutMs);
  const onAbort = (): void => end('failed');
  signal?.addEventListener('abort', onAbort, { once: true });
  child.stdout.on('data', (chunk: Buffer) => {
    kept += chunk.length;
    if (!onLine && kept <= maxStdoutBytes) chunks.push(chunk);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (!onLine || !progressLine.test(line)) says = `${says}${line}\n`.slice(-maxSaysChars);
      else if (onLine(line) === 'enough') end('enough');
    }
  });
  const how = await new Promise<Trial['how']>((resolve) => {
    child.once('error', (error) => {
      says = error.message;
      if (child.pid === undefined) resolve('not-started');
    });
    child.once('close', (code) => resolve(ended ?? (code === 0 ? 'ended' : 'failed')));
  });
  clearTimeout(timer);
  signal?.removeEventListener('abort', onAbort);
  if (signal?.aborted) throw signal.reason;
  return { how, stdout: Buffer.concat(chunks), says: `${says}${rest}`.trim() };
}
