/** One frame of a face as it is kept: planes with alpha, the frame under it, and a count of who still needs its memory. */
import type { FacePixelFormat, Rect } from '../../../contract/media.ts';
import { createI420A, i420aBytes, rgbaToI420A, type I420APicture } from '../picture/i420.ts';

/**
 * Buffers that are given back are used again: a megabyte thirty times a second is too much for the collector, and those that live longer than
 * a moment (ready frames, the idle loop) it finds only now and then. A face's rectangle is another one with each frame, so buffers come in a
 * few sizes, and one that is up to twice too large will do.
 */
export class PixelPool {
  /** The longest unused first. */
  readonly #free: ArrayBuffer[] = [];
  #freeBytes = 0;
  readonly #mostFreeBytes: number;

  constructor(mostFreeBytes = 4 * 1024 * 1024) {
    this.#mostFreeBytes = mostFreeBytes;
  }

  /** Its bytes are what the last user left. */
  take(bytes: number): Uint8Array {
    return new Uint8Array(this.#reuse(bytes) ?? new ArrayBuffer(sizeClass(bytes)), 0, bytes);
  }

  give({ buffer }: Uint8Array): void {
    if (!(buffer instanceof ArrayBuffer) || buffer.byteLength > this.#mostFreeBytes) return;
    this.#free.push(buffer);
    this.#freeBytes += buffer.byteLength;
    while (this.#freeBytes > this.#mostFreeBytes) this.#freeBytes -= this.#free.shift()?.byteLength ?? 0;
  }

  #reuse(bytes: number): ArrayBuffer | undefined {
    let best = -1;
    for (let i = this.#free.length - 1; i >= 0; i -= 1) {
      const size = this.#free[i]?.byteLength ?? 0;
      if (size >= bytes && size <= 2 * sizeClass(bytes) && (best < 0 || size < (this.#free[best]?.byteLength ?? 0))) best = i;
    }
    if (best < 0) return undefined;
    const [found] = this.#free.splice(best, 1);
    this.#freeBytes -= found?.byteLength ?? 0;
    return found;
  }
}

const leastSize = 4096;

/** 1, 1.25, 1.5 or 1.75 times a power of two. */
function sizeClass(bytes: number): number {
  if (bytes <= leastSize) return leastSize;
  const quarter = 2 ** Math.floor(Math.log2(bytes)) / 4;
  return Math.ceil(bytes / quarter) * quarter;
}

export interface FaceCanvas {
  readonly width: number;
  readonly height: number;
  readonly mouth?: Rect;
}

export class FaceFrame {
  #frame: number;
  /** Part of the face canvas that `picture` covers. */
  readonly rect: Rect;
  readonly picture: I420APicture;
  /** What is seen outside `rect`; null = nothing. */
  readonly base: FaceFrame | null;
  /** The face canvas: its size, and where the mouth is on it, if the face has said so. */
  readonly canvas: FaceCanvas;
  /** What the mouth was asked to do: 0 = at rest, 1 = in the middle of a sound. */
  readonly mouth: number;
  readonly #pool: PixelPool;
  #uses = 1;

  constructor(pool: PixelPool, frame: number, rect: Rect, picture: I420APicture, base: FaceFrame | null, canvas: FaceCanvas, mouth = 0) {
    this.#pool = pool;
    this.#frame = frame;
    this.rect = rect;
    this.picture = picture;
    this.base = base?.retain() ?? null;
    this.canvas = canvas;
    this.mouth = mouth;
  }

  /** The programme frame that it is shown in. */
  get frame(): number {
    return this.#frame;
  }

  /** It is shown later than it was asked for. */
  delay(frames: number): void {
    this.#frame += frames;
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
