/** Carries the idle schedule out over one studio: keeps its timer, picks what is said, and remembers what was not said to its end. */
import { isTerminalTurn, type ShowEvent } from '../contract/show-events.ts';
import type { Clock } from '../kernel/clock.ts';
import { advanceSchedule, restingSchedule, type IdleEvent, type IdleSchedule } from './idle-schedule.ts';
import { createScriptDeck, type ScriptDeck } from './script-deck.ts';
import type { IdleSettings } from './settings.ts';

/** As the conversation takes it. */
export type Talk =
  { readonly from: 'script'; readonly text: string } | { readonly from: 'model'; readonly prompt: string; readonly round: number };

export interface IdleTalkOptions {
  readonly clock: Clock;
  /** 0 up to, not including, 1. */
  readonly chance: () => number;
  /** Begins a talk; null: not now. */
  readonly talk: (talk: Talk) => { readonly turnId: string } | null;
  readonly onChange: () => void;
}

export interface IdleTalk {
  set(settings: IdleSettings): void;
  note(event: ShowEvent): void;
  /** Silence until `resume`: everything was stopped at once. */
  panic(): void;
  resume(): void;
  /** Begins a talk at once, if nothing is said or asked. */
  now(): 'begun' | 'busy' | 'nothing-to-say';
  /** In so many milliseconds; null: none is planned. */
  readonly dueInMs: number | null;
  /** Lines that are left before all were said; null: no script is on. */
  readonly linesLeft: number | null;
  dispose(): void;
}

/** So much of what the model said by itself is told to it again, so that it says something else. */
const rememberedTalks = 6;
const rememberedCharacters = 120;

export function createIdleTalk({ clock, chance, talk, onChange }: IdleTalkOptions): IdleTalk {
  let settings: IdleSettings | null = null;
  let schedule: IdleSchedule = restingSchedule;
  let deck: ScriptDeck = createScriptDeck([], 'sequential', chance);
  let said: string[] = [];
  let round = 0;
  let open: { readonly turnId: string; readonly line: string | null; text: string } | null = null;
  let stopTimer: (() => void) | null = null;

  const lot = (): { nowMs: number; chance: number } => ({ nowMs: clock.now(), chance: chance() });

  function apply(event: IdleEvent): void {
    const before = schedule;
    schedule = advanceSchedule(before, event);
    if (schedule.talk === 'asked' && before.talk !== 'asked') begin();
    if (schedule.dueMs === before.dueMs) return;
    stopTimer?.();
    stopTimer = null;
    const { dueMs } = schedule;
    // a timer may fire a fraction of a millisecond early
    const onTime = (): void => apply({ type: 'time', nowMs: Math.max(clock.now(), dueMs ?? 0) });
    if (dueMs !== null) stopTimer = clock.after(Math.max(0, dueMs - clock.now()), onTime);
    onChange();
  }

  function begin(): void {
    const line = settings?.source === 'script' ? deck.next() : null;
    const what = settings === null ? null : whatToSay(settings, line);
    const begun = what && talk(what);
    if (!begun) {
      if (line !== null) deck.putBack(line);
      return apply({ type: 'declined', ...lot() });
    }
    round += 1;
    open = { turnId: begun.turnId, line, text: '' };
    // it may be over already
    if (schedule.talk === 'asked') schedule = { ...schedule, talk: begun.turnId };
  }

  function whatToSay(now: IdleSettings, line: string | null): Talk | null {
    if (now.source === 'script') return line === null ? null : { from: 'script', text: line };
    return now.source === 'model' ? { from: 'model', prompt: promptFor(now, said), round } : null;
  }

  function noteTurn(event: Extract<ShowEvent, { type: 'turn' }>): void {
    const by = event.kind === 'idle' ? 'anchor' : 'viewer';
    if (!isTerminalTurn(event.state)) {
      if (event.state === 'queued') apply({ type: 'opened', turnId: event.turnId, by });
      return;
    }
    if (open?.turnId === event.turnId) {
      if (event.state === 'cancelled' && open.line !== null) deck.putBack(open.line);
      if (open.line === null && open.text !== '') said = [...said, open.text.slice(0, rememberedCharacters)].slice(-rememberedTalks);
      open = null;
    }
    apply({ type: 'closed', turnId: event.turnId, ...lot() });
  }

  return {
    set(next) {
      const before = settings;
      settings = next;
      if (before?.lines.join('\n') !== next.lines.join('\n') || before.order !== next.order) {
        deck = createScriptDeck(next.lines, next.order, chance);
        if (open) open = { ...open, line: null };
      }
      const { source, minSeconds, maxSeconds } = next;
      const silent = source === 'off' || (source === 'script' && next.lines.length === 0);
      apply({ type: 'set', interval: silent ? null : { minMs: minSeconds * 1000, maxMs: maxSeconds * 1000 }, ...lot() });
    },
    note(event) {
      if (event.type === 'turn') noteTurn(event);
      else if (event.type === 'clause') {
        if (open?.turnId === event.turnId) open.text += event.text;
      } else if (event.type === 'cancelled') apply({ type: 'cancelled', nowMs: clock.now() });
      else if (event.type === 'show') {
        if (event.state === 'on-air') apply({ type: 'release', why: 'off-air', ...lot() });
        else {
          apply({ type: 'hold', why: 'off-air' });
          if (event.state !== 'off') return;
          said = [];
          // a new show begins without what the last one was left in
          apply({ type: 'release', why: 'panic', ...lot() });
        }
      } else if (event.type === 'source') {
        if (event.state === 'live') apply({ type: 'release', why: 'slate', ...lot() });
        else apply({ type: 'hold', why: 'slate' });
      } else if (event.type === 'hearing') {
        // whoever speaks would be talked over, and no longer listened to
        if (event.state === 'speech' || event.state === 'transcribing') apply({ type: 'hold', why: 'microphone' });
        else apply({ type: 'release', why: 'microphone', ...lot() });
      }
    },
    panic: () => apply({ type: 'hold', why: 'panic' }),
    resume: () => apply({ type: 'release', why: 'panic', ...lot() }),
    now() {
      if (schedule.lines.size > 0 || schedule.talk !== null || schedule.holds.size > 0) return 'busy';
      if (schedule.interval === null) return 'nothing-to-say';
      schedule = { ...schedule, dueMs: clock.now() };
      apply({ type: 'time', nowMs: clock.now() });
      return open ? 'begun' : 'nothing-to-say';
    },
    get dueInMs() {
      return schedule.dueMs === null ? null : Math.max(0, schedule.dueMs - clock.now());
    },
    get linesLeft() {
      return settings?.source === 'script' ? deck.left : null;
    },
    dispose() {
      stopTimer?.();
      stopTimer = null;
      schedule = restingSchedule;
    },
  };
}

/** What a language model is asked. Engines that do not read go by the round. */
export function promptFor({ topic, lang }: Pick<IdleSettings, 'topic' | 'lang'>, said: readonly string[]): string {
  const before = said.map((text) => `- ${text}`).join('\n');
  if (lang === 'zh')
    return [
      '（现在没有观众发言。请主动对观众说两三句自然的口语，不要打招呼，不要提问，不要说没有人发言。）',
      topic === '' ? '' : `话题：${topic}`,
      before === '' ? '' : `刚才已经说过下面这些，请换个内容：\n${before}`,
    ]
      .filter((part) => part !== '')
      .join('\n');
  return [
    '(Nobody has written for a while. Say two or three natural spoken sentences to the audience by yourself. No greeting, no question, and do not mention that nobody writes.)',
    topic === '' ? '' : `Topic: ${topic}`,
    before === '' ? '' : `This was said already, so say something else:\n${before}`,
  ]
    .filter((part) => part !== '')
    .join('\n');
}
