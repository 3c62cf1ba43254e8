/** One lock of hair: a blade along a curve with light on one side, shade on the other, strands and a line that grows towards its tip. */
import { cubic, fillShape, ribbon, sloped, taper, tint, within, type Ink, type Point } from '../ink/ink.ts';
import type { HairPalette } from './palettes.ts';

export interface Lock {
  readonly from: Point;
  readonly a: Point;
  readonly b: Point;
  readonly to: Point;
  readonly width: number;
  /** 0 = pointed at the root too, 1 = full width there. */
  readonly root?: number;
  /** How late it narrows: 1 = evenly, 4 = only at the tip. */
  readonly blunt?: number;
  /** Colours from root to tip: 'dark' for what lies behind. */
  readonly tone?: 'dark' | 'plain' | 'bright';
  /** The tip takes on the palette's tip colour. */
  readonly dipped?: boolean;
  readonly lines?: number;
}

type Stops = readonly (readonly [at: number, colour: string])[];

const tones: Readonly<Record<NonNullable<Lock['tone']>, (hair: HairPalette, dipped: boolean) => Stops>> = {
  dark: (hair, dipped) => [
    [0, hair.deep],
    [0.52, hair.shade],
    [0.8, dipped ? hair.base : hair.shade],
    [1, dipped ? hair.tip : hair.deep],
  ],
  plain: (hair, dipped) => [
    [0, hair.shade],
    [0.28, hair.base],
    [0.52, hair.light],
    [0.72, hair.base],
    [1, dipped ? hair.tip : hair.shade],
  ],
  bright: (hair, dipped) => [
    [0, hair.shade],
    [0.3, hair.base],
    [0.55, hair.light],
    [0.8, hair.base],
    [1, dipped ? hair.tip : hair.light],
  ],
};

const offset = (p: Point, by: Point): Point => [p[0] + by[0], p[1] + by[1]];

export function drawLock(ink: Ink, hair: HairPalette, lock: Lock): void {
  const { from, a, b, to, width, root = 0.8, blunt = 2, tone = 'plain', dipped = false, lines = 2 } = lock;
  const half = (t: number): number => (width / 2) * (root + (1 - root) * Math.sin(Math.min(1, t * 2.4) * Math.PI * 0.5)) * (1 - t ** blunt);
  const shape = ribbon(from, a, b, to, half);
  ink.fillStyle = sloped(ink, from[0], from[1], to[0], to[1], ...tones[tone](hair, dipped));
  fillShape(ink, shape);
  within(ink, shape, () => {
    // Shade on the side away from the light, with a hard edge.
    const away: Point = [width * 0.3, width * 0.05];
    ink.fillStyle = tint(tone === 'dark' ? hair.line : hair.shade, tone === 'dark' ? 0.35 : 0.6);
    fillShape(
      ink,
      ribbon(offset(from, away), offset(a, away), offset(b, away), offset(to, [width * 0.16, 0]), (t) => half(t) * (0.42 + 0.2 * t)),
    );
    ink.fillStyle = tint(hair.light, tone === 'dark' ? 0.22 : 0.5);
    const near: Point = [-width * 0.26, 0];
    taper(ink, offset(from, near), offset(a, near), offset(b, near), offset(to, [-width * 0.04, -4]), width * 0.14, 0.6);
    for (let i = 0; i < lines; i++) {
      const side = lines === 1 ? 0.05 : -0.28 + (0.6 * i) / (lines - 1);
      const by: Point = [side * width, 0];
      ink.fillStyle = tint(hair.line, 0.42);
      taper(
        ink,
        offset(cubic(from, a, b, to, 0.1 + 0.08 * i).at, by),
        offset(a, by),
        offset(b, [by[0] * 0.8, 0]),
        offset(to, [by[0] * 0.1, -6]),
        1.5,
        0.7,
      );
    }
  });
  drawEdges(ink, hair, lock, half);
}

/** Hardly there at the root, full at two thirds, thin again at the tip. */
function drawEdges(ink: Ink, hair: HairPalette, { from, a, b, to }: Lock, half: (t: number) => number): void {
  ink.strokeStyle = hair.line;
  const steps = 30;
  for (const side of [-1, 1]) {
    let last: Point | null = null;
    for (let i = 0; i <= steps; i++) {
      const t = i / steps;
      const { at, normal } = cubic(from, a, b, to, t);
      const h = half(t) * side;
      const point: Point = [at[0] + normal[0] * h, at[1] + normal[1] * h];
      if (last) {
        const grown = Math.max(0, Math.min(1, (t - 0.12) / 0.5));
        ink.globalAlpha = 0.15 + 0.75 * grown;
        ink.lineWidth = 0.5 + (side < 0 ? 1.5 : 1.1) * grown * (t > 0.85 ? 1 - (t - 0.85) * 3 : 1);
        ink.beginPath();
        ink.moveTo(last[0], last[1]);
        ink.lineTo(point[0], point[1]);
        ink.stroke();
      }
      last = point;
    }
  }
  ink.globalAlpha = 1;
}

/**
 * The ring of light on the crown: smooth above, ragged below, with a soft upper edge. It follows `arc`; `teeth` are [x, length] of its points from the
 * viewer's left to the right, `height` is how far it reaches above the arc.
 */
export function drawGloss(
  ink: Ink,
  colour: string,
  alpha: number,
  arc: (x: number) => number,
  height: number,
  teeth: readonly (readonly [x: number, length: number])[],
): void {
  const first = teeth[0]?.[0] ?? 0;
  const last = teeth[teeth.length - 1]?.[0] ?? 0;
  const middle = (first + last) / 2;
  const span = (last - first) / 2 || 1;
  // Thin at both ends.
  const body = (x: number): number => height * Math.sqrt(Math.max(0, 1 - ((x - middle) / span) ** 2));
  ink.beginPath();
  ink.moveTo(first, arc(first));
  for (let i = 1; i <= 24; i++) {
    const x = first + ((last - first) * i) / 24;
    ink.lineTo(x, arc(x) - body(x));
  }
  for (let i = teeth.length - 1; i > 0; i--) {
    const [x, length] = teeth[i] ?? [0, 0];
    const [nextX] = teeth[i - 1] ?? [0, 0];
    const gap = (x + nextX) / 2;
    const scale = body(x) / height;
    ink.quadraticCurveTo(x + (x - gap) * 0.1, arc(x) + length * scale * 0.4, x - x * 0.02, arc(x) + length * scale);
    ink.quadraticCurveTo(x - (x - gap) * 0.55, arc(x) + length * scale * 0.3, gap, arc(gap) + 1.5);
  }
  ink.closePath();
  const top = arc(middle) - height;
  ink.fillStyle = sloped(
    ink,
    0,
    top,
    0,
    top + height * 3.4,
    [0, tint(colour, alpha * 0.5)],
    [0.3, tint(colour, alpha)],
    [1, tint(colour, alpha * 0.7)],
  );
  ink.fill();
}
