/** Where the anchor stands. Main asks the face engine for frames of exactly this size, so that nothing is scaled while on air. */
import type { Rect, VideoFormat } from '../../contract/media.ts';

const even = (value: number): number => Math.round(value / 2) * 2;

/** Bottom-centred square: 8/9 of the height of a landscape picture, the full width of a vertical one. */
export function defaultAnchorRect(video: Pick<VideoFormat, 'width' | 'height'>): Rect {
  const side = video.width >= video.height ? Math.min(even((video.height * 8) / 9), video.width) : even(video.width);
  return { x: even((video.width - side) / 2), y: video.height - side, width: side, height: side };
}
