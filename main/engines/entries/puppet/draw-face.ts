/** Skin: the face with its chin, the neck, the nose, the shadows that fall on them. Drawn anew for every frame, in face coordinates. */
import type { Ink } from './bitmap.ts';
import { glow, vertical } from './bitmap.ts';
import { projectX, projectY, type HeadPose } from './geometry.ts';
import { palette as c } from './palette.ts';

export interface SkinInk {
  readonly face: ReturnType<Ink['createRadialGradient']>;
  readonly neck: ReturnType<Ink['createLinearGradient']>;
  readonly blush: ReturnType<Ink['createRadialGradient']>;
}

/** Gradients are made once: they are in face coordinates and move with the transform. */
export function createSkinInk(ink: Ink): SkinInk {
  return {
    face: glow(ink, -16, 8, 150, [0, '#fff0e5'], [0.45, c.skin], [0.72, c.skinWarm], [1, c.skinShade]),
    neck: vertical(ink, 90, 270, [0, c.skinShade], [0.35, c.skinWarm], [1, c.skin]),
    blush: glow(ink, 0, 0, 1, [0, 'rgba(245,122,116,0.42)'], [0.5, 'rgba(245,122,116,0.2)'], [1, 'rgba(245,122,116,0)']),
  };
}

/** Traces the outline of the face. The chin goes down by `drop`. */
export function traceFace(ink: Ink, pose: HeadPose, drop: number, offsetY = 0): void {
  const px = (x: number, z: number): number => projectX(pose, x, z);
  const py = (x: number, y: number, z: number): number => projectY(pose, x, y, z) + offsetY;
  const d = drop;
  const edge = 16;
  const low = 66;
  const p = (x: number, y: number, z: number): [number, number] => [px(x, z), py(x, y, z)];
  const curve = (a: [number, number], b: [number, number], to: [number, number]): void =>
    ink.bezierCurveTo(a[0], a[1], b[0], b[1], to[0], to[1]);
  ink.beginPath();
  ink.moveTo(...p(-90, -50, edge));
  curve(p(-95, -8, edge), p(-93, 30, edge), p(-84, 58 + d * 0.15, edge));
  curve(p(-76, 84 + d * 0.4, 34), p(-50, 106 + d * 0.8, 54), p(-23, 124 + d, low));
  curve(p(-11, 132 + d, low), p(11, 132 + d, low), p(23, 124 + d, low));
  curve(p(50, 106 + d * 0.8, 54), p(76, 84 + d * 0.4, 34), p(84, 58 + d * 0.15, edge));
  curve(p(93, 30, edge), p(95, -8, edge), p(90, -50, edge));
  curve(p(84, -118, edge), p(40, -138, edge), p(0, -138, edge));
  curve(p(-40, -138, edge), p(-84, -118, edge), p(-90, -50, edge));
  ink.closePath();
}

/** `root` is where the neck meets the torso, in face coordinates: three points, left, middle (the bottom of the collar's hole), right. */
export function drawNeck(ink: Ink, pose: HeadPose, skin: SkinInk, drop: number, root: readonly (readonly [number, number])[]): void {
  const [left = [0, 0], middle = [0, 0], right = [0, 0]] = root;
  const top = projectY(pose, 0, 70, 0);
  const middleX = projectX(pose, 0, -10);
  const path = (): void => {
    ink.beginPath();
    ink.moveTo(middleX - 35, top);
    ink.bezierCurveTo(middleX - 33, top + 60, left[0] + 14, left[1] - 40, left[0], left[1]);
    ink.lineTo(middle[0], middle[1]);
    ink.lineTo(right[0], right[1]);
    ink.bezierCurveTo(right[0] - 14, right[1] - 40, middleX + 33, top + 60, middleX + 35, top);
    ink.closePath();
  };
  path();
  ink.fillStyle = skin.neck;
  ink.fill();
  ink.strokeStyle = c.skinLine;
  ink.lineWidth = 1.8;
  ink.stroke();
  // The chin's shadow.
  ink.save();
  path();
  ink.clip();
  traceFace(ink, pose, drop, 17);
  ink.fillStyle = 'rgba(206,124,112,0.62)';
  ink.fill();
  ink.restore();
  // Collar bones, barely.
  ink.strokeStyle = 'rgba(190,110,98,0.5)';
  ink.lineWidth = 1.8;
  ink.beginPath();
  ink.moveTo(middle[0] - 6, middle[1] - 46);
  ink.quadraticCurveTo(middle[0] - 14, middle[1] - 58, middle[0] - 32, middle[1] - 62);
  ink.moveTo(middle[0] + 6, middle[1] - 46);
  ink.quadraticCurveTo(middle[0] + 14, middle[1] - 58, middle[0] + 32, middle[1] - 62);
  ink.stroke();
}

export function drawBlush(ink: Ink, pose: HeadPose, skin: SkinInk, amount: number): void {
  if (amount <= 0.01) return;
  ink.save();
  ink.globalAlpha = Math.min(1, amount);
  ink.fillStyle = skin.blush;
  for (const side of [-1, 1]) {
    ink.save();
    ink.translate(projectX(pose, side * 57, 60), projectY(pose, side * 57, 56, 60));
    ink.scale(27 * Math.max(0.4, pose.cosYaw + side * pose.sinYaw * 0.5), 15);
    ink.beginPath();
    ink.arc(0, 0, 1, 0, Math.PI * 2);
    ink.fill();
    ink.restore();
  }
  ink.restore();
}

/** A small nose: shadow under the tip, a touch of light on it. */
export function drawNose(ink: Ink, pose: HeadPose): void {
  const x = projectX(pose, 0, 100);
  const y = projectY(pose, 0, 57, 100);
  const bridgeX = projectX(pose, 0, 84);
  const turn = pose.sinYaw;
  const shade = turn <= 0 ? 1 : -1;
  ink.fillStyle = 'rgba(226,150,130,0.5)';
  ink.beginPath();
  ink.moveTo(x - 8, y + 4);
  ink.quadraticCurveTo(x, y + 11, x + 8, y + 4);
  ink.quadraticCurveTo(x, y + 6, x - 8, y + 4);
  ink.fill();
  ink.strokeStyle = c.skinLine;
  ink.lineWidth = 1.9;
  ink.beginPath();
  ink.moveTo(x - 5.5, y + 4.5);
  ink.quadraticCurveTo(x, y + 8.2, x + 5.5, y + 4.5);
  ink.stroke();
  ink.strokeStyle = `rgba(214,138,120,${(0.18 + Math.min(0.5, Math.abs(turn) * 1.6)).toFixed(3)})`;
  ink.lineWidth = 2;
  ink.beginPath();
  ink.moveTo(bridgeX + shade * 9, y - 42);
  ink.quadraticCurveTo(bridgeX + shade * 6, y - 20, x + shade * 7, y - 2);
  ink.stroke();
  ink.fillStyle = 'rgba(255,255,255,0.75)';
  ink.beginPath();
  ink.ellipse(x - shade * 1.5, y - 3, 2.4, 3.4, 0, 0, Math.PI * 2);
  ink.fill();
}
