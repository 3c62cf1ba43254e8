/** The eyes for one frame, head units; each is drawn about its own middle, local +x runs outwards. Lids are curves that blinks and emotions bend. */
import { createCanvas, type Canvas } from '@napi-rs/canvas';
import type { EyeStyle } from '../cast/cast.ts';
import { glow, oval, tint, vertical, type Ink, type Point } from '../ink/ink.ts';
import type { Features } from './expressions.ts';

const mix = (a: number, b: number, share: number): number => a + (b - a) * share;
const clamp = (value: number): number => (value > 0 ? Math.min(1, value) : 0);

interface Curve {
  readonly from: Point;
  readonly a: Point;
  readonly b: Point;
  readonly to: Point;
}
export interface Lids {
  readonly upper: Curve;
  readonly lower: Curve;
  /** 0 open .. 1 shut; below 0 opened wide. */
  readonly closure: number;
}

export function lidsOf(style: EyeStyle, features: Features, blink: number): Lids {
  const half = -features.lidTop;
  const shut = clamp(blink);
  const closure = half + (1 - half) * shut;
  const [w, h] = [style.width, style.height];
  const low = Math.max(0, closure);
  const corner = low ** 1.4;
  const rise = features.lidBottom;
  const slant = features.lidSlant * (1 - shut);
  // A shut eye that smiles bows upwards, an ordinary one downwards.
  const smile = clamp((rise - 0.25) / 0.5);
  const shutY = mix(0.42, -0.06, smile) * h;
  // The lid keeps its arch until it is nearly down.
  const fall = closure > 0 ? closure ** 1.18 : closure;
  const innerY = mix(0.17, mix(0.25, 0.34, smile), corner) * h;
  const outerY = mix(-0.01, mix(0.22, 0.3, smile), corner) * h - style.tilt * (1 - 0.6 * corner);
  const lowerY = mix(mix(0.53, 0.3, rise), shutY / h, corner) * h;
  const inner: Point = [-0.45 * w, innerY + slant * 0.03 * h];
  const outer: Point = [0.5 * w, outerY - slant * 0.05 * h];
  return {
    closure,
    upper: {
      from: inner,
      a: [-0.37 * w, mix(-0.55 * h + slant * 0.34 * h, shutY, fall)],
      b: [0.22 * w, mix(-0.74 * h - style.tilt * 0.4 - slant * 0.2 * h, shutY - 0.02 * h, fall)],
      to: outer,
    },
    lower: { from: outer, a: [0.37 * w, lowerY], b: [-0.25 * w, lowerY + 0.01 * h], to: inner },
  };
}

function along(ink: Ink, curve: Curve, dy = 0): void {
  ink.bezierCurveTo(curve.a[0], curve.a[1] + dy, curve.b[0], curve.b[1] + dy, curve.to[0], curve.to[1]);
}

export interface EyePaint {
  readonly style: EyeStyle;
  readonly iris: Canvas;
  readonly irisBox: { readonly rx: number; readonly ry: number };
}

export function createEyePaint(style: EyeStyle, scale: number): EyePaint {
  const rx = style.irisWidth / 2;
  const ry = style.irisHeight / 2;
  const density = Math.max(1, scale * 1.6);
  const canvas = createCanvas(Math.ceil(rx * 2 * density) + 4, Math.ceil(ry * 2 * density) + 4);
  const into = canvas.getContext('2d');
  into.setTransform((canvas.width - 4) / (rx * 2), 0, 0, (canvas.height - 4) / (ry * 2), canvas.width / 2, canvas.height / 2);
  drawIris(into, style, rx, ry);
  return {
    style,
    iris: canvas,
    irisBox: { rx: (rx * canvas.width) / (canvas.width - 4), ry: (ry * canvas.height) / (canvas.height - 4) },
  };
}

function drawIris(ink: Ink, { colours: c }: EyeStyle, rx: number, ry: number): void {
  ink.beginPath();
  ink.ellipse(0, 0, rx, ry, 0, 0, Math.PI * 2);
  ink.clip();
  ink.fillStyle = vertical(ink, -ry, ry, [0, c.irisTop], [0.38, c.irisMiddle], [0.72, c.irisLow], [1, c.irisGlow]);
  ink.fillRect(-rx, -ry, rx * 2, ry * 2);
  // Rays.
  ink.lineCap = 'round';
  for (let i = 0; i < 22; i++) {
    const angle = (i / 22) * Math.PI * 2 + 0.1;
    const down = Math.sin(angle);
    ink.strokeStyle = tint(down > 0 ? c.irisGlow : c.irisLine, down > 0 ? 0.34 : 0.3);
    ink.lineWidth = 0.9;
    ink.beginPath();
    ink.moveTo(Math.cos(angle) * rx * 0.46, Math.sin(angle) * ry * 0.46);
    ink.lineTo(Math.cos(angle) * rx * 0.84, Math.sin(angle) * ry * 0.84);
    ink.stroke();
  }
  // Light that has passed the lens gathers below.
  ink.fillStyle = glow(ink, 0, ry * 0.62, rx * 0.95, [0, tint(c.irisGlow, 0.95)], [0.6, tint(c.irisGlow, 0.4)], [1, tint(c.irisGlow, 0)]);
  ink.fillRect(-rx, -ry, rx * 2, ry * 2);
  // Pupil.
  ink.fillStyle = vertical(ink, -ry * 0.5, ry * 0.45, [0, c.pupil], [0.7, c.pupil], [1, c.irisLine]);
  oval(ink, 0, -ry * 0.03, rx * 0.4, ry * 0.42);
  // Two thin crescents under the pupil.
  ink.strokeStyle = tint('#ffffff', 0.5);
  ink.lineWidth = 1.1;
  ink.beginPath();
  ink.ellipse(0, 0, rx * 0.64, ry * 0.68, 0, Math.PI * 0.22, Math.PI * 0.46);
  ink.stroke();
  ink.strokeStyle = tint(c.irisGlow, 0.8);
  ink.beginPath();
  ink.ellipse(0, 0, rx * 0.66, ry * 0.7, 0, Math.PI * 0.56, Math.PI * 0.8);
  ink.stroke();
  ink.fillStyle = tint('#ffffff', 0.8);
  oval(ink, -rx * 0.5, ry * 0.16, rx * 0.09, ry * 0.08);
  // The upper third lies in the shadow of lid and hair.
  ink.fillStyle = vertical(ink, -ry, ry * 0.15, [0, tint(c.irisLine, 0.85)], [0.55, tint(c.irisLine, 0.35)], [1, tint(c.irisLine, 0)]);
  ink.fillRect(-rx, -ry, rx * 2, ry * 1.2);
  ink.strokeStyle = c.irisLine;
  ink.lineWidth = 2.6;
  ink.beginPath();
  ink.ellipse(0, 0, rx - 0.6, ry - 0.6, 0, 0, Math.PI * 2);
  ink.stroke();
}

export interface EyeState {
  readonly side: -1 | 1;
  /** Where the middle of the eye is seen, and how a turned head squeezes it; head units. */
  readonly x: number;
  readonly y: number;
  readonly squeeze: number;
  readonly stretch: number;
  readonly lids: Lids;
  /** Of the iris, head units, towards the outer corner and down. */
  readonly lookX: number;
  readonly lookY: number;
  readonly irisScale: number;
  readonly shine: number;
}

const ajar = ({ lids }: EyeState): boolean => lids.closure < 0.96;
const ring = (ink: Ink, x: number, y: number, rx: number, ry: number, turn: number): void => {
  ink.moveTo(x + rx * Math.cos(turn), y + rx * Math.sin(turn));
  ink.ellipse(x, y, rx, ry, turn, 0, Math.PI * 2);
};

/** Both eyes. What is of one colour is traced for both and painted at once: each painting has a price, however small it is. */
export function drawEyes(ink: Ink, paint: EyePaint, eyes: readonly EyeState[]): void {
  const { style } = paint;
  const { colours: c } = style;
  const each = (of: readonly EyeState[], draw: (eye: EyeState) => void): void => {
    for (const eye of of) {
      ink.save();
      ink.translate(eye.x, eye.y);
      ink.scale(eye.side * eye.squeeze, eye.stretch);
      draw(eye);
      ink.restore();
    }
  };
  const open = eyes.filter(ajar);
  if (open.length > 0) {
    ink.save();
    ink.beginPath();
    each(open, ({ lids: { upper, lower } }) => {
      ink.moveTo(upper.from[0], upper.from[1]);
      along(ink, upper);
      along(ink, lower);
      ink.closePath();
    });
    ink.fillStyle = c.white;
    ink.fill();
    ink.clip();
    each(open, (eye) => {
      const [x, y] = irisAt(eye, style);
      const [rx, ry] = [paint.irisBox.rx * eye.irisScale, paint.irisBox.ry * eye.irisScale];
      ink.drawImage(paint.iris, x - rx, y - ry, rx * 2, ry * 2);
    });
    // The lid's shadow on the ball.
    const depth = style.height * 0.2;
    ink.fillStyle = 'rgba(52,26,72,0.36)';
    ink.beginPath();
    each(open, ({ lids: { upper } }) => {
      ink.moveTo(upper.from[0], upper.from[1]);
      along(ink, upper);
      ink.bezierCurveTo(upper.b[0], upper.b[1] + depth, upper.a[0], upper.a[1] + depth, upper.from[0], upper.from[1]);
    });
    ink.fill();
    ink.fillStyle = '#ffffff';
    ink.beginPath();
    each(open, (eye) => {
      const [x, y] = irisAt(eye, style);
      const [rx, ry] = [(style.irisWidth / 2) * eye.irisScale, (style.irisHeight / 2) * eye.irisScale];
      // Light comes from one side for both eyes, so it is not mirrored.
      ink.translate(x, y);
      ink.scale(eye.side, 1);
      ring(ink, -rx * 0.36, -ry * 0.4, rx * 0.36, ry * 0.29, -0.5);
      ring(ink, rx * 0.42, ry * 0.42, rx * (0.12 + 0.08 * eye.shine), ry * (0.11 + 0.07 * eye.shine), -0.4);
    });
    ink.fill();
    ink.restore();
  }
  ink.strokeStyle = tint(c.lashWarm, 0.85);
  ink.lineWidth = style.lashes === 'long' ? 1.55 : 1.4;
  ink.beginPath();
  each(eyes, ({ lids }) => traceLowerLid(ink, style, lids));
  ink.stroke();
  ink.fillStyle = c.lash;
  ink.beginPath();
  each(eyes, ({ lids }) => traceLashes(ink, style, lids));
  ink.fill();
  ink.strokeStyle = tint(c.crease, 0.8);
  ink.lineWidth = 1.5;
  ink.beginPath();
  each(eyes, ({ lids }) => traceCrease(ink, style, lids));
  ink.stroke();
}

const irisAt = (eye: EyeState, style: EyeStyle): Point => [eye.lookX - 0.01 * style.width, eye.lookY - 0.015 * style.height];

/** A line that is strongest below the outer corner, and two short lashes. */
function traceLowerLid(ink: Ink, { width: w, height: h, lashes }: EyeStyle, { lower, closure }: Lids): void {
  const shut = clamp(closure);
  const foot: Point = [mix(lower.a[0], lower.b[0], 0.5), mix(lower.a[1], lower.b[1], 0.5) * 0.76 + (lower.from[1] + lower.to[1]) * 0.12];
  ink.moveTo(lower.from[0] - 0.02 * w, lower.from[1] + 0.05 * h * (1 - shut));
  ink.quadraticCurveTo(lower.a[0] + 0.02 * w, mix(lower.from[1], lower.a[1], 0.72), foot[0], foot[1] + 0.4);
  if (lashes === 'none' || shut > 0.9) return;
  for (const [t, reach] of [
    [0.16, 3.4],
    [0.3, 3],
  ] as const) {
    const x = mix(lower.from[0], foot[0], t);
    const y = mix(lower.from[1], foot[1], Math.sqrt(t)) + 0.6;
    ink.moveTo(x, y);
    ink.lineTo(x + reach * 0.8, y + reach * 0.75);
  }
}

/** The upper lashes: one tapering shape with a flick at the outer corner, and one more lash above it. */
function traceLashes(ink: Ink, style: EyeStyle, { upper, closure }: Lids): void {
  const shut = clamp(closure);
  const thick = style.lash * mix(1, 0.72, shut);
  const flick = style.lashes === 'long' ? 1 : 0.45;
  const droop = mix(-1, 0.5, shut);
  const [ox, oy] = upper.to;
  const { from, a, b } = upper;
  ink.moveTo(from[0] - 1.2, from[1] + 1.4);
  ink.bezierCurveTo(a[0] - 1.4, a[1] - thick * 0.5, b[0] - 1, b[1] - thick * 1.05, ox + 1, oy - thick * 0.55);
  ink.quadraticCurveTo(ox + 4 * flick, oy + droop * 3 - thick * 0.35, ox + 8.5 * flick, oy + droop * 6.5 * flick - 1);
  ink.quadraticCurveTo(ox + 6 * flick, oy + droop * 1.5 + 1.2, ox + 2.2, oy + 2);
  ink.quadraticCurveTo(ox + 4.2 * flick, oy + 3.4, ox + 5.6 * flick, oy + mix(3.2, 5, shut));
  ink.quadraticCurveTo(ox + 1.4, oy + 5, ox - 1.4, oy + 2.6);
  ink.bezierCurveTo(b[0], b[1] + thick * 0.34, a[0] + 1, a[1] + thick * 0.24, from[0] + 0.6, from[1] + 0.6);
  ink.closePath();
  if (style.lashes === 'none') return;
  ink.moveTo(ox - 5, oy - thick * 0.6 - mix(2.2, 0, shut));
  ink.quadraticCurveTo(ox + 1.5, oy - thick * 0.7 + droop * 3, ox + 4.6, oy - thick * 0.5 + droop * 8);
  ink.quadraticCurveTo(ox + 2.5, oy - thick * 0.3, ox - 1, oy - thick * 0.2);
  ink.closePath();
}

function traceCrease(ink: Ink, { width: w, height: h }: EyeStyle, { upper, closure }: Lids): void {
  const over = mix(0.15, 0.3, clamp(closure)) * h;
  const { from, a, b } = upper;
  const [ox, oy] = upper.to;
  ink.moveTo(mix(from[0], a[0], 0.7) + 2, mix(from[1], a[1], 0.62) - over * 0.62);
  ink.bezierCurveTo(
    a[0] + 0.12 * w,
    a[1] - over * 0.9 + 0.06 * h,
    b[0] - 0.02 * w,
    b[1] - over * 0.92 + 0.05 * h,
    ox - 0.03 * w,
    oy - over - 0.02 * h,
  );
}
