/** When the anchor may talk by itself: the table, and what holds however events come. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advanceSchedule, restingSchedule, type IdleEvent, type IdleSchedule } from '../../../main/quiet-time/idle-schedule.ts';

const interval = { minMs: 10_000, maxMs: 20_000 };
const after = (...events: readonly IdleEvent[]): IdleSchedule => events.reduce(advanceSchedule, restingSchedule);
const set: IdleEvent = { type: 'set', interval, nowMs: 0, chance: 0.5 };
const onAir: IdleEvent = { type: 'release', why: 'off-air', nowMs: 1000, chance: 0.5 };
const opened = (turnId: string, by: 'viewer' | 'anchor' = 'viewer'): IdleEvent => ({ type: 'opened', turnId, by });
const closed = (turnId: string, nowMs: number): IdleEvent => ({ type: 'closed', turnId, nowMs, chance: 0 });
const time = (nowMs: number): IdleEvent => ({ type: 'time', nowMs });

describe('the idle schedule', () => {
  it.each<[string, readonly IdleEvent[], Partial<IdleSchedule>]>([
    ['plans nothing off air', [set], { dueMs: null, talk: null }],
    ['plans nothing while it is off', [onAir], { dueMs: null }],
    ['plans one within the interval once it is on air', [set, onAir], { dueMs: 16_000, talk: null }],
    ['asks for a talk when the time has come', [set, onAir, time(16_000)], { talk: 'asked', dueMs: null }],
    ['not a moment before', [set, onAir, time(15_999)], { talk: null, dueMs: 16_000 }],
    ['not while a line is open', [set, onAir, opened('a'), time(99_000)], { talk: null, dueMs: null }],
    ['waits a full interval after the last of several lines', [set, onAir, opened('a'), opened('b'), closed('a', 30_000)], { dueMs: null }],
    ['and then plans', [set, onAir, opened('a'), opened('b'), closed('a', 30_000), closed('b', 31_000)], { dueMs: 41_000 }],
    ['never two at once', [set, onAir, time(16_000), opened('t', 'anchor'), time(99_000)], { talk: 't', dueMs: null }],
    [
      'plans the next one after a talk',
      [set, onAir, time(16_000), opened('t', 'anchor'), closed('t', 20_000)],
      { talk: null, dueMs: 30_000 },
    ],
    ['a cancel quiets it for the longest interval', [set, onAir, { type: 'cancelled', nowMs: 15_000 }], { dueMs: 35_000 }],
    [
      'also when what it drops closes after it',
      [set, onAir, opened('a'), { type: 'cancelled', nowMs: 15_000 }, closed('a', 15_010)],
      { dueMs: 35_000 },
    ],
    [
      'also when what it drops closed before it',
      [set, onAir, opened('a'), closed('a', 15_000), { type: 'cancelled', nowMs: 15_010 }],
      { dueMs: 35_010 },
    ],
    ['the slate holds it', [set, onAir, { type: 'hold', why: 'slate' }, time(99_000)], { talk: null, dueMs: null }],
    [
      'one hold is not released by the end of another',
      [set, onAir, { type: 'hold', why: 'slate' }, { type: 'hold', why: 'panic' }, { type: 'release', why: 'slate', nowMs: 5, chance: 0 }],
      { dueMs: null },
    ],
    ['switched off, nothing is planned', [set, onAir, { type: 'set', interval: null, nowMs: 2000, chance: 0 }], { dueMs: null }],
    [
      'what was declined is tried after another interval',
      [set, onAir, time(16_000), { type: 'declined', nowMs: 16_000, chance: 1 }],
      { talk: null, dueMs: 36_000 },
    ],
    ['a turn that it never heard of ends without effect', [set, onAir, closed('x', 3000)], { dueMs: 16_000 }],
  ])('%s', (_name, events, expected) => expect(after(...events)).toMatchObject(expected));

  const turnId = fc.constantFrom('a', 'b', 'c');
  const why = fc.constantFrom('slate' as const, 'panic' as const, 'off-air' as const, 'microphone' as const);
  const step = fc.oneof(
    { weight: 5, arbitrary: fc.record({ do: fc.constant('time' as const), ms: fc.integer({ min: 0, max: 40_000 }) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('open' as const), turnId }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('close' as const), turnId }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('talk-ends' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('decline' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('hold' as const), why }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('release' as const), why }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('set' as const), on: fc.boolean() }) },
  );

  it('keeps its promises in every order of events', () => {
    let talks = 0;
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 80 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 80, maxLength: 80 }),
        (steps, lots) => {
          let nowMs = 0;
          let state = after(set, { type: 'release', why: 'off-air', nowMs, chance: lots[0] ?? 0 });
          let quietSinceMs = 0;
          let cancelledMs = -Infinity;
          let on = true;
          const lines = new Set<string>();
          const holds = new Set<string>();
          steps.forEach((one, index) => {
            const lot = { nowMs, chance: lots[index] ?? 0 };
            const before = state;
            if (one.do === 'time') {
              nowMs += one.ms;
              state = advanceSchedule(state, { type: 'time', nowMs });
              if (state.talk === 'asked' && before.talk !== 'asked') {
                talks += 1;
                // never two at once, never beside a line, never while held or off, never early
                expect(before.talk).toBeNull();
                expect([lines.size, holds.size, on]).toEqual([0, 0, true]);
                expect(nowMs - quietSinceMs).toBeGreaterThanOrEqual(interval.minMs);
                expect(nowMs - cancelledMs).toBeGreaterThanOrEqual(interval.maxMs);
                state = advanceSchedule(state, { type: 'opened', turnId: 'talk', by: 'anchor' });
              }
              return;
            }
            if (one.do === 'open') {
              lines.add(one.turnId);
              state = advanceSchedule(state, { type: 'opened', turnId: one.turnId, by: 'viewer' });
            } else if (one.do === 'close') {
              if (lines.delete(one.turnId)) quietSinceMs = nowMs;
              state = advanceSchedule(state, { type: 'closed', turnId: one.turnId, ...lot });
            } else if (one.do === 'talk-ends') {
              if (state.talk !== null) quietSinceMs = nowMs;
              state = advanceSchedule(state, { type: 'closed', turnId: 'talk', ...lot });
            } else if (one.do === 'decline') state = advanceSchedule(state, { type: 'declined', ...lot });
            else if (one.do === 'cancel') {
              if (on) cancelledMs = nowMs;
              state = advanceSchedule(state, { type: 'cancelled', nowMs });
            } else if (one.do === 'hold') {
              holds.add(one.why);
              state = advanceSchedule(state, { type: 'hold', why: one.why });
            } else if (one.do === 'release') {
              if (holds.delete(one.why)) quietSinceMs = nowMs;
              state = advanceSchedule(state, { type: 'release', why: one.why, ...lot });
            } else {
              if (one.on && !on) quietSinceMs = nowMs;
              on = one.on;
              state = advanceSchedule(state, { type: 'set', interval: one.on ? interval : null, ...lot });
            }
            // it is planned exactly while nothing is in its way
            const free = on && lines.size === 0 && holds.size === 0 && state.talk === null;
            expect(state.dueMs !== null).toBe(free);
          });
        },
      ),
      { numRuns: 500 },
    );
    expect(talks).toBeGreaterThan(100);
  });
});
