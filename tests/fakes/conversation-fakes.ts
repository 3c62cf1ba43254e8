/** Hand-written stand-ins for the conversation's ports. Every step is the test's: nothing here waits by itself. */
import type { ClauseId, TurnId } from '../../main/contract/ids.ts';
import { type Expression, neutralExpression } from '../../main/contract/speech.ts';
import type {
  Brain,
  ClauseCut,
  Feeling,
  SpokenClause,
  Stage,
  StagePresence,
  TurnContext,
  Voice,
  VoiceItem,
} from '../../main/conversation/ports.ts';
import type { Clock } from '../../main/kernel/clock.ts';
import { Emitter } from '../../main/kernel/emitter.ts';

/** Lets everything that can go on without outside help go on. */
export async function settled(): Promise<void> {
  for (let round = 0; round < 3; round += 1) await new Promise<void>((resolve) => setImmediate(resolve));
}

export interface ManualClock extends Clock {
  advance(ms: number): void;
  readonly pending: number;
}

export function createManualClock(): ManualClock {
  let time = 0;
  const timers = new Set<{ readonly at: number; readonly fn: () => void }>();
  return {
    now: () => time,
    wallNow: () => 1_700_000_000_000 + time,
    after(delayMs, fn) {
      const timer = { at: time + delayMs, fn };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    advance(ms) {
      const until = time + ms;
      for (;;) {
        const next = [...timers].filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        timers.delete(next);
        time = next.at;
        next.fn();
      }
      time = until;
    },
    get pending() {
      return timers.size;
    },
  };
}

/** A stream that the test feeds. With `deaf` it ignores the abort, as a hung engine does. */
export interface FedStream<T> {
  readonly signal: AbortSignal;
  give(...items: T[]): void;
  end(): void;
  fail(error?: unknown): void;
  readonly open: boolean;
}

function createFedStream<T>(signal: AbortSignal, deaf: boolean): FedStream<T> & { readonly items: AsyncIterable<T> } {
  const buffer: T[] = [];
  let outcome: { readonly error?: unknown } | null = null;
  let wake: () => void = () => {};
  if (!deaf) signal.addEventListener('abort', () => wake(), { once: true });
  async function* read(): AsyncGenerator<T> {
    for (;;) {
      if (!deaf && signal.aborted) throw signal.reason;
      const item = buffer.shift();
      if (item !== undefined) yield item;
      else if (outcome) {
        if ('error' in outcome) throw outcome.error;
        return;
      } else await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  const finish = (how: { readonly error?: unknown }): void => {
    outcome ??= how;
    wake();
  };
  return {
    signal,
    items: read(),
    give(...items) {
      buffer.push(...items);
      wake();
    },
    end: () => finish({}),
    fail: (error = new Error('scripted failure')) => finish({ error }),
    get open() {
      return outcome === null && !signal.aborted;
    },
  };
}

export type BrainCall = FedStream<string> & {
  readonly turn: TurnContext;
  readonly line: { readonly author: string; readonly text: string; readonly idleRound?: number };
};

/** Without `reply` every answer is fed by the test; with it each line is answered at once. */
export function createFakeBrain(
  options: { readonly reply?: (text: string) => string; readonly deaf?: boolean } = {},
): Brain & { readonly calls: BrainCall[] } {
  const calls: BrainCall[] = [];
  return {
    calls,
    answer(turn, line, signal) {
      const stream = createFedStream<string>(signal, options.deaf ?? false);
      const call = Object.assign(Object.create(stream) as FedStream<string>, { turn: { turnId: turn.turnId, epoch: turn.epoch }, line });
      calls.push(call);
      if (options.reply) {
        stream.give(options.reply(line.text));
        stream.end();
      }
      return stream.items;
    },
  };
}

export type VoiceCall = FedStream<VoiceItem> & { readonly turn: TurnContext; readonly clause: SpokenClause };

/** Without `instant` every clause is fed by the test. */
export function createFakeVoice(
  options: { readonly languages?: readonly string[]; readonly instant?: boolean; readonly deaf?: boolean } = {},
): Voice & { readonly calls: VoiceCall[] } {
  const { languages = ['en', 'zh'] } = options;
  const calls: VoiceCall[] = [];
  return {
    calls,
    canSpeak: (lang) => languages.includes(lang),
    speak(turn, clause, signal) {
      const stream = createFedStream<VoiceItem>(signal, options.deaf ?? false);
      const call = Object.assign(Object.create(stream) as FedStream<VoiceItem>, {
        turn: { turnId: turn.turnId, epoch: turn.epoch },
        clause,
      });
      calls.push(call);
      if (options.instant) speakAll(call);
      return stream.items;
    },
  };
}

let streamCount = 0;
/** A voice's whole output for one clause. */
export function speakAll(call: VoiceCall, durationMs = 500): void {
  streamCount += 1;
  call.give({ type: 'started', marks: [], streamId: `stream-${streamCount}` }, { type: 'marks', marks: [] }, { type: 'done', durationMs });
  call.end();
}

export function createFakeFeeling(expression: Expression = neutralExpression): Feeling & { readonly texts: string[] } {
  const texts: string[] = [];
  return {
    texts,
    express: (_turn, clause) => {
      texts.push(clause.text);
      return Promise.resolve(expression);
    },
  };
}

export interface StagedClause extends SpokenClause {
  readonly turnId: TurnId;
  readonly epoch: number;
  readonly index: number;
  readonly streamId: string | null;
}

export interface FakeStage extends Stage {
  readonly enqueued: StagedClause[];
  readonly marked: ClauseId[];
  readonly ended: { readonly clauseId: ClauseId; readonly failed: boolean }[];
  readonly endedTurns: TurnId[];
  readonly yieldedTurns: TurnId[];
  readonly cancels: number[];
  readonly cuts: { readonly clauseId: ClauseId; readonly boundariesMs: readonly number[] }[];
  /** What a cut finds; throws to say that nothing is known. Without it the last boundary is taken. */
  cutAs: ((clauseId: ClauseId, boundariesMs: readonly number[]) => ClauseCut) | null;
  /** Voiced clauses waiting or playing, in order. */
  readonly queue: StagedClause[];
  speechStarted(clauseId?: ClauseId): void;
  speechEnded(clauseId?: ClauseId, complete?: boolean): void;
  turnEnded(turnId: TurnId, complete?: boolean): void;
  /** The process behind it died, is back, or was given up: clauses that are there are lost. */
  become(presence: StagePresence): void;
  /** Plays everything that is there, reports the ends of turns that are through. */
  playAll(): void;
  cancelAnswers: boolean;
}

export function createFakeStage(): FakeStage {
  const started = new Emitter<{ turnId: TurnId; clauseId: ClauseId }>();
  const ended = new Emitter<{ turnId: TurnId; clauseId: ClauseId; complete: boolean }>();
  const turnEnded = new Emitter<{ turnId: TurnId; complete: boolean }>();
  const presences = new Emitter<StagePresence>();
  let presence: StagePresence = 'here';
  const reported = new Set<TurnId>();
  const stage: FakeStage = {
    enqueued: [],
    marked: [],
    ended: [],
    endedTurns: [],
    yieldedTurns: [],
    cancels: [],
    cuts: [],
    cutAs: null,
    queue: [],
    cancelAnswers: true,
    presence: () => presence,
    onPresence: presences.event,
    become(next) {
      presence = next;
      const lost = new Set(stage.queue.splice(0).map(({ turnId }) => turnId));
      presences.emit(next);
      for (const turnId of lost) turnEnded.emit({ turnId, complete: false });
    },
    enqueue(turn, clause) {
      const staged = { ...clause, turnId: turn.turnId, epoch: turn.epoch };
      stage.enqueued.push(staged);
      if (clause.streamId !== null) stage.queue.push(staged);
    },
    marks: (clauseId) => void stage.marked.push(clauseId),
    clauseEnd: (clauseId, failed) => void stage.ended.push({ clauseId, failed }),
    cutClause: async (clauseId, boundariesMs) => {
      stage.cuts.push({ clauseId, boundariesMs });
      return stage.cutAs?.(clauseId, boundariesMs) ?? { keptMs: boundariesMs.at(-1) ?? 0, boundary: boundariesMs.length - 1 };
    },
    endTurn: (turnId) => void stage.endedTurns.push(turnId),
    yieldTurn(turnId) {
      stage.yieldedTurns.push(turnId);
      // what is heard of it ends by itself, at a word
      stage.queue.splice(0, stage.queue.length, ...stage.queue.filter((clause) => clause.turnId !== turnId));
    },
    cancel(epoch) {
      stage.cancels.push(epoch);
      stage.queue.splice(0, stage.queue.length, ...stage.queue.filter((clause) => clause.epoch > epoch));
      return stage.cancelAnswers ? Promise.resolve({ silentAfterMs: 12 }) : new Promise(() => {});
    },
    onSpeechStarted: started.event,
    onSpeechEnded: ended.event,
    onTurnEnded: turnEnded.event,
    speechStarted(clauseId = stage.queue[0]?.clauseId) {
      const clause = stage.queue.find((other) => other.clauseId === clauseId);
      if (clause) started.emit({ turnId: clause.turnId, clauseId: clause.clauseId });
    },
    speechEnded(clauseId = stage.queue[0]?.clauseId, complete = true) {
      const at = stage.queue.findIndex((other) => other.clauseId === clauseId);
      const [clause] = at < 0 ? [] : stage.queue.splice(at, 1);
      if (clause) ended.emit({ turnId: clause.turnId, clauseId: clause.clauseId, complete });
    },
    turnEnded(turnId, complete = true) {
      reported.add(turnId);
      turnEnded.emit({ turnId, complete });
    },
    playAll() {
      while (stage.queue.length > 0) {
        stage.speechStarted();
        stage.speechEnded();
      }
      for (const turnId of stage.endedTurns) if (!reported.has(turnId)) stage.turnEnded(turnId);
    },
  };
  return stage;
}
