/** A picture as planes: premultiplied BT.709 limited range Y, U, V and alpha (contract/media.ts). Made once at load. */
import type { Arena, Block } from './arena.ts';

export interface Planes {
  readonly width: number;
  readonly height: number;
  readonly y: Uint8Array;
  readonly u: Uint8Array;
  readonly v: Uint8Array;
  readonly a: Uint8Array;
}
/** Planes in an arena. */
export interface PlaneBlocks {
  readonly width: number;
  readonly height: number;
  readonly light: Block<Uint8Array>;
  /** Cb and Cr side by side, so that both are sampled at once; a row is as long as one of the light. */
  readonly colour: Block<Uint8Array>;
}
export type Colour = readonly [r: number, g: number, b: number];

export function toYuv([r, g, b]: Colour): [y: number, u: number, v: number] {
  const luma = 0.2126 * r + 0.7152 * g + 0.0722 * b;
  return [16 + (219 / 255) * luma, 128 + ((224 / 255) * (b - luma)) / 1.8556, 128 + ((224 / 255) * (r - luma)) / 1.5748];
}

export function toPlanes(rgba: Uint8ClampedArray, width: number, height: number): Planes {
  const half = width >> 1;
  const planes: Planes = {
    width,
    height,
    y: new Uint8Array(width * height),
    u: new Uint8Array(half * (height >> 1)),
    v: new Uint8Array(half * (height >> 1)),
    a: new Uint8Array(width * height),
  };
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      let u = 0;
      let v = 0;
      for (const at of [y * width + x, y * width + x + 1, (y + 1) * width + x, (y + 1) * width + x + 1]) {
        const alpha = (rgba[at * 4 + 3] ?? 0) / 255;
        const yuv = toYuv([(rgba[at * 4] ?? 0) * alpha, (rgba[at * 4 + 1] ?? 0) * alpha, (rgba[at * 4 + 2] ?? 0) * alpha]);
        planes.y[at] = Math.round(yuv[0]);
        planes.a[at] = rgba[at * 4 + 3] ?? 0;
        u += yuv[1] / 4;
        v += yuv[2] / 4;
      }
      planes.u[(y >> 1) * half + (x >> 1)] = Math.round(u);
      planes.v[(y >> 1) * half + (x >> 1)] = Math.round(v);
    }
  }
  return planes;
}

/** Two rows more than the picture has, like its last one: sampling at its lower edge looks there. */
export function withRowsBelow(plane: Uint8Array, stride: number): Uint8Array {
  const out = new Uint8Array(plane.length + 2 * stride);
  out.set(plane);
  const last = plane.subarray(plane.length - stride);
  out.set(last, plane.length);
  out.set(last, plane.length + stride);
  return out;
}

export function planeBlocks(arena: Arena, { width, height, y, u, v }: Planes): PlaneBlocks {
  const colour = new Uint8Array(u.length * 2);
  for (let n = 0; n < u.length; n++) {
    colour[n * 2] = u[n]!;
    colour[n * 2 + 1] = v[n]!;
  }
  return { width, height, light: arena.bytes(withRowsBelow(y, width)), colour: arena.bytes(withRowsBelow(colour, width)) };
}
