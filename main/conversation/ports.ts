/** What the conversation needs of the rest of the studio. Routing and programme/control implement these; tests use fakes. */
import type { ClauseId, Epoch, TurnId } from '../contract/ids.ts';
import type { Event } from '../kernel/emitter.ts';
import type { Expression, Lang, Mark } from '../contract/speech.ts';
import type { UserMessage } from '../contract/failure.ts';

export interface TurnContext {
  readonly turnId: TurnId;
  readonly epoch: Epoch;
  /** The turn that it takes the place of: what was thought for that one was heard by nobody. */
  readonly insteadOf?: TurnId;
}

/** What the anchor says when nobody writes: a line as it stands, or what a language model makes of its knowledge. */
export type IdleTalk =
  | { readonly from: 'script'; readonly text: string }
  /** `prompt` is for models that read; `round` counts the talks of a show, for engines that go through what they know. */
  | { readonly from: 'model'; readonly prompt: string; readonly round: number };

/** Streams the answer's text. Throws on failure; aborting rejects with signal.reason. */
export interface Brain {
  answer(
    turn: TurnContext,
    line: { readonly author: string; readonly text: string; readonly idleRound?: number },
    signal: AbortSignal,
  ): AsyncIterable<string>;
}

export interface Feeling {
  express(
    turn: TurnContext,
    clause: { readonly clauseId: ClauseId; readonly text: string; readonly lang: Lang },
    signal: AbortSignal,
  ): Promise<Expression>;
}

export interface SpokenClause {
  readonly clauseId: ClauseId;
  readonly text: string;
  readonly lang: Lang;
  readonly expression: Expression;
}

export type VoiceItem =
  /**
   * First item: sound was sent, and the programme may be told of the clause. Before it nothing was said, and the clause may be asked for again.
   * `marks`: what is known of it by then.
   */
  | { readonly type: 'started'; readonly streamId: string; readonly marks: readonly Mark[] }
  | { readonly type: 'marks'; readonly marks: readonly Mark[] }
  /** So much sound was sent so far. */
  | { readonly type: 'audio'; readonly sentMs: number }
  | { readonly type: 'done'; readonly durationMs: number };

/** Speaks one clause into the programme. `languages` decides what can be voiced at all. */
export interface Voice {
  canSpeak(lang: Lang): boolean;
  speak(turn: TurnContext, clause: SpokenClause, signal: AbortSignal): AsyncIterable<VoiceItem>;
}

export interface ClauseCut {
  readonly keptMs: number;
  /** Index of the word end that was taken; null = none. */
  readonly boundary: number | null;
}

export type StagedClause = SpokenClause & { readonly index: number; readonly streamId: string | null; readonly marks: readonly Mark[] };

/** 'away': it is being started anew, and what is handed to it meanwhile is lost. 'gone': it does not come back by itself. */
export type StagePresence = 'here' | 'away' | 'gone';

/** The programme as the conversation sees it. */
export interface Stage {
  presence(): StagePresence;
  /** Fires before the ends of the turns that are lost with it. */
  readonly onPresence: Event<StagePresence>;
  /** `marks`: known already; the lips of its beginning are asked for with them. */
  enqueue(turn: TurnContext, clause: StagedClause): void;
  marks(clauseId: ClauseId, marks: readonly Mark[]): void;
  clauseEnd(clauseId: ClauseId, failed: boolean): void;
  /**
   * Ends a clause whose voice failed in the middle: with the last of these word ends (ms) that is not behind the air and not beyond the sound that
   * came, else with all that came. Rejects when the stage cannot tell what was heard of it: it must not be said again then.
   */
  cutClause(clauseId: ClauseId, boundariesMs: readonly number[]): Promise<ClauseCut>;
  endTurn(turnId: TurnId): void;
  /** Ends the turn at the next word: what of it waits is dropped, what is heard of it is finished with a word, and nothing more is taken for it. */
  yieldTurn(turnId: TurnId): void;
  cancel(epoch: Epoch): Promise<{ silentAfterMs: number }>;
  /** Sound of this clause was handed to the encoder / has ended / the whole turn has been played. */
  readonly onSpeechStarted: Event<{ turnId: TurnId; clauseId: ClauseId }>;
  readonly onSpeechEnded: Event<{ turnId: TurnId; clauseId: ClauseId; complete: boolean }>;
  readonly onTurnEnded: Event<{ turnId: TurnId; complete: boolean }>;
}

/** A moderation gate: pass, or refuse with words. Runs before the brain ('in') and before the voice ('out'). */
export interface Moderator {
  check(direction: 'in' | 'out', text: string): { readonly allowed: true } | { readonly allowed: false; readonly reason: UserMessage };
}
