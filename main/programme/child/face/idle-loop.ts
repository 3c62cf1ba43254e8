/** Keeps some of the last quiet frames of the face on air, and plays them to and fro when the face is gone. */
import type { FaceFrame } from './face-frame.ts';

export interface IdleLoopOptions {
  readonly fps: number;
  readonly spanMs?: number;
  readonly mostBytes?: number;
}

export class IdleLoop {
  readonly #frames: FaceFrame[] = [];
  readonly #most: number;
  readonly #stepFrames: number;
  readonly #mostBytes: number;
  #bytes = 0;
  #lastKept = -Infinity;
  #playedFrom: number | null = null;

  constructor(options: IdleLoopOptions) {
    this.#stepFrames = Math.max(1, Math.round(options.fps / 10));
    this.#most = Math.ceil(((options.spanMs ?? 2000) / 1000) * (options.fps / this.#stepFrames));
    this.#mostBytes = options.mostBytes ?? 8 * 1024 * 1024;
  }

  get length(): number {
    return this.#frames.length;
  }

  /** Offers a quiet frame that was shown. */
  keep(frame: FaceFrame): void {
    this.#playedFrom = null;
    if (frame.frame - this.#lastKept < this.#stepFrames && frame.frame >= this.#lastKept) return;
    this.#lastKept = frame.frame;
    this.#bytes += this.#cost(frame, this.#frames.at(-1));
    this.#frames.push(frame.retain());
    while (this.#frames.length > this.#most || (this.#bytes > this.#mostBytes && this.#frames.length > 1)) {
      const oldest = this.#frames.shift();
      if (!oldest) break;
      const next = this.#frames[0];
      this.#bytes -= oldest.bytes + (oldest.base && oldest.base !== (next?.base ?? next) ? oldest.base.bytes : 0);
      oldest.release();
    }
  }

  /** The frame to show at programme frame `frame`: backwards from the newest, then forwards again. */
  play(frame: number): FaceFrame | null {
    if (this.#frames.length === 0) return null;
    this.#playedFrom ??= frame;
    const last = this.#frames.length - 1;
    const step = Math.floor((frame - this.#playedFrom) / this.#stepFrames);
    const phase = last === 0 ? 0 : step % (2 * last);
    return this.#frames[phase <= last ? last - phase : phase - last] ?? null;
  }

  /** A frame holds its base too, which several may share. */
  #cost(frame: FaceFrame, before: FaceFrame | undefined): number {
    const shared = frame.base === null || frame.base === (before?.base ?? before);
    return frame.bytes + (shared || !frame.base ? 0 : frame.base.bytes);
  }

  clear(): void {
    for (const frame of this.#frames.splice(0)) frame.release();
    this.#bytes = 0;
    this.#playedFrom = null;
  }
}
