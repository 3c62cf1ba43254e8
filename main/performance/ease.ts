/** Shapes of change over time. All take any number and stay inside 0..1. */

/** 0 below 0, 1 above 1, with zero slope at both ends. */
export function smoothStep(u: number): number {
  if (!(u > 0)) return 0;
  if (u >= 1) return 1;
  return u * u * (3 - 2 * u);
}

/** One rise and fall over 0..1 with zero slope at both ends. */
export function bump(u: number): number {
  if (!(u > 0 && u < 1)) return 0;
  const s = Math.sin(Math.PI * u);
  return s * s;
}

/** Rises over `attack`, stays at 1, falls over `release`; `u`, `length` and both in one unit, starting at 0. */
export function plateau(u: number, attack: number, length: number, release: number): number {
  return smoothStep(u / attack) * smoothStep((length - u) / release);
}

export function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}
