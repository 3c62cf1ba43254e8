/** The format that a show is to have, as it was last chosen in this window. */
import { isFrameRate, isVideoPreset, type FrameRate, type VideoPreset } from '../../../../main/contract/media.ts';
import { encoderWishes, type EncoderWish } from '../../../../main/contract/video-encoders.ts';

export interface ShowFormat {
  readonly preset: VideoPreset;
  readonly fps: FrameRate;
  readonly encoder: EncoderWish;
}

export type Shape = 'landscape' | 'vertical';
export const shapes: readonly Shape[] = ['landscape', 'vertical'];
/** Picture heights; upright, the widths. */
export const pictureSizes = ['360', '720', '1080'] as const;
export type PictureSize = (typeof pictureSizes)[number];
export const usualFormat: ShowFormat = { preset: '720p', fps: 30, encoder: 'auto' };

export const shapeOf = (preset: VideoPreset): Shape => (preset.endsWith('-vertical') ? 'vertical' : 'landscape');
export const sizeOf = (preset: VideoPreset): PictureSize => pictureSizes.find((size) => preset.startsWith(`${size}p`)) ?? '720';

/** The nearest that there is: the small picture is landscape only. */
export function presetOf(shape: Shape, size: PictureSize): VideoPreset {
  const name = `${size}p${shape === 'vertical' ? '-vertical' : ''}`;
  return isVideoPreset(name) ? name : '720p-vertical';
}

/** What was kept by another version is not trusted. */
export function readFormat(kept: string | null): ShowFormat {
  try {
    const { preset, fps, encoder } = JSON.parse(kept ?? '{}') as Partial<Record<keyof ShowFormat, unknown>>;
    return {
      preset: typeof preset === 'string' && isVideoPreset(preset) ? preset : usualFormat.preset,
      fps: typeof fps === 'number' && isFrameRate(fps) ? fps : usualFormat.fps,
      encoder: encoderWishes.find((one) => one === encoder) ?? usualFormat.encoder,
    };
  } catch {
    return usualFormat;
  }
}
