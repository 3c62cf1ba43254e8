/** How each emotion bends the features at full intensity. Lengths are in head units, + is down for brows. */
import type { Emotion } from '../../../../contract/speech.ts';

export interface Features {
  readonly browInner: number;
  readonly browOuter: number;
  readonly browArch: number;
  /** Added to the opening of the upper lid, 1 = the neutral opening. */
  readonly lidTop: number;
  /** 0..1 rise of the lower lid. */
  readonly lidBottom: number;
  /** -1..1: + lowers the upper lid at the nose (anger), - at the temple (sorrow). */
  readonly lidSlant: number;
  /** Rise of the corners of the mouth. */
  readonly corners: number;
  readonly mouthWidth: number;
  /** Opening of a silent mouth. */
  readonly restOpen: number;
  readonly blush: number;
  readonly irisScale: number;
  /** 0..1 how much the eyes shine. */
  readonly shine: number;
}

export const neutralFeatures: Features = {
  browInner: 0,
  browOuter: 0,
  browArch: 0,
  lidTop: 0,
  lidBottom: 0,
  lidSlant: 0,
  corners: 2.4,
  mouthWidth: 0,
  restOpen: 0,
  blush: 0.26,
  irisScale: 1,
  shine: 0.5,
};

const full: Readonly<Record<Emotion, Features>> = {
  neutral: neutralFeatures,
  happy: {
    ...neutralFeatures,
    browInner: -6,
    browOuter: -5,
    browArch: 4,
    lidTop: -0.06,
    lidBottom: 0.78,
    corners: 7,
    mouthWidth: 3.2,
    blush: 1,
    shine: 1,
  },
  sad: {
    ...neutralFeatures,
    browInner: -10,
    browOuter: 7,
    browArch: -3,
    lidTop: -0.16,
    lidBottom: 0.06,
    lidSlant: -1,
    corners: -5,
    mouthWidth: -3,
    blush: 0.28,
    irisScale: 1.04,
    shine: 0.85,
  },
  angry: {
    ...neutralFeatures,
    browInner: 16,
    browOuter: -5,
    browArch: -4,
    lidTop: -0.12,
    lidBottom: 0.26,
    lidSlant: 1,
    corners: -4.6,
    mouthWidth: -0.5,
    blush: 0.6,
    irisScale: 0.92,
    shine: 0.2,
  },
  surprised: {
    ...neutralFeatures,
    browInner: -12,
    browOuter: -10,
    browArch: 4,
    lidTop: 0.13,
    corners: 0.4,
    mouthWidth: -4,
    restOpen: 8,
    blush: 0.5,
    irisScale: 0.84,
    shine: 0.7,
  },
  relaxed: {
    ...neutralFeatures,
    browInner: -3,
    browOuter: 3,
    browArch: 1,
    lidTop: -0.3,
    lidBottom: 0.2,
    lidSlant: -0.35,
    corners: 4.6,
    mouthWidth: 0.8,
    blush: 0.7,
  },
};

export function featuresOf(emotion: Emotion, intensity: number): Features {
  const to = full[emotion];
  const mix = (of: keyof Features): number => neutralFeatures[of] + (to[of] - neutralFeatures[of]) * intensity;
  return {
    browInner: mix('browInner'),
    browOuter: mix('browOuter'),
    browArch: mix('browArch'),
    lidTop: mix('lidTop'),
    lidBottom: mix('lidBottom'),
    lidSlant: mix('lidSlant'),
    corners: mix('corners'),
    mouthWidth: mix('mouthWidth'),
    restOpen: mix('restOpen'),
    blush: mix('blush'),
    irisScale: mix('irisScale'),
    shine: mix('shine'),
  };
}
