/**
 * Which encoder a show gets, why, and whether it holds the format. Encoders are probed once per ffmpeg and run; a format is measured before its first show on
 * this machine and the figure kept, so that the next one starts at once. How long a picture takes to draw is learned from shows.
 */
import { z } from 'zod';
import type { CheckedFormat, EncodersView } from '../api/contract/encoding.ts';
import type { UserMessage } from '../contract/failure.ts';
import type { VideoFormat } from '../contract/media.ts';
import { describeFormat, videoEncoders, type EncoderProbe, type EncoderWish, type VideoEncoderId } from '../contract/video-encoders.ts';
import type { Disposable } from '../kernel/disposable.ts';
import type { Logger } from '../kernel/logger.ts';
import { oneAtATime } from '../kernel/one-at-a-time.ts';
import type { MeasureEncoder } from '../programme/control/measure-encoder.ts';
import type { Ffmpeg } from '../programme/control/resolve-ffmpeg.ts';
import type { SettingStore } from '../storage/stores/setting-store.ts';
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
  /** Share of the processors that was taken lately, before anything was measured. */
  readonly busyShare: () => number;
  /** Figures of other runs; `machine` names what they were measured on. undefined: none are kept. */
  readonly kept?: { readonly settings: Pick<SettingStore, 'get' | 'set'>; readonly machine: string };
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

/** What nearly every machine does, and what shows mostly start with: 720p at 30. Nobody is kept waiting for more than two seconds before it. */
const usualPixelsPerSecond = 1280 * 720 * 30;
/** A machine that had so much else to do tells by a measurement of that moment, not of itself. */
const busyFrom = 0.5;
const settingName = 'encoder-speeds';
const mostKept = 60;
const keptSpeeds = z.record(z.string(), z.number().positive());

export function createEncoderDesk(options: EncoderDeskOptions): EncoderDesk {
  const { logger } = options;
  const over = new AbortController();
  const probes = new Map<string, Promise<readonly EncoderProbe[]>>();
  const speeds = new Map<string, number>(Object.entries(keptSpeeds.safeParse(options.kept?.settings.get(settingName)).data ?? {}));
  const keep = (key: string, fps: number): void => {
    speeds.delete(key);
    speeds.set(key, fps);
    options.kept?.settings.set(settingName, Object.fromEntries(Array.from(speeds).slice(-mostKept)));
  };
  /** By path. */
  const versions = new Map<string, string>();
  /** Two measurements at a time would take from each other. */
  const inTurn = oneAtATime();
  let drawing: { readonly pixels: number; readonly meanMs: number } | null = null;

  /** Of one program: another file or another version is asked anew. */
  const probed = async (): Promise<{ readonly ffmpegPath: string; readonly found: readonly EncoderProbe[] }> => {
    const { path, version } = await options.findFfmpeg();
    const key = `${path} ${version}`;
    versions.set(path, version);
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
    const usual = video.width * video.height * video.fps <= usualPixelsPerSecond;
    const key = `${options.kept?.machine ?? ''} ${ffmpegPath} ${versions.get(ffmpegPath) ?? ''} ${encoder} ${device ?? ''} ${video.width}x${video.height} ${video.fps}`;
    const ask = {
      ffmpegPath,
      encoder,
      ...(device === undefined ? {} : { device }),
      video,
      videoBitrateKbps,
      enoughFps: video.fps,
      patience: usual ? ('quick' as const) : ('thorough' as const),
      signal: over.signal,
    };
    const judge = (encodeFps: number) => judgeFormat(video, { encoder, encodeFps, drawMs: drawMsOf(video), cores: options.cores });
    try {
      const known = speeds.get(key);
      const isKnown = known !== undefined && judge(known).holds;
      const busy = !isKnown && options.busyShare() >= busyFrom;
      let fps = isKnown ? known : (await options.measure(ask)).fps;
      // a studio that has just begun is busy itself, and so may others be: what nearly every machine does is not refused for that
      if (usual && busy && !judge(fps).holds)
        return { ...about, holds: true, measuredFps: judge(fps).reachedFps, message: words.busy(video, judge(fps).reachedFps) };
      // Something else may have been busy in that very moment: a no is asked for twice, and the better answer counts.
      if (!judge(fps).holds) fps = Math.max(fps, (await options.measure(ask)).fps);
      if (!isKnown) keep(key, fps);
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
    check: (...question) => inTurn(() => check(...question)),
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
  busy: (video: VideoFormat, fps: number): UserMessage => ({
    en: `This machine is busy with other things just now and encodes ${describeFormat(video)} at ${fps} frames a second; ${video.fps} are needed. It is tried all the same; look at the frames left out, and close what you do not need.`,
    zh: `本机此刻正忙于其他任务，编码 ${describeFormat(video)} 的速度为每秒 ${fps} 帧，需要每秒 ${video.fps} 帧。仍会尝试，请留意丢帧数，并关闭不需要的程序。`,
  }),
  unknown: (video: VideoFormat): UserMessage => ({
    en: `How fast this machine encodes ${describeFormat(video)} could not be measured. It is tried all the same; look at the frames left out.`,
    zh: `无法测出本机编码 ${describeFormat(video)} 的速度。仍会尝试，请留意丢帧数。`,
  }),
} as const;
