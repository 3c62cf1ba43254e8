/**
 * The conversation of one show: turns, their order, the epoch, and how each turn ends: exactly once, in one terminal state.
 * Knows the ports only; no engine, no process, no sound.
 */
import { asTurnId, type Epoch, type ShowId, type TurnId } from '../contract/ids.ts';
import { isTerminalTurn, type ShowEvent, type TurnState } from '../contract/show-events.ts';
import type { UserMessage } from '../contract/failure.ts';
import type { Clock } from '../kernel/clock.ts';
import { Emitter, type Event, type Unsubscribe } from '../kernel/emitter.ts';
import type { Logger } from '../kernel/logger.ts';
import { settleWithin, untilAborted } from '../kernel/abortable.ts';
import { cleanAuthor, cleanLine, cleanText, cutAt } from './clean-line.ts';
import { ConversationError } from './failure.ts';
import { type ConversationLimits, defaultLimits } from './limits.ts';
import type { Brain, Feeling, IdleTalk, Moderator, Stage, Voice } from './ports.ts';
import { sortLosses } from './stage-presence.ts';
import { createStageWindow } from './stage-window.ts';
import { createTurn, toTurnRecord, type Turn, type TurnRecord } from './turn.ts';
import { type SpeakingParts, speakTurn } from './turn-speaking.ts';
import { thinkTurn } from './turn-thinking.ts';
import { lineMessages, turnMessages } from './user-messages.ts';

export type ConversationEvent = Extract<ShowEvent, { readonly type: 'turn' | 'clause' | 'words' }>;

export type SayOutcome =
  /** `notice`: taken, but with something the author should know. */
  | { readonly accepted: true; readonly turnId: TurnId; readonly notice?: UserMessage }
  | { readonly accepted: false; readonly reason: UserMessage };

export type TalkOutcome =
  { readonly accepted: true; readonly turnId: TurnId } | { readonly accepted: false; readonly why: 'busy' | 'closed' };

export interface Conversation {
  /** Never throws for a bad line: a refusal comes back in words. */
  say(line: { readonly author: string; readonly text: string }): SayOutcome;
  /**
   * The anchor talks by itself. Refused while anything else is said, thought of or waiting; the next line that is taken ends it at a word
   * ('cancelled', with words). The line itself is not moderated, what is said is.
   */
  talk(idle: IdleTalk): TalkOutcome;
  /** Drops every turn there is, for ever. Rejects (code 'stage-timeout') only when the stage does not confirm the silence; the turns are gone all the same. */
  cancel(): Promise<{ silentAfterMs: number }>;
  /** A waiting turn goes before those that are not pinned; pinned ones keep their order. False: it waits no longer. */
  pin(turnId: TurnId, pinned: boolean): boolean;
  /**
   * Drops one turn, also in the middle of a word; all others are answered, in their order. A turn whose clauses lay behind it on the stage begins anew.
   * False: it has ended already. Rejects as `cancel` does.
   */
  skip(turnId: TurnId): Promise<boolean>;
  readonly onEvent: Event<ConversationEvent>;
  /** Oldest first: the last finished ones, then the running and the waiting. */
  turns(): readonly TurnRecord[];
  readonly epoch: Epoch;
  /** Ends every turn and waits until nothing of them runs. */
  dispose(): Promise<void>;
}

export interface ConversationParts {
  readonly showId: ShowId;
  readonly brain: Brain;
  readonly feeling: Feeling;
  readonly voice: Voice;
  readonly stage: Stage;
  readonly moderator: Moderator;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits?: Partial<ConversationLimits>;
}

/** The one that speaks, and the next one, which may already think. */
const runningTurns = 2;

export function createConversation(parts: ConversationParts): Conversation {
  const { showId, stage, moderator, clock } = parts;
  const logger = parts.logger.child({ showId });
  const limits: ConversationLimits = { ...defaultLimits, ...parts.limits };
  const events = new Emitter<ConversationEvent>((error) => logger.error('a listener of the conversation threw', { error }));
  const disposal = new AbortController();
  const tasks = new Set<Promise<void>>();
  let running: Turn[] = [];
  let waiting: Turn[] = [];
  let finished: TurnRecord[] = [];
  let epoch: Epoch = 0;
  let turnCount = 0;
  /** Settles when the turn before has nothing more for the stage. */
  let lineFree: Promise<void> = Promise.resolve();

  const window = createStageWindow({
    places: 1 + limits.clausesAhead,
    graceMs: limits.stageGraceMs,
    calmMs: limits.calmStartMs,
    clock,
    onStalled(turnId) {
      logger.error('the stage stopped reporting', { turnId });
      const turn = findRunning(turnId);
      if (turn) abandon(turn);
      else window.releaseTurn(turnId);
    },
  });

  const speaking: SpeakingParts = {
    ...parts,
    logger,
    limits,
    window,
    onStage(turn, presence) {
      if (presence === 'away') enterState(turn, 'waiting', turnMessages.stageAway);
      else if (turn.state === 'waiting') enterState(turn, 'thinking');
    },
    onClause: (turn, news) => emit({ type: 'clause', turnId: turn.turnId, ...news }),
    onWords: ({ turnId }, clauseId, words) => emit({ type: 'words', turnId, clauseId, words }),
  };

  const subscriptions: Unsubscribe[] = [
    stage.onPresence((presence) => {
      if (presence !== 'here') loseStage();
    }),
    stage.onSpeechStarted(({ turnId, clauseId }) => {
      window.touch();
      window.started(clauseId);
      const turn = findRunning(turnId);
      if (turn?.state === 'thinking' || turn?.state === 'waiting') enterState(turn, 'speaking');
    }),
    stage.onSpeechEnded(({ clauseId }) => {
      window.release(clauseId);
      window.touch();
    }),
    stage.onTurnEnded(({ turnId, complete }) => {
      window.releaseTurn(turnId);
      const turn = findRunning(turnId);
      // one that has just begun anew has nothing there yet: what ended is its life before
      if (!turn || turn.clausesOnStage === 0) return;
      // Before its last clause is there the stage can only have dropped the turn.
      if (turn.produced.settled) turn.played.resolve(complete);
      else settle(turn, 'failed', turnMessages.stageFailed);
    }),
  ];

  const findRunning = (turnId: TurnId): Turn | undefined => running.find((turn) => turn.turnId === turnId);

  type Unstamped<T> = T extends unknown ? Omit<T, 'showId' | 'atMs'> : never;
  function emit(event: Unstamped<ConversationEvent>): void {
    events.emit({ showId, atMs: clock.wallNow(), ...event });
  }

  function enterState(turn: Turn, state: TurnState, reason?: UserMessage): void {
    turn.state = state;
    turn.reason = reason;
    const { turnId, author, text } = turn;
    const pinned = turn.pinned && state === 'queued' ? { pinned: true } : {};
    const kind = turn.idle ? { kind: 'idle' as const } : {};
    emit({ type: 'turn', turnId, epoch: turn.epoch, state, author, text, ...kind, ...pinned, ...(reason ? { reason } : {}) });
  }

  /** The only way into a terminal state. */
  function settle(turn: Turn, state: 'ended' | 'cancelled' | 'failed' | 'refused', reason?: UserMessage): void {
    if (isTerminalTurn(turn.state)) return;
    running = running.filter((other) => other !== turn);
    waiting = waiting.filter((other) => other !== turn);
    window.releaseTurn(turn.turnId);
    enterState(turn, state, reason);
    remember(turn);
    turn.controller.abort(new ConversationError('cancelled', `turn ${state}`));
    turn.feed.close();
    turn.produced.resolve();
    startNext();
  }

  function remember(turn: Turn): void {
    finished = [...finished, toTurnRecord(turn)].slice(-limits.rememberedTurns);
  }

  function endOnStage(turn: Turn): void {
    if (turn.clausesOnStage === 0 || turn.produced.settled) return;
    turn.produced.resolve();
    window.awaitEnd(turn.turnId);
    stage.endTurn(turn.turnId);
  }

  function startNext(): void {
    while (!disposal.signal.aborted && running.length < runningTurns) {
      const turn = waiting.shift();
      if (!turn) return;
      running.push(turn);
      enterState(turn, 'thinking');
      const free = lineFree;
      // one that is dropped while it waits for the line does not free it
      lineFree = Promise.all([free, turn.produced.promise]).then(() => {});
      const task = runTurn(turn, free).finally(() => tasks.delete(task));
      tasks.add(task);
    }
  }

  /** Never rejects. */
  async function runTurn(turn: Turn, free: Promise<void>): Promise<void> {
    const { signal } = turn.controller;
    const thinking = thinkTurn(turn, { ...parts, logger, limits });
    try {
      await untilAborted(free, signal);
      await speakTurn(turn, speaking);
      const thought = await untilAborted(thinking, signal);
      endOnStage(turn);
      const complete = turn.clausesOnStage === 0 || (await untilAborted(turn.played.promise, signal));
      if (thought.state === 'failed') settle(turn, 'failed', thought.reason);
      else if (!complete) settle(turn, 'failed', turnMessages.stageFailed);
      else if (turn.clausesOnStage === 0) settle(turn, 'refused', turnMessages.answerModerated);
      else settle(turn, 'ended');
    } catch (error) {
      if (!signal.aborted) {
        logger.error('turn failed', { turnId: turn.turnId, error });
        if (error instanceof ConversationError && error.code === 'stage-gone') settle(turn, 'failed', turnMessages.stageGone);
        else abandon(turn);
      }
    }
    await thinking;
  }

  /** The stage failed or fell silent: say so, and take nothing from it for granted. */
  function abandon(turn: Turn): void {
    try {
      endOnStage(turn);
    } catch (error) {
      logger.warn('the stage did not take the end of a turn', { turnId: turn.turnId, error });
    }
    settle(turn, 'failed', turnMessages.stageFailed);
  }

  function dropAll(): void {
    const dropped = [...running, ...waiting];
    running = [];
    waiting = [];
    lineFree = Promise.resolve();
    window.clear();
    for (const turn of dropped) settle(turn, 'cancelled');
  }

  /** The same line as a turn of the present epoch. A turn that the audience's screen has heard of ends, and another takes its place. */
  function renew(turn: Turn): Turn {
    if (turn.clausesOnStage === 0) return beginAnew(turn);
    settle(turn, 'cancelled');
    return again(turn, nextTurnId());
  }

  /** Under the same name: nobody has heard anything of it. */
  function beginAnew(turn: Turn, reason?: UserMessage): Turn {
    turn.controller.abort(new ConversationError('cancelled', 'the turn begins anew'));
    turn.feed.close();
    turn.produced.resolve();
    window.releaseTurn(turn.turnId);
    return again(turn, turn.turnId, reason);
  }

  function again({ turnId: insteadOf, author, text, atMs, pinned, losses }: Turn, turnId: TurnId, reason?: UserMessage): Turn {
    const turn = Object.assign(createTurn({ turnId, epoch, insteadOf }, { author, text, atMs }), { pinned, losses });
    enterState(turn, 'queued', reason);
    return turn;
  }

  /** The stage died: what was heard of a turn cannot go on, what nobody heard is said when it is back. */
  function loseStage(): void {
    const { kept, unheard, broken } = sortLosses(running);
    const held = waiting;
    // nobody starts before everything is in its place
    waiting = [];
    running = [...kept, ...broken];
    for (const turn of broken) settle(turn, 'failed', turnMessages.stageFailed);
    for (const turn of unheard) turn.losses += 1;
    const renewed = unheard.map((turn) => beginAnew(turn, turnMessages.stageAway));
    if (renewed.length > 0) lineFree = Promise.resolve();
    waiting = [...renewed, ...held];
    startNext();
  }

  /** The stage can only be cleared as a whole: what was to be said after the turn is made again. */
  async function clearStageOf(turn: Turn): Promise<void> {
    const cancelled = epoch;
    epoch += 1;
    const others = running.filter((other) => other !== turn);
    const held = waiting;
    for (const other of held) other.epoch = epoch;
    // nobody starts before everything is in its place
    running = [];
    waiting = [];
    lineFree = Promise.resolve();
    window.clear();
    settle(turn, 'cancelled');
    waiting = [...others.map(renew), ...held];
    startNext();
    await silenceOf(cancelled);
  }

  function silenceOf(cancelled: Epoch): Promise<{ silentAfterMs: number }> {
    const timeout = (): Error => new ConversationError('stage-timeout', 'the programme did not confirm the silence');
    return settleWithin(stage.cancel(cancelled), clock, disposal.signal, limits.stageCancelMs, timeout);
  }

  /** Whoever asks goes before the anchor's own talk. */
  function makeWay(): void {
    for (const turn of [...running, ...waiting]) {
      if (!turn.idle) continue;
      try {
        if (turn.clausesOnStage > 0) stage.yieldTurn(turn.turnId);
      } catch (error) {
        logger.warn('the stage did not take the end of a turn', { turnId: turn.turnId, error });
      }
      settle(turn, 'cancelled', turnMessages.yielded);
    }
  }

  function newTurn(line: { author: string; text: string; idle?: IdleTalk }): Turn {
    return createTurn({ turnId: nextTurnId(), epoch }, { ...line, atMs: clock.wallNow() });
  }

  function nextTurnId(): TurnId {
    turnCount += 1;
    return asTurnId(`turn-${turnCount}`);
  }

  /** A refused line is seen in the studio as a turn that never began. */
  function refuse(line: { author: string; text: string }, reason: UserMessage): SayOutcome {
    const turn = newTurn(line);
    enterState(turn, 'refused', reason);
    remember(turn);
    return { accepted: false, reason };
  }

  return {
    get epoch() {
      return epoch;
    },
    onEvent: events.event,
    say({ author, text }) {
      if (disposal.signal.aborted) return { accepted: false, reason: lineMessages.closed };
      const cleaned = cleanLine(text, limits);
      let name = cleanAuthor(author);
      if (!moderator.check('in', name).allowed) name = cleanAuthor('');
      if (cleaned.state === 'refused') {
        if (cleaned.reason === lineMessages.empty) return { accepted: false, reason: cleaned.reason };
        return refuse(
          { author: name, text: cutAt(cleanText(text.slice(0, 4 * limits.answeredCharacters)), limits.answeredCharacters) },
          cleaned.reason,
        );
      }
      const line = { author: name, text: cleaned.text };
      const verdict = moderator.check('in', line.text);
      if (!verdict.allowed) return refuse(line, verdict.reason);
      if (waiting.length >= limits.queuedTurns) return refuse(line, lineMessages.queueFull(waiting.length));
      const turn = newTurn(line);
      waiting.push(turn);
      enterState(turn, 'queued', cleaned.notice);
      makeWay();
      startNext();
      return { accepted: true, turnId: turn.turnId, ...(cleaned.notice ? { notice: cleaned.notice } : {}) };
    },
    talk(idle) {
      if (disposal.signal.aborted) return { accepted: false, why: 'closed' };
      if (running.length + waiting.length > 0 || stage.presence() !== 'here') return { accepted: false, why: 'busy' };
      const turn = newTurn({ author: '', text: idle.from === 'script' ? idle.text : '', idle });
      waiting.push(turn);
      enterState(turn, 'queued');
      startNext();
      return { accepted: true, turnId: turn.turnId };
    },
    async cancel() {
      const cancelled = epoch;
      epoch += 1;
      dropAll();
      return silenceOf(cancelled);
    },
    pin(turnId, pinned) {
      const turn = waiting.find((one) => one.turnId === turnId);
      if (!turn) return false;
      turn.pinned = pinned;
      const order = (ones: readonly Turn[]): Turn[] => ones.toSorted((a, b) => a.atMs - b.atMs);
      waiting = [...order(waiting.filter((one) => one.pinned)), ...order(waiting.filter((one) => !one.pinned))];
      enterState(turn, 'queued', turn.reason);
      return true;
    },
    async skip(turnId) {
      const turn = [...running, ...waiting].find((one) => one.turnId === turnId);
      if (!turn) return false;
      if (turn.clausesOnStage > 0) await clearStageOf(turn);
      else settle(turn, 'cancelled');
      return true;
    },
    turns: () => [...finished, ...running.map(toTurnRecord), ...waiting.map(toTurnRecord)],
    async dispose() {
      if (!disposal.signal.aborted) {
        disposal.abort(new ConversationError('disposed', 'the conversation has ended'));
        for (const unsubscribe of subscriptions) unsubscribe();
        dropAll();
      }
      await Promise.all(tasks);
      events.clear();
    },
  };
}
