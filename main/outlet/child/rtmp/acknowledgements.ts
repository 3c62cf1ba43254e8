/** What a server has confirmed: how much, how often, and how much at a time. Knows nothing of time. */
import type { Acknowledged } from '../publisher.ts';

export interface Acknowledgements {
  /** `sequence`: bytes received since the beginning, 32 bits on the wire. */
  note(sequence: number): void;
  readonly seen: Acknowledged;
}

/** The largest of so many counts: a server may send one early, none of them far too late. */
const rememberedSteps = 8;

export function createAcknowledgements(): Acknowledgements {
  const steps: number[] = [];
  let bytes = 0;
  let count = 0;
  let lastSequence = 0;
  return {
    note(sequence) {
      const step = (sequence - lastSequence) >>> 0;
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
