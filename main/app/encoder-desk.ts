/**
 * Which encoder a show gets, why, and whether it holds the format. Encoders are probed once per ffmpeg and run, formats measured once per encoder; how long
 * a picture takes to draw is learned from shows.
 */
import type { CheckedFormat, EncodersView } from '../api/contract/encoding.ts';
import type { UserMessage } from '../contract/failure.ts';
import type { VideoFormat } from '../contract/media.ts';
import { describeFormat, videoEncoders, type EncoderProbe, type EncoderWish, type VideoEncoderId } from '../contract/video-encoders.ts';
import type { Disposable } from '../kernel/disposable.ts';
import type { Logger } from '../kernel/logger.ts';
import type { MeasureEncoder } from '../programme/control/measure-encoder.ts';
import type { Ffmpeg } from '../programme/control/resolve-ffmpeg.ts';
import { judgeFormat } from './judge-format.ts';

export interface ChosenEncoder {
  /** The program that it was tried with. */
  readonly ffmpegPath: string;
  readonly encoder: VideoEncoderId;
  readonly device?: string;
  /** What is used and why, as a sentence. */
  readonly why: UserMessage;
  /** 'instead': another one was asked for by name and does not work here. */
  readonly as: 'wanted' | 'instead';
}

export interface EncoderDeskOptions {
  readonly findFfmpeg: () => Promise<Ffmpeg>;
  readonly probe: (request: { readonly ffmpegPath: string; readonly signal: AbortSignal }) => Promise<readonly EncoderProbe[]>;
  readonly measure: MeasureEncoder;
  readonly cores: number;
  readonly logger: Logger;
}

export interface EncoderDesk extends Disposable {
  list(): Promise<EncodersView>;
  choose(wish: EncoderWish): Promise<ChosenEncoder>;
  /** Measures where that can matter. A format whose speed cannot be measured is not refused: nothing is known against it. */
  check(chosen: ChosenEncoder, video: VideoFormat, videoBitrateKbps: number): Promise<CheckedFormat>;
  /** Told by a show. */
  noteDrawing(video: VideoFormat, meanMs: number): void;
}

/** What every machine is expected to do, and where nothing much smaller could be offered: 720p at 30. */
const unmeasuredPixelsPerSecond = 1280 * 720 * 30;

export function createEncoderDesk(options: EncoderDeskOptions): EncoderDesk {
  const { logger } = options;
  const over = new AbortController();
  const probes = new Map<string, Promise<readonly EncoderProbe[]>>();
  const speeds = new Map<string, number>();
  let measuring: Promise<unknown> = Promise.resolve();
  let drawing: { readonly pixels: number; readonly meanMs: number } | null = null;

  /** Of one program: another file or another version is asked anew. */
  const probed = async (): Promise<{ readonly ffmpegPath: string; readonly found: readonly EncoderProbe[] }> => {
    const { path, version } = await options.findFfmpeg();
    const key = `${path} ${version}`;
    let asked = probes.get(key);
    if (!asked) {
      asked = options.probe({ ffmpegPath: path, signal: over.signal });
      probes.set(key, asked);
      asked.then(
        (found) => logger.info('video encoders', { ffmpeg: key, found: found.map(({ encoder, outcome }) => `${encoder} ${outcome}`) }),
        () => probes.delete(key),
      );
    }
    return { ffmpegPath: path, found: await asked };
  };

  const choose: EncoderDesk['choose'] = async (wish) => {
    const { ffmpegPath, found } = await probed();
    const best = found.find(({ encoder, outcome }) => outcome === 'works' && (wish === 'auto' || encoder === wish));
    if (best && best.encoder !== 'x264')
      return {
        ffmpegPath,
        encoder: best.encoder,
        ...(best.device === undefined ? {} : { device: best.device }),
        why: words.works(best.encoder),
        as: 'wanted',
      };
    if (wish === 'x264') return { ffmpegPath, encoder: 'x264', why: words.asked, as: 'wanted' };
    if (wish === 'auto') return { ffmpegPath, encoder: 'x264', why: words.works('x264'), as: 'wanted' };
    const reason = found.find(({ encoder }) => encoder === wish)?.reason ?? words.notHere;
    return { ffmpegPath, encoder: 'x264', why: words.instead(wish, reason), as: 'instead' };
  };

  const drawMsOf = ({ width, height }: VideoFormat): number | null =>
    drawing === null ? null : (drawing.meanMs * width * height) / drawing.pixels;

  const check: EncoderDesk['check'] = async (chosen, video, videoBitrateKbps) => {
    const { ffmpegPath, encoder, device } = chosen;
    const about = { encoder, neededFps: video.fps } as const;
    if (video.width * video.height * video.fps <= unmeasuredPixelsPerSecond)
      return { ...about, holds: true, measuredFps: null, message: words.notMeasured(video) };
    const key = `${ffmpegPath} ${encoder} ${device ?? ''} ${video.width}x${video.height} ${video.fps}`;
    const ask = {
      ffmpegPath,
      encoder,
      ...(device === undefined ? {} : { device }),
      video,
      videoBitrateKbps,
      enoughFps: video.fps,
      signal: over.signal,
    };
    const judge = (encodeFps: number) => judgeFormat(video, { encoder, encodeFps, drawMs: drawMsOf(video), cores: options.cores });
    try {
      const known = speeds.get(key);
      let fps = known !== undefined && judge(known).holds ? known : (await options.measure(ask)).fps;
      // Something else may have been busy in that very moment: a no is asked for twice, and the better answer counts.
      if (!judge(fps).holds) fps = Math.max(fps, (await options.measure(ask)).fps);
      speeds.set(key, fps);
      const { holds, reachedFps, message } = judge(fps);
      return { ...about, holds, measuredFps: reachedFps, message };
    } catch (error) {
      over.signal.throwIfAborted();
      logger.warn('the speed of an encoder could not be measured', { encoder, video, error });
      return { ...about, holds: true, measuredFps: null, message: words.unknown(video) };
    }
  };

  return {
    choose,
    async list() {
      const { found } = await probed();
      const { encoder, why } = await choose('auto');
      return {
        chosen: { encoder, why },
        encoders: found.map((probe) => ({
          encoder: probe.encoder,
          title: videoEncoders[probe.encoder].title,
          outcome: probe.outcome,
          reason: probe.reason,
        })),
      };
    },
    check(...question) {
      // two at a time would take from each other
      const answer = measuring.then(() => check(...question));
      measuring = answer.catch(() => {});
      return answer;
    },
    noteDrawing({ width, height }, meanMs) {
      // the least disturbed show counts, as with the encoder
      const pixels = width * height;
      if (drawing === null || meanMs / pixels < drawing.meanMs / drawing.pixels) drawing = { pixels, meanMs };
    },
    dispose: () => over.abort(new Error('the studio is closed')),
  };
}

const words = {
  works(encoder: VideoEncoderId): UserMessage {
    const { title } = videoEncoders[encoder];
    return encoder === 'x264'
      ? { en: `${title.en} encodes: no hardware encoder works here.`, zh: `使用${title.zh}编码：本机没有可用的硬件编码器。` }
      : { en: `${title.en} encodes: a test encode with it worked.`, zh: `使用${title.zh}编码：试编码成功。` };
  },
  asked: {
    en: `${videoEncoders.x264.title.en} encodes, as was asked for.`,
    zh: `按所选，使用${videoEncoders.x264.title.zh}编码。`,
  },
  notHere: { en: 'This kind of machine does not have it.', zh: '这类设备不支持。' },
  instead(wish: VideoEncoderId, reason: UserMessage): UserMessage {
    const [asked, used] = [videoEncoders[wish].title, videoEncoders.x264.title];
    return {
      en: `${asked.en} was asked for and does not work here: ${reason.en} ${used.en} encodes instead.`,
      zh: `所选的${asked.zh}在本机不可用：${reason.zh}改用${used.zh}编码。`,
    };
  },
  notMeasured: (video: VideoFormat): UserMessage => ({
    en: `${describeFormat(video)} is not measured before a show; frames that are left out are counted on air.`,
    zh: `${describeFormat(video)} 开播前不做测速；播出时会统计丢弃的帧。`,
  }),
  unknown: (video: VideoFormat): UserMessage => ({
    en: `How fast this machine encodes ${describeFormat(video)} could not be measured. It is tried all the same; look at the frames left out.`,
    zh: `无法测出本机编码 ${describeFormat(video)} 的速度。仍会尝试，请留意丢帧数。`,
  }),
} as const;
