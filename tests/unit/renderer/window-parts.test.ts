/** The pure parts of the window: what the monitor looks back on, figures and their units, the order of the queue, what keys and words mean. */
import { describe, expect, it } from 'vitest';
import type { TurnView } from '../../../main/api/contract/studio.ts';
import type { ShowEvent } from '../../../main/contract/show-events.ts';
import { createHistoryKeeper, keptSamples } from '../../../renderer/studio/bridge/studio-history.ts';
import { createLatencyFold, ownMs, quantile, totalMs } from '../../../renderer/studio/bridge/turn-latency.ts';
import { recallLine } from '../../../renderer/studio/features/conversation/recall-line.ts';
import { textAfter } from '../../../renderer/studio/features/conversation/text-after.ts';
import { queueOf } from '../../../renderer/studio/features/conversation/turn-order.ts';
import { betweenClauses, noteClause } from '../../../renderer/studio/features/on-air/last-clause.ts';
import { wordSaidAt } from '../../../renderer/studio/features/on-air/word-said-at.ts';
import { shareOfMachine } from '../../../renderer/studio/features/monitor/share-of-machine.ts';
import { screenNames, screenOfKey } from '../../../renderer/studio/shell/screen-names.ts';
import { droppedFrames, uploadKbps } from '../../../renderer/studio/shell/platform-figures.ts';
import { formatKbps, formatMebibytes } from '../../../renderer/studio/ui/format.ts';
import { FakeStudio } from '../../fakes/fake-studio.ts';

const event = (fields: object): ShowEvent => ({ showId: 'show-1', atMs: 0, ...fields }) as ShowEvent;
const turnEvent = (turnId: string, state: string, atMs: number): ShowEvent => event({ type: 'turn', turnId, state, atMs, text: turnId });

describe('latency', () => {
  it('is told stage by stage, to the first sound and no further', () => {
    const fold = createLatencyFold();
    fold.note(turnEvent('t1', 'queued', 1000));
    fold.note(turnEvent('t1', 'thinking', 1100));
    expect(fold.turns()).toEqual([]);
    fold.note(event({ type: 'clause', turnId: 't1', clauseId: 'a', atMs: 1400 }));
    fold.note(event({ type: 'speech-started', turnId: 't1', clauseId: 'a', heardAtMs: 1450, atMs: 1460 }));
    fold.note(event({ type: 'speech-started', turnId: 't1', clauseId: 'b', heardAtMs: 3000, atMs: 3000 }));
    const [turn] = fold.turns();
    expect(turn).toMatchObject({ waitMs: 100, makeMs: 300, airMs: 50 });
    expect(turn && totalMs(turn)).toBe(450);
  });

  it('counts the time behind the answer before it as waiting, whatever was made meanwhile', () => {
    const fold = createLatencyFold();
    for (const turnId of ['t1', 't2']) {
      fold.note(turnEvent(turnId, 'queued', 1000));
      fold.note(turnEvent(turnId, 'thinking', 1010));
      fold.note(event({ type: 'clause', turnId, clauseId: turnId, atMs: 1110 }));
    }
    fold.note(event({ type: 'speech-started', turnId: 't1', clauseId: 't1', heardAtMs: 1130, atMs: 1131 }));
    fold.note(event({ type: 'speech-ended', turnId: 't1', clauseId: 't1', atMs: 5110 }));
    fold.note(event({ type: 'speech-started', turnId: 't2', clauseId: 't2', heardAtMs: 5140, atMs: 5141 }));
    const [first, second] = fold.turns();
    expect(first).toMatchObject({ waitMs: 10, makeMs: 100, airMs: 20 });
    expect(second).toMatchObject({ waitMs: 4010, makeMs: 100, airMs: 30 });
    expect(second && [ownMs(second), totalMs(second)]).toEqual([130, 4140]);
  });

  it('takes no more from the way to the air than there was, and nothing from an end long before', () => {
    const fold = createLatencyFold();
    const said = (turnId: string, clauseAtMs: number, endedAtMs: number, heardAtMs: number): void => {
      fold.note(turnEvent(turnId, 'queued', clauseAtMs));
      fold.note(event({ type: 'clause', turnId, clauseId: turnId, atMs: clauseAtMs }));
      fold.note(event({ type: 'speech-ended', turnId: 'other', clauseId: 'other', atMs: endedAtMs }));
      fold.note(event({ type: 'speech-started', turnId, clauseId: turnId, heardAtMs, atMs: heardAtMs }));
    };
    said('late-news', 1000, 1505, 1500);
    said('long-ago', 9000, 2000, 9040);
    expect(fold.turns()).toMatchObject([
      { turnId: 'late-news', waitMs: 500, airMs: 0 },
      { turnId: 'long-ago', waitMs: null, airMs: 40 },
    ]);
  });

  it('forgets the turns of the show before, whose names come again, and is bounded', () => {
    const fold = createLatencyFold(3);
    for (const id of ['t1', 't2', 't3', 't4']) {
      fold.note(turnEvent(id, 'queued', 0));
      fold.note(event({ type: 'speech-started', turnId: id, heardAtMs: 10 }));
    }
    expect(fold.turns().map(({ turnId }) => turnId)).toEqual(['t2', 't3', 't4']);
    fold.note({ ...turnEvent('t4', 'queued', 500), showId: 'show-2' } as ShowEvent);
    expect(fold.turns()).toEqual([]);
  });

  it('has quantiles of what was measured only', () => {
    expect(quantile([], 0.5)).toBeNull();
    expect(quantile([3, 1, 2], 0.5)).toBe(2);
    expect(quantile([1, 2, 3, 4], 0.95)).toBe(4);
    // of two, the quicker one is half of them
    expect(quantile([4610, 120], 0.5)).toBe(120);
    expect(quantile([7], 0.5)).toBe(7);
    expect(
      quantile(
        Array.from({ length: 20 }, (_, index) => index + 1),
        0.95,
      ),
    ).toBe(19);
  });
});

describe('history', () => {
  it('keeps one sample a second and forgets the oldest', () => {
    const keeper = createHistoryKeeper();
    const snapshot = new FakeStudio().snapshot();
    for (let at = 0; at < (keptSamples + 10) * 1000; at += 250) keeper.noteSnapshot(snapshot, at);
    expect(keeper.view().samples).toHaveLength(keptSamples);
  });
});

describe('figures', () => {
  it('count memory in GiB from there on', () => {
    expect([null, 0, 1023.4 * 2 ** 20, 1023.6 * 2 ** 20, 2.25 * 2 ** 30].map(formatMebibytes)).toEqual([
      '–',
      '0 MiB',
      '1023 MiB',
      '1.0 GiB',
      '2.3 GiB',
    ]);
  });

  it('tell processor time as a share of the whole machine', () => {
    expect(shareOfMachine(150, 4)).toBe(37.5);
    expect(shareOfMachine(150, 0)).toBe(150);
    expect(shareOfMachine(null, 4)).toBeNull();
  });

  it('add up what goes out to platforms and what is lost on the way, the preview left aside', () => {
    const to = (destinationId: string, state: 'live' | 'congested' | 'reconnecting', kbps: number, lost = 0) => ({
      destinationId,
      state,
      figures: { kbps, droppedFrames: lost, reconnects: 0, queuedMs: 0, nextTryInMs: null },
    });
    const local = to('local', 'live', 3100, 40);
    expect(uploadKbps([local, to('a', 'live', 3000.4), to('b', 'congested', 1500), to('c', 'reconnecting', 9)])).toBeCloseTo(4500.4);
    expect(uploadKbps([local, to('c', 'reconnecting', 9), { destinationId: 'd', state: 'live' }])).toBeNull();
    expect(droppedFrames([local, to('a', 'live', 3000, 2), to('b', 'congested', 1500, 7), { destinationId: 'd', state: 'live' }])).toBe(9);
    expect(droppedFrames([local])).toBe(0);
    expect([formatKbps(4500.4), formatKbps(null)]).toEqual(['4500 kbit/s', '–']);
  });
});

describe('what is being said', () => {
  const at = (speaking: string | null, state: TurnView['state'], showId = 'show-1') => {
    const { show, turns } = new FakeStudio().snapshot();
    const turn = { showId, turnId: 't1', author: 'a', text: 'q', reply: '', atMs: 1, state };
    return {
      show: { ...show, showId },
      turns: [...turns, turn],
      speaking: speaking === null ? null : { turnId: 't1', clauseId: speaking, text: `words of ${speaking}`, sinceMs: 0, words: [] },
    };
  };

  it('stands between two clauses of one answer, and goes with the answer', () => {
    const first = noteClause(null, at('c1', 'speaking'));
    expect(noteClause(first, at('c1', 'speaking'))).toBe(first);
    const last = noteClause(first, at('c2', 'speaking'));
    expect(noteClause(last, at(null, 'speaking'))).toBe(last);
    expect(betweenClauses(last, at(null, 'speaking'))).toBe('words of c2');
    for (const state of ['ended', 'cancelled', 'thinking', 'queued'] as const) expect(betweenClauses(last, at(null, state))).toBeNull();
  });

  it('is of this show, and is no silence when the window came in the middle', () => {
    const last = noteClause(null, at('c1', 'speaking'));
    expect(betweenClauses(last, at(null, 'speaking', 'show-2'))).toBe('');
    expect(betweenClauses(null, at(null, 'speaking'))).toBe('');
    expect(noteClause(last, at('c1', 'speaking', 'show-2'))).not.toBe(last);
  });
});

describe('the queue', () => {
  it('shows turns in the order in which they will be answered', () => {
    const turn = (turnId: string, state: TurnView['state'], atMs: number, pinned = false): TurnView => ({
      showId: 'show-1',
      turnId,
      author: 'a',
      text: turnId,
      reply: '',
      state,
      atMs,
      ...(pinned ? { pinned } : {}),
    });
    const turns = [
      turn('ended', 'ended', 1),
      turn('c', 'queued', 4),
      turn('next', 'thinking', 3),
      turn('now', 'speaking', 2),
      turn('pinned', 'queued', 6, true),
      turn('d', 'queued', 5),
    ];
    expect(queueOf(turns).map(({ turnId }) => turnId)).toEqual(['now', 'next', 'pinned', 'c', 'd']);
  });
});

describe('keys and words', () => {
  it('goes to a screen with Ctrl or Command and its digit alone', () => {
    const key = (text: string, held: object = {}) =>
      screenOfKey({ key: text, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held });
    expect(screenNames.map((_, index) => key(String(index + 1), { ctrlKey: true }))).toEqual(screenNames);
    expect(key('2', { metaKey: true })).toBe(screenNames[1]);
    expect([key('1'), key('9', { ctrlKey: true }), key('1', { ctrlKey: true, shiftKey: true }), key('a', { ctrlKey: true })]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });

  it('walks through the lines that were sent, and back to the new one', () => {
    const history = ['newest', 'older'];
    expect(recallLine(history, null, 1)).toBe(0);
    expect(recallLine(history, 0, 1)).toBe(1);
    expect(recallLine(history, 1, 1)).toBeUndefined();
    expect(recallLine(history, 0, -1)).toBeNull();
  });

  it('leaves in the field what was typed while the line was on its way', () => {
    expect([textAfter('hi', 'hi'), textAfter('hiyo', 'hi'), textAfter('other', 'hi'), textAfter('', 'hi')]).toEqual([
      '',
      'yo',
      'other',
      '',
    ]);
  });

  it('marks the word that is being said, none before the first', () => {
    const words = [
      { at: 0, ms: 20 },
      { at: 6, ms: 300 },
    ];
    expect(wordSaidAt(words, 12, 0)).toEqual({ from: 0, to: 0 });
    expect(wordSaidAt(words, 12, 100)).toEqual({ from: 0, to: 6 });
    expect(wordSaidAt(words, 12, 9000)).toEqual({ from: 6, to: 12 });
  });
});
