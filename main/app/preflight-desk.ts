/** A pre-flight as the studio runs it: the slate as the sample, the show's own rates, and the platform's limits beside what was measured. */
import { destinationPresets, type DestinationPresetId } from '../contract/destination-presets.ts';
import type { UserMessage } from '../contract/failure.ts';
import { videoPresets } from '../contract/media.ts';
import { videoKbpsFor } from '../contract/video-encoders.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import type { PreflightView } from '../api/contract/destinations.ts';
import { preflightDestination } from '../outlet/control/preflight-destination.ts';
import { probeSrt } from '../outlet/control/probe-srt.ts';
import type { PreflightReport, PreflightRequest } from '../outlet/protocol/control.ts';
import type { ProcessAdapter } from '../processes/host/types.ts';
import { resolveFfmpeg } from '../programme/control/resolve-ffmpeg.ts';
import { slateFor } from './show-files.ts';
import type { StudioConfig } from './studio-config.ts';

/** Asked once per run. */
export function createSrtProbe(): () => Promise<string | undefined> {
  let answer: Promise<string | undefined> | undefined;
  const ask = async (): Promise<string | undefined> => {
    const path = await resolveFfmpeg().then(
      (ffmpeg) => ffmpeg.path,
      () => undefined,
    );
    return path !== undefined && (await probeSrt(path)) ? path : undefined;
  };
  return () => (answer ??= ask());
}

export function createPreflight(options: {
  readonly adapter: ProcessAdapter;
  readonly entriesDir: string;
  readonly dataDir: string;
  readonly config: StudioConfig;
  readonly clock: Clock;
  readonly logger: Logger;
}): (request: Omit<PreflightRequest, 'samplePath' | 'wantedKbps'>) => Promise<PreflightReport> {
  const { config } = options;
  return async (request) => {
    const videoBitrateKbps = videoKbpsFor(videoPresets['720p'], config.audioBitrateKbps, [], config.videoBitrateKbps);
    const wantedKbps = videoBitrateKbps + config.audioBitrateKbps;
    if (request.intent === 'look') return preflightDestination(options, { ...request, wantedKbps });
    const samplePath = await slateFor(`${options.dataDir}/cache`, videoPresets['720p'], {
      ffmpegPath: (await resolveFfmpeg()).path,
      videoBitrateKbps,
      audioBitrateKbps: config.audioBitrateKbps,
      preset: 'veryfast',
      keyframeIntervalSeconds: 2,
    });
    return preflightDestination(options, { ...request, samplePath, wantedKbps });
  };
}

/** Adds what the platform's own limits say of the show. */
export function withLimits(report: PreflightReport, presetId: DestinationPresetId, wantedKbps: number): PreflightView {
  const { maxKbps, title } = destinationPresets[presetId];
  const fits = maxKbps === null || wantedKbps <= maxKbps;
  const message: UserMessage =
    maxKbps === null
      ? { en: `No limit of the bitrate is known for ${title.en}.`, zh: `${title.zh}没有已知的码率上限。` }
      : fits
        ? {
            en: `The show's bitrate is within the limit of ${title.en} (${maxKbps} kbit/s).`,
            zh: `节目码率在${title.zh}的上限（${maxKbps} kbit/s）以内。`,
          }
        : {
            en: `The show sends ${wantedKbps} kbit/s, but ${title.en} takes ${maxKbps} kbit/s at most. Lower the bitrate.`,
            zh: `节目码率为 ${wantedKbps} kbit/s，超过${title.zh}的上限 ${maxKbps} kbit/s。请降低码率。`,
          };
  return {
    measuredKbps: report.measuredKbps,
    steps: [...report.steps, { step: 'limits', outcome: fits ? 'ok' : 'warn', message }],
  };
}
