/** The sound between press and release of a button, and a little from before: who presses speaks already. Bounded; what is too long is cut. Pure. */
const preRollSamples = 16 * 250;
/** Shorter than this was no word: the button was touched. */
const leastSamples = 16 * 200;

export interface PushedSound {
  /** Whole utterances: only where it became too long. */
  add(pcm: Int16Array, button: 'pressed' | 'released'): readonly Int16Array[];
  /** The button is released: what was said, if anything. */
  take(): readonly Int16Array[];
  /** What came before the press is not to be heard. */
  forget(): void;
}

export function createPushedSound(longestSamples: number): PushedSound {
  let before: Int16Array = new Int16Array(0);
  let pieces: Int16Array[] = [];
  let length = 0;

  function take(): readonly Int16Array[] {
    const pcm = new Int16Array(length);
    let at = 0;
    for (const piece of pieces) {
      pcm.set(piece, at);
      at += piece.length;
    }
    const pressed = length - before.length;
    pieces = [];
    length = 0;
    before = new Int16Array(0);
    return pressed >= leastSamples ? [pcm] : [];
  }

  function hold(pcm: Int16Array): void {
    pieces.push(pcm);
    length += pcm.length;
  }

  return {
    take,
    add(pcm, button) {
      if (button === 'released') {
        before = Int16Array.from([...before, ...pcm]).slice(-preRollSamples);
        return [];
      }
      if (length === 0) hold(before);
      const room = longestSamples - length;
      hold(pcm.subarray(0, room));
      if (pcm.length <= room) return [];
      const whole = take();
      hold(pcm.subarray(room));
      return whole;
    },
    forget() {
      if (length === 0) before = new Int16Array(0);
    },
  };
}
