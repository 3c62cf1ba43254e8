/** How head and torso stand for a cue: a turned head as a projection of points with depth. Numbers only, an absolute function of the cue. */
import type { FrameCue } from '../../../../contract/cues.ts';
import { smoothNoise } from '../../../../performance/noise.ts';
import { moved, multiply, rotation, type Affine } from './affine.ts';

/** Drawing units of the picture: it is 640 high. */
export const unitsHigh = 640;
/** Between the eyes, in picture units. Head units start here. */
export const faceOrigin = { x: 320, y: 246 } as const;
/** Picture units of a head unit. */
export const headScale = 1.04;
/** The head leans about the base of the skull; head units. */
const leanAbout = { x: 0, y: 112 } as const;

/** Radians that the drawing can be turned by. */
export const mostTurn = { yaw: 0.42, pitch: 0.34, roll: 0.3 } as const;
/** Features travel further than a skull's would for the same angle; so the skull turns by less than the cue says. */
const yawShown = 0.82;

export interface HeadPose {
  readonly cosYaw: number;
  readonly sinYaw: number;
  readonly cosPitch: number;
  readonly sinPitch: number;
  readonly roll: number;
  /** Shift of the whole head on its neck, picture units. */
  readonly shiftX: number;
  readonly shiftY: number;
}
export interface TorsoPose {
  readonly shiftX: number;
  readonly rise: number;
  readonly lean: number;
}
/** Of `HangPose.sway`. */
const mostSway = 9;

/** What hangs from the head: sideways and upwards, head units at a tip one hundred units below its root. */
export interface HangPose {
  readonly sway: number;
  readonly lift: number;
  /** Seconds, for the slow wander of each lock. */
  readonly time: number;
}

export const limit = (value: number, most: number): number => (Number.isFinite(value) ? Math.max(-most, Math.min(most, value)) : 0);

export function headPose(cue: FrameCue, torso: TorsoPose): HeadPose {
  const yaw = limit(cue.head[0], mostTurn.yaw) * yawShown;
  const pitch = limit(cue.head[1], mostTurn.pitch);
  const roll = limit(cue.head[2], mostTurn.roll);
  return {
    cosYaw: Math.cos(yaw),
    sinYaw: Math.sin(yaw),
    cosPitch: Math.cos(pitch),
    sinPitch: Math.sin(pitch),
    roll: roll + torso.lean,
    shiftX: yaw * 16 + torso.shiftX,
    shiftY: pitch * 12 - torso.rise * 1.1,
  };
}

/**
 * The torso follows the head a little and breathes. Rounded to steps that the eye does not see, so that it is drawn anew a few times a second
 * and not with every frame.
 */
export function torsoPose(cue: FrameCue): TorsoPose {
  const step = (value: number, size: number): number => Math.round(value / size) * size;
  return {
    shiftX: step(limit(cue.head[0], mostTurn.yaw) * 10 + limit(cue.head[2], mostTurn.roll) * 18, 0.4),
    rise: step(Math.max(0, limit(cue.breath, 1)) * 3.6, 0.3),
    lean: step(limit(cue.head[2], mostTurn.roll) * 0.1, 0.002),
  };
}

/** Hair stays behind when the head moves (`cue.trail`), hangs down when it leans, and is never quite still. */
export function hangPose(cue: FrameCue): HangPose {
  const [yaw = 0, pitch = 0, roll = 0] = cue.trail ?? [];
  const time = Number.isFinite(cue.timeMs) ? cue.timeMs / 1000 : 0;
  const sway = limit(yaw, 0.5) * 95 - limit(roll, 0.5) * 100 + limit(cue.head[2], mostTurn.roll) * 34 + 1.3 * smoothNoise(4711, time / 1.3);
  return {
    // The farther it swings the more it resists.
    sway: mostSway * Math.tanh(sway / mostSway),
    lift: limit(pitch, 0.4) * 30,
    time,
  };
}

/** A point of the head with depth `z` (+ towards the viewer) as it is seen, head units. */
export function projectX(pose: HeadPose, x: number, z: number): number {
  return x * pose.cosYaw + z * pose.sinYaw;
}
export function projectY(pose: HeadPose, x: number, y: number, z: number): number {
  return y * pose.cosPitch + (z * pose.cosYaw - x * pose.sinYaw) * pose.sinPitch;
}

/** Head units to picture units. */
export function headFrame(pose: HeadPose): Affine {
  return multiply(
    multiply(moved(faceOrigin.x + pose.shiftX, faceOrigin.y + pose.shiftY), [headScale, 0, 0, headScale, 0, 0]),
    rotation(pose.roll, leanAbout.x, leanAbout.y),
  );
}
export function torsoFrame(pose: TorsoPose): Affine {
  return multiply(moved(pose.shiftX, 0), rotation(pose.lean, 320, 700));
}

/** A flat layer whose depth goes from `near + slope * y`: the parallax of a curved part as one affine map of head units. */
export function layerFrame(pose: HeadPose, near: number, slope: number): Affine {
  return [
    pose.cosYaw,
    -pose.sinYaw * pose.sinPitch,
    pose.sinYaw * slope,
    pose.cosPitch + pose.sinPitch * slope,
    pose.sinYaw * near,
    pose.sinPitch * near,
  ];
}

/** How far the chin goes down with the lower lip, head units. */
export function chinDrop(mouthDown: number): number {
  return mouthDown * 0.42;
}
