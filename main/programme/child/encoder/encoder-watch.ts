/**
 * Has an encoder stopped? It is given frames and must move: take bytes of them, or give some of its own. Counted is only time that this process lived through:
 * on a machine that is overloaded, or was suspended, an encoder waits for the processor like everybody else, and a new one would wait as long. Pure: the caller
 * samples, once a frame or more often, and brings the time.
 */
export interface EncoderSample {
  readonly nowMs: number;
  readonly generation: number;
  /** Frames wait for it. */
  readonly waits: boolean;
  /** Writes that it has taken whole. */
  readonly writes: number;
  /** Of the write that it is taking. */
  readonly unwrittenBytes: number;
  /** Its output so far. */
  readonly readBytes: number;
}

export interface EncoderWatch {
  /** For how long nothing has moved; 0 = it moves, or has nothing to do. */
  look(sample: EncoderSample): number;
}

/** Looks come every frame, at 25 a second or more: of a longer gap the rest is this process's own waiting. */
const countedGapMs = 50;

export function createEncoderWatch(): EncoderWatch {
  let last: EncoderSample | null = null;
  let stillMs = 0;
  return {
    look(sample) {
      const before = last;
      last = sample;
      if (before === null || before.generation !== sample.generation || !sample.waits || moved(before, sample)) stillMs = 0;
      else stillMs += Math.min(countedGapMs, Math.max(0, sample.nowMs - before.nowMs));
      return stillMs;
    },
  };
}

function moved(before: EncoderSample, now: EncoderSample): boolean {
  return now.writes !== before.writes || now.unwrittenBytes < before.unwrittenBytes || now.readBytes !== before.readBytes;
}
