/** A part that does not change its shape, drawn once and cropped to its box, then only moved. */
import { createCanvas, type Canvas, type Path2D, type SKRSContext2D } from '@napi-rs/canvas';

export type Ink = SKRSContext2D;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export interface Bitmap {
  readonly canvas: Canvas;
  /** Where it lies, in the units that it was drawn in. */
  readonly box: Box;
}

/** `density`: pixels per drawing unit. */
export function drawBitmap(box: Box, density: number, draw: (ink: Ink) => void): Bitmap {
  const canvas = createCanvas(Math.ceil(box.width * density), Math.ceil(box.height * density));
  const ink = canvas.getContext('2d');
  ink.setTransform(density, 0, 0, density, -box.x * density, -box.y * density);
  ink.lineCap = 'round';
  ink.lineJoin = 'round';
  draw(ink);
  // Drawing is deferred: reading one pixel makes it happen now and not in the middle of the show.
  ink.getImageData(0, 0, 1, 1);
  return { canvas, box: { x: box.x, y: box.y, width: canvas.width / density, height: canvas.height / density } };
}

export function putBitmap(ink: Ink, { canvas, box }: Bitmap): void {
  ink.drawImage(canvas, box.x, box.y, box.width, box.height);
}

/** The bitmap's outline in one colour, for the shadow that it throws. */
export function silhouette(of: Bitmap, density: number, colour: string): Bitmap {
  return drawBitmap(of.box, density, (ink) => {
    putBitmap(ink, of);
    ink.globalCompositeOperation = 'source-in';
    ink.fillStyle = colour;
    ink.fillRect(of.box.x, of.box.y, of.box.width, of.box.height);
  });
}

export function fillShape(ink: Ink, shape: Path2D): void {
  // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type -- a canvas is no array
  ink.fill(shape);
}

type Point = readonly [x: number, y: number];

/** A stroke that swells and tapers along a cubic curve: hair, folds, lashes. `swell` is where it is widest, 0..1. */
export function taper(ink: Ink, from: Point, c1: Point, c2: Point, to: Point, width: number, swell = 0.4): void {
  const steps = 18;
  const left: Point[] = [];
  const right: Point[] = [];
  for (let i = 0; i <= steps; i++) {
    const t = i / steps;
    const u = 1 - t;
    const x = u * u * u * from[0] + 3 * u * u * t * c1[0] + 3 * u * t * t * c2[0] + t * t * t * to[0];
    const y = u * u * u * from[1] + 3 * u * u * t * c1[1] + 3 * u * t * t * c2[1] + t * t * t * to[1];
    const dx = 3 * u * u * (c1[0] - from[0]) + 6 * u * t * (c2[0] - c1[0]) + 3 * t * t * (to[0] - c2[0]);
    const dy = 3 * u * u * (c1[1] - from[1]) + 6 * u * t * (c2[1] - c1[1]) + 3 * t * t * (to[1] - c2[1]);
    const length = Math.hypot(dx, dy) || 1;
    const profile = t < swell ? Math.sin(((t / swell) * Math.PI) / 2) : Math.cos((((t - swell) / (1 - swell)) * Math.PI) / 2);
    const half = (width / 2) * Math.max(0, profile);
    left.push([x - (dy / length) * half, y + (dx / length) * half]);
    right.push([x + (dy / length) * half, y - (dx / length) * half]);
  }
  ink.beginPath();
  for (const [i, p] of left.entries())
    if (i === 0) ink.moveTo(p[0], p[1]);
    else ink.lineTo(p[0], p[1]);
  for (const p of right.toReversed()) ink.lineTo(p[0], p[1]);
  ink.closePath();
  ink.fill();
}

export function vertical(
  ink: Ink,
  fromY: number,
  toY: number,
  ...stops: readonly (readonly [at: number, colour: string])[]
): ReturnType<Ink['createLinearGradient']> {
  const gradient = ink.createLinearGradient(0, fromY, 0, toY);
  for (const [at, colour] of stops) gradient.addColorStop(at, colour);
  return gradient;
}

export function glow(
  ink: Ink,
  x: number,
  y: number,
  radius: number,
  ...stops: readonly (readonly [at: number, colour: string])[]
): ReturnType<Ink['createRadialGradient']> {
  const gradient = ink.createRadialGradient(x, y, 0, x, y, radius);
  for (const [at, colour] of stops) gradient.addColorStop(at, colour);
  return gradient;
}
