/** What the chaos bench keeps of the studio's events. */
import { describe, expect, it } from 'vitest';
import { createShowWatch } from '../../../bench/lib/chaos/watch-show.ts';
import { asClauseId, asShowId, asTurnId } from '../../../main/contract/ids.ts';
import type { ShowEvent } from '../../../main/contract/show-events.ts';
import { neutralExpression } from '../../../main/contract/speech.ts';

const base = { showId: asShowId('show') };
const turnEvent = (state: 'thinking' | 'ended' | 'failed', atMs: number): ShowEvent => ({
  ...base,
  type: 'turn',
  turnId: asTurnId('t'),
  epoch: 0,
  state,
  author: 'a',
  text: '',
  atMs,
});
const clauseEvent = (index: number, voiced: boolean, atMs: number): ShowEvent => ({
  ...base,
  type: 'clause',
  turnId: asTurnId('t'),
  clauseId: asClauseId(`t.${index}`),
  index,
  text: `Beacon #5.${index + 1}/3.`,
  lang: 'en',
  expression: neutralExpression,
  voiced,
  atMs,
});
const speech = (index: number, heardAtMs: number): ShowEvent => ({
  ...base,
  type: 'speech-started',
  turnId: asTurnId('t'),
  clauseId: asClauseId(`t.${index}`),
  frame: 1,
  heardAtMs,
  atMs: heardAtMs + 5,
});
const speechEnded = (index: number, atMs: number): ShowEvent => ({
  ...base,
  type: 'speech-ended',
  turnId: asTurnId('t'),
  clauseId: asClauseId(`t.${index}`),
  frame: 2,
  complete: false,
  atMs,
});

describe('watching a show', () => {
  it('knows which turn is still open and how it ended', () => {
    const watch = createShowWatch();
    watch.said(5, 't', ['5.1', '5.2', '5.3'], 100);
    watch.take(turnEvent('thinking', 110));
    expect(watch.pending).toBe(1);
    watch.take(turnEvent('failed', 120));
    expect(watch.pending).toBe(0);
    expect(watch.turns()).toEqual([{ turn: 5, clauses: ['5.1', '5.2', '5.3'], saidAtMs: 100, endedAtMs: 120, end: 'failed' }]);
  });

  it('keeps when a clause was first handed out, was not voiced, or was dropped', () => {
    const watch = createShowWatch();
    watch.take(clauseEvent(0, true, 10));
    watch.take(speech(0, 20));
    watch.take(speechEnded(0, 30));
    watch.take(speech(0, 40));
    watch.take(clauseEvent(1, false, 50));
    watch.take(clauseEvent(2, true, 60));
    watch.take(speechEnded(2, 70));
    expect(Object.fromEntries(watch.clauses)).toEqual({
      '5.1': { startedAtMs: 20 },
      '5.2': { unvoicedAtMs: 50 },
      '5.3': { droppedAtMs: 70 },
    });
    expect(watch.spoken).toBe(2);
  });

  it('does not take a word of others for one of its own', () => {
    const watch = createShowWatch();
    watch.take({ ...clauseEvent(0, true, 10), text: 'hello' } as ShowEvent);
    watch.take(speech(0, 20));
    watch.take(turnEvent('ended', 30));
    expect(watch.clauses.size).toBe(0);
    expect(watch.turns()).toEqual([]);
  });
});
