/** The pace of a show that is written into a file: as fast as its encoder, its face and its voices, with time standing still while a voice is at work. */
import type { Clock } from '../../kernel/clock.ts';
import type { Encoder } from './encoder/encoder.ts';
import type { FaceStage } from './face/face-stage.ts';
import type { LookDirector } from './picture/look.ts';
import type { Playout } from './playout/playout.ts';

export interface FileRunParts {
  readonly clock: Clock;
  readonly encoder: Encoder;
  readonly faces: FaceStage;
  readonly look: LookDirector;
  readonly playout: Playout;
  /** The next frame to be made. */
  readonly frame: () => number;
  /** `finishing`: nothing more will be asked for. */
  readonly state: () => 'running' | 'finishing' | 'over';
  readonly emitFrame: () => void;
}

/** A face that does not answer is waited for this long per frame. */
const faceWaitMs = 1500;

export class FileRun {
  readonly #parts: FileRunParts;
  #faceWaiters: (() => void)[] = [];

  constructor(parts: FileRunParts) {
    this.#parts = parts;
  }

  /** A face frame came, or the show is over. */
  wake(): void {
    for (const resolve of this.#faceWaiters.splice(0)) resolve();
  }

  /** Resolves when all is played after `finishing`, or at once when the show is `over`. */
  async run(): Promise<void> {
    const { encoder, playout, clock, look, faces, state, frame, emitFrame } = this.#parts;
    while (state() !== 'over') {
      const nothingToPlay = playout.queuedClauses === 0;
      if (state() === 'finishing' && playout.drained) return;
      await encoder.whenAccepting();
      if (encoder.state !== 'running') throw new Error(`the encoder is ${encoder.state}`);
      // Only what is said makes the file longer.
      const waiting = nothingToPlay ? state() === 'running' && playout.drained : !playout.canPlay;
      if (waiting) {
        await new Promise<void>((resolve) => clock.after(5, resolve));
        playout.tire(clock.now());
        continue;
      }
      const caption = playout.caption?.spec;
      if (caption) await look.prepareCaption(caption.clauseId, caption.text);
      faces.request(frame());
      await this.#waitForFace(frame());
      emitFrame();
      // Let the sockets have their turn.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async #waitForFace(frame: number): Promise<void> {
    const { clock, faces, playout, state } = this.#parts;
    const untilMs = clock.now() + faceWaitMs;
    // Speech begins with its lips, however long they take.
    const what = playout.scheduledFrame === frame ? 'speech' : 'picture';
    while (!faces.readyFor(frame, what) && state() !== 'over' && clock.now() < untilMs) {
      await new Promise<void>((resolve) => {
        this.#faceWaiters.push(resolve);
        clock.after(50, resolve);
      });
      faces.request(frame);
    }
  }
}
