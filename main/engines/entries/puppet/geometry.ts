/** Where the parts of the head are: a turned head as a projection of points with depth, and the shapes that several layers share. */
import type { FrameCue } from '../../../contract/cues.ts';
import type { Features } from './expressions.ts';

/** Drawing units: the picture is 640 high. The face's origin is between the eyes. */
export const unitsHigh = 640;
export const faceOrigin = { x: 320, y: 262 } as const;
/** The head leans about the base of the skull. */
export const leanAbout = { x: 0, y: 120 } as const;

export interface HeadPose {
  readonly cosYaw: number;
  readonly sinYaw: number;
  readonly cosPitch: number;
  readonly sinPitch: number;
  readonly roll: number;
  /** Shift of the whole head on its neck. */
  readonly shiftX: number;
  readonly shiftY: number;
  /** Slow swing of the hair, radians. */
  readonly swing: number;
}

export interface TorsoPose {
  readonly shiftX: number;
  readonly rise: number;
  readonly lean: number;
}

const limit = (value: number, most: number): number => (Number.isFinite(value) ? Math.max(-most, Math.min(most, value)) : 0);

export function headPose(cue: FrameCue, torso: TorsoPose, swing: number): HeadPose {
  const yaw = limit(cue.head[0], 0.42);
  const pitch = limit(cue.head[1], 0.34);
  const roll = limit(cue.head[2], 0.3);
  return {
    cosYaw: Math.cos(yaw),
    sinYaw: Math.sin(yaw),
    cosPitch: Math.cos(pitch),
    sinPitch: Math.sin(pitch),
    roll: roll + torso.lean,
    shiftX: yaw * 14 + torso.shiftX,
    shiftY: pitch * 10 - torso.rise * 1.2,
    swing,
  };
}

/**
 * The torso follows the head a little and breathes. Rounded to steps that the eye does not see, so that it is drawn anew a few times a second
 * and not with every frame.
 */
export function torsoPose(cue: FrameCue): TorsoPose {
  const step = (value: number, size: number): number => Math.round(value / size) * size;
  return {
    shiftX: step(limit(cue.head[0], 0.42) * 9 + limit(cue.head[2], 0.3) * 16, 0.4),
    rise: step(limit(cue.breath, 1) * 3, 0.3),
    lean: step(limit(cue.head[2], 0.3) * 0.1, 0.002),
  };
}

/** A point of the head with depth `z` (+ towards the viewer) as it is seen. */
export function projectX(pose: HeadPose, x: number, z: number): number {
  return x * pose.cosYaw + z * pose.sinYaw;
}
export function projectY(pose: HeadPose, x: number, y: number, z: number): number {
  return y * pose.cosPitch + (z * pose.cosYaw - x * pose.sinYaw) * pose.sinPitch;
}

/** Six numbers for setTransform. */
export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

export function multiply(m: Affine, n: Affine): Affine {
  return [
    m[0] * n[0] + m[2] * n[1],
    m[1] * n[0] + m[3] * n[1],
    m[0] * n[2] + m[2] * n[3],
    m[1] * n[2] + m[3] * n[3],
    m[0] * n[4] + m[2] * n[5] + m[4],
    m[1] * n[4] + m[3] * n[5] + m[5],
  ];
}
export function rotation(angle: number, x: number, y: number): Affine {
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  return [c, s, -s, c, x - c * x + s * y, y - s * x - c * y];
}

/** Face coordinates to drawing units. */
export function headFrame(pose: HeadPose): Affine {
  return multiply([1, 0, 0, 1, faceOrigin.x + pose.shiftX, faceOrigin.y + pose.shiftY], rotation(pose.roll, leanAbout.x, leanAbout.y));
}
export function torsoFrame(pose: TorsoPose): Affine {
  return multiply([1, 0, 0, 1, pose.shiftX, -pose.rise], rotation(pose.lean, 320, 700));
}

/** A flat layer whose depth goes from `near + slope * y`: the parallax of a curved part as one affine map. */
export function layerFrame(pose: HeadPose, near: number, slope: number): Affine {
  return [pose.cosYaw, 0, pose.sinYaw * slope, pose.cosPitch + pose.sinPitch * slope, pose.sinYaw * near, pose.sinPitch * near];
}

/** How far the chin goes down with the lower lip. */
export function chinDrop(mouthDown: number): number {
  return mouthDown * 0.46;
}

export interface BlinkAndLids {
  /** Closure of the lids, emotion included: 0 wide, 1 shut. */
  readonly closure: number;
  /** Rise of the lower lid 0..1. */
  readonly lower: number;
}
export function lidsOf(blink: number, features: Features): BlinkAndLids {
  const shut = limit(blink, 1) < 0 ? 0 : limit(blink, 1);
  const half = -features.lidTop;
  return { closure: half + (1 - half) * shut, lower: features.lidBottom };
}
