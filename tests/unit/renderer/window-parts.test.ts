/** The pure parts of the window: what the monitor looks back on, the order of the queue, what keys and words mean. */
import { describe, expect, it } from 'vitest';
import type { TurnView } from '../../../main/api/contract/studio.ts';
import type { ShowEvent } from '../../../main/contract/show-events.ts';
import { createHistoryKeeper, keptSamples } from '../../../renderer/studio/bridge/studio-history.ts';
import { createLatencyFold, quantile, totalMs } from '../../../renderer/studio/bridge/turn-latency.ts';
import { recallLine } from '../../../renderer/studio/features/conversation/recall-line.ts';
import { queueOf } from '../../../renderer/studio/features/conversation/turn-order.ts';
import { wordSaidAt } from '../../../renderer/studio/features/on-air/word-said-at.ts';
import { screenNames, screenOfKey } from '../../../renderer/studio/shell/screen-names.ts';
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
