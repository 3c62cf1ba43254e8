/**
 * The encoder of one show, with what it is told to make: the bitrate as it was asked for, as the newest generation was started with, and as it is sent; and the
 * encoder that was asked for, until it is given up for x264. Says each change.
 */
import type { ProgrammeConfig, ProgrammeEvent } from '../../protocol/control.ts';
import { i420Bytes } from '../picture/i420.ts';
import { buildEncoderArgs } from './build-encoder-args.ts';
import { createEncoderFallback } from './encoder-fallback.ts';
import { Encoder, type EncoderOptions } from './encoder.ts';

export interface ShowEncoder {
  readonly encoder: Encoder;
  /** Told as 'bitrate' once it is sent, or refused. */
  setBitrate(videoKbps: number): void;
}

export interface ShowEncoderOptions extends Pick<EncoderOptions, 'audioBytes' | 'clock' | 'onOutput'> {
  readonly config: Pick<ProgrammeConfig, 'encoder' | 'output' | 'video'>;
  /** Read for each generation. */
  readonly aiGenerated: () => boolean;
  readonly emit: (event: ProgrammeEvent) => void;
}

export function createShowEncoder({ config, aiGenerated, emit, audioBytes, clock, onOutput }: ShowEncoderOptions): ShowEncoder {
  const { output, video } = config;
  const fallback = createEncoderFallback(config.encoder.encoder ?? 'x264');
  let wantedKbps = config.encoder.videoBitrateKbps;
  let startedKbps = 0;
  let onAirKbps = 0;
  const encoder = new Encoder({
    ffmpegPath: config.encoder.ffmpegPath,
    args: () => {
      startedKbps = wantedKbps;
      return buildEncoderArgs({
        video,
        settings: { ...config.encoder, encoder: fallback.encoder, videoBitrateKbps: wantedKbps },
        output,
        aiGenerated: aiGenerated(),
      });
    },
    videoBytes: i420Bytes(video.width, video.height),
    audioBytes,
    clock,
    mode: output.mode,
    onOutput,
    onState: (state, pid, detail) => {
      emit({ type: 'encoder', state, pid, detail });
      if (state !== 'running' || onAirKbps === startedKbps) return;
      onAirKbps = startedKbps;
      emit({ type: 'bitrate', videoKbps: onAirKbps, outcome: 'taken' });
    },
    onFailure: (failure) => {
      const from = fallback.encoder;
      if (fallback.note(failure)) emit({ type: 'encoder-fallback', from, detail: failure.detail });
    },
    onRenewRefused: () => {
      wantedKbps = onAirKbps;
      emit({ type: 'bitrate', videoKbps: onAirKbps, outcome: 'refused' });
    },
  });
  return {
    encoder,
    setBitrate(videoKbps) {
      if (videoKbps === wantedKbps) return;
      wantedKbps = videoKbps;
      encoder.renew();
    },
  };
}
