/** The mouth for one frame, from a MouthShape: what is inside, the lips, and lines that are strongest at the corners. Head units, middle at the origin. */
import type { MouthStyle } from '../cast/cast.ts';
import { oval, tint, vertical, type Gradient, type Ink } from '../ink/ink.ts';
import type { MouthShape } from './mouth-shape.ts';

export interface MouthPaint {
  readonly style: MouthStyle;
  readonly inside: Gradient;
  readonly tongue: Gradient;
}

export function createMouthPaint(ink: Ink, style: MouthStyle): MouthPaint {
  const c = style.colours;
  return {
    style,
    inside: vertical(ink, -8, 24, [0, c.dark], [0.45, c.dark], [1, c.warm]),
    tongue: vertical(ink, 0, 16, [0, c.tongueLight], [1, c.tongue]),
  };
}

/** Below this opening the lips touch. */
export const touching = 0.6;

/** Half of a lip's edge between a corner and the middle: flat and pointed for `round` 0, a quarter of an ellipse for 1. `full` 0..1 makes a bowl of it. */
function edge(ink: Ink, x: number, cornerY: number, middleY: number, round: number, full: number, way: 'in' | 'out'): void {
  const reach = 0.36 * (1 - round) * (1 - full);
  const nearX = x * (1 - reach);
  const nearY = cornerY + (middleY - cornerY) * (0.5 + 0.06 * full + 0.05 * round);
  const farX = x * (0.5 + 0.16 * full * (1 - round) + 0.05 * round);
  if (way === 'in') ink.bezierCurveTo(nearX, nearY, farX, middleY, 0, middleY);
  else ink.bezierCurveTo(farX, middleY, nearX, nearY, x, cornerY);
}
function lip(ink: Ink, w: number, cornerY: number, middleY: number, round: number, full: number, direction: 1 | -1): void {
  edge(ink, -direction * w, cornerY, middleY, round, full, 'in');
  edge(ink, direction * w, cornerY, middleY, round, full, 'out');
}

export function drawMouth(ink: Ink, paint: MouthPaint, shape: MouthShape): void {
  const { style } = paint;
  const c = style.colours;
  const { width: w, up, down, round } = shape;
  const open = up + down;
  // The corners of a round mouth lie half way down, those of a wide open one a little below the middle.
  const cornerY = -shape.corners * 0.72 + round * Math.max(0, down - up) * 0.4 + (1 - round) * open * 0.05;
  const lift = shape.corners * 0.16;
  const top = -up + lift;
  const bottom = Math.max(down, top + 0.01) + lift;
  /** A dropped jaw makes a bowl of the lower edge. */
  const bowl = Math.min(0.9, down / 12);
  const opened = open > touching;
  const upperFull = 0.2 + 0.25 * Math.min(1, up / 6);

  // Shade under the lower lip.
  ink.fillStyle = tint(c.shade, 0.55);
  ink.beginPath();
  ink.moveTo(-w * 0.42, bottom + shape.lowerLip + 3.2);
  ink.quadraticCurveTo(0, bottom + shape.lowerLip + 7.4, w * 0.42, bottom + shape.lowerLip + 3.2);
  ink.quadraticCurveTo(0, bottom + shape.lowerLip + 4.8, -w * 0.42, bottom + shape.lowerLip + 3.2);
  ink.fill();

  if (style.lips > 0) {
    const reach = w + 0.4 + round * 1.4;
    ink.globalAlpha = style.lips;
    ink.fillStyle = c.lip;
    ink.beginPath();
    ink.moveTo(-reach, cornerY);
    edge(ink, -reach, cornerY, top - shape.upperLip, round, upperFull, 'in');
    edge(ink, reach, cornerY, top - shape.upperLip, round, upperFull, 'out');
    lip(ink, reach, cornerY, bottom + shape.lowerLip, Math.max(round, 0.15), Math.max(bowl, 0.3), -1);
    ink.closePath();
    ink.fill();
    ink.globalAlpha = 1;
  }

  if (opened) {
    ink.beginPath();
    ink.moveTo(-w, cornerY);
    lip(ink, w, cornerY, top, round, upperFull, 1);
    lip(ink, w, cornerY, bottom, round, bowl, -1);
    ink.closePath();
    ink.fillStyle = paint.inside;
    ink.fill();
    ink.save();
    ink.clip();
    if (shape.tongue > 0.02 && open > 4) {
      const tongueTop = bottom - (2 + shape.tongue * open * 0.52);
      ink.save();
      ink.translate(0, tongueTop);
      ink.fillStyle = paint.tongue;
      oval(ink, 0, open * 0.5, w * 0.72, open * 0.5);
      ink.fillStyle = tint('#ffffff', 0.22);
      oval(ink, -w * 0.14, open * 0.16, w * 0.3, Math.min(2, open * 0.07));
      ink.restore();
    }
    const teeth = (y: number, height: number, sign: 1 | -1): void => {
      if (height < 0.4) return;
      const reach = w * (0.84 - 0.1 * round);
      const row = (colour: string, h: number): void => {
        ink.fillStyle = colour;
        ink.beginPath();
        ink.moveTo(-reach - 2, y - sign * 9);
        ink.lineTo(reach + 2, y - sign * 9);
        ink.bezierCurveTo(reach, y + sign * h * 0.85, reach * 0.6, y + sign * h, 0, y + sign * h);
        ink.bezierCurveTo(-reach * 0.6, y + sign * h, -reach, y + sign * h * 0.85, -reach - 2, y - sign * 9);
        ink.fill();
      };
      row(c.teethShade, height + 0.9);
      row(c.teeth, height);
    };
    teeth(bottom, Math.min(shape.teethDown, open * 0.36), -1);
    if (shape.tongueTip > 0.05 && open > 3) {
      ink.fillStyle = c.tongueLight;
      ink.globalAlpha = Math.min(1, shape.tongueTip * 1.4);
      oval(ink, 0, top + Math.min(shape.teethUp + 3, open * 0.62), w * 0.46, 3.2);
      ink.globalAlpha = 1;
    }
    teeth(top, Math.min(shape.teethUp, open * (0.42 + 0.5 * shape.tuck)), 1);
    // The upper lip's shadow on the teeth.
    ink.fillStyle = tint(c.dark, 0.26);
    ink.beginPath();
    ink.moveTo(-w, cornerY);
    lip(ink, w, cornerY, top, round, upperFull, 1);
    lip(ink, w, cornerY, top + Math.min(1.8, open * 0.2), round, upperFull, -1);
    ink.fill();
    if (shape.tuck > 0.02) {
      // f and v: the lower lip rolls in under the teeth.
      ink.fillStyle = tint(c.lip, shape.tuck);
      ink.beginPath();
      ink.moveTo(-w, cornerY + 8);
      lip(ink, w, cornerY + 4, bottom - 1.4 * shape.tuck, 0.1, 0.3, 1);
      ink.lineTo(w, bottom + 8);
      ink.lineTo(-w, bottom + 8);
      ink.fill();
    }
    ink.restore();
  }

  // The upper edge, or the line between closed lips: swells to the middle.
  const swell = opened ? 1.7 : 1.5 + 0.35 * shape.tuck;
  ink.fillStyle = c.line;
  ink.beginPath();
  ink.moveTo(-w - 0.6, cornerY);
  lip(ink, w + 0.6, cornerY, top - swell * 0.5, round, upperFull, 1);
  lip(ink, w + 0.6, cornerY, top + swell * 0.5, round, upperFull, -1);
  ink.fill();
  // The lower edge, and the corners.
  const hook = (shape.corners > 0 ? -1.5 : 1.3) * (1 - round);
  const tail = 2.2 * (1 - round);
  ink.strokeStyle = c.line;
  ink.lineWidth = opened ? 1.35 : 1.5;
  ink.beginPath();
  if (opened) {
    ink.moveTo(w, cornerY);
    lip(ink, w, cornerY, bottom, round, bowl, -1);
  }
  for (const side of [-1, 1]) {
    ink.moveTo(side * (w - 0.8), cornerY + 0.2);
    ink.quadraticCurveTo(side * (w + tail * 0.5), cornerY + hook * 0.2, side * (w + tail), cornerY + hook);
  }
  ink.stroke();

  if (style.lips > 0) {
    ink.fillStyle = tint(c.lipLight, 0.75);
    oval(ink, -w * 0.1, bottom + shape.lowerLip * 0.55, Math.max(1.6, w * 0.22), Math.max(0.5, shape.lowerLip * 0.2));
  }
}
