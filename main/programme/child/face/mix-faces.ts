/** Two face frames as one: a step of a cross-fade. Pure, but for the buffers that it takes from the pool and gives back. */
import type { Rect } from '../../../contract/media.ts';
import { createI420A, i420aBytes, type I420APicture } from '../picture/i420.ts';
import { bound, moved } from '../picture/rect.ts';
import { FaceFrame, type PixelPool } from './face-frame.ts';

/**
 * `share` 0..1 is the second one's. Premultiplied planes mix linearly, alpha too, so over any background the result is the mix of both pictures:
 * two half transparent layers over each other would let the background shine through.
 * Frames of different canvases stand as the compositor would put each: bottom-centred.
 */
export function mixFaces(pool: PixelPool, frame: number, from: FaceFrame, to: FaceFrame, share: number): FaceFrame {
  const canvas = {
    width: Math.max(from.canvas.width, to.canvas.width),
    height: Math.max(from.canvas.height, to.canvas.height),
  };
  const rect = bound(extentOf(from, canvas), extentOf(to, canvas));
  const bytes = i420aBytes(rect.width, rect.height);
  const out = flatten(from, canvas, rect, pool.take(bytes));
  const other = flatten(to, canvas, rect, pool.take(bytes));
  mixBytes(out.data, other.data, Math.round(share * 256));
  pool.give(other.data);
  return new FaceFrame(pool, frame, rect, out, null, canvas, from.mouth + (to.mouth - from.mouth) * share);
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where a frame's canvas stands in the larger one. */
function offsetIn(canvas: Size, own: Size): { readonly x: number; readonly y: number } {
  return { x: Math.round((canvas.width - own.width) / 4) * 2, y: canvas.height - own.height };
}

function extentOf(frame: FaceFrame, canvas: Size): Rect {
  const { x, y } = offsetIn(canvas, frame.canvas);
  return moved(frame.base ? bound(frame.rect, frame.base.rect) : frame.rect, x, y);
}

/** The frame on its base in one picture of `rect`. */
function flatten(frame: FaceFrame, canvas: Size, rect: Rect, data: Uint8Array): I420APicture {
  const out = createI420A(rect.width, rect.height, data);
  out.y.fill(16);
  out.u.fill(128);
  out.v.fill(128);
  out.a.fill(0);
  const { x, y } = offsetIn(canvas, frame.canvas);
  for (const layer of frame.base ? [frame.base, frame] : [frame])
    place(out, layer.picture, layer.rect.x + x - rect.x, layer.rect.y + y - rect.y);
  return out;
}

function place(out: I420APicture, picture: I420APicture, left: number, top: number): void {
  copyPlane(out.y, out.width, picture.y, picture.width, left, top);
  copyPlane(out.a, out.width, picture.a, picture.width, left, top);
  copyPlane(out.u, out.width / 2, picture.u, picture.width / 2, left / 2, top / 2);
  copyPlane(out.v, out.width / 2, picture.v, picture.width / 2, left / 2, top / 2);
}

function copyPlane(out: Uint8Array, outStride: number, plane: Uint8Array, stride: number, left: number, top: number): void {
  for (let from = 0, to = top * outStride + left; from < plane.length; from += stride, to += outStride) {
    out.set(plane.subarray(from, from + stride), to);
  }
}

/** `weight` of 256 is the second one's. Four bytes at a time: the even ones and the odd ones of a word have room for the product. */
function mixBytes(out: Uint8Array, other: Uint8Array, weight: number): void {
  const words = out.byteOffset % 4 === 0 && other.byteOffset % 4 === 0 ? out.length >> 2 : 0;
  const a = new Uint32Array(out.buffer, words > 0 ? out.byteOffset : 0, words);
  const b = new Uint32Array(other.buffer, words > 0 ? other.byteOffset : 0, words);
  const rest = 256 - weight;
  for (let i = 0; i < words; i++) {
    const p = a[i]!;
    const q = b[i]!;
    const even = (Math.imul(p & 0xff00ff, rest) + Math.imul(q & 0xff00ff, weight) + 0x800080) >>> 8;
    const odd = Math.imul((p >>> 8) & 0xff00ff, rest) + Math.imul((q >>> 8) & 0xff00ff, weight) + 0x800080;
    a[i] = (even & 0xff00ff) | (odd & 0xff00ff00);
  }
  for (let i = words << 2; i < out.length; i++) out[i] = (out[i]! * rest + other[i]! * weight + 128) >> 8;
}
