/** The two things done to the canvas per frame, in fixed-point maths over one rectangle. Pure; everything even-aligned. */
import type { Rect } from '../../../contract/media.ts';
import type { I420APicture, I420Picture } from './i420.ts';

/** Copies `rect` of a picture of the same size. */
export function copyRect(to: I420Picture, from: I420Picture, rect: Rect): void {
  copyPlane(to.y, from.y, to.width, rect.x, rect.y, rect.width, rect.height);
  const half = [to.width / 2, rect.x / 2, rect.y / 2, rect.width / 2, rect.height / 2] as const;
  copyPlane(to.u, from.u, ...half);
  copyPlane(to.v, from.v, ...half);
}

function copyPlane(to: Uint8Array, from: Uint8Array, stride: number, x: number, y: number, width: number, height: number): void {
  if (width === stride) {
    to.set(from.subarray(y * stride, (y + height) * stride), y * stride);
    return;
  }
  for (let row = y; row < y + height; row++) {
    const at = row * stride + x;
    to.set(from.subarray(at, at + width), at);
  }
}

/**
 * Lays the premultiplied `layer`, whose top left corner is at (`left`, `top`) of the canvas, over `rect` of the canvas.
 * out = layer + (255 - a) * (canvas - black) / 255, with x / 255 as (x * 32897) >> 23, exact for 16 bits.
 */
export function blendRect(canvas: I420Picture, layer: I420APicture, left: number, top: number, rect: Rect): void {
  const { y: outY, u: outU, v: outV, width: outStride } = canvas;
  const { y: inY, u: inU, v: inV, a: inA, width: inStride } = layer;
  const alpha = pairsOf(inA);
  const outHalf = outStride >> 1;
  const inHalf = inStride >> 1;
  const endRow = rect.y + rect.height;
  for (let row = rect.y; row < endRow; row += 2) {
    let to = row * outStride + rect.x;
    let from = (row - top) * inStride + rect.x - left;
    let toC = (row >> 1) * outHalf + (rect.x >> 1);
    let fromC = ((row - top) >> 1) * inHalf + ((rect.x - left) >> 1);
    const end = to + rect.width;
    while (to < end) {
      const upper = alpha[from >> 1]!;
      const lower = alpha[(from + inStride) >> 1]!;
      let pairs = 1;
      if (upper === lower && (upper === clear || upper === solid)) {
        const most = (end - to) >> 1;
        let at = (from >> 1) + 1;
        while (pairs < most && alpha[at] === upper && alpha[at + inHalf] === upper) {
          pairs += 1;
          at += 1;
        }
        if (upper === solid) {
          copyRun(outY, to, inY, from, pairs * 2);
          copyRun(outY, to + outStride, inY, from + inStride, pairs * 2);
          copyRun(outU, toC, inU, fromC, pairs);
          copyRun(outV, toC, inV, fromC, pairs);
        }
      } else {
        const below = from + inStride;
        const toBelow = to + outStride;
        const a0 = inA[from]!;
        const a1 = inA[from + 1]!;
        const a2 = inA[below]!;
        const a3 = inA[below + 1]!;
        outY[to] = inY[from]! + (((255 - a0) * (outY[to]! - 16) * 32897) >> 23);
        outY[to + 1] = inY[from + 1]! + (((255 - a1) * (outY[to + 1]! - 16) * 32897) >> 23);
        outY[toBelow] = inY[below]! + (((255 - a2) * (outY[toBelow]! - 16) * 32897) >> 23);
        outY[toBelow + 1] = inY[below + 1]! + (((255 - a3) * (outY[toBelow + 1]! - 16) * 32897) >> 23);
        const through = 255 - ((a0 + a1 + a2 + a3 + 2) >> 2);
        outU[toC] = inU[fromC]! + ((through * (outU[toC]! - 128) * 32897 + 4194304) >> 23);
        outV[toC] = inV[fromC]! + ((through * (outV[toC]! - 128) * 32897 + 4194304) >> 23);
      }
      to += pairs * 2;
      from += pairs * 2;
      toC += pairs;
      fromC += pairs;
    }
  }
}

/** Of two neighbours' alpha. */
const clear = 0;
const solid = 0xffff;
/** Below this a loop is faster than a call. */
const leastCopied = 24;

function pairsOf(bytes: Uint8Array): Uint16Array {
  const even = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice();
  return new Uint16Array(even.buffer, even.byteOffset, even.byteLength >> 1);
}

function copyRun(to: Uint8Array, at: number, from: Uint8Array, start: number, length: number): void {
  if (length >= leastCopied) to.set(from.subarray(start, start + length), at);
  else for (let n = 0; n < length; n += 1) to[at + n] = from[start + n]!;
}
