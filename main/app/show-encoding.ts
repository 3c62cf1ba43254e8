/** How a show's picture is encoded, told as events: what encodes and why, that it fell back, and the bitrate by how the destinations keep up. */
import type { UserMessage } from '../contract/failure.ts';
import { videoEncoders, type VideoEncoderId } from '../contract/video-encoders.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import type { ShowEvent } from '../contract/show-events.ts';
import {
  createBitrateState,
  floorKbps,
  stepBitrate,
  usualBitratePolicy,
  type BitratePolicy,
  type ReportedDestination,
} from './adaptive-bitrate.ts';
import type { ChosenEncoder } from './encoder-desk.ts';

type EncodingEvent = Omit<Extract<ShowEvent, { type: 'encoding' }>, 'showId' | 'atMs'>;

export interface ShowEncodingOptions {
  readonly chosen: ChosenEncoder;
  readonly wantedKbps: number;
  readonly policy: Partial<BitratePolicy> | undefined;
  readonly setBitrate: (videoKbps: number) => Promise<void>;
  readonly emit: (event: EncodingEvent) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface ShowEncoding {
  began(): void;
  fellBack(from: VideoEncoderId, detail: string): void;
  /** What the encoder made of a change. */
  answered(videoKbps: number, outcome: 'taken' | 'refused'): void;
  /** Another bitrate is wanted from now on: a platform that joined takes no more (`by`), or one with a limit has left (null, or whose limit is the next). */
  limit(wantedKbps: number, by: UserMessage | null): void;
  /** Once a second: the destinations that viewers depend on. */
  note(destinations: readonly ReportedDestination[]): void;
}

/** After a change that could not be made none is tried for so long. */
const refusedPauseMs = 60_000;

export function createShowEncoding(options: ShowEncodingOptions): ShowEncoding {
  const { chosen, clock, logger } = options;
  let { wantedKbps } = options;
  const policy: BitratePolicy = { ...usualBitratePolicy, ...options.policy };
  let encoder = chosen.encoder;
  let onAirKbps = wantedKbps;
  let state = createBitrateState(wantedKbps, clock.now(), policy);
  /** Said when the encoder has taken the bitrate that a platform's limit asks for. */
  let platformWords: UserMessage | null = null;
  /** Of the limit that holds: kept, for a refused one is asked for again. */
  let limitWords: UserMessage | null = null;

  const setBitrate = (kbps: number): void => {
    options.setBitrate(kbps).catch((error: unknown) => logger.warn('the bitrate could not be changed', { error }));
  };

  const askForLimit = (): void => {
    state = { ...state, kbps: wantedKbps, changedAtMs: clock.now(), lastChange: 'none' };
    // an earlier no may have come in between
    if (onAirKbps === wantedKbps) return;
    platformWords = limitWords;
    setBitrate(wantedKbps);
  };

  const tell = (cause: EncodingEvent['cause'], message: UserMessage): void =>
    options.emit({ type: 'encoding', encoder, videoKbps: onAirKbps, wantedVideoKbps: wantedKbps, cause, message });

  return {
    began() {
      // it may have failed by now, which was told
      if (encoder === chosen.encoder) tell(chosen.as === 'instead' ? 'instead' : 'start', chosen.why);
    },
    fellBack(from, detail) {
      logger.warn('the hardware encoder failed', { encoder: from, detail });
      encoder = 'x264';
      tell('fallback', words.fellBack(from));
    },
    answered(videoKbps, outcome) {
      const said = platformWords;
      platformWords = null;
      if (outcome === 'refused') {
        // it would be asked for again with the next report
        state = { ...state, kbps: onAirKbps, changedAtMs: clock.now() + refusedPauseMs, lastChange: 'none' };
        return tell('refused', words.refused(onAirKbps));
      }
      const before = onAirKbps;
      if (videoKbps === before) return;
      onAirKbps = videoKbps;
      if (said) tell('platform', said);
      else if (videoKbps < before) tell('congested', words.down(videoKbps, wantedKbps, videoKbps <= floorKbps(wantedKbps, policy)));
      else tell('recovered', videoKbps < wantedKbps ? words.up(videoKbps, wantedKbps) : words.full(videoKbps));
    },
    limit(kbps, by) {
      if (kbps === wantedKbps) return;
      // what congestion has taken stays taken
      const next = state.kbps < wantedKbps ? Math.min(state.kbps, kbps) : kbps;
      const said = by ? words.limited(by, kbps) : words.unlimited(kbps);
      limitWords = said;
      wantedKbps = kbps;
      state = { ...state, wantedKbps: kbps, kbps: next, changedAtMs: clock.now(), lastChange: 'none' };
      if (next === onAirKbps) return tell('platform', said);
      platformWords = said;
      setBitrate(next);
      return undefined;
    },
    note(destinations) {
      const pauseIsOver = clock.now() >= state.changedAtMs;
      const next = stepBitrate(state, destinations, clock.now(), policy);
      state = next.state;
      // a limit that was refused holds on: without congestion nothing else would bring it about
      if (state.kbps > wantedKbps && pauseIsOver) return askForLimit();
      if (next.change) setBitrate(next.change.kbps);
      return undefined;
    },
  };
}

const words = {
  fellBack(from: VideoEncoderId): UserMessage {
    const [failed, used] = [videoEncoders[from].title, videoEncoders.x264.title];
    return {
      en: `The encoder of this show (${failed.en}) failed twice. ${used.en} encodes now; viewers saw the standby picture for a moment. It stays so until the show ends. Look at the driver, or choose x264 for the next show.`,
      zh: `本场节目的编码器（${failed.zh}）连续失败两次，已改用${used.zh}编码；观众曾短暂看到待机画面。本场节目将保持如此。请检查驱动，或下次选择 x264。`,
    };
  },
  down: (kbps: number, wanted: number, lowest: boolean): UserMessage => ({
    en: `No platform keeps up with the stream, so the picture is sent with ${kbps} instead of ${wanted} kbit/s.${lowest ? ' It goes no lower.' : ''} It goes up again by itself; check the upload speed if it lasts.`,
    zh: `所有平台的网络都跟不上，画面码率已从 ${wanted} 降至 ${kbps} kbit/s。${lowest ? '这已是下限。' : ''}网络恢复后会自动提高；如持续出现，请检查上传速度。`,
  }),
  up: (kbps: number, wanted: number): UserMessage => ({
    en: `The platforms keep up again: the picture is sent with ${kbps} kbit/s, on the way back to ${wanted}.`,
    zh: `网络恢复：画面码率已提高到 ${kbps} kbit/s，将逐步回到 ${wanted}。`,
  }),
  full: (kbps: number): UserMessage => ({
    en: `The platforms keep up again: the picture is sent with its full ${kbps} kbit/s.`,
    zh: `网络恢复：画面码率已回到 ${kbps} kbit/s。`,
  }),
  limited: (by: UserMessage, kbps: number): UserMessage => ({
    en: `${by.en} takes no more, so the picture is sent with ${kbps} kbit/s at most, to all platforms, while it is on air.`,
    zh: `受${by.zh}的码率上限所限，它在播期间画面码率最高为 ${kbps} kbit/s，对所有平台生效。`,
  }),
  unlimited: (kbps: number): UserMessage => ({
    en: `The platform with a limit has left: the picture is sent with up to ${kbps} kbit/s again.`,
    zh: `有码率上限的平台已离开，画面码率恢复为最高 ${kbps} kbit/s。`,
  }),
  refused: (kbps: number): UserMessage => ({
    en: `The bitrate could not be changed, because a second encoder did not start. The show goes on with ${kbps} kbit/s.`,
    zh: `码率无法调整：第二个编码器没有启动。节目继续以 ${kbps} kbit/s 播出。`,
  }),
} as const;
