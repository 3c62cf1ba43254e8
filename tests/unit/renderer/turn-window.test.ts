/** What the window holds of all turns: a stretch without a gap or a double, bounded, that meets the live ones or says that it does not. */
import { describe, expect, it } from 'vitest';
import type { PastTurnView, TurnPageView, TurnView } from '../../../main/api/contract/turns.ts';
import { probableHeight, rowsOf } from '../../../renderer/studio/features/conversation/turn-rows.ts';
import {
  emptyWindow,
  mostHeld,
  questionFor,
  turnsOf,
  withLive,
  withPage,
  type TurnQuestion,
  type TurnWindow,
  type WayOfTurns,
} from '../../../renderer/studio/features/conversation/turn-window.ts';

const turn = (n: number, showId = 'a', more: Partial<TurnView> = {}): TurnView => ({
  showId,
  turnId: `turn-${n}`,
  author: 'ann',
  text: `line ${n}`,
  state: 'ended',
  reply: '',
  atMs: 1000 + n + 0.4,
  ...more,
});
const range = (from: number, until: number): TurnView[] => Array.from({ length: until - from }, (_, index) => turn(from + index));
const numbers = (window: TurnWindow): number[] => turnsOf(window).map(({ turnId }) => Number(turnId.slice(5)));

/** A studio that has stored so many turns. */
function storage(count: number, pageSize = 100) {
  const all: PastTurnView[] = range(0, count);
  return {
    answer({ direction, from }: TurnQuestion): TurnPageView {
      const at = from === null ? (direction === 'older' ? all.length : -1) : all.findIndex(({ turnId }) => turnId === from.turnId);
      const turns = direction === 'older' ? all.slice(Math.max(0, at - pageSize), at) : all.slice(at + 1, at + 1 + pageSize);
      const more = direction === 'older' ? at > pageSize : at + 1 + pageSize < all.length;
      return { turns, more, shows: [{ showId: 'a', startedAtMs: 500 }] };
    },
  };
}

function go(window: TurnWindow, way: WayOfTurns, from: ReturnType<typeof storage>, times = 1): TurnWindow {
  let next = window;
  for (let time = 0; time < times; time += 1) {
    const question = questionFor(next, way);
    next = withPage(next, way, question, from.answer(question));
  }
  return next;
}

describe('the window onto all turns', () => {
  it('goes back page by page from the live ones to the first, without a gap or a double', () => {
    const stored = storage(450);
    const live = withLive(emptyWindow, range(250, 450));
    const once = go(live, 'older', stored);
    expect(questionFor(live, 'older').from).toEqual({ atMs: 1250, showId: 'a', turnId: 'turn-250' });
    expect(numbers(once)).toEqual(range(150, 450).map((_, index) => 150 + index));
    expect(once.start).toBe('more');
    const all = go(once, 'older', stored, 2);
    expect(numbers(all)).toEqual(Array.from({ length: 450 }, (_, index) => index));
    expect([all.start, all.end]).toEqual(['first', 'live']);
  });

  it('holds no more than its bound: what is farthest away goes, and comes again on the way back', () => {
    const stored = storage(5000);
    const far = go(withLive(emptyWindow, range(4800, 5000)), 'older', stored, 15);
    expect(far.held).toHaveLength(mostHeld);
    expect([numbers(far)[0], numbers(far).at(-1)]).toEqual([3300, 4299]);
    expect(far.end).toBe('more');
    const back = go(far, 'newer', stored, 6);
    expect(back.held.length).toBeLessThanOrEqual(mostHeld);
    expect([back.end, back.start]).toEqual(['live', 'more']);
    const shown = numbers(back);
    expect(shown.at(-1)).toBe(4999);
    expect(shown).toEqual(shown.map((_, index) => (shown[0] ?? 0) + index));
  });

  it('goes to the very first and back to the latest in one step each', () => {
    const stored = storage(5000);
    const live = withLive(emptyWindow, range(4800, 5000));
    const start = go(live, 'start', stored);
    expect([numbers(start)[0], start.start, start.end]).toEqual([0, 'first', 'more']);
    const end = go(start, 'end', stored);
    expect([numbers(end), end.end]).toEqual([numbers(live), 'live']);
    expect(numbers(go(end, 'older', stored))[0]).toBe(4700);
  });

  it('meets the live ones where everything that is stored is in one page', () => {
    const window = go(withLive(emptyWindow, range(30, 40)), 'start', storage(40));
    expect([numbers(window), window.start, window.end]).toEqual([Array.from({ length: 40 }, (_, index) => index), 'first', 'live']);
  });

  it('keeps what falls out of the live ones', () => {
    let window = go(withLive(emptyWindow, range(100, 300)), 'older', storage(300));
    for (let last = 301; last <= 320; last += 1) window = withLive(window, range(last - 200, last));
    expect(numbers(window)).toEqual(Array.from({ length: 320 }, (_, index) => index));
    expect(window.arrived).toBe(220);
  });

  it('counts what arrives while the reader is far up, and leaves what is read in place', () => {
    const start = go(withLive(emptyWindow, range(800, 1000)), 'start', storage(1000));
    const later = withLive(start, range(803, 1003));
    expect(later.held).toBe(start.held);
    expect(later.arrived - start.arrived).toBe(3);
  });

  it('asks anew where so much came at once that some was never seen', () => {
    const window = withLive(go(withLive(emptyWindow, range(0, 200)), 'older', storage(200)), range(500, 700));
    expect(numbers(window)).toEqual(Array.from({ length: 200 }, (_, index) => 500 + index));
    expect(window.start).toBe('more');
    expect(go(window, 'older', storage(700)).held).toHaveLength(100);
  });

  it('is the same window where a snapshot makes no difference to the eye', () => {
    const window = withLive(emptyWindow, range(0, 5));
    expect(withLive(window, range(0, 5))).toBe(window);
    expect(withLive(window, [...range(0, 4), turn(4, 'a', { reply: 'and more' })])).not.toBe(window);
  });

  it('leaves an answer that would make a gap by now', () => {
    const window = withLive(emptyWindow, range(0, 200));
    const question = questionFor(window, 'older');
    const moved = withLive(window, range(500, 700));
    expect(withPage(moved, 'older', question, storage(700).answer(question))).toBe(moved);
  });

  it('does not ask for ever where a page is empty and promises more', () => {
    const window = withLive(emptyWindow, range(0, 2));
    const question = questionFor(window, 'older');
    expect(withPage(window, 'older', question, { turns: [], more: true, shows: [] }).start).toBe('first');
  });
});

describe('the rows', () => {
  it('have no divider while there is one show only, and one before each show otherwise', () => {
    expect(rowsOf(withLive(emptyWindow, range(0, 3))).map(({ kind }) => kind)).toEqual(['turn', 'turn', 'turn']);
    const two = withLive(emptyWindow, [turn(1), turn(2), turn(1, 'b')]);
    expect(rowsOf(two).map(({ key }) => key)).toEqual(['show a 1', 'a turn-1', 'a turn-2', 'show b 1', 'b turn-1']);
    const earlier = { ...emptyWindow, held: [turn(1)], shows: new Map([['a', 77]]) };
    expect(rowsOf(earlier)[0]).toMatchObject({ kind: 'show', showId: 'a', startedAtMs: 77 });
  });

  it('have keys of their own even where two shows were on at once', () => {
    const keys = rowsOf(withLive(emptyWindow, [turn(1), turn(1, 'b'), turn(2), turn(2, 'b')])).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('are taken for higher the more is said, Chinese for twice as wide, and a long question for six lines at the most', () => {
    const height = (text: string, reply = ''): number =>
      probableHeight({ kind: 'turn', key: 'k', turn: turn(1, 'a', { text, reply }) }, 40);
    expect(height('a'.repeat(80))).toBeGreaterThan(height('a'.repeat(40)));
    expect(height('龙'.repeat(40))).toBe(height('a'.repeat(80)));
    expect(height('a'.repeat(4000))).toBe(height('a'.repeat(240)));
    expect(height('a', 'b'.repeat(400))).toBeGreaterThan(height('a', 'b'.repeat(40)));
  });
});
