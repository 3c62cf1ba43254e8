/** The video encoders the studio knows, and what a picture format asks of H.264: level and bitrate. Data and pure functions only. */
import type { UserMessage } from './failure.ts';
import type { VideoFormat } from './media.ts';

/** In the order of preference; the last one needs no hardware. */
export const videoEncoderIds = ['nvenc', 'videotoolbox', 'qsv', 'amf', 'vaapi', 'x264'] as const;
export type VideoEncoderId = (typeof videoEncoderIds)[number];

export interface VideoEncoderFacts {
  readonly title: UserMessage;
  /** As ffmpeg calls it. */
  readonly codec: string;
}

const named = (codec: string, en: string, zh: string): VideoEncoderFacts => ({ codec, title: { en, zh } });

export const videoEncoders: Readonly<Record<VideoEncoderId, VideoEncoderFacts>> = Object.freeze({
  nvenc: named('h264_nvenc', 'NVIDIA graphics card (NVENC)', 'NVIDIA 显卡（NVENC）'),
  videotoolbox: named('h264_videotoolbox', 'Apple hardware (VideoToolbox)', 'Apple 硬件（VideoToolbox）'),
  qsv: named('h264_qsv', 'Intel graphics (Quick Sync)', 'Intel 核显（Quick Sync）'),
  amf: named('h264_amf', 'AMD graphics card (AMF)', 'AMD 显卡（AMF）'),
  vaapi: named('h264_vaapi', 'Graphics card over VAAPI', '显卡（VAAPI）'),
  x264: named('libx264', 'Processor (x264)', '处理器（x264）'),
});

/** 'auto': the first of the list that works here. */
export const encoderWishes = ['auto', ...videoEncoderIds] as const;
export type EncoderWish = (typeof encoderWishes)[number];
export const isEncoderWish = (name: string): name is EncoderWish => encoderWishes.some((wish) => wish === name);

/** 'missing': this ffmpeg has no such encoder, or the machine no such device. 'failed', 'timed-out': a real encode was tried. */
export type EncoderProbeOutcome = 'works' | 'missing' | 'failed' | 'timed-out';

/** What came of a short real encode on this machine. */
export interface EncoderProbe {
  readonly encoder: VideoEncoderId;
  readonly outcome: EncoderProbeOutcome;
  readonly reason: UserMessage;
  /** Which of several devices it works on; as ffmpeg names it. */
  readonly device?: string;
}

/** H.264 table A-1: macroblocks a second and macroblocks a frame that each level takes. */
const levels = [
  { level: '3.1', perSecond: 108_000, perFrame: 3600 },
  { level: '3.2', perSecond: 216_000, perFrame: 5120 },
  { level: '4.0', perSecond: 245_760, perFrame: 8192 },
  { level: '4.2', perSecond: 522_240, perFrame: 8704 },
  { level: '5.1', perSecond: 983_040, perFrame: 36_864 },
] as const;

/** The lowest level that holds this picture: what a decoder must be able to do, and no more. */
export function h264Level({ width, height, fps }: VideoFormat): string {
  const perFrame = Math.ceil(width / 16) * Math.ceil(height / 16);
  const found = levels.find((row) => perFrame <= row.perFrame && perFrame * fps <= row.perSecond);
  if (!found) throw new RangeError(`no H.264 level for ${width}x${height} at ${fps} frames/s`);
  return found.level;
}

/** What the platforms ask for, by size and rate. */
const usualKbps = { small: { slow: 3000, fast: 4500 }, large: { slow: 4500, fast: 6000 } } as const;

/** kbit/s of the picture; picture and sound together stay within the narrowest limit of where it goes (null = none is known). */
export function videoKbpsFor(
  { width, height, fps }: VideoFormat,
  audioKbps: number,
  limitsKbps: ReadonlyArray<number | null> = [],
  wantedKbps?: number,
): number {
  const rates = usualKbps[width * height > 1280 * 720 ? 'large' : 'small'];
  const usual = wantedKbps ?? rates[fps > 30 ? 'fast' : 'slow'];
  const narrowest = Math.min(...limitsKbps.map((limit) => limit ?? Infinity));
  return Math.max(500, Math.min(usual, narrowest - audioKbps));
}

/** '1080p60', '720p30 vertical'. */
export function describeFormat({ width, height, fps }: VideoFormat): string {
  return `${Math.min(width, height)}p${fps}${height > width ? ' vertical' : ''}`;
}
