/** A plane of numbers, and the mean around each of its pixels. Pure. */
export interface Plane {
  readonly width: number;
  readonly height: number;
  /** Row by row. */
  readonly values: Float32Array;
}

/** The mean of a square of 2 * radius + 1, cut off at the borders; its cost does not depend on the radius. */
export function boxBlur({ width, height, values }: Plane, radius: number): Plane {
  const rows = new Float32Array(values.length);
  const out = new Float32Array(values.length);
  for (let y = 0; y < height; y++) blurLine(values, rows, y * width, 1, width, radius);
  for (let x = 0; x < width; x++) blurLine(rows, out, x, width, height, radius);
  return { width, height, values: out };
}

function blurLine(from: Float32Array, to: Float32Array, start: number, step: number, count: number, radius: number): void {
  let sum = 0;
  for (let n = 0; n < Math.min(count, radius); n++) sum += from[start + n * step] ?? 0;
  for (let n = 0; n < count; n++) {
    if (n + radius < count) sum += from[start + (n + radius) * step] ?? 0;
    if (n > radius) sum -= from[start + (n - radius - 1) * step] ?? 0;
    to[start + n * step] = sum / (Math.min(count - 1, n + radius) - Math.max(0, n - radius) + 1);
  }
}
