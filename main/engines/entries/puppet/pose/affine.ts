/** Affine maps as six numbers, as setTransform takes them: x' = a x + c y + e, y' = b x + d y + f. */
import type { Box } from '../ink/ink.ts';

export type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** First `n`, then `m`. */
export function multiply(m: Affine, n: Affine): Affine {
  return [
    m[0] * n[0] + m[2] * n[1],
    m[1] * n[0] + m[3] * n[1],
    m[0] * n[2] + m[2] * n[3],
    m[1] * n[2] + m[3] * n[3],
    m[0] * n[4] + m[2] * n[5] + m[4],
    m[1] * n[4] + m[3] * n[5] + m[5],
  ];
}

export function inverse(m: Affine): Affine {
  const d = m[0] * m[3] - m[1] * m[2];
  return [m[3] / d, -m[1] / d, -m[2] / d, m[0] / d, (m[2] * m[5] - m[3] * m[4]) / d, (m[1] * m[4] - m[0] * m[5]) / d];
}

export function rotation(angle: number, x: number, y: number): Affine {
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  return [c, s, -s, c, x - c * x + s * y, y - s * x - c * y];
}

export function moved(x: number, y: number): Affine {
  return [1, 0, 0, 1, x, y];
}

/** The box around a moved box, `margin` wider on every side. */
export function boundsOf(m: Affine, box: Box, margin = 0): Box {
  let x0 = Infinity;
  let y0 = Infinity;
  let x1 = -Infinity;
  let y1 = -Infinity;
  for (const x of [box.x - margin, box.x + box.width + margin]) {
    for (const y of [box.y - margin, box.y + box.height + margin]) {
      const px = m[0] * x + m[2] * y + m[4];
      const py = m[1] * x + m[3] * y + m[5];
      x0 = Math.min(x0, px);
      x1 = Math.max(x1, px);
      y0 = Math.min(y0, py);
      y1 = Math.max(y1, py);
    }
  }
  return { x: x0, y: y0, width: x1 - x0, height: y1 - y0 };
}
