/** ffmpeg's arguments for the slate, as data. */
import { programmeSampleRate, type VideoFormat } from '../../contract/media.ts';

export interface SlateEncoder {
  /** Also the length of the loop. */
  readonly keyframeIntervalSeconds: number;
  /**
   * The show's own codec arguments (`-c:v …`, `-c:a …`): the slate's parameter sets are then the show's, and players and the recording go on without a
   * new start.
   */
  readonly codecArgs: readonly string[];
  /** Before the inputs, and after the picture's own filters: what a graphics card's encoder asks for. */
  readonly deviceArgs?: readonly string[];
  readonly filterTail?: string;
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
    encoder.codecArgs,
    ['-flvflags', 'no_duration_filesize', '-f', 'flv', outPath],
  ].flat();
}
