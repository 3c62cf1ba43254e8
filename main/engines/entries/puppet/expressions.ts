/** How each emotion bends the features at full intensity. Lengths are in drawing units (640 to the picture's height), + is down for brows. */
import type { Emotion } from '../../../contract/speech.ts';

export interface Features {
  readonly browInner: number;
  readonly browOuter: number;
  readonly browArch: number;
  /** Added to the opening of the upper lid, 1 = the neutral opening. */
  readonly lidTop: number;
  /** 0..1 rise of the lower lid. */
  readonly lidBottom: number;
  /** Rise of the corners of the mouth. */
  readonly corners: number;
  readonly mouthWidth: number;
  /** Opening of a silent mouth. */
  readonly restOpen: number;
  readonly blush: number;
  readonly irisScale: number;
}

export const neutralFeatures: Features = {
  browInner: 0,
  browOuter: 0,
  browArch: 0,
  lidTop: 0,
  lidBottom: 0,
  corners: 3.2,
  mouthWidth: 0,
  restOpen: 0,
  blush: 0.5,
  irisScale: 1,
};

const full: Readonly<Record<Emotion, Features>> = {
  neutral: neutralFeatures,
  happy: {
    ...neutralFeatures,
    browInner: -4,
    browOuter: -3,
    browArch: 3,
    lidTop: -0.1,
    lidBottom: 0.62,
    corners: 8.5,
    mouthWidth: 4,
    blush: 1,
  },
  sad: {
    ...neutralFeatures,
    browInner: -9,
    browOuter: 6,
    browArch: -2,
    lidTop: -0.24,
    lidBottom: 0.1,
    corners: -6,
    mouthWidth: -4,
    blush: 0.35,
  },
  angry: {
    ...neutralFeatures,
    browInner: 12,
    browOuter: -4,
    browArch: -6,
    lidTop: -0.2,
    lidBottom: 0.25,
    corners: -5.5,
    mouthWidth: -2,
    blush: 0.6,
    irisScale: 0.95,
  },
  surprised: {
    ...neutralFeatures,
    browInner: -9,
    browOuter: -8,
    browArch: 3,
    lidTop: 0.2,
    corners: 0,
    mouthWidth: -6,
    restOpen: 9,
    blush: 0.6,
    irisScale: 0.88,
  },
  relaxed: { ...neutralFeatures, browInner: -1, browOuter: 3, browArch: 1, lidTop: -0.3, lidBottom: 0.22, corners: 5, blush: 0.75 },
};

export function featuresOf(emotion: Emotion, intensity: number): Features {
  const to = full[emotion];
  const mix = (a: number, b: number): number => a + (b - a) * intensity;
  return {
    browInner: mix(0, to.browInner),
    browOuter: mix(0, to.browOuter),
    browArch: mix(0, to.browArch),
    lidTop: mix(0, to.lidTop),
    lidBottom: mix(0, to.lidBottom),
    corners: mix(neutralFeatures.corners, to.corners),
    mouthWidth: mix(0, to.mouthWidth),
    restOpen: mix(0, to.restOpen),
    blush: mix(neutralFeatures.blush, to.blush),
    irisScale: mix(1, to.irisScale),
  };
}
