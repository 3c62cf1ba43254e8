/**
 * Blinks: the picture's own upper lashes come down over the eye as they are, and behind them a lid in the colours that the picture has just above them
 * (shadow, skin), column by column. What lies higher (crease, brow, fringe) stays; at the corners the pull is nothing. In a drawing, whose lashes may be
 * of any shape, what is above them stretches instead: on flat colours nobody sees that.
 */
import type { Rect } from '../../../contract/media.ts';
import type { Landmarks, Point } from '../../../portraits/pictures/landmarks.ts';
import type { Arena } from './arena.ts';
import { collectIris, placeIris, rowsBelow } from './iris.ts';
import type { Kernel } from './kernel.ts';
import { planeBlocks, type PlaneBlocks, type Planes } from './planes.ts';
import { heightAt, softHeightAt } from './soft-line.ts';

export interface EyeLayer {
  /** `closure` 0 open .. 1 shut, for [viewer's left, viewer's right]; `look` as shares of the eye's width, to the viewer's right and down. */
  paint(kernel: Kernel, closure: readonly [number, number], look: readonly [number, number]): void;
  /** All that it paints lies within these, in pixels of the canvas. */
  readonly reach: readonly Rect[];
}

type Yuv = readonly [number, number, number];

/** One column of an eye in one plane; heights in pixels of the canvas. */
interface Column {
  readonly x: number;
  readonly firstRow: number;
  readonly lastRow: number;
  readonly upper: number;
  readonly lower: number;
  /** Less outside the corners. */
  readonly pull: number;
  /** How much of the painted line shows here. */
  readonly line: number;
  /** The lid behind the lashes: Y, U, V. */
  readonly lid: Yuv;
}

const yuvAt = (planes: Planes, [px, py]: Point): Yuv => {
  const x = Math.min(planes.width - 1, Math.max(0, Math.round(px)));
  const y = Math.min(planes.height - 1, Math.max(0, Math.round(py)));
  const chroma = (y >> 1) * (planes.width >> 1) + (x >> 1);
  return [planes.y[y * planes.width + x] ?? 16, planes.u[chroma] ?? 128, planes.v[chroma] ?? 128];
};

/** An iris goes up and down by this share of the eye's height at most. */
const mostUp = 0.08;

const clamp01 = (t: number): number => (t < 0 ? 0 : t > 1 ? 1 : t);

export function createEyeLayer(
  arena: Arena,
  still: Planes,
  stillBlocks: PlaneBlocks,
  work: PlaneBlocks,
  landmarks: Landmarks,
  drawn: boolean,
): EyeLayer {
  // The picture with its irises where the anchor looks: lids come down over that.
  const open = planeBlocks(arena, still);
  const eyes = landmarks.eyes.map(({ upper, lower }, n) => {
    const up = [...upper].sort((a, b) => a[0] - b[0]);
    const low = [...lower].sort((a, b) => a[0] - b[0]);
    const x0 = up[0]?.[0] ?? 0;
    const x1 = up.at(-1)?.[0] ?? 0;
    const width = x1 - x0;
    const height = Math.max(2, ...up.map(([x, y]) => heightAt(low, x) - y));
    // From here on upwards nothing moves: below the brow, where there is one.
    const brow = landmarks.brows[n];
    const free = brow ? Math.min(...up.map(([x, y]) => y - heightAt(brow, x))) - height * 0.15 : height;
    const band = Math.max(height * 0.35, Math.min(height * 1.1, free));
    /** Lashes come down as they are, only what is above them stretches. */
    const lashes = Math.min(band * 0.6, height * (drawn ? 0.45 : 0.24));
    const thick = Math.max(0.8, height * 0.07);
    const margin = width * (drawn ? 0.14 : 0.08);
    // Painted or shaded lids are darker than the skin, but seldom as dark as they look beside the lashes.
    const below = low.slice(1, -1).map(([x, y]) => yuvAt(still, [x, y + height * 0.6]));
    const cheek: Yuv = below.sort((a, b) => a[0] - b[0])[below.length >> 1] ?? [16, 128, 128];
    const lidAt = (x: number): Yuv => {
      const base = heightAt(up, x) - lashes;
      const spots = [0.05, 0.2, 0.35, 0.5, 0.65].map((k) => yuvAt(still, [x, base - k * Math.min(height, band)]));
      // The lighter ones: lashes and the shadow of the crease are no lid.
      return spots.sort((a, b) => a[0] - b[0])[3] ?? [16, 128, 128];
    };
    const softLidAt = (x: number): Yuv => {
      const spots = [-4, -3, -2, -1, 0, 1, 2, 3, 4].map((k) =>
        lidAt(Math.min(x1 - width * 0.1, Math.max(x0 + width * 0.1, x + k * width * 0.03))),
      );
      const mean = (channel: 0 | 1 | 2): number => spots.reduce((sum, spot) => sum + spot[channel], 0) / spots.length;
      const third = (channel: 0 | 1 | 2): number => mean(channel) * 0.67 + cheek[channel] * 0.33;
      return [third(0), third(1), third(2)];
    };
    const collect = (scale: number): Column[] => {
      const stride = still.width / scale;
      const columns: Column[] = [];
      for (let x = Math.max(1, Math.floor((x0 - margin) / scale)); x < stride - 2 && x * scale <= x1 + margin; x++) {
        const px = (x + 0.5) * scale - 0.5;
        const top = softHeightAt(up, px, width * 0.06);
        const bottom = Math.max(top, softHeightAt(low, px, width * 0.06));
        const beyond = Math.max(0, x0 - px, px - x1) / margin;
        columns.push({
          x,
          firstRow: Math.max(1, Math.floor((top - band) / scale)),
          lastRow: Math.min(still.height / scale - 2, Math.ceil((bottom + thick * 3 + 2) / scale)),
          upper: top,
          lower: bottom,
          pull: (1 - Math.min(1, beyond)) ** 2,
          line: clamp01(Math.min(px - x0, x1 - px) / (width * 0.12)),
          lid: softLidAt(px),
        });
      }
      return columns;
    };
    // The darkest spot along the upper lid is the lash.
    const along = up.slice(1, -1).flatMap(([x, y]): Point[] => [-1, 0, 1, 2].map((k) => [x, y - k]));
    const lash: Yuv = along.map((p) => yuvAt(still, p)).sort((a, b) => a[0] - b[0])[Math.floor(along.length * 0.15)] ?? [16, 128, 128];
    const layers = ([1, 2] as const).map((scale) => {
      const columns = collect(scale);
      const count = (columns.length + 3) & ~3;
      // Vectors take four columns: the last ones may be idle, at the canvas' edge the first ones.
      const firstColumn = Math.max(0, Math.min(columns[0]?.x ?? 0, still.width / scale - count));
      const idle = (columns[0]?.x ?? 0) - firstColumn;
      return {
        scale,
        columns,
        count,
        firstColumn,
        idle,
        firstRow: columns.reduce((least, c) => Math.min(least, c.firstRow), still.height),
        lastRow: columns.reduce((most, c) => Math.max(most, Math.min(still.height / scale - 2, c.lastRow + rowsBelow(height / scale))), -1),
        table: arena.floats(tableOf(columns, count, idle, scale)),
        params: arena.floats(
          Float32Array.from([drawn ? 1 : 0, lashes, lashes * 1.4, thick, ...(scale === 1 ? [lash[0]] : [lash[1], lash[2]])]),
        ),
        iris: placeIris(arena, collectIris(up, low, still, scale, drawn)),
      };
    });
    const reach = { x: x0 - margin - 8, y: Math.min(...up.map((p) => p[1])) - band - 8, width: width + 2 * margin + 16, height: 0 };
    return {
      band,
      lashes,
      thick,
      layers,
      width,
      tall: height,
      reach: { ...reach, height: Math.max(...low.map((p) => p[1])) + thick * 3 + rowsBelow(height) + 10 - reach.y },
    };
  });

  const lower = (kernel: Kernel, { band, lashes, thick, layers }: (typeof eyes)[number], closure: number): void => {
    for (const { scale, columns, count, firstColumn, idle, firstRow, lastRow, table, params } of layers) {
      const view = table.view;
      for (let i = 0, n = idle; i < columns.length; i++, n++) {
        const column = columns[i]!;
        const edge = column.upper + (column.lower - column.upper + thick * (drawn ? 0.4 : 2) * column.line) * closure * column.pull;
        const fallen = edge - column.upper;
        view[n] = edge;
        view[count + n] = fallen;
        view[4 * count + n] = (band - lashes) / (fallen + band - lashes);
        // The lid comes in as soon as there is room for it; the painted line helps where the lashes have left their own shadow.
        view[5 * count + n] = clamp01(fallen / (lashes * 0.6));
        view[6 * count + n] = column.line * clamp01(fallen / (thick * 3));
      }
      const [from, to] = scale === 1 ? [open.light, work.light] : [open.colour, work.colour];
      const paint = scale === 1 ? kernel.lidsLight : kernel.lidsColour;
      paint(count, firstRow, lastRow, firstColumn, table.at, params.at, from.at, to.at, still.width);
    }
  };
  const turn = (kernel: Kernel, { layers, width, tall }: (typeof eyes)[number], x: number, y: number): void => {
    const byX = x * width;
    const byY = Math.max(-mostUp * tall, Math.min(mostUp * tall, y * width));
    for (const { scale, iris } of layers) {
      const [from, to] = scale === 1 ? [stillBlocks.light, open.light] : [stillBlocks.colour, open.colour];
      const move = scale === 1 ? kernel.gazeLight : kernel.gazeColour;
      move(iris.count, iris.at.at, iris.x.at, iris.y.at, iris.pull.at, byX / scale, byY / scale, from.at, to.at, still.width);
    }
  };

  const shown: number[] = [0, 0];
  let looked: readonly [number, number] = [0, 0];
  return {
    reach: eyes.map((eye) => eye.reach),
    paint(kernel, closure, look) {
      const [x, y] = look;
      const turned = x !== looked[0] || y !== looked[1];
      looked = look;
      eyes.forEach((eye, n) => {
        const shut = Math.round(clamp01(closure[n] ?? 0) * 255) / 255;
        if (shut === shown[n] && !turned) return;
        shown[n] = shut;
        if (turned) turn(kernel, eye, x, y);
        lower(kernel, eye, shut);
      });
    },
  };
}

/** Twelve rows of `count` numbers: edge, fallen, upper, line, squeeze, risen, shown, the lid's one or two channels, -, first and last row. */
function tableOf(columns: readonly Column[], count: number, firstIdle: number, scale: 1 | 2): Float32Array {
  const table = new Float32Array(12 * count);
  const idle = columns[0]?.upper ?? 0;
  for (let n = 0; n < count; n++) {
    const column = columns[n - firstIdle];
    table[n] = column?.upper ?? idle;
    table[2 * count + n] = column?.upper ?? idle;
    table[3 * count + n] = column?.line ?? 0;
    table[4 * count + n] = 1;
    table[7 * count + n] = column?.lid[scale === 1 ? 0 : 1] ?? 0;
    table[8 * count + n] = column?.lid[2] ?? 0;
    table[10 * count + n] = column?.firstRow ?? 1e9;
    table[11 * count + n] = column?.lastRow ?? -1;
  }
  return table;
}
