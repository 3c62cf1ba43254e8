/**
 * One ffmpeg that turns one file into 48 kHz stereo samples. It reads local files only, whatever a playlist inside them says, and is read no faster
 * than its sound is wanted: what it holds and what waits here are bounded.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { setPriority } from 'node:os';
import { programmeChannels, programmeSampleRate } from '../../../contract/media.ts';
import { ownGroup } from '../../../kernel/own-group.ts';

export interface DecoderOptions {
  readonly ffmpegPath: string;
  readonly path: string;
  /** Begins here. */
  readonly fromMs: number;
  readonly onSamples: (stereo: Int16Array) => void;
  /** `whole`: the file was read to its end. Once, after the last samples. */
  readonly onEnd: (end: { readonly whole: boolean; readonly detail: string }) => void;
}

export interface Decoder {
  readonly pid: number | null;
  /** Samples are wanted, or not for now. */
  want(state: 'more' | 'enough'): void;
  /** Kills it; nothing is told any more. */
  dispose(): void;
}

const frameBytes = 2 * programmeChannels;
/** A file that claims to need more at once is refused by ffmpeg. */
const mostAllocBytes = 128 * 1024 * 1024;

export function buildDecoderArgs({ path, fromMs }: Pick<DecoderOptions, 'path' | 'fromMs'>): readonly string[] {
  return [
    ['-nostdin', '-hide_banner', '-v', 'error', '-max_alloc', String(mostAllocBytes), '-threads', '1'],
    ['-protocol_whitelist', 'file,pipe', ...(fromMs > 0 ? ['-ss', (fromMs / 1000).toFixed(3)] : []), '-i', `file:${path}`],
    ['-map', '0:a:0', '-vn', '-sn', '-dn', '-ac', String(programmeChannels), '-ar', String(programmeSampleRate)],
    ['-f', 's16le', 'pipe:1'],
  ].flat();
}

export function startDecoder(options: DecoderOptions): Decoder {
  const child: ChildProcess = spawn(options.ffmpegPath, [...buildDecoderArgs(options)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    ...ownGroup,
  });
  let state: 'open' | 'over' = 'open';
  let rest: Buffer = Buffer.alloc(0);
  let stderr = '';
  const end = (whole: boolean, detail: string): void => {
    if (state === 'over') return;
    state = 'over';
    options.onEnd({ whole, detail });
  };
  if (child.pid !== undefined) yieldTo(child.pid);
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-1024);
  });
  child.stdout?.on('data', (chunk: Buffer) => {
    if (state === 'over') return;
    const all = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const whole = all.length - (all.length % frameBytes);
    rest = all.subarray(whole);
    if (whole === 0) return;
    const samples = new Int16Array(whole / 2);
    new Uint8Array(samples.buffer).set(all.subarray(0, whole));
    options.onSamples(samples);
  });
  child.once('error', (error) => end(false, error.message));
  child.once('close', (code, signal) => end(code === 0, signal ? `signal ${signal}` : `exit code ${code}: ${stderr.trim()}`));
  return {
    get pid() {
      return child.pid ?? null;
    },
    want(wanted) {
      if (wanted === 'more') child.stdout?.resume();
      else child.stdout?.pause();
    },
    dispose() {
      state = 'over';
      child.stdout?.destroy();
      child.kill('SIGKILL');
    },
  };
}

/** Seconds of sound lie ready; whoever draws and speaks goes first. */
function yieldTo(pid: number): void {
  try {
    setPriority(pid, 10);
  } catch {
    // it has ended already
  }
}
