/** Makes the slate file: has the picture drawn and ffmpeg encode one loop of it. */
import { spawn } from 'node:child_process';
import { rename, rm } from 'node:fs/promises';
import { LayerError } from '../../contract/failure.ts';
import type { VideoFormat } from '../../contract/media.ts';
import { type SlateEncoder, slateArgs } from './slate-args.ts';

export type SlateBuildErrorCode = 'ffmpeg-missing' | 'ffmpeg-failed' | 'timeout';

export class SlateBuildError extends LayerError<SlateBuildErrorCode> {
  constructor(code: SlateBuildErrorCode, message: string, options?: { cause?: unknown }) {
    super('SlateBuildError', code, message, options);
  }
}

export interface SlateRequest {
  readonly ffmpegPath: string;
  readonly video: VideoFormat;
  readonly encoder: SlateEncoder;
  /** Puts the picture there: a PNG, which is taken away afterwards. */
  readonly draw: (pngPath: string) => Promise<void>;
  /** .flv */
  readonly outPath: string;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

const maxStderrChars = 4000;

/** Resolves when `outPath` is complete; it is never seen half written. Rejects with SlateBuildError, `signal.reason`, or what `draw` rejects with. */
export async function buildSlate(request: SlateRequest): Promise<void> {
  request.signal?.throwIfAborted();
  const pngPath = `${request.outPath}.png`;
  const partial = `${request.outPath}.part`;
  try {
    await request.draw(pngPath);
    await runFfmpeg(request, slateArgs(pngPath, partial, request.video, request.encoder));
    await rename(partial, request.outPath);
  } finally {
    await rm(partial, { force: true });
    await rm(pngPath, { force: true });
  }
}

function runFfmpeg(request: SlateRequest, args: readonly string[]): Promise<void> {
  const { ffmpegPath, signal } = request;
  const timeoutMs = request.timeoutMs ?? 30_000;
  return new Promise((resolve, reject) => {
    const child = spawn(ffmpegPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    let ending: { readonly reason: unknown } | null = null;
    const end = (reason: unknown): void => {
      ending ??= { reason };
      child.kill('SIGKILL');
    };
    const timer = setTimeout(
      () => end(new SlateBuildError('timeout', `ffmpeg did not finish the slate within ${timeoutMs} ms`)),
      timeoutMs,
    );
    const onAbort = (): void => end(signal?.reason);
    signal?.addEventListener('abort', onAbort, { once: true });
    const settle = (error: { readonly reason: unknown } | null): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      if (error === null) resolve();
      else reject(error.reason);
    };
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (text: string) => {
      stderr = (stderr + text).slice(-maxStderrChars);
    });
    child.on('error', (error) =>
      settle({
        reason: new SlateBuildError('ffmpeg-missing', `ffmpeg cannot be started at ${ffmpegPath}: ${error.message}`, { cause: error }),
      }),
    );
    child.on('close', (code, killedBy) => {
      if (ending) settle(ending);
      else if (code === 0) settle(null);
      else
        settle({
          reason: new SlateBuildError(
            'ffmpeg-failed',
            `ffmpeg could not make the slate (code ${code}, signal ${killedBy}): ${stderr.trim()}`,
          ),
        });
    });
  });
}
