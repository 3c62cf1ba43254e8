/**
 * The pixels of the puppet: sprites in memory, a picture that they are drawn on, and its I420 with alpha. The work is done by wasm/puppet/;
 * here are memory and types. Knows nothing of what the sprites show.
 */
import type { Canvas } from '@napi-rs/canvas';
import type { Rect } from '../../../contract/media.ts';
import { compositorWasm } from './compositor-wasm.ts';
import { inverse, type Affine } from './pose/affine.ts';

/** A still drawing in the compositor's memory. */
export interface Sprite {
  readonly address: number;
  readonly width: number;
  readonly height: number;
  /** Pairs (du, dv) of 16.16 numbers for each row and one more: where a row's pixels are looked up, against where they lie. */
  readonly bend: Int32Array;
  readonly bendAddress: number;
  readonly mapAddress: number;
}
const modes = { over: 0, atop: 1, under: 2 } as const;
export type DrawMode = keyof typeof modes;

export interface DrawOptions {
  /** Pixels of the sprite to pixels of the picture. */
  readonly place: Affine;
  readonly within: Rect;
  /** The most that the sprite's bend shifts, in its pixels; absent = it is not bent. */
  readonly bent?: { readonly x: number; readonly y: number };
  /** 'over' what is there, 'atop' = only where something is, or 'under' it; 'over' if absent. */
  readonly mode?: DrawMode;
  /** 0..1; for 'atop' only. */
  readonly opacity?: number;
}
/** 'body' keeps the torso as it stands between two base pictures. */
export type Surface = 'picture' | 'body';

export interface Compositor {
  addSprite(canvas: Canvas): Sprite;
  clear(surface: Surface, rect: Rect): void;
  draw(surface: Surface, sprite: Sprite, options: DrawOptions): void;
  /** The torso over what is on the picture. */
  layBody(rect: Rect): void;
  /** Premultiplied RGBA over the picture; what lies outside of it is cut off. `opacity` 0..1. */
  layPatch(pixels: Uint8Array, size: { readonly width: number; readonly height: number }, x: number, y: number, within: Rect): void;
  /** Once more the patch that was laid last, rows 0..rows, at an opacity. */
  repeatPatch(rows: number, opacity: number): void;
  /** I420 with alpha of a rectangle; valid until the next call. */
  encode(rect: Rect): Uint8Array;
  /** Premultiplied RGBA of the whole picture: for looking at. */
  readPicture(): Uint8Array;
}

interface Kernel {
  prepare(): void;
  survey(source: number, width: number, height: number, map: number): void;
  clear(at: number, stride: number, widthBytes: number, rows: number): void;
  draw(
    ...numbers: [
      target: number,
      stride: number,
      left: number,
      top: number,
      right: number,
      bottom: number,
      source: number,
      sourceWidth: number,
      sourceHeight: number,
      map: number,
      ux: number,
      uy: number,
      u0: number,
      vx: number,
      vy: number,
      v0: number,
      bend: number,
      bendU: number,
      bendV: number,
      mode: number,
      opacity: number,
    ]
  ): void;
  lay(target: number, stride: number, patch: number, patchStride: number, width: number, height: number, opacity: number): void;
  toI420a(source: number, stride: number, width: number, height: number, out: number): void;
}

const opaque = 256;
const pageBytes = 65_536;
/** The kernel keeps its own numbers below. */
const tablesEnd = 8192;
/** As in wasm/puppet/survey.ts: the side of a cell of a sprite's map, and empty columns on both sides of it. */
const cell = 4;
const pad = 12;

/** The part of WebAssembly that is used here; Node's own types leave it out. */
interface WasmHost {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (limits: { readonly initial: number }) => { readonly buffer: ArrayBuffer; grow(pages: number): number };
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
}
const wasm = WebAssembly as unknown as WasmHost;
let compiled: object | undefined;

export function i420aLength(width: number, height: number): number {
  return width * height * 2 + (width >> 1) * (height >> 1) * 2;
}

export function createCompositor(width: number, height: number): Compositor {
  compiled ??= new wasm.Module(Buffer.from(compositorWasm, 'base64'));
  const memory = new wasm.Memory({ initial: 1 });
  const kernel = new wasm.Instance(compiled, { env: { memory } }).exports as Kernel;
  kernel.prepare();
  let end = tablesEnd;
  const reserve = (bytes: number): number => {
    const at = end;
    end = (end + bytes + 15) & ~15;
    const missing = end + 64 - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
    return at;
  };

  const paddedWidth = (width + 7) & ~7;
  const stride = paddedWidth * 4;
  const surfaces: Readonly<Record<Surface, number>> = { picture: reserve(stride * height), body: reserve(stride * height) };
  const outAt = reserve(i420aLength(paddedWidth, height));
  const patchCapacity = stride * height;
  const patchAt = reserve(patchCapacity);
  const pixel = (surface: Surface, x: number, y: number): number => surfaces[surface] + y * stride + x * 4;
  let patch: {
    readonly from: number;
    readonly to: number;
    readonly stride: number;
    readonly width: number;
    readonly height: number;
  } | null = null;
  let bytes = new Uint8Array(memory.buffer);
  const view = (): Uint8Array => (bytes.buffer === memory.buffer ? bytes : (bytes = new Uint8Array(memory.buffer)));

  return {
    addSprite(canvas) {
      const padded = canvas.width + 2 * pad;
      const address = reserve(padded * canvas.height * 4);
      const bendAddress = reserve((canvas.height + 1) * 8);
      const mapAddress = reserve(Math.ceil(padded / cell) * Math.ceil(canvas.height / cell));
      const pixels = canvas.data();
      const rowBytes = canvas.width * 4;
      for (let y = 0; y < canvas.height; y++)
        view().set(pixels.subarray(y * rowBytes, (y + 1) * rowBytes), address + (y * padded + pad) * 4);
      kernel.survey(address, padded, canvas.height, mapAddress);
      const sprite = { address, width: canvas.width, height: canvas.height, bendAddress, mapAddress };
      // Memory may grow and move: the table is looked up anew each time.
      return {
        ...sprite,
        get bend() {
          return new Int32Array(memory.buffer, bendAddress, (canvas.height + 1) * 2);
        },
      };
    },
    clear(surface, rect) {
      kernel.clear(pixel(surface, rect.x, rect.y), stride, rect.width * 4, rect.height);
    },
    draw(surface, sprite, { place, within, bent, mode = 'over', opacity = 1 }) {
      const m = inverse(place);
      // The middle of a pixel of the picture is looked up between the middles of the sprite's pixels.
      const u0 = m[4] + (m[0] + m[2]) * 0.5 - 0.5;
      const v0 = m[5] + (m[1] + m[3]) * 0.5 - 0.5;
      kernel.draw(
        surfaces[surface],
        stride,
        within.x,
        within.y,
        within.x + within.width,
        within.y + within.height,
        sprite.address,
        sprite.width,
        sprite.height,
        sprite.mapAddress,
        m[0],
        m[2],
        u0,
        m[1],
        m[3],
        v0,
        bent ? sprite.bendAddress : 0,
        bent?.x ?? 0,
        bent?.y ?? 0,
        modes[mode],
        Math.round(opacity * 32_767),
      );
    },
    layBody(rect) {
      kernel.lay(pixel('picture', rect.x, rect.y), stride, pixel('body', rect.x, rect.y), stride, rect.width, rect.height, opaque);
    },
    layPatch(pixels, size, x, y, within) {
      const left = Math.max(x, within.x);
      const top = Math.max(y, within.y);
      const right = Math.min(x + size.width, within.x + within.width);
      const bottom = Math.min(y + size.height, within.y + within.height);
      patch = null;
      if (right <= left || bottom <= top || pixels.length > patchCapacity) return;
      view().set(pixels, patchAt);
      patch = {
        from: patchAt + (top - y) * size.width * 4 + (left - x) * 4,
        to: pixel('picture', left, top),
        stride: size.width * 4,
        width: right - left,
        height: bottom - top,
      };
      kernel.lay(patch.to, stride, patch.from, patch.stride, patch.width, patch.height, opaque);
    },
    repeatPatch(rows, opacity) {
      if (patch)
        kernel.lay(patch.to, stride, patch.from, patch.stride, patch.width, Math.min(patch.height, rows), Math.round(opacity * opaque));
    },
    encode(rect) {
      const padded = (rect.width + 7) & ~7;
      kernel.toI420a(pixel('picture', rect.x, rect.y), stride, padded, rect.height, outAt);
      const made = view().subarray(outAt, outAt + i420aLength(padded, rect.height));
      return padded === rect.width ? made : cropPlanes(made, padded, rect.width, rect.height);
    },
    readPicture() {
      const out = new Uint8Array(width * height * 4);
      for (let y = 0; y < height; y++) out.set(view().subarray(pixel('picture', 0, y), pixel('picture', 0, y) + width * 4), y * width * 4);
      return out;
    },
  };
}

/** Only for pictures whose width is no multiple of 8. */
function cropPlanes(planes: Uint8Array, from: number, width: number, height: number): Uint8Array {
  const out = new Uint8Array(i420aLength(width, height));
  let read = 0;
  let write = 0;
  for (const [shift, rows] of [
    [0, height],
    [1, height >> 1],
    [1, height >> 1],
    [0, height],
  ] as const) {
    for (let row = 0; row < rows; row++) {
      out.set(planes.subarray(read, read + (width >> shift)), write);
      read += from >> shift;
      write += width >> shift;
    }
  }
  return out;
}
