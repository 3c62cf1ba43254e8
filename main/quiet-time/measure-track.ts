/**
 * Looks at a music file before it is played: is there sound in it, how long, how loud (EBU R128). One ffmpeg that reads local files only, with a limit on
 * its time, its memory and what it may say; what it cannot read is refused in words.
 */
import { spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { setPriority } from 'node:os';
import path from 'node:path';
import type { MusicFile } from './settings.ts';

export type TrackRefusal =
  'not-absolute' | 'missing' | 'no-file' | 'too-large' | 'no-sound' | 'silent' | 'too-short' | 'too-slow' | 'unreadable';
export type MeasuredTrack =
  | { readonly state: 'track'; readonly file: MusicFile }
  | { readonly state: 'refused'; readonly why: TrackRefusal; readonly detail: string };

export interface MeasureOptions {
  readonly ffmpegPath: string;
  readonly signal?: AbortSignal;
  /** Default 60 000. */
  readonly timeoutMs?: number;
}

const mostBytes = 2 * 1024 ** 3;
const mostAllocBytes = 128 * 1024 * 1024;
/** Of a longer file the first quarter of an hour tells how loud it is. */
const measuredSeconds = 900;
const leastMs = 200;
/** Quieter than this there is nothing to hear. */
const leastLufs = -65;

export async function measureTrack(file: string, options: MeasureOptions): Promise<MeasuredTrack> {
  const refused = (why: TrackRefusal, detail = ''): MeasuredTrack => ({ state: 'refused', why, detail });
  if (!path.isAbsolute(file)) return refused('not-absolute');
  const found = await stat(file).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error) return refused(found.code === 'ENOENT' || found.code === 'ENOTDIR' ? 'missing' : 'unreadable', found.code);
  if (!found.isFile()) return refused('no-file');
  if (found.size > mostBytes) return refused('too-large');
  const run = await runFfmpeg(file, options);
  if (run.state !== 'ended') return refused(run.state === 'timed-out' ? 'too-slow' : 'unreadable', run.detail);
  const measured = parseMeasure(run.stderr, run.bytes);
  if (run.code !== 0 && run.bytes === 0) {
    return refused(/matches no streams|does not contain any stream/iu.test(run.stderr) ? 'no-sound' : 'unreadable', lastLine(run.stderr));
  }
  if (measured.durationMs < leastMs) return refused('too-short');
  if (measured.lufs === null || measured.lufs < leastLufs) return refused('silent');
  return {
    state: 'track',
    file: { path: file, durationMs: measured.durationMs, lufs: measured.lufs, stamp: stampOf(found) },
  };
}

/** Size and time of change. */
export const stampOf = ({ size, mtimeMs }: { readonly size: number; readonly mtimeMs: number }): string => `${size}-${Math.round(mtimeMs)}`;

export function buildMeasureArgs(file: string): readonly string[] {
  return [
    ['-nostdin', '-hide_banner', '-nostats', '-v', 'info', '-max_alloc', String(mostAllocBytes), '-threads', '1'],
    ['-protocol_whitelist', 'file,pipe', '-t', String(measuredSeconds), '-i', `file:${file}`],
    ['-map', '0:a:0', '-vn', '-sn', '-dn', '-ac', '2', '-ar', String(measureRate)],
    ['-af', 'ebur128=framelog=verbose', '-f', 's16le', 'pipe:1'],
  ].flat();
}

const measureRate = 48_000;

/** The summary is the last of what ffmpeg says; the length is that of the sound that came, or, of a longer file, what it says of itself. */
export function parseMeasure(stderr: string, bytes: number): { readonly lufs: number | null; readonly durationMs: number } {
  const summary = stderr.slice(stderr.lastIndexOf('Summary:'));
  const said = /I:\s*(-?[\d.]+|-?inf|nan)\s*LUFS/u.exec(summary)?.[1];
  const lufs = said === undefined ? NaN : Number(said);
  // a file of less than 0.4 s has no block to measure and says -70
  const soundMs = Math.round((bytes / 4 / measureRate) * 1000);
  const [, hours = '0', minutes = '0', seconds = '0'] = /Duration: (\d+):(\d+):([\d.]+)/u.exec(stderr) ?? [];
  const toldMs = Math.round((Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000);
  const isCut = soundMs >= measuredSeconds * 1000 - 1000;
  return { lufs: Number.isFinite(lufs) ? lufs : null, durationMs: isCut ? Math.max(soundMs, toldMs) : soundMs };
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1)?.slice(0, 200) ?? '';

type Run =
  | { readonly state: 'ended'; readonly code: number | null; readonly stderr: string; readonly bytes: number }
  | { readonly state: 'timed-out' | 'not-started'; readonly detail: string };

function runFfmpeg(file: string, { ffmpegPath, signal, timeoutMs = 60_000 }: MeasureOptions): Promise<Run> {
  return new Promise((resolve) => {
    const child = spawn(ffmpegPath, [...buildMeasureArgs(file)], { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    let stderr = '';
    let bytes = 0;
    let timedOut: 'no' | 'yes' = 'no';
    const kill = (): void => void child.kill('SIGKILL');
    const timer = setTimeout(() => {
      timedOut = 'yes';
      kill();
    }, timeoutMs);
    signal?.addEventListener('abort', kill, { once: true });
    const settle = (run: Run): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', kill);
      resolve(run);
    };
    if (child.pid !== undefined) {
      try {
        setPriority(child.pid, 15);
      } catch {
        // it has ended already
      }
    }
    child.stdout.on('data', (chunk: Buffer) => (bytes += chunk.length));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      // its beginning tells the length, its end the loudness
      stderr += text;
      if (stderr.length > 16_384) stderr = stderr.slice(0, 4096) + stderr.slice(-8192);
    });
    child.once('error', (error) => settle({ state: 'not-started', detail: error.message }));
    child.once('close', (code) =>
      settle(timedOut === 'yes' ? { state: 'timed-out', detail: '' } : { state: 'ended', code, stderr, bytes }),
    );
  });
}
