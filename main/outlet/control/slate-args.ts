/** ffmpeg's arguments for the slate, as data. */
import { programmeChannels, programmeSampleRate, type VideoFormat } from '../../contract/media.ts';
import { h264Level } from '../../contract/video-encoders.ts';

export interface SlateEncoder {
  readonly videoBitrateKbps: number;
  readonly audioBitrateKbps: number;
  readonly preset: string;
  /** Also the length of the loop. */
  readonly keyframeIntervalSeconds: number;
  /**
   * The show's own codec arguments (`-c:v …`, `-c:a …`), when the caller has them: the slate's parameter sets are then the show's,
   * and players and the recording go on without a new start.
   */
  readonly codecArgs?: readonly string[];
  /** Before the inputs, and after the picture's own filters: what a graphics card's encoder asks for. */
  readonly deviceArgs?: readonly string[];
  readonly filterTail?: string;
}

/**
 * H.264 and AAC by the platforms' conventions: strict CBR, closed GOP of fixed length, no scene-cut keyframes. The same choices as
 * the programme's encoder makes, because they show in the parameter sets; a test compares the two.
 */
export function defaultCodecArgs(video: VideoFormat, encoder: SlateEncoder): string[] {
  const gop = String(Math.max(1, Math.round(video.fps * encoder.keyframeIntervalSeconds)));
  const rate = `${encoder.videoBitrateKbps}k`;
  const x264 = [`keyint=${gop}`, `min-keyint=${gop}`, 'scenecut=0', 'open-gop=0', 'filler=1', 'force-cfr=1'];
  return [
    [
      '-c:v',
      'libx264',
      '-preset',
      encoder.preset,
      '-profile:v',
      'high',
      '-level:v',
      h264Level(video),
      '-pix_fmt',
      'yuv420p',
      '-tune',
      'zerolatency',
    ],
    ['-b:v', rate, '-maxrate', rate, '-bufsize', rate, '-minrate', rate],
    ['-g', gop, '-keyint_min', gop, '-sc_threshold', '0', '-flags', '+cgop', '-x264-params', x264.join(':')],
    ['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709', '-color_range', 'tv'],
    ['-c:a', 'aac', '-b:a', `${encoder.audioBitrateKbps}k`, '-ar', String(programmeSampleRate), '-ac', String(programmeChannels)],
  ].flat();
}

/** The whole picture inside the frame, undistorted. */
const fitFilter = ({ width, height }: VideoFormat): string =>
  `scale=${width}:${height}:force_original_aspect_ratio=decrease:out_color_matrix=bt709:out_range=tv,pad=${width}:${height}:-1:-1:color=black,setsar=0,format=yuv420p`;

export function slateArgs(pngPath: string, outPath: string, video: VideoFormat, encoder: SlateEncoder): string[] {
  const seconds = String(encoder.keyframeIntervalSeconds);
  return [
    ['-hide_banner', '-loglevel', 'error', '-nostdin', '-y'],
    encoder.deviceArgs ?? [],
    ['-loop', '1', '-framerate', String(video.fps), '-t', seconds, '-i', pngPath],
    ['-f', 'lavfi', '-t', seconds, '-i', `anullsrc=r=${programmeSampleRate}:cl=stereo`],
    ['-map', '0:v:0', '-map', '1:a:0'],
    ['-vf', [fitFilter(video), ...(encoder.filterTail ? [encoder.filterTail] : [])].join(',')],
    encoder.codecArgs ?? defaultCodecArgs(video, encoder),
    ['-flvflags', 'no_duration_filesize', '-f', 'flv', outPath],
  ].flat();
}
