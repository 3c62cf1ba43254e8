/** Eyes and brows, drawn anew for every frame in face coordinates. `side` is -1 for the viewer's left, 1 for the right; local +x runs outwards. */
import { glow, vertical, type Ink } from './bitmap.ts';
import type { Features } from './expressions.ts';
import { lidsOf, projectX, projectY, type HeadPose } from './geometry.ts';
import { palette as c } from './palette.ts';

export interface EyeInk {
  readonly iris: ReturnType<Ink['createLinearGradient']>;
  readonly irisGlow: ReturnType<Ink['createRadialGradient']>;
  readonly white: ReturnType<Ink['createLinearGradient']>;
}

export function createEyeInk(ink: Ink): EyeInk {
  return {
    iris: vertical(ink, -17, 18, [0, c.irisDark], [0.42, c.iris], [0.8, c.irisLight], [1, '#c8f3e6']),
    irisGlow: glow(ink, 0, 9, 12, [0, 'rgba(200,248,235,0.85)'], [1, 'rgba(200,248,235,0)']),
    white: vertical(ink, -18, 14, [0, c.scleraShade], [0.42, c.sclera], [1, c.sclera]),
  };
}

const eyeX = 43;
const eyeY = 18;
const eyeZ = 76;
const eyeSize = 1.14;
const mix = (a: number, b: number, share: number): number => a + (b - a) * share;

interface Lids {
  readonly inner: readonly [number, number];
  readonly outer: readonly [number, number];
  /** Controls of the upper and of the lower curve, from the inner corner on. */
  readonly upper: readonly [number, number, number, number];
  readonly lower: readonly [number, number, number, number];
}

function lidCurves(closure: number, rise: number, tilt: number): Lids {
  const shut = Math.max(-0.3, Math.min(1, closure));
  const low = Math.max(0, shut) ** 2;
  // A shut eye that smiles bows upwards, an ordinary one downwards.
  const shutY = mix(15, -8, rise);
  return {
    inner: [-21, mix(6.5, mix(6, 10, rise), low)],
    outer: [24, mix(-1 + tilt, mix(6, 8, rise) + tilt, low)],
    upper: [mix(-15, -12, shut), mix(-20, shutY, shut), mix(14, 14, shut), mix(-27 + tilt, shutY + mix(2, 0, rise) + tilt, shut)],
    lower: [mix(-12, -12, low), mix(mix(20, 11, rise), shutY, low), mix(18, 14, low), mix(mix(19, 7, rise) + tilt, shutY + tilt, low)],
  };
}

export interface EyeState {
  readonly blink: number;
  readonly gazeX: number;
  readonly gazeY: number;
}

export function drawEye(ink: Ink, pose: HeadPose, paint: EyeInk, features: Features, side: -1 | 1, eye: EyeState): void {
  const { closure, lower } = lidsOf(eye.blink, features);
  const lids = lidCurves(closure, lower, features.browInner > 4 ? -2 : features.browInner < -6 ? 2 : 0);
  const turn = 0.44 * side;
  const squeeze = Math.max(0.35, (pose.cosYaw * Math.cos(turn) - pose.sinYaw * Math.sin(turn)) / Math.cos(turn));
  ink.save();
  ink.translate(projectX(pose, side * eyeX, eyeZ), projectY(pose, side * eyeX, eyeY, eyeZ));
  ink.scale(side * squeeze * eyeSize, eyeSize);
  const { inner, outer, upper, lower: under } = lids;

  const opening = (): void => {
    ink.beginPath();
    ink.moveTo(inner[0], inner[1]);
    ink.bezierCurveTo(upper[0], upper[1], upper[2], upper[3], outer[0], outer[1]);
    ink.bezierCurveTo(under[2], under[3], under[0], under[1], inner[0], inner[1]);
    ink.closePath();
  };
  if (closure < 0.97) {
    ink.save();
    opening();
    ink.fillStyle = paint.white;
    ink.fill();
    ink.clip();
    // Looking into the camera means turning the eyes against the head.
    const x = side * (eye.gazeX * 9 - pose.sinYaw * 13) - 0.5;
    const y = eye.gazeY * 7 - pose.sinPitch * 11 - 1;
    ink.save();
    ink.translate(x, y);
    ink.scale(features.irisScale, features.irisScale);
    ink.fillStyle = paint.iris;
    ink.beginPath();
    ink.ellipse(0, 0, 14.2, 17, 0, 0, Math.PI * 2);
    ink.fill();
    ink.fillStyle = paint.irisGlow;
    ink.fill();
    ink.strokeStyle = c.irisDark;
    ink.lineWidth = 2.4;
    ink.stroke();
    ink.fillStyle = c.pupil;
    ink.beginPath();
    ink.ellipse(0, -0.5, 6, 8, 0, 0, Math.PI * 2);
    ink.fill();
    ink.restore();
    // The lid's shadow on the ball.
    ink.fillStyle = 'rgba(52,26,58,0.3)';
    ink.beginPath();
    ink.moveTo(inner[0], inner[1]);
    ink.bezierCurveTo(upper[0], upper[1], upper[2], upper[3], outer[0], outer[1]);
    ink.bezierCurveTo(upper[2], upper[3] + 9, upper[0], upper[1] + 9, inner[0], inner[1]);
    ink.fill();
    // Light comes from one side for both eyes, so it is not mirrored.
    ink.translate(x, y);
    ink.scale(side, 1);
    ink.fillStyle = '#ffffff';
    ink.beginPath();
    ink.ellipse(-5, -7, 4.6, 5.4, -0.3, 0, Math.PI * 2);
    ink.fill();
    ink.globalAlpha = 0.85;
    ink.beginPath();
    ink.ellipse(5.6, 7, 2.2, 2.8, -0.3, 0, Math.PI * 2);
    ink.fill();
    ink.restore();
  }

  // Lower lid.
  ink.strokeStyle = 'rgba(122,66,66,0.75)';
  ink.lineWidth = 1.7;
  ink.beginPath();
  ink.moveTo(outer[0] - 1, outer[1] + 2);
  ink.bezierCurveTo(
    under[2] - 1,
    under[3] + 0.5,
    mix(under[2], under[0], 0.5),
    mix(under[3], under[1], 0.5) + 0.8,
    mix(under[2], inner[0], 0.78),
    mix(under[3], inner[1], 0.45),
  );
  ink.stroke();

  // Upper lashes: one tapering shape with a flick, and two short lashes.
  const thick = mix(7.4, 4.6, Math.max(0, closure));
  ink.fillStyle = c.lash;
  ink.beginPath();
  ink.moveTo(inner[0] - 1, inner[1] + 0.6);
  ink.bezierCurveTo(upper[0] - 1, upper[1] - thick * 0.5, upper[2] - 2, upper[3] - thick, outer[0] + 1, outer[1] - thick * 0.62);
  ink.quadraticCurveTo(outer[0] + 5, outer[1] - thick * 0.6, outer[0] + 8, outer[1] - mix(6, -2, Math.max(0, closure)));
  ink.quadraticCurveTo(outer[0] + 5, outer[1] + 1.5, outer[0] - 0.6, outer[1] + 2.4);
  ink.bezierCurveTo(upper[2], upper[3] + 1.6, upper[0] + 1, upper[1] + 1.4, inner[0] - 1, inner[1] + 0.6);
  ink.fill();
  ink.strokeStyle = c.lash;
  ink.lineWidth = 2;
  ink.beginPath();
  ink.moveTo(outer[0] - 4, outer[1] - 3);
  ink.quadraticCurveTo(
    outer[0] + 3,
    outer[1] - mix(8, 2, Math.max(0, closure)),
    outer[0] + 5.5,
    outer[1] - mix(12, -4, Math.max(0, closure)),
  );
  ink.stroke();

  // The crease of the lid.
  ink.strokeStyle = 'rgba(160,92,86,0.75)';
  ink.lineWidth = 1.6;
  const crease = mix(-9, -15, Math.max(0, closure));
  ink.beginPath();
  ink.moveTo(inner[0] + 5, mix(inner[1], upper[1], 0.55) + crease + 3);
  ink.bezierCurveTo(upper[0] + 3, upper[1] + crease * 0.75, upper[2] - 2, upper[3] + crease * 0.85, outer[0] - 1, outer[1] + crease);
  ink.stroke();
  ink.restore();
}

/** `raise` -1..1 comes on top of what the emotion does. */
export function drawBrow(ink: Ink, pose: HeadPose, features: Features, side: -1 | 1, raise: number): void {
  const lift = -raise * (raise > 0 ? 11 : 6);
  const point = (x: number, y: number): [number, number] => [
    projectX(pose, side * x, 84 - x * 0.25),
    projectY(pose, side * x, y + lift, 82),
  ];
  const inner = -27 + features.browInner;
  const outer = -26 + features.browOuter;
  const middle = (inner + outer) / 2 - 8 - features.browArch - Math.max(0, raise) * 2;
  const a = point(20, inner);
  const b = point(38, middle - 1);
  const d = point(56, middle + 1);
  const e = point(73, outer + 4);
  const below = 5.4;
  ink.fillStyle = c.brow;
  ink.beginPath();
  ink.moveTo(a[0], a[1] - 1.5);
  ink.bezierCurveTo(b[0], b[1] - 1, d[0], d[1], e[0], e[1]);
  ink.bezierCurveTo(d[0] - side * 2, d[1] + below * 0.75, b[0], b[1] + below, a[0] + side * 0.8, a[1] + 4.4);
  ink.quadraticCurveTo(a[0] - side * 2.5, a[1] + 2.5, a[0], a[1] - 1.5);
  ink.fill();
}
