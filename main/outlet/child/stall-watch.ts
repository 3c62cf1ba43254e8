/**
 * Does a connection still move? By acknowledged bytes where the server sends acknowledgements, since the buffers of two systems swallow
 * megabytes before a socket looks full; else by what the socket takes. Pure: the caller samples and brings the time.
 */
export interface StallSample {
  readonly nowMs: number;
  /** Bytes that left this process. */
  readonly sentBytes: number;
  /** Bytes that the server confirmed; 0 for ever with servers that never do. */
  readonly acknowledgedBytes: number;
  /** Bytes that wait in this process. */
  readonly waitingBytes: number;
}

export interface StallWatch {
  /** For how long nothing has moved; 0 = it moves, or there is nothing to move. */
  look(sample: StallSample): number;
}

/** A server that has acknowledged so often will go on doing it. */
const trustedAcknowledgements = 2;
/** So many of its usual steps may be on their way. */
const stepsOnTheWay = 3;

/** `pauseMs`: samples further apart mean that this process itself stood still; what was measured before says nothing then. */
export function createStallWatch(options: { readonly pauseMs: number }): StallWatch {
  let last: StallSample | null = null;
  let movedAtMs = 0;
  let acknowledgedAtMs = 0;
  let acknowledgements = 0;
  let largestStep = 0;

  return {
    look(sample) {
      const { nowMs, sentBytes, acknowledgedBytes, waitingBytes } = sample;
      if (last === null || nowMs - last.nowMs > options.pauseMs) {
        movedAtMs = nowMs;
        acknowledgedAtMs = nowMs;
      } else {
        if (waitingBytes === 0 || sentBytes !== last.sentBytes) movedAtMs = nowMs;
        const step = acknowledgedBytes - last.acknowledgedBytes;
        if (step > 0) {
          acknowledgements += 1;
          largestStep = Math.max(largestStep, step);
          acknowledgedAtMs = nowMs;
          movedAtMs = nowMs;
        }
      }
      last = sample;
      const overdue = acknowledgements >= trustedAcknowledgements && sentBytes - acknowledgedBytes > stepsOnTheWay * largestStep;
      // the waiting begins when an acknowledgement is due, not when the last one came
      if (!overdue) acknowledgedAtMs = nowMs;
      return nowMs - (overdue ? Math.min(movedAtMs, acknowledgedAtMs) : movedAtMs);
    },
  };
}
