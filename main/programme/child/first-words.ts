/**
 * Owns the proof that a clause is heard and seen: the first frame whose sound is audible, and the first one from there on whose picture shows
 * lips that move. Looks at what is handed to the encoder, not at what was planned. Pure.
 */
import type { FrameCue } from '../../contract/cues.ts';
import type { ClauseId, TurnId } from '../../contract/ids.ts';
import { programmeChannels } from '../../contract/media.ts';
import { visemeIndex } from '../../contract/visemes.ts';

export interface SentFrame {
  readonly frame: number;
  /** Wall clock at which it was handed over. */
  readonly atMs: number;
  /** Interleaved; nothing but speech is in it. */
  readonly audio: Int16Array;
  /** What the picture's face was drawn for; 'old' when it is not of this frame. */
  readonly face: FrameCue | 'old' | 'none';
}

export interface FirstWords {
  readonly turnId: TurnId;
  readonly clauseId: ClauseId;
  readonly frame: number;
  readonly atMs: number;
  /** When a picture with moving lips was handed over with audible sound; null = the lips stayed still (or there is no face) for `patienceFrames`. */
  readonly lipsAtMs: number | null;
}

/** -40 dBFS over 5 ms: well above the noise of any voice, and well below its softest consonants. */
const audibleRms = 328;
const windowSamples = 240;
/** Of 15 weights, the share that is not silence; and the jaw. Below, nobody would see a difference. */
const leastShape = 0.1;
const leastJaw = 0.04;

/** Lips that come later than this are not the first words' lips. */
const patienceFrames = 6;

export class FirstWordsWatch {
  #waiting: { readonly turnId: TurnId; readonly clauseId: ClauseId } | null = null;
  #heard: { readonly frame: number; readonly atMs: number } | null = null;

  /** The first sample of this clause is in the frame that is told next. */
  began(turnId: TurnId, clauseId: ClauseId): void {
    this.#waiting = { turnId, clauseId };
    this.#heard = null;
  }

  /** Told for each frame; gives the finding once per clause that is heard. */
  sent({ frame, atMs, audio, face }: SentFrame): FirstWords | null {
    const clause = this.#waiting;
    if (!clause) return null;
    this.#heard ??= isAudible(audio) ? { frame, atMs } : null;
    if (!this.#heard) return null;
    const lips = typeof face === 'object' && isMoving(face) ? 'moving' : 'still';
    if (lips === 'still' && frame - this.#heard.frame < patienceFrames && face !== 'none') return null;
    return this.#found(clause, lips === 'moving' ? atMs : null);
  }

  /** It ended or was cut off. What was heard until then is told. */
  ended(clauseId: ClauseId): FirstWords | null {
    const clause = this.#waiting;
    if (clause?.clauseId !== clauseId) return null;
    this.#waiting = null;
    return this.#heard ? this.#found(clause, null) : null;
  }

  #found(clause: { readonly turnId: TurnId; readonly clauseId: ClauseId }, lipsAtMs: number | null): FirstWords | null {
    const heard = this.#heard;
    this.#waiting = null;
    this.#heard = null;
    return heard && { ...clause, ...heard, lipsAtMs };
  }
}

export function isAudible(audio: Int16Array): boolean {
  for (let from = 0; from < audio.length; from += windowSamples * programmeChannels) {
    const until = Math.min(audio.length, from + windowSamples * programmeChannels);
    let sum = 0;
    for (let at = from; at < until; at += programmeChannels) sum += (audio[at] ?? 0) ** 2;
    if (Math.sqrt(sum / ((until - from) / programmeChannels)) >= audibleRms) return true;
  }
  return false;
}

/** Differs from rest so much that it is seen. */
function isMoving(cue: FrameCue): boolean {
  return 1 - (cue.visemes[visemeIndex.sil] ?? 1) >= leastShape || cue.jaw >= leastJaw;
}
