/**
 * When the anchor may talk by itself. Pure: state and event in, state out. At most one talk at a time, never while a viewer's line is open, never while
 * something holds it (off air, the slate, somebody at the microphone, switched off); a full interval of quiet lies before each, the longest one after a cancel.
 */

export interface IdleInterval {
  readonly minMs: number;
  readonly maxMs: number;
}

export interface IdleSchedule {
  /** null: switched off. */
  readonly interval: IdleInterval | null;
  /** Open turns of viewers. */
  readonly lines: ReadonlySet<string>;
  /** The open turn of the anchor's own talk; 'asked': it is about to begin. */
  readonly talk: string | null;
  readonly holds: ReadonlySet<IdleHold>;
  /** A cancel asked for silence until then. */
  readonly notBeforeMs: number;
  /** null: nothing is planned. */
  readonly dueMs: number | null;
}

/** Why the anchor keeps quiet whatever the time. */
export type IdleHold = 'off-air' | 'slate' | 'panic' | 'microphone';

/** `chance`: 0..1, from whoever draws lots. */
export type IdleEvent =
  | { readonly type: 'set'; readonly interval: IdleInterval | null; readonly nowMs: number; readonly chance: number }
  | { readonly type: 'opened'; readonly turnId: string; readonly by: 'viewer' | 'anchor' }
  | { readonly type: 'closed'; readonly turnId: string; readonly nowMs: number; readonly chance: number }
  | { readonly type: 'cancelled'; readonly nowMs: number }
  | { readonly type: 'hold'; readonly why: IdleHold }
  | { readonly type: 'release'; readonly why: IdleHold; readonly nowMs: number; readonly chance: number }
  /** The time has come, as far as its timer knows. */
  | { readonly type: 'time'; readonly nowMs: number }
  /** The talk that was asked for did not begin. */
  | { readonly type: 'declined'; readonly nowMs: number; readonly chance: number };

export const restingSchedule: IdleSchedule = Object.freeze({
  interval: null,
  lines: new Set<string>(),
  talk: null,
  holds: new Set<IdleHold>(['off-air']),
  notBeforeMs: -Infinity,
  dueMs: null,
});

/** `talk: 'asked'` in the new state, and not in the old one: begin one now. */
export function advanceSchedule(state: IdleSchedule, event: IdleEvent): IdleSchedule {
  switch (event.type) {
    case 'set':
      return replanned({ ...state, interval: event.interval }, event);
    case 'opened':
      if (event.by === 'anchor') return { ...state, talk: event.turnId, dueMs: null };
      return { ...state, lines: new Set([...state.lines, event.turnId]), dueMs: null };
    case 'closed': {
      if (state.talk !== event.turnId && !state.lines.has(event.turnId)) return state;
      const lines = new Set([...state.lines].filter((turnId) => turnId !== event.turnId));
      return replanned({ ...state, lines, talk: state.talk === event.turnId ? null : state.talk }, event);
    }
    case 'cancelled': {
      // what it drops closes by itself, before or after this
      const notBeforeMs = event.nowMs + (state.interval?.maxMs ?? 0);
      return { ...state, notBeforeMs, dueMs: state.dueMs === null ? null : notBeforeMs };
    }
    case 'hold':
      return { ...state, holds: new Set([...state.holds, event.why]), dueMs: null };
    case 'release': {
      if (!state.holds.has(event.why)) return state;
      return replanned({ ...state, holds: new Set([...state.holds].filter((why) => why !== event.why)) }, event);
    }
    case 'time':
      if (state.dueMs === null || event.nowMs < state.dueMs || !isFree(state)) return state;
      return { ...state, talk: 'asked', dueMs: null };
    case 'declined':
      return state.talk === 'asked' ? replanned({ ...state, talk: null }, event) : state;
    default:
      return event satisfies never;
  }
}

function isFree({ interval, lines, talk, holds }: IdleSchedule): boolean {
  return interval !== null && lines.size === 0 && talk === null && holds.size === 0;
}

function replanned(state: IdleSchedule, { nowMs, chance }: { readonly nowMs: number; readonly chance: number }): IdleSchedule {
  const { interval } = state;
  if (!isFree(state) || interval === null) return { ...state, dueMs: null };
  return { ...state, dueMs: Math.max(state.notBeforeMs, nowMs + interval.minMs + chance * (interval.maxMs - interval.minMs)) };
}
