/** Whether this machine holds a picture format, out of figures that were measured, and in words. Pure. */
import type { UserMessage } from '../contract/failure.ts';
import { frameRates, videoFormat, videoPresetNames, type VideoFormat } from '../contract/media.ts';
import { describeFormat, videoEncoders, type VideoEncoderId } from '../contract/video-encoders.ts';

export interface MeasuredMachine {
  readonly encoder: VideoEncoderId;
  /** Pictures of this format a second that the encoder makes when nothing holds it back. */
  readonly encodeFps: number;
  /** Mean time that drawing a picture of this format takes; null = no show has measured it yet. */
  readonly drawMs: number | null;
  readonly cores: number;
}

export interface FormatVerdict {
  readonly holds: boolean;
  /** What is reached; whole frames a second. */
  readonly reachedFps: number;
  readonly neededFps: number;
  readonly message: UserMessage;
}

/** A show has more to do than to encode, and not every second is like the other. */
const headroom = 1.1;

/** Drawing and encoding are two processes: side by side where there are two cores, one after the other where there is one. */
export function reachableFps({ encoder, encodeFps, drawMs, cores }: MeasuredMachine): number {
  if (drawMs === null || drawMs <= 0) return encodeFps;
  if (encoder === 'x264' && cores < 2) return 1000 / (1000 / encodeFps + drawMs);
  return Math.min(encodeFps, 1000 / drawMs);
}

export function judgeFormat(video: VideoFormat, machine: MeasuredMachine): FormatVerdict {
  const reached = reachableFps(machine);
  const reachedFps = Math.floor(reached);
  const holds = reached >= video.fps * headroom;
  const drawsSlower = machine.drawMs !== null && reached < machine.encodeFps;
  const named = describeFormat(video);
  const { title } = videoEncoders[machine.encoder];
  const does = drawsSlower
    ? {
        en: `This machine draws and encodes ${named} at ${reachedFps} frames a second`,
        zh: `本机绘制并编码 ${named} 的速度为每秒 ${reachedFps} 帧`,
      }
    : { en: `This machine encodes ${named} at ${reachedFps} frames a second`, zh: `本机编码 ${named} 的速度为每秒 ${reachedFps} 帧` };
  const measured = {
    en: `${does.en} (${title.en}); ${video.fps} are needed`,
    zh: `${does.zh}（${title.zh}），需要每秒 ${video.fps} 帧`,
  };
  if (holds) return { holds, reachedFps, neededFps: video.fps, message: { en: `${measured.en}.`, zh: `${measured.zh}。` } };
  const others = formatsThatFit(video, reached).map(describeFormat);
  const tightEn = reachedFps >= video.fps ? ', with some to spare' : '';
  const tightZh = reachedFps >= video.fps ? '并留有余量' : '';
  const tryEn = others.length > 0 ? `By that figure it holds ${others.join(' or ')}: choose that` : 'Choose a smaller picture';
  const tryZh = others.length > 0 ? `按此速度可以使用 ${others.join(' 或 ')}` : '请选择更小的画面';
  return {
    holds,
    reachedFps,
    neededFps: video.fps,
    message: {
      en: `${measured.en}${tightEn}. Nothing was started. ${tryEn}, close what else keeps the machine busy, or insist on it if you know better.`,
      zh: `${measured.zh}${tightZh}。没有开始任何内容。${tryZh}，或关闭其他占用资源的程序；如确有把握，可以强制使用。`,
    },
  };
}

/** The best of each size and the same orientation that the speed is enough for, reckoned by pixels a second; at most two, the largest first. */
export function formatsThatFit(wanted: VideoFormat, reached: number): readonly VideoFormat[] {
  const pixelsPerSecond = reached * wanted.width * wanted.height;
  const upright = wanted.height > wanted.width;
  const fits = videoPresetNames.flatMap((preset) => {
    const rate = [...frameRates].reverse().find((fps) => {
      const { width, height } = videoFormat(preset);
      return width * height * fps * headroom <= pixelsPerSecond && fps <= wanted.fps;
    });
    const format = videoFormat(preset, rate);
    const { width, height } = format;
    const smaller = width * height < wanted.width * wanted.height || (rate ?? 0) < wanted.fps;
    return rate !== undefined && height > width === upright && smaller && width * height <= wanted.width * wanted.height ? [format] : [];
  });
  return fits.sort((a, b) => b.width * b.height - a.width * a.height).slice(0, 2);
}
