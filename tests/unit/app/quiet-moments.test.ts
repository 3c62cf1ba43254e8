/** From a turn's begin to its first sound what loads beside stands still; never for long, and never a second time for the same turn's later clauses. */
import { describe, expect, it } from 'vitest';
import { createQuietMoments, type QuietMoments } from '../../../main/app/quiet-moments.ts';
import { asClauseId, asShowId, asTurnId } from '../../../main/contract/ids.ts';
import type { ShowEvent, TurnState } from '../../../main/contract/show-events.ts';
import { createFakeClock, settle, type FakeClock } from '../../fakes/fake-clock.ts';

const stamp = { showId: asShowId('show'), atMs: 0 };

function bench(): { clock: FakeClock; log: Array<number | 'go'>; quiet: QuietMoments } {
  const clock = createFakeClock();
  const log: Array<number | 'go'> = [];
  const quiet = createQuietMoments({ clock, hush: (forMs) => log.push(forMs), unhush: () => log.push('go') });
  return { clock, log, quiet };
}

const turn = (id: string, state: TurnState): ShowEvent => ({
  ...stamp,
  type: 'turn',
  turnId: asTurnId(id),
  epoch: 1,
  author: 'a',
  text: 't',
  state,
});
const clause = (id: string, clauseId: string): ShowEvent =>
  ({ ...stamp, type: 'clause', turnId: asTurnId(id), clauseId: asClauseId(clauseId), text: 't', voiced: true }) as ShowEvent;
const heard = (id: string): ShowEvent => ({ ...stamp, type: 'speech-heard', turnId: asTurnId(id) }) as ShowEvent;

describe('a quiet moment', () => {
  it('lasts from the turn to its first sound', () => {
    const { log, quiet } = bench();
    quiet.note(turn('1', 'queued'));
    expect(log).toEqual([]);
    quiet.note(turn('1', 'thinking'));
    expect(log).toEqual([400]);
    quiet.note(clause('1', 'a'));
    expect(log).toEqual([400, 400]);
    quiet.note(heard('1'));
    expect(log).toEqual([400, 400, 'go']);
    quiet.note(clause('1', 'b'));
    quiet.note(heard('1'));
    expect(log).toEqual([400, 400, 'go']);
  });

  it('ends by itself while a model thinks, and comes back when it has answered', async () => {
    const { clock, log, quiet } = bench();
    quiet.note(turn('1', 'thinking'));
    await clock.advance(400);
    expect(log).toEqual([400, 'go']);
    await clock.advance(5000);
    quiet.note(clause('1', 'a'));
    expect(log).toEqual([400, 'go', 400]);
  });

  it('ends with a turn that is never heard, and with the last of several', () => {
    const { log, quiet } = bench();
    quiet.note(turn('1', 'thinking'));
    quiet.note(turn('2', 'thinking'));
    quiet.note(turn('1', 'failed'));
    expect(log).toEqual([400, 400]);
    quiet.note(turn('2', 'cancelled'));
    expect(log).toEqual([400, 400, 'go']);
  });

  it('is waited for by whoever wants to start a process, within bounds', async () => {
    const { clock, quiet } = bench();
    const never = new AbortController();
    await quiet.calm(never.signal);
    quiet.note(turn('1', 'thinking'));
    let state = 'waiting';
    void quiet.calm(never.signal).then(() => (state = 'calm'));
    await settle();
    expect(state).toBe('waiting');
    quiet.note(heard('1'));
    await settle();
    expect(state).toBe('calm');

    quiet.note(turn('2', 'thinking'));
    const given = new AbortController();
    const waited = quiet.calm(given.signal);
    given.abort(new Error('given up'));
    await expect(waited).rejects.toThrow('given up');

    // a stream of lines without a pause holds nobody up for ever
    let patience = 'waiting';
    void quiet.calm(never.signal).then(() => (patience = 'over'));
    for (let id = 3; id < 8; id += 1) {
      quiet.note(turn(String(id), 'thinking'));
      await clock.advance(250);
    }
    expect(patience).toBe('over');
  });

  it('is over when the studio is', async () => {
    const { log, quiet } = bench();
    quiet.note(turn('1', 'thinking'));
    quiet.dispose();
    expect(log).toEqual([400, 'go']);
  });
});
