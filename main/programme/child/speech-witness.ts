/** Owns what is told of each clause's first audible frame: what the mouth in that very frame did, and when it was seen to move. */
import type { MouthSeen } from '../../contract/show-events.ts';
import { mostMouthFrames, type ProgrammeEvent } from '../protocol/control.ts';
import type { FaceShown } from './face/face-stage.ts';
import { MouthWatch, type ShownLips } from './face/mouth-watch.ts';
import type { PlayoutEvent } from './playout/playout-event.ts';

/** A frame as it was handed to the encoder. */
export interface EmittedFrame {
  readonly frame: number;
  readonly atMs: number;
  readonly shown: FaceShown;
  /** The face frame that was drawn; null when the picture stayed as it was. */
  readonly lips: ShownLips | null;
  /** What its sound told. */
  readonly events: readonly PlayoutEvent[];
}

type Heard = Extract<ProgrammeEvent, { type: 'speech-heard' }>;

export class SpeechWitness {
  readonly #mouth: MouthWatch;
  readonly #emit: (event: ProgrammeEvent) => void;
  /** Audible, and the mouth has not been seen to move yet. */
  #watched: Heard[] = [];

  constructor(options: { readonly fps: number; readonly emit: (event: ProgrammeEvent) => void }) {
    this.#mouth = new MouthWatch(options);
    this.#emit = options.emit;
  }

  /** Tells the frame's events in their order, and what is known by now of clauses that became audible before. */
  saw({ frame, atMs, shown, lips, events }: EmittedFrame): void {
    const fresh = shown === 'fresh' && lips !== null ? lips : null;
    if (fresh) this.#mouth.saw(fresh);
    let open: boolean | null = null;
    // Looked at only when somebody asks.
    const isOpen = (): boolean => (open ??= fresh !== null && this.#mouth.isOpen(fresh));
    this.#lookAgain(frame, atMs, isOpen);
    for (const event of events) {
      switch (event.type) {
        case 'speech-heard': {
          const mouth: MouthSeen = shown === 'none' || shown === 'idle-loop' ? 'no-face' : isOpen() ? 'moving' : 'still';
          const moving = mouth === 'moving';
          const heard: Heard = { ...event, frame, atMs, mouth, mouthAfterFrames: moving ? 0 : null, lipsAtMs: moving ? atMs : null };
          if (mouth === 'still') this.#watched.push(heard);
          else this.#emit(heard);
          break;
        }
        case 'speech-ended':
          this.#giveUp(({ clauseId }) => clauseId === event.clauseId);
          this.#emit({ ...event, frame, atMs });
          break;
        case 'speech-started':
        case 'turn-ended':
          this.#emit({ ...event, frame, atMs });
      }
    }
  }

  #lookAgain(frame: number, atMs: number, isOpen: () => boolean): void {
    if (this.#watched.length === 0) return;
    if (isOpen()) {
      for (const heard of this.#watched.splice(0)) this.#emit({ ...heard, mouthAfterFrames: frame - heard.frame, lipsAtMs: atMs });
      return;
    }
    this.#giveUp((heard) => frame - heard.frame >= mostMouthFrames);
  }

  #giveUp(which: (heard: Heard) => boolean): void {
    const given = this.#watched.filter(which);
    this.#watched = this.#watched.filter((heard) => !given.includes(heard));
    for (const heard of given) this.#emit(heard);
  }
}
