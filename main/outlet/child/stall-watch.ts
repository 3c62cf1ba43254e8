/**
 * Does a connection still move? By acknowledged bytes where the server sends acknowledgements, since the buffers of two systems swallow
 * megabytes before a socket looks full; else by what the socket takes. Pure: the caller samples and brings the time.
 */
import type { Acknowledged } from './publisher.ts';

export interface StallSample {
  readonly nowMs: number;
  /** Bytes that left this process. */
  readonly sentBytes: number;
  readonly acknowledged: Acknowledged;
  /** Bytes that wait in this process. */
  readonly waitingBytes: number;
}

export interface StallWatch {
  /** For how long nothing has moved; 0 = it moves, or there is nothing to move. */
  look(sample: StallSample): number;
}

/** A server that has acknowledged so often will go on doing it. */
const trustedAcknowledgements = 2;
/**
 * So many of its usual steps may be on their way. A step is what one acknowledgement confirms, not what was confirmed between two looks: on a busy machine
 * several come at once, and by their sum nothing would be due for many seconds.
 */
const stepsOnTheWay = 2;

/** `pauseMs`: samples further apart mean that this process itself stood still; what was measured before says nothing then. */
export function createStallWatch(options: { readonly pauseMs: number }): StallWatch {
  let last: StallSample | null = null;
  let movedAtMs = 0;
  let acknowledgedAtMs = 0;

  return {
    look(sample) {
      const { nowMs, sentBytes, acknowledged, waitingBytes } = sample;
      if (last === null || nowMs - last.nowMs > options.pauseMs) {
        movedAtMs = nowMs;
        acknowledgedAtMs = nowMs;
      } else {
        if (waitingBytes === 0 || sentBytes !== last.sentBytes) movedAtMs = nowMs;
        if (acknowledged.count !== last.acknowledged.count) {
          acknowledgedAtMs = nowMs;
          movedAtMs = nowMs;
        }
      }
      last = sample;
      const { count, bytes, stepBytes } = acknowledged;
      const overdue = count >= trustedAcknowledgements && sentBytes - bytes > stepsOnTheWay * stepBytes;
      // the waiting begins when an acknowledgement is due, not when the last one came
      if (!overdue) acknowledgedAtMs = nowMs;
      return nowMs - (overdue ? Math.min(movedAtMs, acknowledgedAtMs) : movedAtMs);
    },
  };
}
