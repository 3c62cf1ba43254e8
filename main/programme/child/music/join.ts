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

export function stepBetween(last: readonly [number, number], first: readonly [number, number]): Step {
  return { left: last[0] - first[0], right: last[1] - first[1], done: 0 };
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
