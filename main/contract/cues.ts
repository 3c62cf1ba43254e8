/** What a face should be doing at one programme frame. Numbers only: the same cue gives the same picture from any instance. */
import type { Emotion } from './speech.ts';

export interface FrameCue {
  /** Programme frame number, from 0 at the start of the show; never goes back. */
  readonly frame: number;
  /** frame * 1000 / fps */
  readonly timeMs: number;
  /** Weights 0..1 in the order of `visemes` (15 numbers), summing to about 1. */
  readonly visemes: readonly number[];
  /** Jaw opening 0..1, already including loudness. */
  readonly jaw: number;
  readonly emotion: Emotion;
  /** 0..1, already eased in and out. */
  readonly intensity: number;
  /** Lid closure per eye, 0 open .. 1 closed. [viewer's left, viewer's right] */
  readonly blink: readonly [number, number];
  /** Brow raise per eye -1..1. */
  readonly brows: readonly [number, number];
  /** -1..1; 0,0 looks into the camera. +x is the viewer's right, +y is down. */
  readonly gaze: readonly [number, number];
  /** Radians. yaw + turns to the viewer's right, pitch + nods down, roll + leans to the viewer's right. */
  readonly head: readonly [yaw: number, pitch: number, roll: number];
  /**
   * How far something that hangs from the head on a soft spring (hair) is behind it: its yaw, pitch, roll less the head's, radians.
   * Like all the rest an absolute function of programme time. Absent: nothing lags.
   */
  readonly trail?: readonly [yaw: number, pitch: number, roll: number];
  /** Phase of breathing 0..1 (0 = emptied). */
  readonly breath: number;
  readonly speaking: boolean;
}
