/** Strokes that the built-in sets share. They draw; they own nothing. */
import { createCanvas, type SKRSContext2D } from '@napi-rs/canvas';

type Fill = SKRSContext2D['fillStyle'];

export type Stops = readonly (readonly [at: number, colour: string])[];

/** The same numbers each time: a set looks the same in every show. */
export function createDice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

export function fillLinear(
  pen: SKRSContext2D,
  x: number,
  y: number,
  width: number,
  height: number,
  direction: 'down' | 'right',
  stops: Stops,
): void {
  const gradient = direction === 'down' ? pen.createLinearGradient(0, y, 0, y + height) : pen.createLinearGradient(x, 0, x + width, 0);
  for (const [at, colour] of stops) gradient.addColorStop(at, colour);
  pen.fillStyle = gradient;
  pen.fillRect(x, y, width, height);
}

/** A soft round light, squeezed to `ratio` in height. */
export function glow(pen: SKRSContext2D, x: number, y: number, radius: number, stops: Stops, ratio = 1): void {
  pen.save();
  pen.translate(x, y);
  pen.scale(1, ratio);
  const gradient = pen.createRadialGradient(0, 0, 0, 0, 0, radius);
  for (const [at, colour] of stops) gradient.addColorStop(at, colour);
  pen.fillStyle = gradient;
  pen.fillRect(-radius, -radius, 2 * radius, 2 * radius);
  pen.restore();
}

/** Draws on a sheet of its own and lays it down softened, as a lens would that looks at the anchor. One blur, however many strokes. */
export function outOfFocus(pen: SKRSContext2D, blurPx: number, draw: (sheet: SKRSContext2D) => void): void {
  // Wider than the picture: beyond its edge the blur must find what is drawn there, not nothing.
  const margin = Math.ceil(blurPx * 3);
  const sheet = createCanvas(pen.canvas.width + 2 * margin, pen.canvas.height + 2 * margin);
  const sheetPen = sheet.getContext('2d');
  sheetPen.translate(margin, margin);
  draw(sheetPen);
  pen.save();
  pen.filter = `blur(${blurPx.toFixed(1)}px)`;
  pen.drawImage(sheet, -margin, -margin);
  pen.restore();
}

export function roundedBox(pen: SKRSContext2D, x: number, y: number, width: number, height: number, radius: number, fill: Fill): void {
  pen.fillStyle = fill;
  pen.beginPath();
  pen.roundRect(x, y, width, height, radius);
  pen.fill();
}

/** Darker towards the corners. */
export function vignette(pen: SKRSContext2D, width: number, height: number, strength: number): void {
  const radius = Math.hypot(width, height) / 2;
  const gradient = pen.createRadialGradient(width / 2, height * 0.45, radius * 0.45, width / 2, height * 0.45, radius);
  gradient.addColorStop(0, 'rgba(0, 0, 0, 0)');
  gradient.addColorStop(1, `rgba(0, 0, 0, ${strength})`);
  pen.fillStyle = gradient;
  pen.fillRect(0, 0, width, height);
}
