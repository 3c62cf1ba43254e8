/** Media formats that processes agree on. */
export interface VideoFormat {
  readonly width: number;
  readonly height: number;
  /** 25, 30, 50 or 60. 48000 / fps is a whole number of sample frames for each. */
  readonly fps: number;
}

export const programmeSampleRate = 48_000;
export const programmeChannels = 2;

/** Sample frames that go with every video frame. Throws for a rate that 48 kHz does not divide by. */
export function samplesPerFrame(fps: number): number {
  const samples = programmeSampleRate / fps;
  if (!Number.isInteger(samples)) throw new RangeError(`fps ${fps} does not divide ${programmeSampleRate} Hz`);
  return samples;
}

export const videoPresets = Object.freeze({
  '720p': { width: 1280, height: 720, fps: 30 },
  '720p-vertical': { width: 720, height: 1280, fps: 30 },
  '1080p': { width: 1920, height: 1080, fps: 30 },
  '1080p-vertical': { width: 1080, height: 1920, fps: 30 },
  /** For machines, and test runs, that have little to give. */
  '360p': { width: 640, height: 360, fps: 30 },
} satisfies Record<string, VideoFormat>);
export type VideoPreset = keyof typeof videoPresets;
export const videoPresetNames = Object.freeze(Object.keys(videoPresets) as VideoPreset[]);

export const isVideoPreset = (name: string): name is VideoPreset => Object.hasOwn(videoPresets, name);

export const frameRates = [25, 30, 50, 60] as const;
export type FrameRate = (typeof frameRates)[number];
export const isFrameRate = (value: number): value is FrameRate => frameRates.some((rate) => rate === value);

/** A preset at a frame rate; without one, at 30. */
export const videoFormat = (preset: VideoPreset, fps?: FrameRate): VideoFormat => ({
  ...videoPresets[preset],
  ...(fps === undefined ? {} : { fps }),
});

/**
 * Layout of a face frame.
 * `rgba`: premultiplied, width*height*4 bytes.
 * `i420a`: BT.709 limited-range planes Y (w*h), U (w/2*h/2), V (w/2*h/2) PREMULTIPLIED about (16,128,128), then A (w*h, 0..255).
 *   "Premultiplied about black": y = 16 + (Y-16)*a/255, u = 128 + (U-128)*a/255. Width, height and rectangle are even.
 */
export type FacePixelFormat = 'rgba' | 'i420a';

/** Even-aligned rectangle in pixels. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
