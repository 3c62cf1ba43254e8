/** One turn's own state, and the feed of clauses between its thinking and its speaking. */
import type { Epoch, TurnId } from '../contract/ids.ts';
import type { TurnState } from '../contract/show-events.ts';
import type { UserMessage } from '../contract/failure.ts';
import type { Lang } from '../contract/speech.ts';
import { createDeferred, type Deferred } from '../kernel/deferred.ts';
import type { IdleTalk, TurnContext } from './ports.ts';
import { pickLanguage } from './pick-language.ts';

export interface Turn extends TurnContext {
  /** Changes while it waits, when the stage is cleared for another turn's sake. */
  epoch: Epoch;
  /** Goes before the waiting ones that are not pinned. */
  pinned: boolean;
  readonly author: string;
  readonly text: string;
  readonly atMs: number;
  /** null: a viewer's line. */
  readonly idle: IdleTalk | null;
  state: TurnState;
  reason: UserMessage | undefined;
  /** Language of the line, or of the first clause where the line has none. */
  lang: Lang;
  /** What has reached the stage. */
  reply: string;
  /** How often the stage died under it before a word was heard. */
  losses: number;
  clausesMade: number;
  clausesOnStage: number;
  readonly controller: AbortController;
  readonly feed: ClauseFeed;
  /** Nothing more of this turn will reach the stage: the next one may. */
  readonly produced: Deferred<void>;
  /** The stage has played the turn; true = to its end. */
  readonly played: Deferred<boolean>;
}

export interface TurnRecord {
  readonly turnId: TurnId;
  readonly author: string;
  readonly text: string;
  readonly state: TurnState;
  readonly reply: string;
  readonly atMs: number;
  readonly reason?: UserMessage;
}

export function createTurn(context: TurnContext, line: { author: string; text: string; atMs: number; idle?: IdleTalk }): Turn {
  return {
    ...context,
    ...line,
    idle: line.idle ?? null,
    pinned: false,
    state: 'queued',
    reason: undefined,
    lang: pickLanguage(line.text, 'und'),
    reply: '',
    losses: 0,
    clausesMade: 0,
    clausesOnStage: 0,
    controller: new AbortController(),
    feed: createClauseFeed(),
    produced: createDeferred(),
    played: createDeferred(),
  };
}

export function toTurnRecord(turn: Turn): TurnRecord {
  const { turnId, author, text, state, reply, atMs, reason } = turn;
  return { turnId, author, text, state, reply, atMs, ...(reason ? { reason } : {}) };
}

/** Joins two pieces of an answer as they would be written. */
export function joinText(before: string, after: string): string {
  if (before === '' || after === '') return before + after;
  const tight = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uffef]/u;
  return tight.test(before.at(-1) ?? '') || tight.test(after[0] ?? '') ? before + after : `${before} ${after}`;
}

/** Clauses of one answer. Bounded by the limit on the answer's length, which its writer keeps. */
export interface ClauseFeed {
  push(clauses: readonly string[]): void;
  close(): void;
  /** The next clause, or null after the last. One reader. */
  next(): Promise<string | null>;
}

export function createClauseFeed(): ClauseFeed {
  const waiting: string[] = [];
  let closed = false;
  let wake: (() => void) | null = null;
  const notify = (): void => {
    wake?.();
    wake = null;
  };
  return {
    push(clauses) {
      waiting.push(...clauses);
      if (clauses.length > 0) notify();
    },
    close() {
      closed = true;
      notify();
    },
    async next() {
      while (waiting.length === 0 && !closed) await new Promise<void>((resolve) => (wake = resolve));
      return waiting.shift() ?? null;
    },
  };
}
