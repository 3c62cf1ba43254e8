/** What a server has confirmed: how much, how often, and how much at a time. Knows nothing of time. */
import type { Acknowledged } from '../publisher.ts';

export interface Acknowledgements {
  /** `sequence`: bytes received since the beginning, 32 bits on the wire. */
  note(sequence: number): void;
  readonly seen: Acknowledged;
}

/** The largest of so many counts: a server may send one early, none of them far too late. */
const rememberedSteps = 8;
/** No server lets so much pass without a word: a count that is less than the last one by the turn of the 32 bits is never this far on. */
const mostStepBytes = 64 * 1024 * 1024;
/** nginx-rtmp begins its count anew there, long before the 32 bits are full. */
const nginxResetAt = 0xf000_0000;

/** What one acknowledgement confirms beyond the last. */
function stepFrom(last: number, sequence: number): number {
  const step = (sequence - last) >>> 0;
  if (sequence >= last || step <= mostStepBytes) return step;
  // Begun anew. What came in between was never confirmed: left out, it would add up over a long show to a server that is always behind.
  const unconfirmed = nginxResetAt - last;
  return unconfirmed > 0 && unconfirmed <= mostStepBytes ? unconfirmed + sequence : sequence;
}

export function createAcknowledgements(): Acknowledgements {
  const steps: number[] = [];
  let bytes = 0;
  let count = 0;
  let lastSequence = 0;
  return {
    note(sequence) {
      const step = stepFrom(lastSequence, sequence);
      lastSequence = sequence;
      if (step === 0) return;
      bytes += step;
      count += 1;
      steps.push(step);
      if (steps.length > rememberedSteps) steps.shift();
    },
    get seen() {
      return { bytes, count, stepBytes: Math.max(0, ...steps) };
    },
  };
}
