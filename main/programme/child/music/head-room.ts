/**
 * How much of the music fits under the ceiling beside the speech. The speech is never touched: its own peaks are under -1.5 dBTP already
 * (engines/child/sound/speech-level.ts), so what has to make way for a sum of -1 dBTP is the music. Pure.
 */

/** -1.2 dBFS. True peaks of a sum are at most the sum of the true peaks. */
export const ceiling = 0.87;
/** Between its samples music may be this much higher than on them (1 dB). */
const betweenSamples = 1.122;
/** So much comes back in a block after a peak: all of it in about a tenth of a second. */
const comesBack = 0.006;

export class HeadRoom {
  #share = 1;

  /** The share at the beginning of the next block. */
  get share(): number {
    return this.#share;
  }

  /** The share at the end of a block whose peaks are these (0..1); `nextRoom`: what the block after it allows. */
  next(speechPeak: number, musicPeak: number, nextRoom: number): number {
    this.#share = Math.min(roomFor(speechPeak, musicPeak), nextRoom, this.#share + comesBack, 1);
    return this.#share;
  }
}

/** 0..1: so much of music with this peak fits beside speech with that one. */
export function roomFor(speechPeak: number, musicPeak: number): number {
  if (musicPeak <= 0) return 1;
  return Math.min(1, Math.max(0, ceiling - speechPeak) / (musicPeak * betweenSamples));
}
