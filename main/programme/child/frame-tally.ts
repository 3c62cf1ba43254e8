/** Counts what the frames of a show were: skipped, spoken, and shown without the face's own picture. */
import type { ProgrammeStats } from '../protocol/control.ts';
import type { FaceShown } from './face/face-stage.ts';

export class FrameTally {
  #skipped = 0;
  #heldSpeaking = 0;
  #heldIdle = 0;
  #speaking = 0;
  #frames = 0;
  #costMs = 0;

  skipped(frames: number): void {
    this.#skipped += frames;
  }

  cost(ms: number): void {
    this.#frames += 1;
    this.#costMs += ms;
  }

  showed(shown: FaceShown, speaking: boolean): void {
    if (speaking) this.#speaking += 1;
    if (shown === 'fresh' || shown === 'none') return;
    if (speaking) this.#heldSpeaking += 1;
    else this.#heldIdle += 1;
  }

  get stats(): Pick<ProgrammeStats, 'framesSkipped' | 'framesHeldSpeaking' | 'framesHeldIdle' | 'framesSpeaking' | 'frameCostMs'> {
    return {
      framesSkipped: this.#skipped,
      framesHeldSpeaking: this.#heldSpeaking,
      framesHeldIdle: this.#heldIdle,
      framesSpeaking: this.#speaking,
      frameCostMs: this.#frames === 0 ? null : this.#costMs / this.#frames,
    };
  }
}
