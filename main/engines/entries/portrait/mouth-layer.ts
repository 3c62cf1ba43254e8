/**
 * The talking mouth, painted into the still picture's planes before the head is moved. In mouth coordinates: origin between the corners,
 * x along them in halves of the mouth's width, y down. Lips are bent along tables over x; teeth stand in skull coordinates, so they never slide.
 */
import type { Rect } from '../../../contract/media.ts';
import type { Landmarks, Point } from '../../../portraits/pictures/landmarks.ts';
import type { Arena } from './arena.ts';
import type { Kernel } from './kernel.ts';
import { mouthParam, mouthParamCount } from './mouth-params.ts';
import type { MouthTarget } from './mouth-targets.ts';
import { toYuv, type Colour, type PlaneBlocks } from './planes.ts';

export interface MouthColours {
  readonly cavity: Colour;
  readonly teeth: Colour;
  readonly tongue: Colour;
  readonly line: Colour;
}
export interface MouthLayer {
  paint(kernel: Kernel, target: MouthTarget): void;
  /** All that it paints lies within, in pixels of the canvas. */
  readonly reach: Rect;
}

const steps = 1024;
const span = 1.35;
const smooth = (t: number): number => (t <= 0 ? 0 : t >= 1 ? 1 : t * t * (3 - 2 * t));

/** The pixels of one plane that can change, four side by side at a time. */
interface Active {
  readonly count: number;
  readonly at: Int32Array;
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** How far the mouth's narrowing reaches here. */
  readonly pull: Float32Array;
  /** The groove of the tongue. */
  readonly groove: Float32Array;
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

/** `still` is read, `work` is written and then sampled by the head grid. `landmarks` in pixels. */
export function createMouthLayer(
  arena: Arena,
  still: PlaneBlocks,
  work: PlaneBlocks,
  landmarks: Landmarks,
  colours: MouthColours,
  drawn: boolean,
): MouthLayer {
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

  const collect = (scale: 1 | 2): Active => {
    const [width, height] = [still.width / scale, still.height / scale];
    const at: number[] = [];
    const xs: number[] = [];
    const ys: number[] = [];
    const pulls: number[] = [];
    const reach = Math.ceil((half * 2.2) / scale);
    const cx = Math.round(middle[0] / scale);
    const cy = Math.round(middle[1] / scale);
    const place = (x: number, y: number): [number, number] => toMouth(frame, [(x + 0.5) * scale - 0.5, (y + 0.5) * scale - 0.5]);
    for (let y = Math.max(1, cy - reach); y < Math.min(height - 2, cy + reach); y++) {
      let first = -1;
      let last = -1;
      for (let x = Math.max(1, cx - reach); x < Math.min(width - 2, cx + reach); x++) {
        const [lx, ly] = place(x, y);
        const ry = ly < 0 ? ly / (reachUp * 1.02) : ly / (reachDown + 0.35);
        if (Math.hypot(lx / 1.75, ry) >= 1) continue;
        if (first < 0) first = x;
        last = x;
      }
      if (first < 0) continue;
      for (let from = first; from <= last; from += 4) {
        // The last four of a row may lie over those before them: they come out the same.
        const group = Math.max(0, Math.min(from, width - 4));
        at.push((y * width + group) * scale);
        for (let x = group; x < group + 4; x++) {
          const [lx, ly] = place(x, y);
          xs.push(lx);
          ys.push(ly);
          pulls.push(1 - smooth((Math.hypot(lx / 1.5, ly / 1.05) - 0.3) / 0.7));
        }
      }
    }
    return {
      count: xs.length,
      at: Int32Array.from(at),
      x: Float32Array.from(xs),
      y: Float32Array.from(ys),
      pull: Float32Array.from(pulls),
      groove: Float32Array.from(xs, (x) => 1 - 0.14 * Math.exp(-x * x * 130)),
    };
  };

  const layers = ([1, 2] as const).map((scale) => {
    const active = collect(scale);
    return {
      scale,
      count: active.count,
      at: arena.words(active.at),
      x: arena.floats(active.x),
      y: arena.floats(active.y),
      pull: arena.floats(active.pull),
      groove: arena.floats(active.groove),
      params: arena.floats(mouthParamCount),
    };
  });

  // Per step: edges of the opening, edges at rest, how soft they are, gaps between teeth.
  const table = new Float32Array(steps * 8);
  const toothGap = toothGaps();
  for (let i = 0; i < steps; i++) {
    table[i * 8 + 2] = upperRest[i] ?? 0;
    table[i * 8 + 3] = lowerRest[i] ?? 0;
    table[i * 8 + 5] = toothGap[i] ?? 0;
  }
  const tableBlock = arena.floats(table);
  const top = new Float32Array(steps);
  const bottom = new Float32Array(steps);
  /** Of how much of the mouth's height is left here; the same on both sides. */
  const logInside = Float64Array.from({ length: steps }, (_, i) =>
    Math.log(Math.max(0, 1 - ((-span + (2 * span * i) / (steps - 1)) / 0.97) ** 2)),
  );

  const shape = (target: MouthTarget): void => {
    const power = 1 - 0.5 * target.round;
    const lowPower = power * 0.85;
    const { up: byUp, down: byDown, rest } = target;
    for (let i = 0; i < steps >> 1; i++) {
      const up = byUp * Math.exp(power * logInside[i]!);
      const down = byDown * Math.exp(lowPower * logInside[i]!);
      for (const k of [i, steps - 1 - i]) {
        const high = upperRest[k]!;
        const low = lowerRest[k]!;
        const seam = high + (low - high) * 0.35;
        const edge = seam + (high - seam) * rest - up;
        top[k] = edge;
        bottom[k] = Math.max(edge, seam + (low - seam) * rest + down);
      }
    }
    const into = tableBlock.view;
    const perStep = (4 * span) / (steps - 1);
    for (let i = 0; i < steps; i++) {
      into[i * 8] = top[i]!;
      into[i * 8 + 1] = bottom[i]!;
      if (i === 0 || i === steps - 1) continue;
      const slope = Math.max(Math.abs(top[i + 1]! - top[i - 1]!), Math.abs(bottom[i + 1]! - bottom[i - 1]!)) / perStep;
      // At the corners an edge stands upright for one step: its slope says nothing of what lies above it.
      into[i * 8 + 4] = half * Math.max(0.35, 1 / Math.sqrt(1 + slope * slope));
    }
  };

  const describe = (params: Float32Array, scale: 1 | 2, target: MouthTarget): void => {
    const centreTop = top[steps >> 1]!;
    const centreBottom = bottom[steps >> 1]!;
    const height = centreBottom - centreTop;
    const put = (which: keyof typeof mouthParam, value: number): void => void (params[mouthParam[which]] = value);
    put('narrow', 1 / target.width - 1);
    put('toStep', (steps - 1) / (2 * span));
    put('span', span);
    put('perReachUp', -1 / reachUp);
    put('perReachDown', -1 / reachDown);
    put('cos', (cos * half) / scale);
    put('sin', (sin * half) / scale);
    put('originX', (middle[0] + 0.5) / scale - 0.5);
    put('originY', (middle[1] + 0.5) / scale - 0.5);
    put('half', half);
    put('height', height);
    put('own', gapRest > 0.06 ? Math.max(0, 1 - Math.abs(height - gapRest) / 0.12) * target.rest : 0);
    // Rounded lips stand before the teeth; a narrow gap lets little light in.
    put('hidden', 1 - 0.72 * target.round * target.round);
    put('lit', 0.84 + 0.16 * Math.min(1, height * 3.2));
    put('tongueTop', centreBottom - (0.14 + 0.3 * target.tongue) * Math.min(1, height * 2.2));
    put('lowerTeeth', target.lowerTeeth);
    put('drawn', drawn ? 1 : 0);
    put('line', lineHalf * half);
    put('toothSoft', half * 0.7);
    put('lowerLine', 1 - 0.3 * Math.min(1, height * 4));
    for (const [n, channel] of (scale === 1 ? [0] : [1, 2]).entries()) {
      const at = mouthParam.materials + 5 * n;
      params[at] = channel === 0 ? 16 : 128;
      for (let m = 0; m < 4; m++) params[at + 1 + m] = materials[m]?.[channel] ?? 0;
    }
  };

  let painted: MouthTarget | null = null;
  const around = half * 2.2 + 6;
  return {
    reach: { x: middle[0] - around, y: middle[1] - around, width: 2 * around, height: 2 * around },
    paint(kernel, target) {
      // A mouth at rest stays as it is, and an anchor is silent most of the time.
      if (painted && sameTarget(painted, target)) return;
      painted = target;
      shape(target);
      for (const { scale, count, at, x, y, pull, groove, params } of layers) {
        describe(params.view, scale, target);
        const [from, to] = scale === 1 ? [still.light, work.light] : [still.colour, work.colour];
        const paint = scale === 1 ? kernel.mouthLight : kernel.mouthColour;
        paint(count, at.at, x.at, y.at, pull.at, groove.at, tableBlock.at, params.at, from.at, to.at, still.width);
      }
    },
  };
}

function sameTarget(a: MouthTarget, b: MouthTarget): boolean {
  return (
    a.width === b.width &&
    a.up === b.up &&
    a.down === b.down &&
    a.round === b.round &&
    a.lowerTeeth === b.lowerTeeth &&
    a.tongue === b.tongue &&
    a.rest === b.rest
  );
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
