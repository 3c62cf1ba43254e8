/** Repeatable randomness: every value depends on a seed and a position only, so any process that asks gets the same answer. */

/** Uniform 0..1 for whole numbers `seed` and `index` (an integer mix in the manner of murmur3's finaliser). */
export function hashUnit(seed: number, index: number): number {
  let h = Math.imul(seed | 0, 0x9e3779b1) ^ Math.imul(index | 0, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  h ^= h >>> 16;
  return (h >>> 0) / 0x1_0000_0000;
}

/** Smooth noise -1..1 of a continuous position: random heights at whole positions, joined with zero slope at each. */
export function smoothNoise(seed: number, position: number): number {
  const cell = Math.floor(position);
  const u = position - cell;
  const a = hashUnit(seed, cell) * 2 - 1;
  const b = hashUnit(seed, cell + 1) * 2 - 1;
  return a + (b - a) * u * u * u * (u * (u * 6 - 15) + 10);
}
