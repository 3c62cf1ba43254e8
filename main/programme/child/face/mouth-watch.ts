/**
 * Sees in the pixels that were shown whether a mouth is open. It keeps the mouth at rest as it was seen last, and compares. It knows nothing of speech.
 * Blinks and glances are outside the region, swaying is taken out by fitting; what else moves between two pictures grows with the time between them,
 * so the older the rest is, the more has to differ. Measured on the puppets: two mouths at rest differ by 0.2 (2.2 at most) after one frame, by 1.5
 * (4.3 at most) after four and by 3 (6.5 at most) after twenty, an open one from one at rest by 8 to 25.
 */
import type { Rect } from '../../../contract/media.ts';
import type { FaceFrame } from './face-frame.ts';
import { mouthDifference, mouthRegion, sampleMouth, type MouthGrid } from './mouth-region.ts';

export interface ShownLips {
  readonly instanceId: string;
  readonly frame: FaceFrame;
}

/** Of the cue: the lips were to be shut, or were to be seen open. */
const restMouth = 0.05;
const openMouth = 0.1;
const leastDifference = 2.9;
const differencePerMs = 0.02;
const mostDifference = 6.8;

export class MouthWatch {
  readonly #frameMs: number;
  #instanceId: string | null = null;
  /** What the face redraws between two base frames: its head. */
  #head: Rect | null = null;
  #rest: { readonly grid: MouthGrid; readonly frame: number } | null = null;

  constructor(options: { readonly fps: number }) {
    this.#frameMs = 1000 / options.fps;
  }

  /** This frame was shown when it was due. */
  saw({ instanceId, frame }: ShownLips): void {
    if (instanceId !== this.#instanceId) {
      this.#instanceId = instanceId;
      this.#head = null;
      this.#rest = null;
    }
    if (frame.base) this.#head = frame.rect;
    if (frame.mouth < restMouth)
      this.#rest = { grid: sampleMouth(frame, mouthRegion(this.#head ?? frame.rect, frame.canvas.mouth)), frame: frame.frame };
  }

  /** The mouth was to be open, and is seen to differ from the mouth at rest. */
  isOpen({ instanceId, frame }: ShownLips): boolean {
    const rest = this.#rest;
    if (!rest || instanceId !== this.#instanceId || frame.mouth < openMouth) return false;
    const needed = Math.min(mostDifference, leastDifference + differencePerMs * (frame.frame - rest.frame) * this.#frameMs);
    return mouthDifference(sampleMouth(frame, rest.grid.region), rest.grid) > needed;
  }
}
