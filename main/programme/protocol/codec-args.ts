/**
 * How each video encoder is asked for the same stream: H.264 High at the format's level, strict CBR, a keyframe every two seconds and nowhere else, closed
 * GOP, no B-frames while live. Pure. The parameter sets depend on size and rate of the picture, not on the bitrate: a new generation at another bitrate goes
 * on where the one before ended, without a new start of decoders or of the recording's file.
 */
import { programmeChannels, programmeSampleRate, type VideoFormat } from '../../contract/media.ts';
import { h264Level, videoEncoders, type VideoEncoderId } from '../../contract/video-encoders.ts';

export interface CodecRequest {
  readonly encoder: VideoEncoderId;
  /** VAAPI only: the render node. Default: the first one. */
  readonly device?: string;
  readonly video: VideoFormat;
  readonly videoBitrateKbps: number;
  readonly keyframeIntervalSeconds: number;
  /** x264 only. */
  readonly preset: string;
  readonly live: boolean;
}

export interface CodecArgs {
  /** Before the inputs. */
  readonly device: readonly string[];
  /** The last filter of the picture; '' = none is needed. */
  readonly filter: string;
  readonly codec: readonly string[];
}

const firstRenderNode = '/dev/dri/renderD128';

export function videoCodecArgs(request: CodecRequest): CodecArgs {
  const { encoder, video } = request;
  const vaapi = encoder === 'vaapi';
  return {
    device: vaapi ? ['-vaapi_device', request.device ?? firstRenderNode] : [],
    filter: vaapi ? 'format=nv12,hwupload' : '',
    codec: [
      ['-c:v', videoEncoders[encoder].codec],
      own[encoder](request),
      ['-profile:v', 'high', '-level:v', levelFor(encoder, video)],
      vaapi ? [] : ['-pix_fmt', encoder === 'qsv' ? 'nv12' : 'yuv420p'],
      rate(request),
      gop(request),
      ['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709', '-color_range', 'tv'],
    ].flat(),
  };
}

/** Quick Sync takes the level as a whole number: '3.1' would be read as 3. */
const levelFor = (encoder: VideoEncoderId, video: VideoFormat): string =>
  encoder === 'qsv' ? h264Level(video).replace('.', '') : h264Level(video);

export function audioCodecArgs(kbps: number): string[] {
  return ['-c:a', 'aac', '-b:a', `${kbps}k`, '-ar', String(programmeSampleRate), '-ac', String(programmeChannels)];
}

const keyframeEvery = ({ video, keyframeIntervalSeconds }: CodecRequest): number =>
  Math.max(1, Math.round(keyframeIntervalSeconds * video.fps));

/** A second of buffer: strict enough for the platforms, loose enough for a keyframe. */
function rate({ videoBitrateKbps, live }: CodecRequest): string[] {
  const kbps = `${videoBitrateKbps}k`;
  return ['-b:v', kbps, '-maxrate', kbps, '-bufsize', kbps, ...(live ? ['-minrate', kbps] : [])];
}

function gop(request: CodecRequest): string[] {
  const every = String(keyframeEvery(request));
  const noB = request.live || request.encoder !== 'x264' ? ['-bf', '0'] : [];
  return ['-g', every, '-keyint_min', every, ...(request.encoder === 'x264' ? ['-sc_threshold', '0'] : []), ...noB, '-flags', '+cgop'];
}

const own: Readonly<Record<VideoEncoderId, (request: CodecRequest) => readonly string[]>> = {
  // Parameter sets that do not come with each keyframe would be missed by those who join: FLV carries them in its header.
  nvenc: () => [
    '-preset',
    'p4',
    '-tune',
    'll',
    '-rc',
    'cbr',
    '-zerolatency',
    '1',
    '-no-scenecut',
    '1',
    '-forced-idr',
    '1',
    '-rc-lookahead',
    '0',
  ],
  videotoolbox: () => ['-realtime', '1', '-allow_sw', '0'],
  qsv: () => ['-preset', 'veryfast', '-look_ahead', '0', '-async_depth', '1', '-forced_idr', '1'],
  amf: () => ['-usage', 'lowlatency', '-quality', 'speed', '-rc', 'cbr', '-filler_data', '1', '-enforce_hrd', '1'],
  vaapi: () => ['-rc_mode', 'CBR', '-async_depth', '1'],
  x264(request) {
    const every = keyframeEvery(request);
    const params = [`keyint=${every}`, `min-keyint=${every}`, 'scenecut=0', 'open-gop=0'];
    // Filler alone makes it CBR; nal-hrd=cbr would write the bitrate into the parameter sets.
    if (request.live) params.push('filler=1', 'force-cfr=1');
    return ['-preset', request.preset, ...(request.live ? ['-tune', 'zerolatency'] : []), '-x264-params', params.join(':')];
  },
};
