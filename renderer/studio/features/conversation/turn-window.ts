/**
 * What the window holds of all turns: a stretch without a gap, of bounded length. At its end it either meets the live ones, or there are newer ones to ask for;
 * at its start there may be older ones. Everything else stays in the studio's storage. Pure.
 */
import type { PastTurnView, TurnPageRequest, TurnPageView, TurnView } from '../../../../main/api/contract/turns.ts';

export interface TurnWindow {
  /** Oldest first. */
  readonly held: readonly PastTurnView[];
  /** `first`: nothing is older than what is held. */
  readonly start: 'first' | 'more';
  /** `live`: the live turns follow what is held. */
  readonly end: 'live' | 'more';
  /** As the last snapshot told them. */
  readonly live: readonly TurnView[];
  /** How many live turns have come so far. */
  readonly arrived: number;
  /** When each show began, of those that were told. */
  readonly shows: ReadonlyMap<string, number>;
}

/** `start`: from the very first turn; `end`: back to the live ones. */
export type WayOfTurns = 'older' | 'newer' | 'start' | 'end';
export type TurnQuestion = Pick<TurnPageRequest, 'direction' | 'from'>;

export const mostHeld = 1000;

export const emptyWindow: TurnWindow = { held: [], start: 'more', end: 'live', live: [], arrived: 0, shows: new Map() };

export const keyOfTurn = ({ showId, turnId }: Pick<PastTurnView, 'showId' | 'turnId'>): string => `${showId} ${turnId}`;

/** Everything that can be scrolled through now, oldest first. */
export const turnsOf = ({ held, end, live }: TurnWindow): readonly PastTurnView[] => (end === 'more' ? held : [...held, ...live]);

/** A new snapshot. The same window where it makes no difference to the eye. What is live no more goes over to what is held. */
export function withLive(window: TurnWindow, live: readonly TurnView[]): TurnWindow {
  const before = window.live;
  if (before === live) return window;
  if (before.length === live.length && before.every((turn, index) => isSame(turn, live[index]))) return window;
  const now = new Set(live.map(keyOfTurn));
  const was = new Set(before.map(keyOfTurn));
  const came = live.filter((turn) => !was.has(keyOfTurn(turn))).length;
  const next = { ...window, live, arrived: window.arrived + came };
  if (window.end === 'more') return next;
  if (before.length === 0) return apart(next);
  // so much came at once that some was never seen here: what is stored has it
  if (came === live.length) return { ...next, held: [], start: 'more' };
  const gone = before.filter((turn) => !now.has(keyOfTurn(turn)));
  return bounded(apart({ ...next, held: [...window.held, ...gone] }), 'start');
}

/** What to ask the studio for to go that way. */
export function questionFor(window: TurnWindow, way: WayOfTurns): TurnQuestion {
  switch (way) {
    case 'start':
      return { direction: 'newer', from: null };
    case 'end':
      return { direction: 'older', from: null };
    case 'older':
      return { direction: 'older', from: placeOf(turnsOf(window)[0]) };
    case 'newer':
      return { direction: 'newer', from: placeOf(window.held.at(-1)) };
    default:
      return way satisfies never;
  }
}

/** The answer. One to a question that would be asked otherwise by now is left: it would make a gap. */
export function withPage(window: TurnWindow, way: WayOfTurns, question: TurnQuestion, page: TurnPageView): TurnWindow {
  if (!isSamePlace(questionFor(window, way).from, question.from)) return window;
  const shows = new Map([...window.shows, ...page.shows.map(({ showId, startedAtMs }) => [showId, startedAtMs] as const)]);
  const next = { ...window, shows };
  // an empty page that promises more would be asked for for ever
  const more = page.more && page.turns.length > 0;
  switch (way) {
    case 'end':
      return apart({ ...next, held: page.turns, start: more ? 'more' : 'first', end: 'live' });
    case 'older':
      return bounded({ ...next, held: [...page.turns, ...window.held], start: more ? 'more' : 'first' }, 'end');
    case 'start':
      return apart({ ...next, held: page.turns, start: 'first', end: meetsLive(window, page, more) });
    case 'newer':
      return bounded(apart({ ...next, held: [...window.held, ...page.turns], end: meetsLive(window, page, more) }), 'start');
    default:
      return way satisfies never;
  }
}

function meetsLive({ live }: TurnWindow, page: TurnPageView, more: boolean): 'live' | 'more' {
  const now = new Set(live.map(keyOfTurn));
  return !more || page.turns.some((turn) => now.has(keyOfTurn(turn))) ? 'live' : 'more';
}

/** No turn is both held and live: a live one still changes. */
function apart(window: TurnWindow): TurnWindow {
  if (window.end === 'more') return window;
  const now = new Set(window.live.map(keyOfTurn));
  return { ...window, held: window.held.filter((turn) => !now.has(keyOfTurn(turn))) };
}

/** Turns that are too many go at that side, and can be asked for again. */
function bounded(window: TurnWindow, side: 'start' | 'end'): TurnWindow {
  const { held } = window;
  if (held.length <= mostHeld) return window;
  return side === 'start'
    ? { ...window, held: held.slice(-mostHeld), start: 'more' }
    : { ...window, held: held.slice(0, mostHeld), end: 'more' };
}

const placeOf = (turn: PastTurnView | undefined): TurnQuestion['from'] =>
  turn === undefined ? null : { atMs: Math.round(turn.atMs), showId: turn.showId, turnId: turn.turnId };

const isSamePlace = (a: TurnQuestion['from'], b: TurnQuestion['from']): boolean =>
  a === b || (a !== null && b !== null && keyOfTurn(a) === keyOfTurn(b));

const isSame = (a: TurnView, b: TurnView | undefined): boolean =>
  b !== undefined &&
  a.turnId === b.turnId &&
  a.showId === b.showId &&
  a.state === b.state &&
  a.reply === b.reply &&
  a.text === b.text &&
  a.reason?.en === b.reason?.en;
