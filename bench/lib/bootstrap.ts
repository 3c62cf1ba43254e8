/** Percentile bootstrap for the difference of a percentile between two samples (Efron & Tibshirani, An Introduction to the Bootstrap, ch. 13). Seeded: the same samples give the same interval. */
import { percentile } from './bench-result.ts';

export interface Difference {
  readonly value: number;
  /** 95 % interval. */
  readonly low: number;
  readonly high: number;
}

const rounds = 2000;

export function bootstrapDifference(treated: readonly number[], control: readonly number[], p: number, seed = 1): Difference {
  const random = mulberry32(seed);
  const resampled = (values: readonly number[]): number[] => values.map(() => values[Math.floor(random() * values.length)] ?? Number.NaN);
  const differences = Array.from({ length: rounds }, () => percentile(resampled(treated), p) - percentile(resampled(control), p));
  return {
    value: percentile(treated, p) - percentile(control, p),
    low: percentile(differences, 2.5),
    high: percentile(differences, 97.5),
  };
}

/** Small seeded generator, 0..1. */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), state | 1);
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61);
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
  };
}
