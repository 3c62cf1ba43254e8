/** Words of drawing that all parts share. Nothing here knows what is drawn. */
import { Path2D, type SKRSContext2D } from '@napi-rs/canvas';

export type Ink = SKRSContext2D;
export type Point = readonly [x: number, y: number];
export type Gradient = ReturnType<Ink['createLinearGradient']>;
type Stop = readonly [at: number, colour: string];

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function fillShape(ink: Ink, shape: Path2D): void {
  // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- a canvas is no array
  ink.fill(shape);
}

export function paintShape(ink: Ink, path: string, fill: string | Gradient): Path2D {
  const shape = new Path2D(path);
  ink.fillStyle = fill;
  fillShape(ink, shape);
  return shape;
}

/** Draws inside a shape only. */
export function within(ink: Ink, shape: Path2D, draw: () => void): void {
  ink.save();
  ink.clip(shape);
  draw();
  ink.restore();
}

/** Draws the same for the viewer's right (as it is) and mirrored for the left. `about` is the axis. */
export function bothSides(ink: Ink, about: number, draw: (side: -1 | 1) => void): void {
  for (const side of [-1, 1] as const) {
    ink.save();
    ink.translate(about, 0);
    ink.scale(side, 1);
    ink.translate(-about, 0);
    draw(side);
    ink.restore();
  }
}

export function cubic(from: Point, c1: Point, c2: Point, to: Point, t: number): { readonly at: Point; readonly normal: Point } {
  const u = 1 - t;
  const at = (i: 0 | 1): number => u * u * u * from[i] + 3 * u * u * t * c1[i] + 3 * u * t * t * c2[i] + t * t * t * to[i];
  const slope = (i: 0 | 1): number => 3 * u * u * (c1[i] - from[i]) + 6 * u * t * (c2[i] - c1[i]) + 3 * t * t * (to[i] - c2[i]);
  const dx = slope(0);
  const dy = slope(1);
  const length = Math.hypot(dx, dy) || 1;
  return { at: [at(0), at(1)], normal: [-dy / length, dx / length] };
}

const steps = 28;

/** A ribbon along a cubic curve; `half(t)` is half of its width at t = 0..1. */
export function ribbon(from: Point, c1: Point, c2: Point, to: Point, half: (t: number) => number): Path2D {
  const shape = new Path2D();
  const back: Point[] = [];
  for (let i = 0; i <= steps; i++) {
    const t = i / steps;
    const { at, normal } = cubic(from, c1, c2, to, t);
    const h = Math.max(0, half(t));
    const [x, y] = [at[0] + normal[0] * h, at[1] + normal[1] * h];
    if (i === 0) shape.moveTo(x, y);
    else shape.lineTo(x, y);
    back.push([at[0] - normal[0] * h, at[1] - normal[1] * h]);
  }
  for (const [x, y] of back.toReversed()) shape.lineTo(x, y);
  shape.closePath();
  return shape;
}

/** A stroke that swells and tapers along a cubic curve: hair, folds, lashes. `swell` is where it is widest, 0..1. */
export function taper(ink: Ink, from: Point, c1: Point, c2: Point, to: Point, width: number, swell = 0.4): void {
  const profile = (t: number): number =>
    t < swell ? Math.sin(((t / swell) * Math.PI) / 2) : Math.cos((((t - swell) / (1 - swell)) * Math.PI) / 2);
  fillShape(
    ink,
    ribbon(from, c1, c2, to, (t) => (width / 2) * profile(t)),
  );
}

export function vertical(ink: Ink, fromY: number, toY: number, ...stops: readonly Stop[]): Gradient {
  return sloped(ink, 0, fromY, 0, toY, ...stops);
}

export function sloped(ink: Ink, x0: number, y0: number, x1: number, y1: number, ...stops: readonly Stop[]): Gradient {
  const gradient = ink.createLinearGradient(x0, y0, x1, y1);
  for (const [at, colour] of stops) gradient.addColorStop(at, colour);
  return gradient;
}

export function glow(ink: Ink, x: number, y: number, radius: number, ...stops: readonly Stop[]): Gradient {
  const gradient = ink.createRadialGradient(x, y, 0, x, y, radius);
  for (const [at, colour] of stops) gradient.addColorStop(at, colour);
  return gradient;
}

export function oval(ink: Ink, x: number, y: number, rx: number, ry: number, turn = 0): void {
  ink.beginPath();
  ink.ellipse(x, y, Math.max(0.01, rx), Math.max(0.01, ry), turn, 0, Math.PI * 2);
  ink.fill();
}

/** '#rrggbb' with an alpha. */
export function tint(colour: string, alpha: number): string {
  const n = Number.parseInt(colour.slice(1), 16);
  return `rgba(${n >> 16},${(n >> 8) & 255},${n & 255},${alpha})`;
}

/** Between two '#rrggbb'. */
export function between(a: string, b: string, share: number): string {
  const [x, y] = [Number.parseInt(a.slice(1), 16), Number.parseInt(b.slice(1), 16)];
  const part = (shift: number): number => Math.round(((x >> shift) & 255) + (((y >> shift) & 255) - ((x >> shift) & 255)) * share) << shift;
  return `#${(part(16) | part(8) | part(0)).toString(16).padStart(6, '0')}`;
}
