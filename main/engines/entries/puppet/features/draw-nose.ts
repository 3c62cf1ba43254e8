/** A small nose: a shade under the tip, a line for the bridge when the head turns, a touch of light. Head units. */
import type { NoseStyle } from '../cast/cast.ts';
import { oval, tint, type Ink } from '../ink/ink.ts';
import { projectX, projectY, type HeadPose } from '../pose/pose.ts';

export function drawNose(ink: Ink, pose: HeadPose, style: NoseStyle): void {
  const x = projectX(pose, 0, style.z);
  const y = projectY(pose, 0, style.y, style.z);
  const bridgeX = projectX(pose, 0, style.z - 16);
  const turn = pose.sinYaw;
  // The side away from the light, or the far side of a turned head.
  const shade = turn < -0.06 ? -1 : 1;
  const weight = style.weight;
  ink.fillStyle = tint(style.shade, 0.5 + 0.2 * weight);
  ink.beginPath();
  ink.moveTo(x - 4.6, y + 1.4);
  ink.quadraticCurveTo(x + shade, y + 6.4, x + 5, y + 1);
  ink.quadraticCurveTo(x + shade * 1.4, y + 2.6, x - 4.6, y + 1.4);
  ink.fill();
  ink.strokeStyle = style.line;
  ink.lineWidth = 1.3 + 0.4 * weight;
  ink.beginPath();
  ink.moveTo(x - 1.8 + shade * 0.8, y + 2.8);
  ink.quadraticCurveTo(x + shade * 0.8, y + 4, x + 2 + shade * 0.8, y + 2.5);
  ink.stroke();
  ink.strokeStyle = tint(style.line, Math.min(0.7, 0.1 + 0.3 * weight + Math.abs(turn) * 1.6));
  ink.lineWidth = 1.3;
  ink.beginPath();
  ink.moveTo(bridgeX + shade * 5, y - 22 - 6 * weight);
  ink.quadraticCurveTo(bridgeX + shade * 3.6, y - 12, x + shade * 4.2, y - 3.4);
  ink.stroke();
  ink.fillStyle = tint(style.light, 0.85);
  oval(ink, x - shade * 1.2, y - 3.2, 1.5, 2.1, 0.2);
}
