/** A pre-flight as the studio runs it: the slate as the sample, in the format of the show and with its rates, and the platform's limits beside what was measured. */
import { destinationPresets, type DestinationPresetId } from '../contract/destination-presets.ts';
import type { UserMessage } from '../contract/failure.ts';
import type { VideoFormat } from '../contract/media.ts';
import { describeFormat, videoKbpsFor } from '../contract/video-encoders.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import type { PreflightView } from '../api/contract/destinations.ts';
import { preflightDestination } from '../outlet/control/preflight-destination.ts';
import { probeSrt } from '../outlet/control/probe-srt.ts';
import type { PreflightReport, PreflightRequest } from '../outlet/protocol/control.ts';
import type { ProcessAdapter } from '../processes/host/types.ts';
import { resolveFfmpeg } from '../programme/control/resolve-ffmpeg.ts';
import { createSlateArtist } from '../slates/control/slate-artist.ts';
import { slateFor } from './show-files.ts';
import type { StudioConfig } from './studio-config.ts';

/** The show that the destination is tried for. */
export interface PreflightShow {
  readonly video: VideoFormat;
  readonly presetId: DestinationPresetId;
}

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
}): (request: Omit<PreflightRequest, 'samplePath' | 'wantedKbps'>, show: PreflightShow) => Promise<PreflightReport> {
  const { config } = options;
  const maker = { cacheDir: `${options.dataDir}/cache`, artist: createSlateArtist(options) };
  return async (request, { video, presetId }) => {
    const { videoKbps, sentKbps } = ratesFor(config, video, presetId);
    if (request.intent === 'look') return preflightDestination(options, { ...request, wantedKbps: sentKbps });
    const samplePath = await slateFor(maker, video, {
      ffmpegPath: (await resolveFfmpeg()).path,
      videoBitrateKbps: videoKbps,
      audioBitrateKbps: config.audioBitrateKbps,
      preset: 'veryfast',
      keyframeIntervalSeconds: 2,
    });
    return preflightDestination(options, { ...request, samplePath, wantedKbps: sentKbps });
  };
}

type Rates = Pick<StudioConfig, 'audioBitrateKbps' | 'videoBitrateKbps'>;

/** What a show in this format sends to this platform; `unlimitedKbps`: what it would send without that platform's limit. */
export function ratesFor(
  { audioBitrateKbps, videoBitrateKbps }: Rates,
  video: VideoFormat,
  presetId: DestinationPresetId,
): { readonly videoKbps: number; readonly sentKbps: number; readonly unlimitedKbps: number } {
  const kbpsWith = (limits: ReadonlyArray<number | null>): number => videoKbpsFor(video, audioBitrateKbps, limits, videoBitrateKbps);
  const videoKbps = kbpsWith([destinationPresets[presetId].maxKbps]);
  return { videoKbps, sentKbps: videoKbps + audioBitrateKbps, unlimitedKbps: kbpsWith([]) + audioBitrateKbps };
}

/** Adds what the platform's own limits say of the show. */
export function withLimits(report: PreflightReport, { video, presetId }: PreflightShow, rates: Rates): PreflightView {
  const { maxKbps, title } = destinationPresets[presetId];
  const { sentKbps, unlimitedKbps } = ratesFor(rates, video, presetId);
  const fits = maxKbps === null || unlimitedKbps <= maxKbps;
  const format = describeFormat(video);
  const message: UserMessage =
    maxKbps === null
      ? {
          en: `No limit of the bitrate is known for ${title.en}; a show in ${format} sends ${sentKbps} kbit/s.`,
          zh: `${title.zh}没有已知的码率上限；${format} 的节目码率为 ${sentKbps} kbit/s。`,
        }
      : fits
        ? {
            en: `The bitrate of a show in ${format} (${sentKbps} kbit/s) is within the limit of ${title.en} (${maxKbps} kbit/s).`,
            zh: `${format} 的节目码率（${sentKbps} kbit/s）在${title.zh}的上限（${maxKbps} kbit/s）以内。`,
          }
        : {
            en: `A show in ${format} would send ${unlimitedKbps} kbit/s, but ${title.en} takes ${maxKbps} kbit/s at most. While it is on air, all platforms get ${sentKbps} kbit/s.`,
            zh: `${format} 的节目码率为 ${unlimitedKbps} kbit/s，超过${title.zh}的上限 ${maxKbps} kbit/s。它在播期间，所有平台都以 ${sentKbps} kbit/s 播出。`,
          };
  return {
    measuredKbps: report.measuredKbps,
    steps: [...report.steps, { step: 'limits', outcome: fits ? 'ok' : 'warn', message }],
  };
}
