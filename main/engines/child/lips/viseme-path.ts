/** The likeliest run of visemes behind frame-by-frame scores (Viterbi), told with a fixed delay: a change of the mouth has a price, so single odd frames do not flicker. Pure. */
import { visemeCount, visemeIndex } from '../../../contract/visemes.ts';

/** Natural logarithms: what a change must bring. */
const changePrice = 2.5;
/** Frames that are looked at before one is decided. */
export const pathDelay = 8;

/** How unwilling lips are to close for p, b or m, in natural logarithms: a closure that nobody said is seen more than one that is missed. */
export interface ClosureCare {
  /** What beginning to close must bring beyond any other change. */
  readonly entry: number;
  /** Taken from each frame of it. */
  readonly bias: number;
}

/** Found by `npm run train:lips -- --calibrate` on voices and languages that the model was trained on, never on those it is judged by. */
export const closureCare: ClosureCare = { entry: 0, bias: 0 };

export interface VisemePath {
  /** Log scores of the next frame; the viseme index of the frame `pathDelay` before it, or null for the first ones. */
  push(scores: ArrayLike<number>): number | null;
  /** The frames that are not told yet. */
  end(): number[];
}

export function createVisemePath({ entry, bias }: ClosureCare = closureCare): VisemePath {
  let totals = new Float64Array(visemeCount);
  /** For each of the last frames and each viseme: which one came before. */
  let steps: Uint8Array[] = [];

  /** Visemes of the frames in `steps`, the oldest first. */
  function trace(): number[] {
    let viseme = totals.indexOf(Math.max(...totals));
    const found: number[] = [];
    for (let at = steps.length - 1; at >= 0; at -= 1) {
      found.push(viseme);
      viseme = (steps[at] as Uint8Array)[viseme] as number;
    }
    return found.reverse();
  }

  return {
    push(scores) {
      const best = totals.indexOf(Math.max(...totals));
      const changed = (totals[best] as number) - changePrice;
      const next = new Float64Array(visemeCount);
      const from = new Uint8Array(visemeCount);
      for (let viseme = 0; viseme < visemeCount; viseme += 1) {
        const closes = viseme === visemeIndex.PP;
        const entered = closes ? changed - entry : changed;
        const stays = (totals[viseme] as number) >= entered;
        from[viseme] = stays ? viseme : best;
        next[viseme] = (stays ? (totals[viseme] as number) : entered) + (scores[viseme] as number) - (closes ? bias : 0);
      }
      const most = Math.max(...next);
      totals = next.map((total) => total - most);
      steps.push(from);
      if (steps.length <= pathDelay) return null;
      const told = trace()[0] as number;
      steps.shift();
      return told;
    },
    end() {
      const rest = trace();
      steps = [];
      return rest;
    },
  };
}
