/** The bounds of a conversation: lengths, queue, look-ahead, patience. */
export interface ConversationLimits {
  /** Lines that may wait; one more is refused in words. */
  readonly queuedTurns: number;
  /** A longer line is refused. */
  readonly lineCharacters: number;
  /** A line is answered on at most this much of its beginning. */
  readonly answeredCharacters: number;
  /** The brain is stopped after this much answer. */
  readonly answerCharacters: number;
  /** Clauses made ahead of the one that is playing: what a cancel throws away. */
  readonly clausesAhead: number;
  /** The clause after the one that is about to be heard is asked for when that is heard, but no later than this. */
  readonly calmStartMs: number;
  readonly brainFirstTokenMs: number;
  readonly brainTokenGapMs: number;
  readonly voiceFirstItemMs: number;
  readonly voiceItemGapMs: number;
  readonly feelingMs: number;
  /** How long past its expected end a clause may stay unreported by the stage. */
  readonly stageGraceMs: number;
  readonly stageCancelMs: number;
  /** How long an answer waits for a stage that is being started anew. */
  readonly stageReturnMs: number;
  /** Finished turns that `turns()` still tells of. */
  readonly rememberedTurns: number;
}

export const defaultLimits: ConversationLimits = Object.freeze({
  queuedTurns: 20,
  lineCharacters: 20_000,
  answeredCharacters: 500,
  answerCharacters: 4_000,
  clausesAhead: 2,
  calmStartMs: 150,
  brainFirstTokenMs: 15_000,
  brainTokenGapMs: 15_000,
  voiceFirstItemMs: 10_000,
  voiceItemGapMs: 10_000,
  feelingMs: 1_000,
  stageGraceMs: 15_000,
  stageCancelMs: 2_000,
  stageReturnMs: 20_000,
  rememberedTurns: 50,
});
