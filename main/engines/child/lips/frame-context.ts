/**
 * From log-mel frames to the rows that the lips' model takes: each frame's level is told against the loudest lately, so that a quiet voice looks
 * like a loud one, and a row is a frame with those around it. Used alike in training and on air. Pure.
 */
import { bandCount, silentLog } from './log-mel.ts';

/** Frames of 10 ms before and after; those after are the model's lead on its own answer. */
export const framesBefore = 8;
export const framesAfter = 6;
export const rowSize = (framesBefore + 1 + framesAfter) * bandCount;

/** Natural logarithms of power: where the loudest is thought to be before anything was heard, never below, falls by this a frame. */
const usualLoudest = -4.5;
const leastLoudest = -9;
const loudestFall = 0.005;
const centre = 6;
const spread = 3;
const limit = 3;

const valueOf = (log: number, loudest: number): number => Math.max(-limit, Math.min(limit, (log - loudest + centre) / spread));
/** What lies before the first frame and after the last. */
export const silentFrame: Float32Array = new Float32Array(bandCount).fill(valueOf(silentLog, usualLoudest));

/** Frames in order; each is answered with a new array. */
export function createLevelling(): (frame: Float32Array) => Float32Array {
  let loudest = usualLoudest;
  return (frame) => {
    let power = 0;
    for (const log of frame) power += Math.exp(log);
    loudest = Math.max(leastLoudest, loudest - loudestFall, Math.log(power));
    return frame.map((log) => valueOf(log, loudest));
  };
}

/** Writes the row of frame `index` of `frames` into `rows` at `offset`. */
export function writeRow(frames: readonly (Float32Array | undefined)[], index: number, rows: Float32Array, offset: number): void {
  for (let at = -framesBefore; at <= framesAfter; at += 1)
    rows.set(frames[index + at] ?? silentFrame, offset + (at + framesBefore) * bandCount);
}
