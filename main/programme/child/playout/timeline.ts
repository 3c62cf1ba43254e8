/** Owns where clauses stand on the programme's timeline (to the sample), the breaths between them, and tells the face's cue sheet. It holds no sound. */
import { samplesPerFrame } from '../../../contract/media.ts';
import type { TurnId } from '../../../contract/ids.ts';
import type { Mark } from '../../../contract/speech.ts';
import type { CueSheet } from '../../../performance/types.ts';
import { knownLength, type Clause } from './clause.ts';
import { samplesPerMs } from './playout-event.ts';
import { pauseAfterMs } from './speech-pauses.ts';

const gapAfterCancelSamples = 4800;
const planAheadMs = 600;
/** A sound shapes the lips so long before it is heard (performance/mouth.ts). */
const lipsAheadMs = 150;

/** What the pause before the next clause depends on. */
interface Ending {
  readonly endPos: number;
  readonly text: string;
  readonly turnId: TurnId;
}

export class Timeline {
  readonly #spf: number;
  readonly #cues: CueSheet;
  #last: Ending | null = null;
  #notBeforePos = 0;
  #replannedPos = Infinity;

  constructor(options: { readonly fps: number; readonly cues: CueSheet }) {
    this.#spf = samplesPerFrame(options.fps);
    this.#cues = options.cues;
  }

  /** Where the last clause ended. */
  get lastEndPos(): number {
    return this.#last?.endPos ?? 0;
  }

  earliest(next: Clause): number {
    const last = this.#last;
    return last ? Math.max(this.#notBeforePos, last.endPos + pauseSamples(last, next)) : this.#notBeforePos;
  }

  /** Puts the clause's first sample at `pos`, and tells the face. */
  place(clause: Clause, pos: number): void {
    clause.startPos = pos;
    if (clause.spec.streamId !== null) this.#cues.startClause(clause.spec.clauseId, pos / this.#spf, clause.spec.expression);
    this.tellEnd(clause);
  }

  /** The sound goes on after a held breath, as if its first sample had been at `pos`; the lips that were asked for belong to another moment of it. */
  resumed(clause: Clause, pos: number): void {
    clause.startPos = pos;
    this.#cues.resumeClause(clause.spec.clauseId, pos / this.#spf, clause.playedSamples / this.#spf);
    this.tellEnd(clause);
    this.#replannedPos = Math.min(this.#replannedPos, pos + clause.playedSamples);
  }

  /** Tells the face where the clause ends, as soon as that is known. */
  tellEnd(clause: Clause): void {
    const length = knownLength(clause);
    if (clause.spec.streamId === null || clause.startPos === null || length === null) return;
    this.#cues.endClause(clause.spec.clauseId, (clause.startPos + length) / this.#spf);
  }

  ended(clause: Clause, endPos: number): void {
    this.#last = endingOf(clause, endPos);
    if (clause.spec.streamId !== null) this.#cues.endClause(clause.spec.clauseId, endPos / this.#spf);
  }

  /** The clause on air was cancelled and is silent from `pos` on. */
  cancelledAt(clause: Clause, pos: number): void {
    this.#cues.endClause(clause.spec.clauseId, pos / this.#spf);
    this.#notBeforePos = pos + gapAfterCancelSamples;
    this.#last = null;
  }

  /** The clause got another end than the face was told. */
  reshaped(clause: Clause): void {
    this.tellEnd(clause);
    const length = knownLength(clause);
    if (clause.startPos !== null && length !== null) this.#replannedPos = Math.min(this.#replannedPos, clause.startPos + length);
  }

  /** A clause that may have been given its place will not begin. */
  unplace(clause: Clause): void {
    if (clause.startPos !== null) this.#replannedPos = Math.min(this.#replannedPos, clause.startPos - lipsAheadMs * samplesPerMs);
    clause.startPos = null;
  }

  /** The lips of the clause are known from these marks on. */
  marked(clause: Clause, marks: readonly Mark[]): void {
    const [first] = marks;
    if (clause.startPos === null || !first) return;
    const from = clause.startPos + Math.max(0, first.atMs - lipsAheadMs) * samplesPerMs;
    this.#replannedPos = Math.min(this.#replannedPos, from);
  }

  /** Clauses that follow one of known length get their place ahead of time, so that the face is asked for the right lips. */
  planAhead(current: Clause | null, queue: readonly Clause[], pos: number, isReady: (clause: Clause) => boolean): void {
    let before = current;
    if (!before) return;
    const left = knownLength(before);
    let endPos = left === null || before.startPos === null ? null : before.startPos + left;
    for (const next of queue) {
      if (endPos === null || endPos - pos > planAheadMs * samplesPerMs || !isReady(next)) return;
      const startPos: number = endPos + pauseSamples(endingOf(before, endPos), next);
      if (next.startPos !== startPos) {
        this.place(next, startPos);
        this.#replannedPos = Math.min(this.#replannedPos, startPos);
      }
      const length = knownLength(next);
      endPos = length === null ? null : startPos + length;
      before = next;
    }
  }

  /** The first frame whose cue is another one than the face was asked with; Infinity when none is. Told once. */
  takeReplanned(): number {
    const pos = this.#replannedPos;
    this.#replannedPos = Infinity;
    return Math.floor(pos / this.#spf);
  }
}

/** A cut clause ends in the middle of its sentence, whatever mark its text ends with. */
function endingOf({ spec, extent }: Clause, endPos: number): Ending {
  return { endPos, text: extent === 'cut' ? '' : spec.text, turnId: spec.turnId };
}

function pauseSamples(last: Ending, next: Clause): number {
  return pauseAfterMs(last.text, next.spec.turnId === last.turnId ? 'same-turn' : 'other-turn') * samplesPerMs;
}
