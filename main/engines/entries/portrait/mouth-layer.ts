/**
 * The talking mouth, painted into the still picture's planes before the head is moved. In mouth coordinates: origin between the corners,
 * x along them in halves of the mouth's width, y down. Lips are bent along tables over x; teeth stand in skull coordinates, so they never slide.
 */
import type { Landmarks, Point } from '../../../portraits/pictures/landmarks.ts';
import { toYuv, type Colour, type Planes } from './planes.ts';
import type { MouthTarget } from './mouth-targets.ts';

export interface MouthColours {
  readonly cavity: Colour;
  readonly teeth: Colour;
  readonly tongue: Colour;
  readonly line: Colour;
}
export interface MouthLayer {
  paint(target: MouthTarget): void;
}

const steps = 1024;
const span = 1.35;
const smooth = (t: number): number => (t <= 0 ? 0 : t >= 1 ? 1 : t * t * (3 - 2 * t));

interface Active {
  readonly at: Int32Array;
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** How far the mouth's narrowing reaches here. */
  readonly pull: Float32Array;
  readonly count: number;
}

export interface MouthFrame {
  readonly middle: Point;
  readonly half: number;
  readonly cos: number;
  readonly sin: number;
}

export function mouthFrame({ mouth }: Landmarks): MouthFrame {
  const left = mouth.upperOuter[0] ?? [0, 0];
  const right = mouth.upperOuter.at(-1) ?? [1, 0];
  const angle = Math.atan2(right[1] - left[1], right[0] - left[0]);
  const half = Math.max(2, Math.hypot(right[0] - left[0], right[1] - left[1]) / 2);
  return { middle: [(left[0] + right[0]) / 2, (left[1] + right[1]) / 2], half, cos: Math.cos(angle), sin: Math.sin(angle) };
}

export function toMouth({ middle, half, cos, sin }: MouthFrame, [x, y]: Point): [number, number] {
  const dx = x - middle[0];
  const dy = y - middle[1];
  return [(dx * cos + dy * sin) / half, (dy * cos - dx * sin) / half];
}

/** A curve through points, from left to right, level beyond its ends. */
export function curveTable(points: readonly Point[]): Float32Array {
  const sorted = [...points].sort((a, b) => a[0] - b[0]);
  const table = new Float32Array(steps);
  for (let i = 0; i < steps; i++) {
    const x = -span + (2 * span * i) / (steps - 1);
    let n = 1;
    while (n < sorted.length - 1 && (sorted[n]?.[0] ?? 0) < x) n++;
    const a = sorted[n - 1] ?? [0, 0];
    const b = sorted[n] ?? a;
    const t = Math.min(1, Math.max(0, (x - a[0]) / (b[0] - a[0] || 1)));
    table[i] = a[1] + (b[1] - a[1]) * t;
  }
  // Markers are few: the kinks between them would show on a wide mouth.
  const soft = new Float32Array(steps);
  const reach = 36;
  for (let i = 0; i < steps; i++) {
    let sum = 0;
    for (let k = -reach; k <= reach; k++) sum += table[Math.min(steps - 1, Math.max(0, i + k))] ?? 0;
    soft[i] = sum / (2 * reach + 1);
  }
  return soft;
}

/** `still` is read, `work` is written: same planes, the second one sampled by the head grid. `landmarks` in pixels. */
export function createMouthLayer(still: Planes, work: Planes, landmarks: Landmarks, colours: MouthColours, drawn: boolean): MouthLayer {
  const frame = mouthFrame(landmarks);
  const { middle, half, cos, sin } = frame;
  const local = (points: readonly Point[]): Point[] => points.map((p) => toMouth(frame, p));
  const upperRest = curveTable(local(landmarks.mouth.upperInner));
  const lowerRest = curveTable(local(landmarks.mouth.lowerInner));
  const gapRest = Math.max(0, (lowerRest[steps >> 1] ?? 0) - (upperRest[steps >> 1] ?? 0));
  const chin = local(landmarks.jaw).reduce((low, p) => Math.max(low, p[1]), 0.9);
  const noseY = Math.min(-0.25, toMouth(frame, landmarks.nose.base)[1]);
  const reachUp = -noseY * 0.95;
  const reachDown = Math.max(0.7, chin * 0.9);
  const lineHalf = drawn ? Math.max(1.1 / half, lineThickness(landmarks, half) / 2) : 0;
  const materials = (['cavity', 'teeth', 'tongue', 'line'] as const).map((name) => toYuv(colours[name]));

  const toothGap = toothGaps();

  const collect = (scale: number, width: number, height: number): Active => {
    const at: number[] = [];
    const xs: number[] = [];
    const ys: number[] = [];
    const pulls: number[] = [];
    const reach = Math.ceil((half * 2.2) / scale);
    const cx = Math.round(middle[0] / scale);
    const cy = Math.round(middle[1] / scale);
    for (let y = Math.max(1, cy - reach); y < Math.min(height - 2, cy + reach); y++) {
      for (let x = Math.max(1, cx - reach); x < Math.min(width - 2, cx + reach); x++) {
        const [lx, ly] = toMouth(frame, [(x + 0.5) * scale - 0.5, (y + 0.5) * scale - 0.5]);
        const ry = ly < 0 ? ly / (reachUp * 1.02) : ly / (reachDown + 0.35);
        const radius = Math.hypot(lx / 1.75, ry);
        if (radius >= 1) continue;
        at.push(y * width + x);
        xs.push(lx);
        ys.push(ly);
        pulls.push(1 - smooth((Math.hypot(lx / 1.5, ly / 1.05) - 0.3) / 0.7));
      }
    }
    return {
      at: Int32Array.from(at),
      x: Float32Array.from(xs),
      y: Float32Array.from(ys),
      pull: Float32Array.from(pulls),
      count: at.length,
    };
  };
  const luma = collect(1, still.width, still.height);
  const chroma = collect(2, still.width >> 1, still.height >> 1);

  const top = new Float32Array(steps);
  const bottom = new Float32Array(steps);
  const slack = new Float32Array(steps);

  const shape = (target: MouthTarget): void => {
    const power = 1 - 0.5 * target.round;
    for (let i = 0; i < steps; i++) {
      const u = -span + (2 * span * i) / (steps - 1);
      const inside = Math.max(0, 1 - (u / 0.97) ** 2);
      const profile = inside ** power;
      const up = upperRest[i] ?? 0;
      const low = lowerRest[i] ?? 0;
      const seam = up + (low - up) * 0.35;
      top[i] = seam + (up - seam) * target.rest - target.up * profile;
      bottom[i] = Math.max(top[i] ?? 0, seam + (low - seam) * target.rest + target.down * inside ** (power * 0.85));
    }
    for (let i = 1; i < steps - 1; i++) {
      const du = (4 * span) / (steps - 1);
      const slope = Math.max(Math.abs((top[i + 1] ?? 0) - (top[i - 1] ?? 0)), Math.abs((bottom[i + 1] ?? 0) - (bottom[i - 1] ?? 0))) / du;
      // At the corners an edge stands upright for one step: its slope says nothing of what lies above it.
      slack[i] = half * Math.max(0.35, 1 / Math.sqrt(1 + slope * slope));
    }
  };

  const plane = (
    from: Uint8Array,
    to: Uint8Array,
    width: number,
    scale: number,
    active: Active,
    channel: 0 | 1 | 2,
    target: MouthTarget,
  ): void => {
    const { at, x, y, pull, count } = active;
    const zero = channel === 0 ? 16 : 128;
    const cavity = materials[0]![channel];
    const teeth = materials[1]![channel];
    const tongue = materials[2]![channel];
    const line = materials[3]![channel];
    const narrow = 1 / target.width - 1;
    const perScale = half / scale;
    const originX = (middle[0] + 0.5) / scale - 0.5;
    const originY = (middle[1] + 0.5) / scale - 0.5;
    const toStep = (steps - 1) / (2 * span);
    const centreTop = top[steps >> 1]!;
    const centreBottom = bottom[steps >> 1]!;
    const height = centreBottom - centreTop;
    const own = gapRest > 0.06 ? Math.max(0, 1 - Math.abs(height - gapRest) / 0.12) * target.rest : 0;
    const hidden = 1 - 0.72 * target.round * target.round;
    const lit = 0.84 + 0.16 * Math.min(1, height * 3.2);
    const tongueTop = centreBottom - (0.14 + 0.3 * target.tongue) * Math.min(1, height * 2.2);
    for (let n = 0; n < count; n++) {
      const lx = x[n]!;
      const ly = y[n]!;
      const u = lx * (1 + narrow * pull[n]!);
      const step = u <= -span ? 0 : u >= span ? steps - 1 : ((u + span) * toStep) | 0;
      const edgeUp = top[step]!;
      const edgeLow = bottom[step]!;
      let v = ly;
      let inside = 0;
      if (ly > edgeUp && ly < edgeLow) {
        const clear = (ly - edgeUp < edgeLow - ly ? ly - edgeUp : edgeLow - ly) * slack[step]!;
        inside = clear >= 1 ? 1 : clear;
        // Under a soft edge lies the lip that is nearer.
        v = ly - edgeUp < edgeLow - ly ? upperRest[step]! : lowerRest[step]!;
      } else if (!drawn) {
        if (ly <= edgeUp) {
          const t = (edgeUp - ly) / reachUp;
          if (t < 1) v = ly + (upperRest[step]! - edgeUp) * (1 - t * t * (3 - 2 * t));
        } else {
          const t = (ly - edgeLow) / reachDown;
          if (t < 1) v = ly - (edgeLow - lowerRest[step]!) * (1 - t * t * (3 - 2 * t));
        }
      }
      let value: number;
      if (drawn) value = from[at[n]!]!;
      else {
        const px = originX + (u * cos - v * sin) * perScale;
        const py = originY + (u * sin + v * cos) * perScale;
        const ix = px | 0;
        const iy = py | 0;
        const fx = px - ix;
        const fy = py - iy;
        const s = iy * width + ix;
        const a = from[s]! + (from[s + 1]! - from[s]!) * fx;
        const b = from[s + width]! + (from[s + width + 1]! - from[s + width]!) * fx;
        value = a + (b - a) * fy;
      }
      if (inside > 0) {
        const depth = ly - edgeUp;
        const side = lx * lx;
        const shade = (0.62 + 0.38 * Math.min(1, depth * 5)) * (1 - 0.3 * side);
        let inner = zero + (cavity - zero) * shade;
        // Tongue: a low dome that rises from the lower lip.
        const dome = (ly - tongueTop - 0.5 * side * (0.3 + height)) * 9;
        if (dome > 0) {
          const mix = (dome > 1 ? 1 : dome) * Math.max(0, 1 - side * 1.9) * 0.9;
          const groove = 1 - 0.14 * Math.exp(-lx * lx * 130);
          inner += (zero + (tongue - zero) * groove * (0.72 + 0.28 * Math.min(1, dome * 0.3)) - inner) * mix;
        }
        if (target.lowerTeeth > 0.02) {
          const row = (ly - (edgeLow - 0.1 * target.lowerTeeth)) * perScale * scale * 0.7;
          if (row > 0) inner += (zero + (teeth - zero) * 0.78 * (1 - 0.5 * side) - inner) * (row > 1 ? 1 : row) * Math.max(0, 1 - side * 2);
        }
        // Upper teeth: fixed to the skull, their edge a shallow arc, faint gaps between them.
        // Rounded lips stand before them; a narrow gap lets little light in.
        const toothEdge = upperRest[step]! + (0.105 - 0.07 * side) * hidden - (drawn ? 0 : toothGap[step]! * 0.012);
        const under = (toothEdge - ly) * half * 0.7 + 0.5;
        if (under > 0) {
          // In a drawing they are one light shape.
          const light = drawn
            ? 1 - 0.2 * side
            : (1 - 0.6 * side) * (0.66 + 0.34 * Math.min(1, depth * 6)) * lit * (1 - toothGap[step]! * 0.11) * (under < 1.6 ? 0.86 : 1);
          inner += (zero + (teeth - zero) * light - inner) * (under > 1 ? 1 : under) * Math.max(0, Math.min(1, (0.82 - Math.abs(lx)) * 4));
        }
        if (own > 0) inner += (from[at[n]!]! - inner) * own;
        value += (inner - value) * inside;
      }
      if (drawn) {
        // The line round the mouth thins out towards the corners; below an open mouth it is lighter.
        const near = Math.min(Math.abs(ly - edgeUp), Math.abs(ly - edgeLow)) * slack[step]!;
        const thick =
          lineHalf *
          half *
          Math.max(0.25, 1 - 0.6 * u * u) *
          (Math.abs(ly - edgeUp) <= Math.abs(ly - edgeLow) ? 1 : 1 - 0.3 * Math.min(1, height * 4));
        const over = Math.abs(u) > 0.985 ? (Math.abs(u) - 0.985) * half : 0;
        const ink = Math.min(1, thick + 0.5 - near - over);
        if (ink > 0) value += (line - value) * ink;
      }
      to[at[n]!] = value + 0.5;
    }
  };

  let painted = '';
  return {
    paint(target) {
      // A mouth at rest stays as it is, and an anchor is silent most of the time.
      const asked = Object.values(target).join(' ');
      if (asked === painted) return;
      painted = asked;
      shape(target);
      plane(still.y, work.y, still.width, 1, luma, 0, target);
      plane(still.u, work.u, still.width >> 1, 2, chroma, 1, target);
      plane(still.v, work.v, still.width >> 1, 2, chroma, 2, target);
    },
  };
}

/** 1 between two teeth, 0 on them, over the mouth's width: narrower teeth towards the corners. */
function toothGaps(): Float32Array {
  const gaps = new Float32Array(steps);
  const places = [0, 0.2, 0.36, 0.5, 0.62, 0.72];
  for (let i = 0; i < steps; i++) {
    const x = Math.abs(-span + (2 * span * i) / (steps - 1));
    const near = Math.min(...places.map((place) => Math.abs(x - place)));
    gaps[i] = Math.exp(-((near / 0.018) ** 2));
  }
  return gaps;
}

/** In halves of the mouth's width. */
function lineThickness({ mouth }: Landmarks, half: number): number {
  const mean = (line: readonly Point[]): number => line.reduce((sum, p) => sum + p[1], 0) / line.length;
  return Math.min(
    0.12,
    Math.max(0, (mean(mouth.lowerOuter) - mean(mouth.lowerInner) + mean(mouth.upperInner) - mean(mouth.upperOuter)) / half),
  );
}
