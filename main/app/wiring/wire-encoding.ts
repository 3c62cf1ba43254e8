/** Which encoder, at which bitrate: the encoder desk over real test encodes, and what the doors may ask of it while no show is on. */
import os from 'node:os';
import type { EncodingPort } from '../../api/encoding-port.ts';
import { destinationPresets, type DestinationPresetId } from '../../contract/destination-presets.ts';
import { videoFormat, type VideoFormat } from '../../contract/media.ts';
import { videoKbpsFor, type EncoderWish } from '../../contract/video-encoders.ts';
import { measureEncoder, type MeasureEncoder } from '../../programme/control/measure-encoder.ts';
import { probeEncoders } from '../../programme/control/probe-encoders.ts';
import { resolveFfmpeg } from '../../programme/control/resolve-ffmpeg.ts';
import { createCpuShare } from '../cpu-share.ts';
import { createEncoderDesk, type ChosenEncoder, type EncoderDesk } from '../encoder-desk.ts';
import { appMessages } from '../messages.ts';
import type { StudioBase } from '../studio-base.ts';
import { StudioError } from '../studio-error.ts';

export interface WiredEncoding {
  readonly desk: EncoderDesk;
  readonly port: EncodingPort;
  /** What was asked for, else what the studio is set to. */
  choose(wish: EncoderWish | undefined): Promise<ChosenEncoder>;
  /** One encode serves all: the narrowest platform among those that start with the show sets the bound. */
  videoKbps(video: VideoFormat, presets?: readonly DestinationPresetId[]): number;
}

export function wireEncoding(
  { config, logger, storage }: StudioBase,
  parts: { readonly isShowOn: () => boolean; readonly measureEncoder: MeasureEncoder | undefined },
): WiredEncoding {
  const desk = createEncoderDesk({
    findFfmpeg: () => resolveFfmpeg(),
    probe: probeEncoders,
    measure: parts.measureEncoder ?? measureEncoder,
    cores: os.availableParallelism(),
    busyShare: createCpuShare(),
    kept: { settings: storage.settings, machine: `${os.cpus()[0]?.model ?? ''} x${os.availableParallelism()}` },
    logger,
  });
  const choose: WiredEncoding['choose'] = (wish) => desk.choose(wish ?? config.encoder ?? 'auto');
  const videoKbps: WiredEncoding['videoKbps'] = (video, presets = []) =>
    videoKbpsFor(
      video,
      config.audioBitrateKbps,
      presets.map((id) => destinationPresets[id].maxKbps),
      config.videoBitrateKbps,
    );
  return {
    desk,
    choose,
    videoKbps,
    port: {
      encoders: () => desk.list(),
      async check({ preset, fps, encoder }) {
        if (parts.isShowOn()) throw new StudioError('show-already-on', appMessages.noMeasuringOnAir);
        const video = videoFormat(preset, fps);
        return desk.check(await choose(encoder), video, videoKbps(video));
      },
    },
  };
}
