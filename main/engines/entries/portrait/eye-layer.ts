/**
 * Blinks: the picture's own upper lashes come down over the eye as they are, and behind them a lid in the colours that the picture has just above them
 * (shadow, skin), column by column. What lies higher (crease, brow, fringe) stays; at the corners the pull is nothing. In a drawing, whose lashes may be
 * of any shape, what is above them stretches instead: on flat colours nobody sees that.
 */
import type { Landmarks, Point } from '../../../portraits/pictures/landmarks.ts';
import type { Planes } from './planes.ts';

export interface EyeLayer {
  /** 0 open .. 1 shut, for [viewer's left, viewer's right]. */
  paint(closure: readonly [number, number]): void;
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

const heightAt = (line: readonly Point[], x: number): number => {
  let n = 1;
  while (n < line.length - 1 && (line[n]?.[0] ?? 0) < x) n++;
  const a = line[n - 1] ?? [0, 0];
  const b = line[n] ?? a;
  return a[1] + (b[1] - a[1]) * Math.min(1, Math.max(0, (x - a[0]) / (b[0] - a[0] || 1)));
};

/** Markers are few: without this a lid would have corners. */
const softHeightAt = (line: readonly Point[], x: number, reach: number): number => {
  let sum = 0;
  for (let k = -3; k <= 3; k++) sum += heightAt(line, x + (k * reach) / 3);
  return sum / 7;
};

const yuvAt = (planes: Planes, [px, py]: Point): Yuv => {
  const x = Math.min(planes.width - 1, Math.max(0, Math.round(px)));
  const y = Math.min(planes.height - 1, Math.max(0, Math.round(py)));
  const chroma = (y >> 1) * (planes.width >> 1) + (x >> 1);
  return [planes.y[y * planes.width + x] ?? 16, planes.u[chroma] ?? 128, planes.v[chroma] ?? 128];
};

const clamp01 = (t: number): number => (t < 0 ? 0 : t > 1 ? 1 : t);

export function createEyeLayer(still: Planes, work: Planes, landmarks: Landmarks, drawn: boolean): EyeLayer {
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
    return { band, lashes, lash, thick, luma: collect(1), chroma: collect(2) };
  });

  const lid = (eye: (typeof eyes)[number], scale: number, channel: 0 | 1 | 2, closure: number): void => {
    const from = channel === 0 ? still.y : channel === 1 ? still.u : still.v;
    const to = channel === 0 ? work.y : channel === 1 ? work.u : work.v;
    const stride = still.width / scale;
    const { band, lashes, lash, thick } = eye;
    const fade = lashes * 1.4;
    for (const { x, firstRow, lastRow, upper, lower, pull, line, lid } of scale === 1 ? eye.luma : eye.chroma) {
      const edge = upper + (lower - upper + thick * (drawn ? 0.4 : 2) * line) * closure * pull;
      const fallen = edge - upper;
      const skin = lid[channel];
      const squeeze = (band - lashes) / (fallen + band - lashes);
      // The lid comes in as soon as there is room for it; the painted line helps where the lashes have left their own shadow.
      const risen = clamp01(fallen / (lashes * 0.6));
      const shown = line * clamp01(fallen / (thick * 3));
      for (let row = firstRow; row <= lastRow; row++) {
        const at = row * stride + x;
        const y = (row + 0.5) * scale - 0.5;
        const above = edge - y;
        let value = from[at]!;
        const cover = clamp01(above / scale + 0.5);
        if (cover > 0 && fallen > 0) {
          const rest = above < 0 ? 0 : above;
          const sampled = (height: number): number => {
            const sy = (height + 0.5) / scale - 0.5;
            const iy = sy | 0;
            const a = from[iy * stride + x]!;
            return a + (from[(iy + 1) * stride + x]! - a) * (sy - iy);
          };
          let under = value;
          if (drawn) under = sampled(rest <= lashes ? upper - rest : upper - lashes - (rest - lashes) * squeeze);
          else {
            // Rounder towards the lashes: a little darker there.
            const shade = channel === 0 ? 1 - 0.05 * clamp01(1 - rest / (lashes * 3)) : 1;
            under += (skin * shade - under) * clamp01((y - upper + lashes + fade) / fade) * risen;
            if (rest < lashes) under += (sampled(upper - rest) - under) * clamp01((lashes - rest) / (lashes * 0.3));
          }
          value += (under - value) * cover;
        }
        if (shown > 0)
          value +=
            (lash[channel] - value) * clamp01((thick * (0.4 + 0.6 * line) - Math.abs(above - thick * 0.3)) / scale + 0.5) * shown * 0.85;
        to[at] = value + 0.5;
      }
    }
  };

  const shown: number[] = [0, 0];
  return {
    paint(closure) {
      eyes.forEach((eye, n) => {
        const shut = Math.round(clamp01(closure[n] ?? 0) * 255) / 255;
        if (shut === shown[n]) return;
        shown[n] = shut;
        lid(eye, 1, 0, shut);
        lid(eye, 2, 1, shut);
        lid(eye, 2, 2, shut);
      });
    },
  };
}
