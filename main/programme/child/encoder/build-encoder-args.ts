/** The encoder's command line as data: raw picture on pipe:3, raw sound on pipe:4; FLV on stdout or an MP4 file. Pure. */
import { programmeChannels, programmeSampleRate, type VideoFormat } from '../../../contract/media.ts';
import { audioCodecArgs, videoCodecArgs } from '../../protocol/codec-args.ts';
import type { EncoderSettings } from '../../protocol/control.ts';

export interface EncoderPlan {
  readonly video: VideoFormat;
  readonly settings: Omit<EncoderSettings, 'ffmpegPath'>;
  readonly output: { readonly mode: 'live' } | { readonly mode: 'file'; readonly path: string };
  /** Written into the file's metadata. */
  readonly aiGenerated: boolean;
}

export const videoPipe = 3;
export const audioPipe = 4;

export function buildEncoderArgs(plan: EncoderPlan): string[] {
  const { video, settings } = plan;
  const { device, filter, codec } = videoCodecArgs({
    ...settings,
    encoder: settings.encoder ?? 'x264',
    video,
    live: plan.output.mode === 'live',
  });
  return [
    ['-hide_banner', '-loglevel', 'warning', '-nostats', '-nostdin', '-y'],
    device,
    videoInput(video),
    audioInput(),
    ['-map', '0:v:0', '-map', '1:a:0'],
    filter === '' ? [] : ['-vf', filter],
    codec,
    ['-r', String(video.fps), '-vsync', 'passthrough'],
    audioCodecArgs(settings.audioBitrateKbps),
    plan.output.mode === 'live' ? liveOutput() : fileOutput(plan.output.path, plan.aiGenerated),
  ].flat();
}

/** Raw streams need no probing. Not `-fflags nobuffer`: it throws away what was read while probing, the first frame. */
const promptInput = ['-probesize', '32', '-analyzeduration', '0'] as const;

function videoInput({ width, height, fps }: VideoFormat): string[] {
  const format = ['-f', 'rawvideo', '-pixel_format', 'yuv420p', '-video_size', `${width}x${height}`, '-framerate', String(fps)];
  return [...promptInput, '-thread_queue_size', '8', ...format, '-i', `pipe:${videoPipe}`];
}

function audioInput(): string[] {
  const format = ['-f', 's16le', '-ar', String(programmeSampleRate), '-ac', String(programmeChannels)];
  return [...promptInput, '-thread_queue_size', '64', ...format, '-i', `pipe:${audioPipe}`];
}

function liveOutput(): string[] {
  return ['-flush_packets', '1', '-muxdelay', '0', '-muxpreload', '0', '-flvflags', 'no_duration_filesize', '-f', 'flv', 'pipe:1'];
}

function fileOutput(path: string, aiGenerated: boolean): string[] {
  const comment = aiGenerated ? ['-metadata', 'comment=AI-generated / AI 生成'] : [];
  // The protocol prefix keeps a path that looks like an option or a URL a path.
  return [...comment, '-movflags', '+faststart', '-f', 'mp4', `file:${path}`];
}
