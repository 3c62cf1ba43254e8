/**
 * What hangs from the head follows it late and swings past it: the answer of a damped spring to the head's way in the last second, as a weighted
 * mean of it. So the lag is a function of programme time, and needs no state.
 */

const stepMs = 40;
const steps = 22;
/** Swings 1.5 times a second; each swing is a quarter of the one before. */
const swingMs = 660;
const decayMs = 240;

/** Weights of the head's pose 0, 1, 2 … steps ago; they sum to 1. */
const weights: readonly number[] = (() => {
  const raw = Array.from({ length: steps }, (_, k) => {
    const t = (k + 0.5) * stepMs;
    return Math.exp(-t / decayMs) * Math.sin((2 * Math.PI * t) / swingMs);
  });
  const sum = raw.reduce((a, b) => a + b, 0);
  return raw.map((w) => w / sum);
})();

export type HeadAngles = readonly [yaw: number, pitch: number, roll: number];

/** Where the hanging thing is, less where the head is. `headAt` is asked for times up to 0.9 s before `timeMs`. */
export function trailAt(headAt: (timeMs: number) => HeadAngles, timeMs: number, now: HeadAngles): HeadAngles {
  let [yaw, pitch, roll] = [0, 0, 0];
  for (let k = 0; k < steps; k++) {
    const w = weights[k] ?? 0;
    const then = headAt(timeMs - (k + 0.5) * stepMs);
    yaw += w * then[0];
    pitch += w * then[1];
    roll += w * then[2];
  }
  return [yaw - now[0], pitch - now[1], roll - now[2]];
}
