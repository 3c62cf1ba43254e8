/** What the speaking of a turn works with, and what it tells of each clause. Types only. */
import type { ClauseId } from '../contract/ids.ts';
import type { UnvoicedReason } from '../contract/show-events.ts';
import type { Expression, Lang } from '../contract/speech.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import type { ConversationLimits } from './limits.ts';
import type { Feeling, Moderator, SpokenClause, Stage, Voice } from './ports.ts';
import type { StageWindow } from './stage-window.ts';
import type { SpokenWord } from './spoken-words.ts';
import type { Turn } from './turn.ts';

export interface ClauseNews {
  readonly clauseId: ClauseId;
  readonly index: number;
  readonly text: string;
  readonly lang: Lang;
  readonly expression: Expression;
  readonly voiced: boolean;
  readonly reason?: UnvoicedReason;
  readonly continues?: ClauseId;
}

export interface SpeakingParts {
  readonly feeling: Feeling;
  readonly voice: Voice;
  readonly stage: Stage;
  readonly moderator: Moderator;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: ConversationLimits;
  readonly window: StageWindow;
  /** The stage is away: the turn waits for it ('away'), or goes on ('here'). */
  readonly onStage: (turn: Turn, presence: 'here' | 'away') => void;
  readonly onClause: (turn: Turn, news: ClauseNews) => void;
  /** All sound of the clause was made, and its voice told when each word is said. */
  readonly onWords: (turn: Turn, clauseId: ClauseId, words: readonly SpokenWord[]) => void;
}

export type NumberedClause = SpokenClause & {
  readonly index: number;
  /** It is the rest of that clause, whose text holds this one's. */
  readonly continues?: ClauseId;
};
