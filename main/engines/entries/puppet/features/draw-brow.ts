/** The brows for one frame: tapering shapes bent by the emotion and by the cue. Head units. */
import type { BrowStyle } from '../cast/cast.ts';
import type { Ink } from '../ink/ink.ts';
import { projectX, projectY, type HeadPose } from '../pose/pose.ts';
import type { Features } from './expressions.ts';

/** `raise` -1..1 of each comes on top of what the emotion does. */
export function drawBrows(ink: Ink, pose: HeadPose, style: BrowStyle, features: Features, raise: readonly [number, number]): void {
  ink.fillStyle = style.colour;
  ink.beginPath();
  traceBrow(ink, pose, style, features, -1, raise[0]);
  traceBrow(ink, pose, style, features, 1, raise[1]);
  ink.fill();
}

function traceBrow(ink: Ink, pose: HeadPose, style: BrowStyle, features: Features, side: -1 | 1, raise: number): void {
  const lift = -raise * (raise > 0 ? 9 : 6);
  const at = (x: number, y: number): [number, number] => [projectX(pose, side * x, 84 - x * 0.3), projectY(pose, side * x, y + lift, 80)];
  const inner = style.y + features.browInner;
  const outer = style.y + 2 + features.browOuter;
  const middle = (inner + outer) / 2 - style.arch - features.browArch - Math.max(0, raise) * 2;
  const length = style.outer - style.inner;
  const a = at(style.inner, inner);
  const b = at(style.inner + length * 0.34, middle - 1);
  const d = at(style.inner + length * 0.72, middle);
  const e = at(style.outer, outer + 3);
  const thick = style.thickness;
  ink.moveTo(a[0], a[1] - thick * 0.3);
  ink.bezierCurveTo(b[0], b[1] - thick * 0.3, d[0], d[1] - thick * 0.1, e[0], e[1]);
  ink.bezierCurveTo(d[0] - side * 2, d[1] + thick * 0.7, b[0], b[1] + thick * 0.85, a[0] + side * 0.6, a[1] + thick * 0.75);
  ink.quadraticCurveTo(a[0] - side * thick * 0.4, a[1] + thick * 0.4, a[0], a[1] - thick * 0.3);
  ink.closePath();
}
