/**
 * Which video encoders work on this machine: each that the platform could have encodes a second of moving picture with the very arguments of a show, and
 * what comes out is looked at. Nothing is concluded from a name in a list.
 */
import { readdirSync } from 'node:fs';
import type { UserMessage } from '../../contract/failure.ts';
import { videoPresets, type VideoFormat } from '../../contract/media.ts';
import { videoEncoderIds, videoEncoders, type EncoderProbe, type VideoEncoderId } from '../../contract/video-encoders.ts';
import { videoCodecArgs } from '../protocol/codec-args.ts';
import { readFlvPictures } from './read-flv-pictures.ts';
import { runTrial, type Trial } from './run-trial.ts';

export interface ProbeRequest {
  readonly ffmpegPath: string;
  readonly platform?: NodeJS.Platform;
  /** Render nodes for VAAPI. Default: those of this machine. */
  readonly renderNodes?: readonly string[];
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

const video: VideoFormat = videoPresets['720p'];
const frames = 30;
const usualTimeoutMs = 10_000;
const kbps = 3000;

/** What a machine of this kind could have; x264 always. */
export function encodersOf(platform: NodeJS.Platform): readonly VideoEncoderId[] {
  const could: Readonly<Partial<Record<NodeJS.Platform, readonly VideoEncoderId[]>>> = {
    darwin: ['videotoolbox'],
    win32: ['nvenc', 'qsv', 'amf'],
    linux: ['nvenc', 'qsv', 'amf', 'vaapi'],
  };
  return videoEncoderIds.filter((id) => id === 'x264' || (could[platform] ?? []).includes(id));
}

/** In the order of preference, all at the same time; rejects only with `signal.reason`. */
export async function probeEncoders(request: ProbeRequest): Promise<readonly EncoderProbe[]> {
  const list = await runTrial({
    ffmpegPath: request.ffmpegPath,
    args: ['-hide_banner', '-encoders'],
    timeoutMs: request.timeoutMs ?? usualTimeoutMs,
    ...(request.signal ? { signal: request.signal } : {}),
  });
  const has = (codec: string): boolean => new RegExp(`^\\s*V\\S*\\s+${codec}\\s`, 'm').test(Buffer.from(list.stdout).toString('utf8'));
  return Promise.all(
    encodersOf(request.platform ?? process.platform).map(async (encoder): Promise<EncoderProbe> => {
      const { codec } = videoEncoders[encoder];
      if (!has(codec)) return { encoder, outcome: 'missing', reason: words.notInFfmpeg(codec) };
      return encoder === 'vaapi' ? probeVaapi(request) : probe(request, encoder);
    }),
  );
}

/** The first graphics card that does it. */
async function probeVaapi(request: ProbeRequest): Promise<EncoderProbe> {
  const nodes = request.renderNodes ?? listRenderNodes();
  let last: EncoderProbe = { encoder: 'vaapi', outcome: 'missing', reason: words.noRenderNode };
  for (const node of nodes) {
    last = await probe(request, 'vaapi', node);
    if (last.outcome === 'works') return last;
  }
  return last;
}

async function probe(request: ProbeRequest, encoder: VideoEncoderId, device?: string): Promise<EncoderProbe> {
  const timeoutMs = request.timeoutMs ?? usualTimeoutMs;
  const trial = await runTrial({
    ffmpegPath: request.ffmpegPath,
    args: trialArgs(encoder, device),
    timeoutMs,
    ...(request.signal ? { signal: request.signal } : {}),
  });
  const verdict = judge(trial, timeoutMs);
  return { encoder, ...verdict, ...(device === undefined ? {} : { device }) };
}

function trialArgs(encoder: VideoEncoderId, device: string | undefined): string[] {
  const args = videoCodecArgs({
    encoder,
    ...(device === undefined ? {} : { device }),
    video,
    videoBitrateKbps: kbps,
    keyframeIntervalSeconds: 2,
    preset: 'veryfast',
    live: true,
  });
  return [
    ['-hide_banner', '-loglevel', 'error', '-nostdin'],
    args.device,
    ['-f', 'lavfi', '-i', `testsrc2=size=${video.width}x${video.height}:rate=${video.fps},format=yuv420p`],
    ['-frames:v', String(frames)],
    args.filter === '' ? [] : ['-vf', args.filter],
    args.codec,
    ['-f', 'flv', 'pipe:1'],
  ].flat();
}

/** An exit code alone would not show an encoder that writes nothing. */
function judge(trial: Trial, timeoutMs: number): Pick<EncoderProbe, 'outcome' | 'reason'> {
  if (trial.how === 'timed-out') return { outcome: 'timed-out', reason: words.timedOut(timeoutMs) };
  if (trial.how !== 'ended') return { outcome: 'failed', reason: words.failed(firstLine(trial.says)) };
  const pictures = readFlvPictures(trial.stdout);
  if (!pictures.config || pictures.kinds[0] !== 'key')
    return { outcome: 'failed', reason: words.failed('it wrote no picture that a player could begin with') };
  if (pictures.kinds.length !== frames)
    return { outcome: 'failed', reason: words.failed(`of ${frames} pictures it wrote ${pictures.kinds.length}`) };
  return { outcome: 'works', reason: words.works };
}

/** The first line names the cause, the later ones its consequences. ffmpeg's addresses say nothing to anybody. */
const firstLine = (says: string): string =>
  (says.split('\n')[0] ?? '').replace(/\s*@ 0x[0-9a-f]+/g, '').slice(0, 200) || 'it gave no reason';

function listRenderNodes(): readonly string[] {
  try {
    return readdirSync('/dev/dri')
      .filter((name) => name.startsWith('renderD'))
      .sort()
      .map((name) => `/dev/dri/${name}`);
  } catch {
    return [];
  }
}

const words = {
  works: { en: 'A test encode worked.', zh: '试编码成功。' },
  noRenderNode: { en: 'There is no graphics card with a render node (/dev/dri).', zh: '没有可用的显卡渲染节点（/dev/dri）。' },
  notInFfmpeg: (codec: string): UserMessage => ({ en: `This ffmpeg was built without ${codec}.`, zh: `当前 ffmpeg 不包含 ${codec}。` }),
  timedOut: (ms: number): UserMessage => ({
    en: `A test encode did not end within ${Math.round(ms / 1000)} s and was stopped.`,
    zh: `试编码在 ${Math.round(ms / 1000)} 秒内没有结束，已中止。`,
  }),
  failed: (why: string): UserMessage => ({ en: `A test encode failed: ${why}`, zh: `试编码失败：${why}` }),
} as const;
