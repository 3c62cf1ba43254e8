/** With which frame speech can begin so that its first lips are there. Pure. */
export interface StartPlan {
  readonly nextFrame: number;
  /** Time until `nextFrame` is due; Infinity when time does not matter. */
  readonly untilNextMs: number;
  readonly frameMs: number;
  /** What the face needs for a frame that is asked for now; 0 = nobody to wait for. */
  readonly faceLatencyMs: number;
}

const mostFramesLater = 4;

export function planStart({ nextFrame, untilNextMs, frameMs, faceLatencyMs }: StartPlan): number {
  const missingMs = faceLatencyMs - untilNextMs;
  return nextFrame + Math.min(mostFramesLater, Math.max(0, Math.ceil(missingMs / frameMs)));
}
