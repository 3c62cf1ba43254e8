/** What a face does over time, as pure data and functions: no pixels, no I/O, no timers. Evaluated in the programme process at the frame that is asked for. */
import type { ClauseId } from '../contract/ids.ts';
import type { FrameCue } from '../contract/cues.ts';
import type { Expression, Mark } from '../contract/speech.ts';

export interface CueSheetOptions {
  readonly fps: number;
  /** Seed of the idle motion: the same seed and frame give the same cue, in any process. */
  readonly seed: number;
}

/**
 * The timeline of one show. Calls may come in any order for different clauses; `cue` is a pure function of what was told so far.
 * Marks may arrive after `startClause`; frames already asked for do not change what later frames say.
 */
export interface CueSheet {
  /** The clause's first sample is heard at `startFrame`. */
  startClause(clauseId: ClauseId, startFrame: number, expression: Expression): void;
  /** After a held breath: what follows the first `heardFrames` of the clause's sound (0..) is heard from `startFrame + heardFrames` on. Gestures and mood go on as they began. */
  resumeClause(clauseId: ClauseId, startFrame: number, heardFrames: number): void;
  addMarks(clauseId: ClauseId, marks: readonly Mark[]): void;
  /** RMS 0..1 of successive windows of `stepMs`, the first one at `fromMs` of the clause. Optional: without it loudness is 1. */
  addLoudness(clauseId: ClauseId, fromMs: number, stepMs: number, values: readonly number[]): void;
  /** Sound stops at `endFrame` (end or cancel): the mouth closes from there. */
  endClause(clauseId: ClauseId, endFrame: number): void;
  cue(frame: number): FrameCue;
  /** Drops what frames before `frame` needed. Call now and then: memory stays bounded. */
  forget(frame: number): void;
}
// createCueSheet(options: CueSheetOptions): CueSheet  in cue-sheet.ts
