/** Blinks: a lid in the colour of the skin below the eye slides down with a lash line of its own; what lies above the lashes (crease, brow, fringe) stays. */
import type { Landmarks, Point } from '../../../portraits/pictures/landmarks.ts';
import { toYuv, type Colour, type Planes } from './planes.ts';

export interface EyeLayer {
  /** 0 open .. 1 shut, for [viewer's left, viewer's right]. */
  paint(closure: readonly [number, number]): void;
}

interface LidPixel {
  readonly at: number;
  readonly x: number;
  readonly y: number;
  readonly upper: number;
  readonly lower: number;
  readonly fade: number;
}

const heightAt = (line: readonly Point[], x: number): number => {
  let n = 1;
  while (n < line.length - 1 && (line[n]?.[0] ?? 0) < x) n++;
  const a = line[n - 1] ?? [0, 0];
  const b = line[n] ?? a;
  return a[1] + (b[1] - a[1]) * Math.min(1, Math.max(0, (x - a[0]) / (b[0] - a[0] || 1)));
};

type Yuv = readonly [number, number, number];
const yuvAt = (planes: Planes, [px, py]: Point): Yuv => {
  const x = Math.min(planes.width - 1, Math.max(0, Math.round(px)));
  const y = Math.min(planes.height - 1, Math.max(0, Math.round(py)));
  const chroma = (y >> 1) * (planes.width >> 1) + (x >> 1);
  return [planes.y[y * planes.width + x] ?? 16, planes.u[chroma] ?? 128, planes.v[chroma] ?? 128];
};

export function createEyeLayer(still: Planes, work: Planes, landmarks: Landmarks, skin: Colour, drawn: boolean): EyeLayer {
  const flat = toYuv(skin);
  const eyes = landmarks.eyes.map(({ upper, lower }, n) => {
    const up = [...upper].sort((a, b) => a[0] - b[0]);
    const low = [...lower].sort((a, b) => a[0] - b[0]);
    const x0 = up[0]?.[0] ?? 0;
    const x1 = up.at(-1)?.[0] ?? 0;
    const width = x1 - x0;
    const highest = Math.min(...up.map((p) => p[1]));
    const height = Math.max(2, Math.max(...low.map((p) => p[1])) - highest);
    const brow = landmarks.brows[n];
    const browLow = brow ? Math.max(...brow.map((p) => p[1])) : highest - height;
    const lashes = height * (drawn ? 0.6 : 0.26);
    const top = Math.max(highest - height, Math.min(browLow + height * 0.15, highest - lashes - 2));
    const margin = width * (drawn ? 0.24 : 0.16);
    const collect = (scale: number): LidPixel[] => {
      const stride = still.width / scale;
      const pixels: LidPixel[] = [];
      for (let y = Math.ceil(top / scale); y * scale < highest + height + 2; y++) {
        for (let x = Math.floor((x0 - margin) / scale); x * scale <= x1 + margin; x++) {
          const px = (x + 0.5) * scale - 0.5;
          if (x < 1 || y < 1 || x >= stride - 2 || y >= still.height / scale - 2) continue;
          const beyond = Math.max(0, x0 - px, px - x1) / margin;
          pixels.push({
            at: y * stride + x,
            x: px,
            y: (y + 0.5) * scale - 0.5,
            upper: heightAt(up, px),
            lower: heightAt(low, px),
            fade: 1 - Math.min(1, beyond) ** 2,
          });
        }
      }
      return pixels;
    };
    // Skin below the eye; the darkest spot along the upper lid is the lash.
    const below = low.map(([x, y]): Point => [x, y + height * 0.45]).slice(1, -1);
    const along = up.flatMap(([x, y]): Point[] => [0, 1, 2].map((k) => [x, y - k]));
    const spots = (points: readonly Point[]): Yuv[] => points.map((p) => yuvAt(still, p)).sort((a, b) => a[0] - b[0]);
    const skins = spots(below);
    const skin: Yuv = skins[skins.length >> 1] ?? flat;
    const lash: Yuv = spots(along)[0] ?? skin;
    return { lashes, skin, lash, thick: Math.max(0.9, height * (drawn ? 0.11 : 0.06)), luma: collect(1), chroma: collect(2) };
  });

  const lid = (eye: (typeof eyes)[number], scale: number, channel: 0 | 1 | 2, closure: number): void => {
    const pixels = scale === 1 ? eye.luma : eye.chroma;
    const from = channel === 0 ? still.y : channel === 1 ? still.u : still.v;
    const to = channel === 0 ? work.y : channel === 1 ? work.u : work.v;
    const skin = eye.skin[channel];
    const lash = eye.lash[channel];
    // A lid that only droops has the picture's own lashes near by: the painted ones come in as it falls.
    const shown = Math.min(1, closure * 9);
    for (const { at, y, upper, lower, fade } of pixels) {
      const edge = upper + (lower - upper) * closure * 0.94;
      const soft = Math.max(0, 1 - (1 - fade) * 6);
      const cover =
        Math.min(1, Math.max(0, (edge - y) / scale + 0.5)) *
        Math.min(1, Math.max(0, (y - upper + eye.lashes) / (eye.lashes * 0.4))) *
        soft *
        shown;
      // Rounder towards the lashes: a little darker there.
      const shade = channel === 0 ? 1 - 0.07 * Math.min(1, Math.max(0, 1 - (edge - y) / (eye.lashes * 2))) : 1;
      let value = from[at]! + (skin * shade - from[at]!) * cover;
      const thick = eye.thick * (0.35 + 0.65 * fade);
      const line =
        Math.min(1, Math.max(0, (thick - Math.abs(y - edge + thick * 0.4)) / scale + 0.5)) * Math.max(0, 1 - (1 - fade) * 12) * shown;
      value += (lash - value) * line * 0.92;
      to[at] = value + 0.5;
    }
  };

  const shown: number[] = [0, 0];
  return {
    paint(closure) {
      eyes.forEach((eye, n) => {
        const shut = Math.round(Math.min(1, Math.max(0, closure[n] ?? 0)) * 255) / 255;
        if (shut === shown[n]) return;
        shown[n] = shut;
        lid(eye, 1, 0, shut);
        lid(eye, 2, 1, shut);
        lid(eye, 2, 2, shut);
      });
    },
  };
}
