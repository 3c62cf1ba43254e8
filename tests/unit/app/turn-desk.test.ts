/** Stored turns as the doors see them: bounded texts, states of other versions, and the shows that a page belongs to. */
import { describe, expect, it } from 'vitest';
import { turnPage } from '../../../main/api/contract/turns.ts';
import { createTurnDesk } from '../../../main/app/turn-desk.ts';
import type { StoredTurn, TurnPageQuery } from '../../../main/storage/stores/show-store.ts';

const stored = (turnId: string, more: Partial<StoredTurn> = {}): StoredTurn => ({
  showId: 'show-1',
  turnId,
  author: 'ann',
  asked: 'how much?',
  reply: 'ten',
  state: 'ended',
  askedAtMs: 10,
  heardAtMs: 12,
  endedAtMs: 20,
  reason: null,
  kind: 'line',
  ...more,
});

function desk(turns: readonly StoredTurn[]) {
  const asked: TurnPageQuery[] = [];
  const turnDesk = createTurnDesk({
    page(query) {
      asked.push(query);
      return { turns, more: true };
    },
    find: (showId) => (showId === 'show-1' ? { showId, startedAtMs: 5, endedAtMs: null, recordingPath: null } : undefined),
  });
  return { asked, page: () => turnDesk.page({ direction: 'older', from: { atMs: 30, showId: 'show-2', turnId: 't9' }, count: 50 }) };
}

describe('a page of turns', () => {
  it('is asked for from the place that was named, and fits the contract', () => {
    const reason = { en: 'cut', zh: '中断' };
    const { asked, page } = desk([
      stored('t1'),
      stored('t2', { state: 'cut-off', reason, kind: 'idle' }),
      stored('t3', { showId: 'show-2' }),
    ]);
    const answer = page();
    expect(turnPage.parse(answer)).toEqual(answer);
    expect(asked).toEqual([{ direction: 'older', from: { askedAtMs: 30, showId: 'show-2', turnId: 't9' }, count: 50 }]);
    expect(answer.turns.map(({ turnId, state, kind, reason: why }) => [turnId, state, kind, why])).toEqual([
      ['t1', 'ended', undefined, undefined],
      ['t2', 'cut-off', 'idle', reason],
      ['t3', 'ended', undefined, undefined],
    ]);
    // the store knows nothing of the second
    expect(answer.shows).toEqual([{ showId: 'show-1', startedAtMs: 5 }]);
    expect(answer.more).toBe(true);
  });

  it('is bounded in bytes, and takes a state that it does not know for one that is over', () => {
    const [turn] = desk([stored('t1', { asked: 'a'.repeat(20_000), reply: 'b'.repeat(20_000), state: 'from-tomorrow' })]).page().turns;
    expect([turn?.text.length, turn?.reply.length, turn?.state]).toEqual([4000, 4000, 'ended']);
  });
});
