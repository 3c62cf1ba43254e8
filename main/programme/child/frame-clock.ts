/** Owns when frames are due: an absolute schedule that catches up gently and skips after a pause. Pure: it is told the time. */
export interface DueFrames {
  /** Frames to emit now, oldest first. `repeat` = so late that the picture before it is shown again; the sound goes on. */
  readonly emit: readonly ('draw' | 'repeat')[];
  /** Frames whose time is given up: nothing is emitted for them on either track. */
  readonly dropped: number;
  /** When to look again. */
  readonly nextAtMs: number;
}

export interface FrameClock {
  /** Frame 0 of this schedule is due at `nowMs`. */
  start(nowMs: number): void;
  due(nowMs: number): DueFrames;
  /** `count` frames of the last answer were emitted. What was not stays due. */
  emitted(count: number): void;
  /** When the next frame to be emitted is due. */
  readonly nextAtMs: number;
  readonly frameMs: number;
}

export interface FrameClockOptions {
  readonly fps: number;
  /** A frame later than this many frames is not drawn any more. */
  readonly drawUpToFramesLate?: number;
  /** Lost time over this is dropped. */
  readonly dropAfterMs?: number;
  readonly framesPerTick?: number;
}

export function createFrameClock(options: FrameClockOptions): FrameClock {
  const { fps, drawUpToFramesLate = 4, dropAfterMs = 1000, framesPerTick = 3 } = options;
  const frameMs = 1000 / fps;
  let originMs = 0;
  let count = 0;
  const timeOf = (frame: number): number => originMs + (frame * 1000) / fps;

  return {
    frameMs,
    get nextAtMs() {
      return timeOf(count);
    },
    start(nowMs) {
      originMs = nowMs;
      count = 0;
    },
    due(nowMs) {
      // A thousandth of a millisecond forgives the rounding of a timer that fires on the dot.
      let lateFrames = Math.floor((nowMs - timeOf(count)) / frameMs + 1e-6);
      let dropped = 0;
      if (lateFrames < 0) return { emit: [], dropped, nextAtMs: timeOf(count) };
      if (lateFrames * frameMs > dropAfterMs) {
        dropped = lateFrames;
        originMs += (dropped * 1000) / fps;
        lateFrames = 0;
      }
      const emit: ('draw' | 'repeat')[] = [];
      while (emit.length <= lateFrames && emit.length < framesPerTick) {
        emit.push(lateFrames - emit.length > drawUpToFramesLate ? 'repeat' : 'draw');
      }
      return { emit, dropped, nextAtMs: Math.max(timeOf(count + emit.length), nowMs) };
    },
    emitted(frames) {
      count += frames;
    },
  };
}
