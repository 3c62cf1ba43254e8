/** One frame of a face as it is kept: planes with alpha, the frame under it, and a count of who still needs its memory. */
import type { FacePixelFormat, Rect } from '../../../contract/media.ts';
import { createI420A, i420aBytes, rgbaToI420A, type I420APicture } from '../picture/i420.ts';

/** Buffers that are given back are used again: a megabyte thirty times a second is too much for the collector. */
export class PixelPool {
  readonly #free = new Map<number, Uint8Array[]>();
  #freeBytes = 0;
  readonly #mostFreeBytes: number;

  constructor(mostFreeBytes = 4 * 1024 * 1024) {
    this.#mostFreeBytes = mostFreeBytes;
  }

  take(bytes: number): Uint8Array {
    const found = this.#free.get(bytes)?.pop();
    if (!found) return new Uint8Array(bytes);
    this.#freeBytes -= bytes;
    return found;
  }

  give(buffer: Uint8Array): void {
    if (this.#freeBytes + buffer.length > this.#mostFreeBytes) return;
    this.#freeBytes += buffer.length;
    const list = this.#free.get(buffer.length);
    if (list) list.push(buffer);
    else this.#free.set(buffer.length, [buffer]);
  }
}

export class FaceFrame {
  readonly frame: number;
  /** Part of the face canvas that `picture` covers. */
  readonly rect: Rect;
  readonly picture: I420APicture;
  /** What is seen outside `rect`; null = nothing. */
  readonly base: FaceFrame | null;
  /** Size of the face canvas. */
  readonly canvas: { readonly width: number; readonly height: number };
  readonly #pool: PixelPool;
  #uses = 1;

  constructor(
    pool: PixelPool,
    frame: number,
    rect: Rect,
    picture: I420APicture,
    base: FaceFrame | null,
    canvas: { width: number; height: number },
  ) {
    this.#pool = pool;
    this.frame = frame;
    this.rect = rect;
    this.picture = picture;
    this.base = base?.retain() ?? null;
    this.canvas = canvas;
  }

  get bytes(): number {
    return this.picture.data.length;
  }

  retain(): this {
    this.#uses += 1;
    return this;
  }

  release(): void {
    this.#uses -= 1;
    if (this.#uses !== 0) return;
    this.#pool.give(this.picture.data);
    this.base?.release();
  }
}

/** Throws a RangeError that says what was wrong with a packet. */
export function decodeFacePicture(pool: PixelPool, format: FacePixelFormat, rect: Rect, data: Uint8Array): I420APicture {
  const { width, height } = rect;
  const expected = format === 'rgba' ? width * height * 4 : i420aBytes(width, height);
  if (data.length !== expected)
    throw new RangeError(`a ${format} face frame of ${width}x${height} has ${expected} bytes, got ${data.length}`);
  const picture = createI420A(width, height, pool.take(i420aBytes(width, height)));
  if (format === 'rgba') rgbaToI420A(data, 'premultiplied', picture);
  else picture.data.set(data);
  return picture;
}

/** An even-aligned rectangle within the face canvas, possibly empty. */
export function isFaceRect(rect: Rect, width: number, height: number): boolean {
  const values = [rect.x, rect.y, rect.width, rect.height];
  return (
    values.every((v) => Number.isInteger(v) && v >= 0 && v % 2 === 0) && rect.x + rect.width <= width && rect.y + rect.height <= height
  );
}
