/** Owns the pictures of one cross-fade: the last frame of each face, so that there is always something of both to mix. */
import type { FaceFeed } from './face-feed.ts';
import type { FaceFrame, PixelPool } from './face-frame.ts';
import { mixFaces } from './mix-faces.ts';

export interface FadeStep {
  /** Released by the caller. */
  readonly frame: FaceFrame;
  readonly shown: 'fresh' | 'late';
  /** The old face's own frame: its mouth can be compared with what was seen before. Valid until the next step. */
  readonly old: FaceFrame;
}

export class FaceFade {
  readonly #pool: PixelPool;
  #old: FaceFrame | null = null;
  #new: FaceFrame | null = null;

  constructor(pool: PixelPool) {
    this.#pool = pool;
  }

  /** Null when one of the two has never shown anything. */
  step(frame: number, share: number, from: FaceFeed, to: FaceFeed): FadeStep | null {
    const oldFrame = from.take(frame);
    const newFrame = to.take(frame);
    if (oldFrame) {
      this.#old?.release();
      this.#old = oldFrame;
    }
    if (newFrame) {
      this.#new?.release();
      this.#new = newFrame;
    }
    if (!this.#old || !this.#new) return null;
    return {
      frame: mixFaces(this.#pool, frame, this.#old, this.#new, share),
      shown: this.#old.frame === frame && this.#new.frame === frame ? 'fresh' : 'late',
      old: this.#old,
    };
  }

  end(): void {
    this.#old?.release();
    this.#new?.release();
    this.#old = null;
    this.#new = null;
  }
}
