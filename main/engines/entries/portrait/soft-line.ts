/** A line of markers as a curve: its height over x. Markers are few; without softening a lid would have corners. */
import type { Point } from '../../../portraits/pictures/landmarks.ts';

export const heightAt = (line: readonly Point[], x: number): number => {
  let n = 1;
  while (n < line.length - 1 && (line[n]?.[0] ?? 0) < x) n++;
  const a = line[n - 1] ?? [0, 0];
  const b = line[n] ?? a;
  return a[1] + (b[1] - a[1]) * Math.min(1, Math.max(0, (x - a[0]) / (b[0] - a[0] || 1)));
};

export const softHeightAt = (line: readonly Point[], x: number, reach: number): number => {
  let sum = 0;
  for (let k = -3; k <= 3; k++) sum += heightAt(line, x + (k * reach) / 3);
  return sum / 7;
};
