/** How a show's encoder makes the slate: with the very arguments that the programme is encoded with, so that the parameter sets are the same. Pure. */
import type { VideoFormat } from '../contract/media.ts';
import type { SlateEncoder } from '../outlet/control/slate-args.ts';
import { audioCodecArgs, videoCodecArgs } from '../programme/protocol/codec-args.ts';
import type { EncoderSettings } from '../programme/protocol/control.ts';

export function slateEncoder(video: VideoFormat, settings: Omit<EncoderSettings, 'ffmpegPath'>): SlateEncoder {
  const { device, filter, codec } = videoCodecArgs({ ...settings, encoder: settings.encoder ?? 'x264', video, live: true });
  return {
    keyframeIntervalSeconds: settings.keyframeIntervalSeconds,
    codecArgs: [...codec, ...audioCodecArgs(settings.audioBitrateKbps)],
    deviceArgs: device,
    filterTail: filter,
  };
}
