/** The mouth: lips, teeth, tongue and the dark behind them, from a MouthShape. Drawn anew for every frame in face coordinates. */
import { vertical, type Ink } from './bitmap.ts';
import { projectX, projectY, type HeadPose } from './geometry.ts';
import type { MouthShape } from './mouth-shape.ts';
import { palette as c } from './palette.ts';

export interface MouthInk {
  readonly inside: ReturnType<Ink['createLinearGradient']>;
  readonly upper: ReturnType<Ink['createLinearGradient']>;
  readonly lower: ReturnType<Ink['createLinearGradient']>;
}

export function createMouthInk(ink: Ink): MouthInk {
  return {
    inside: vertical(ink, -8, 28, [0, '#3f141f'], [0.4, c.mouthDark], [1, c.mouthWarm]),
    upper: vertical(ink, -13, 2, [0, c.lip], [1, c.lipDeep]),
    lower: vertical(ink, 0, 9, [0, c.lipDeep], [0.35, c.lip], [1, '#e89a92']),
  };
}

export const mouthAt = { x: 0, y: 92, z: 90 } as const;

/** Below this opening the lips touch. */
export const touching = 0.6;

/** Half of a lip's edge between a corner and the middle: flat and pointed for `round` 0, a quarter of an ellipse for 1. `full` 0..1 makes a bowl of it. */
function fromCorner(ink: Ink, cornerX: number, cornerY: number, middleY: number, round: number, full: number): void {
  const reach = 0.4 * (1 - round) * (1 - 0.25 * full);
  ink.bezierCurveTo(
    cornerX * (1 - reach),
    cornerY + (middleY - cornerY) * (0.5 + 0.03 * full + 0.05 * round),
    cornerX * (0.5 + 0.14 * full * (1 - round) + 0.05 * round),
    middleY,
    0,
    middleY,
  );
}
function toCorner(ink: Ink, cornerX: number, cornerY: number, middleY: number, round: number, full: number): void {
  const reach = 0.4 * (1 - round) * (1 - 0.25 * full);
  ink.bezierCurveTo(
    cornerX * (0.5 + 0.14 * full * (1 - round) + 0.05 * round),
    middleY,
    cornerX * (1 - reach),
    cornerY + (middleY - cornerY) * (0.5 + 0.03 * full + 0.05 * round),
    cornerX,
    cornerY,
  );
}

export function drawMouth(ink: Ink, pose: HeadPose, paint: MouthInk, shape: MouthShape): void {
  const { width: w, up, down, round } = shape;
  const cornerY = -shape.corners * 0.75;
  const lift = shape.corners * 0.12;
  const top = -up + lift;
  const bottom = Math.max(down, top + 0.01) + lift * 1.4;
  const open = up + down;
  /** A dropped jaw makes a bowl of the lower edge. */
  const bowl = Math.min(0.85, down / 15);
  /** Lips reach past the corners, the more the rounder. */
  const ow = w + 0.8 + round * 2.6;
  ink.save();
  ink.translate(projectX(pose, mouthAt.x, mouthAt.z), projectY(pose, mouthAt.x, mouthAt.y, mouthAt.z));
  ink.transform(pose.cosYaw, 0, 0, pose.cosPitch, 0, 0);

  const inner = (grow: number): void => {
    ink.beginPath();
    ink.moveTo(-w, cornerY);
    fromCorner(ink, -w, cornerY, top - grow, round, 0.15);
    toCorner(ink, w, cornerY, top - grow, round, 0.15);
    fromCorner(ink, w, cornerY, bottom + grow, round, bowl);
    toCorner(ink, -w, cornerY, bottom + grow, round, bowl);
    ink.closePath();
  };

  // Shadow under the lower lip.
  ink.fillStyle = 'rgba(214,132,116,0.42)';
  ink.beginPath();
  ink.ellipse(0, bottom + shape.lowerLip + 5.5, Math.max(7, w * 0.5), 2.8, 0, 0, Math.PI * 2);
  ink.fill();

  const lowerDepth = shape.lowerLip;
  const upperDepth = shape.upperLip;
  const bow = Math.min(5.5, w * 0.34);
  const peak = -upperDepth - 0.6;
  const side = cornerY - top;
  const bowLine = (): void => {
    ink.bezierCurveTo(
      -ow + ow * 0.34 * (1 - round),
      top + side + (peak - side) * (0.46 + 0.2 * round),
      -bow - (ow - bow) * (0.44 + 0.2 * round),
      top + peak - 0.3,
      -bow,
      top + peak,
    );
    ink.quadraticCurveTo(-bow * 0.4, top + peak + 0.4, 0, top + peak + Math.min(1.8, upperDepth * 0.4) * (1 - 0.5 * round));
    ink.quadraticCurveTo(bow * 0.4, top + peak + 0.4, bow, top + peak);
    ink.bezierCurveTo(
      bow + (ow - bow) * (0.44 + 0.2 * round),
      top + peak - 0.3,
      ow - ow * 0.34 * (1 - round),
      top + side + (peak - side) * (0.46 + 0.2 * round),
      ow,
      cornerY,
    );
  };

  // Both lips in the lower one's colour; the upper lip and the opening come on top, so that no skin shows between them.
  ink.beginPath();
  ink.moveTo(-ow, cornerY);
  bowLine();
  fromCorner(ink, ow, cornerY, bottom + lowerDepth, Math.max(round, 0.18), Math.max(bowl, 0.3));
  toCorner(ink, -ow, cornerY, bottom + lowerDepth, Math.max(round, 0.18), Math.max(bowl, 0.3));
  ink.save();
  ink.translate(0, bottom);
  ink.fillStyle = paint.lower;
  ink.fill();
  ink.restore();

  // Upper lip with its bow.
  ink.beginPath();
  ink.moveTo(-ow, cornerY);
  bowLine();
  fromCorner(ink, ow, cornerY, top + 0.4, round, 0.15);
  toCorner(ink, -ow, cornerY, top + 0.4, round, 0.15);
  ink.save();
  ink.translate(0, top);
  ink.fillStyle = paint.upper;
  ink.fill();
  ink.restore();

  if (open > touching) {
    ink.save();
    inner(0);
    ink.fillStyle = paint.inside;
    ink.fill();
    ink.clip();
    if (shape.tongue > 0.02 && open > 4) {
      const tongueTop = bottom - (3 + shape.tongue * open * 0.5);
      ink.fillStyle = c.tongueShade;
      ink.beginPath();
      ink.ellipse(0, tongueTop + open * 0.5, w * 0.72, open * 0.5, 0, 0, Math.PI * 2);
      ink.fill();
      ink.fillStyle = c.tongue;
      ink.beginPath();
      ink.ellipse(0, tongueTop + open * 0.5 + 1.6, w * 0.64, open * 0.48, 0, 0, Math.PI * 2);
      ink.fill();
      ink.strokeStyle = 'rgba(176,78,90,0.6)';
      ink.lineWidth = 1.3;
      ink.beginPath();
      ink.moveTo(0, tongueTop + 4);
      ink.lineTo(0, bottom);
      ink.stroke();
    }
    const teeth = (y: number, height: number, sign: 1 | -1): void => {
      if (height < 0.4) return;
      const reach = w * (0.86 - 0.14 * round);
      ink.fillStyle = c.teethShade;
      ink.beginPath();
      ink.moveTo(-reach - 3, y - sign * 8);
      ink.lineTo(reach + 3, y - sign * 8);
      ink.bezierCurveTo(reach, y + sign * height * 0.9, reach * 0.5, y + sign * height * 1.12, 0, y + sign * height * 1.12);
      ink.bezierCurveTo(-reach * 0.5, y + sign * height * 1.12, -reach, y + sign * height * 0.9, -reach - 3, y - sign * 8);
      ink.fill();
      ink.fillStyle = c.teeth;
      ink.beginPath();
      ink.moveTo(-reach - 2, y - sign * 8);
      ink.lineTo(reach + 2, y - sign * 8);
      ink.bezierCurveTo(reach - 2, y + sign * height * 0.66, reach * 0.5, y + sign * height * 0.9, 0, y + sign * height * 0.9);
      ink.bezierCurveTo(-reach * 0.5, y + sign * height * 0.9, -reach + 2, y + sign * height * 0.66, -reach - 2, y - sign * 8);
      ink.fill();
    };
    teeth(bottom, Math.min(shape.teethDown, open * 0.4), -1);
    if (shape.tongueTip > 0.05 && open > 3) {
      ink.fillStyle = c.tongue;
      ink.globalAlpha = Math.min(1, shape.tongueTip * 1.4);
      ink.beginPath();
      ink.ellipse(0, top + Math.min(shape.teethUp + 4, open * 0.6), w * 0.42, 4.2, 0, 0, Math.PI * 2);
      ink.fill();
      ink.globalAlpha = 1;
    }
    teeth(top, Math.min(shape.teethUp, open * 0.85), 1);
    // The upper lip's shadow.
    ink.fillStyle = 'rgba(60,16,30,0.28)';
    ink.beginPath();
    ink.moveTo(-w, cornerY);
    fromCorner(ink, -w, cornerY, top, round, 0.15);
    toCorner(ink, w, cornerY, top, round, 0.15);
    fromCorner(ink, w, cornerY, top + Math.min(2.6, open * 0.3), round, 0.15);
    toCorner(ink, -w, cornerY, top + Math.min(2.6, open * 0.3), round, 0.15);
    ink.fill();
    ink.restore();
  }

  // The line between the lips, or around the opening.
  ink.strokeStyle = c.lipLine;
  ink.lineWidth = open > touching ? 1.5 : 1.9;
  ink.beginPath();
  ink.moveTo(-w - 1, cornerY);
  fromCorner(ink, -w, cornerY, top, round, 0.15);
  toCorner(ink, w, cornerY, top, round, 0.15);
  if (open > touching) {
    fromCorner(ink, w, cornerY, bottom, round, bowl);
    toCorner(ink, -w, cornerY, bottom, round, bowl);
  }
  ink.stroke();
  // Corners.
  const hook = (shape.corners > 0 ? -1.6 : 1.4) * (1 - round);
  const tail = 2.8 * (1 - round);
  ink.lineWidth = 1.9;
  ink.beginPath();
  for (const sign of [-1, 1]) {
    ink.moveTo(sign * (w - 1.2), cornerY + 0.4);
    ink.quadraticCurveTo(sign * (w + tail * 0.5), cornerY + hook * 0.2, sign * (w + tail), cornerY + hook);
  }
  ink.stroke();

  // Light on the lower lip.
  ink.fillStyle = 'rgba(255,236,230,0.6)';
  ink.beginPath();
  ink.ellipse(-w * 0.12, bottom + lowerDepth * 0.5, Math.max(3, w * 0.26), Math.max(0.8, lowerDepth * 0.2), 0, 0, Math.PI * 2);
  ink.fill();
  ink.restore();
}
