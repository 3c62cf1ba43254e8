/**
 * Puts the beginning of one piece of music after the end of another, sample after sample, without a click: the step between the two is carried into
 * the new piece and let go of within a few milliseconds. A loop that is made to be looped has no step, and stays as it is. Pure.
 */
const letGoSamples = 720;

/** How the new piece begins: to be added to its first samples. `null`: nothing is left. */
export interface Step {
  readonly left: number;
  readonly right: number;
  done: number;
}

/**
 * `next`: the first stereo samples of the new piece, a few hundred microseconds of them. A step no larger than those that the piece takes by itself is its own
 * movement (a high tone takes large ones) and is left as it is; of a larger one the rest is carried.
 */
export function stepBetween(last: readonly [number, number], next: Float32Array): Step {
  const excess = (channel: 0 | 1): number => {
    let own = 0;
    for (let i = channel + 2; i < next.length; i += 2) own = Math.max(own, Math.abs((next[i] ?? 0) - (next[i - 2] ?? 0)));
    const step = last[channel] - (next[channel] ?? 0);
    return Math.sign(step) * Math.max(0, Math.abs(step) - own);
  };
  return { left: excess(0), right: excess(1), done: 0 };
}

/** Adds the rest of the step to `count` stereo frames of `out` from `at` on. False: there is no rest any more. */
export function carryStep(step: Step, out: Float32Array, at: number, count: number): boolean {
  for (let i = 0; i < count && step.done < letGoSamples; i += 1, step.done += 1) {
    const share = 0.5 + 0.5 * Math.cos((Math.PI * step.done) / letGoSamples);
    out[2 * (at + i)] = (out[2 * (at + i)] ?? 0) + step.left * share;
    out[2 * (at + i) + 1] = (out[2 * (at + i) + 1] ?? 0) + step.right * share;
  }
  return step.done < letGoSamples;
}
