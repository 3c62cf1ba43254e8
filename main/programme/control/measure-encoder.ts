/** How fast an encoder of this machine is with a given picture: a short encode of moving content, as fast as it goes, with the arguments of a show. */
import { LayerError } from '../../contract/failure.ts';
import type { VideoFormat } from '../../contract/media.ts';
import type { VideoEncoderId } from '../../contract/video-encoders.ts';
import type { Clock } from '../../kernel/clock.ts';
import { systemClock } from '../../kernel/clock.ts';
import { videoCodecArgs } from '../protocol/codec-args.ts';
import { runTrial } from './run-trial.ts';

export class MeasureError extends LayerError<'not-measured'> {
  constructor(message: string) {
    super('MeasureError', 'not-measured', message);
  }
}

export interface MeasureRequest {
  readonly ffmpegPath: string;
  readonly encoder: VideoEncoderId;
  readonly device?: string;
  readonly video: VideoFormat;
  readonly videoBitrateKbps: number;
  /** Twice as much as this ends the measurement early. */
  readonly enoughFps: number;
  /** 'quick': somebody waits to go live. A figure within two seconds or none; a coarser one. Default 'thorough'. */
  readonly patience?: 'quick' | 'thorough';
  readonly signal?: AbortSignal;
}

export type MeasureEncoder = (request: MeasureRequest) => Promise<{ readonly fps: number }>;

/** So many pictures are made once and then sent round, so that what is measured is the encoder and not the painter of the test picture. */
const loopedFrames = 30;
const patiences = {
  quick: { shortestMs: 450, usualMs: 1000, timeoutMs: 1900 },
  thorough: { shortestMs: 1000, usualMs: 2500, timeoutMs: 15_000 },
} as const;
type Patience = (typeof patiences)[keyof typeof patiences];

/** Rejects with MeasureError ('not-measured') when the encoder does not get that far, or with `signal.reason`. */
export const measureEncoder: MeasureEncoder = async (request) => {
  const patience = patiences[request.patience ?? 'thorough'];
  const gauge = createGauge(request.enoughFps, systemClock, patience);
  const trial = await runTrial({
    ffmpegPath: request.ffmpegPath,
    args: measureArgs(request),
    timeoutMs: patience.timeoutMs,
    ...(request.signal ? { signal: request.signal } : {}),
    onLine: (line) => gauge.read(line),
  });
  if (gauge.fps === null) throw new MeasureError(`the speed could not be measured (${trial.how}): ${trial.says.slice(-400)}`);
  return { fps: gauge.fps };
};

export function measureArgs(request: MeasureRequest): string[] {
  const { video } = request;
  const codec = videoCodecArgs({ ...request, keyframeIntervalSeconds: 2, preset: 'veryfast', live: true });
  const picture = `testsrc2=size=${video.width}x${video.height}:rate=${video.fps},format=yuv420p,loop=loop=-1:size=${loopedFrames}:start=0`;
  return [
    ['-hide_banner', '-loglevel', 'error', '-nostdin', '-nostats', '-progress', 'pipe:2'],
    codec.device,
    ['-f', 'lavfi', '-i', picture],
    codec.filter === '' ? [] : ['-vf', codec.filter],
    codec.codec,
    ['-f', 'flv', 'pipe:1'],
  ].flat();
}

/** Reads ffmpeg's `-progress`: from the first report behind the looped pictures until enough time has gone by. */
export function createGauge(
  enoughFps: number,
  clock: Clock,
  { shortestMs, usualMs }: Pick<Patience, 'shortestMs' | 'usualMs'> = patiences.thorough,
): { read(line: string): 'enough' | undefined; readonly fps: number | null } {
  let first: { readonly frame: number; readonly atMs: number } | null = null;
  let fps: number | null = null;
  return {
    get fps() {
      return fps;
    },
    read(line) {
      const frame = Number(/^frame=\s*(\d+)/.exec(line)?.[1] ?? Number.NaN);
      if (!Number.isFinite(frame) || frame <= loopedFrames) return undefined;
      const atMs = clock.now();
      if (!first) {
        first = { frame, atMs };
        return undefined;
      }
      const lastedMs = atMs - first.atMs;
      if (lastedMs <= 0) return undefined;
      const measured = ((frame - first.frame) * 1000) / lastedMs;
      if (lastedMs < shortestMs) return undefined;
      fps = measured;
      return lastedMs >= usualMs || measured >= 2 * enoughFps ? 'enough' : undefined;
    },
  };
}
