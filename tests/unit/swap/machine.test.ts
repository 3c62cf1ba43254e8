import { describe, expect, it } from 'vitest';
import { swapPhases } from '../../../main/contract/swap.ts';
import { asInstanceId } from '../../../main/contract/ids.ts';
import { idle, moves, step, type SwapEvent, type SwapEventType, type SwapState } from '../../../main/swap/machine.ts';
import { choice } from './swap-bench.ts';

const swap = { swapId: 's1', from: choice('old'), to: choice('new'), mode: 'beside' } as const;
const next = { ...swap, swapId: 's2', to: choice('third') };
const candidate = asInstanceId('new#1');
const old = asInstanceId('old#1');
const why = { code: 'load-failed' } as const;
const beside = { kind: 'beside' } as const;
const done = { kind: 'finish', verdict: { outcome: 'switched' } } as const;

/** One of each event; a new one does not compile until it is here. */
const events: { readonly [T in SwapEventType]: Extract<SwapEvent, { type: T }> } = {
  asked: { type: 'asked', swap: next, active: old },
  admitted: { type: 'admitted', active: old, found: null },
  refused: { type: 'refused', failure: why },
  spawned: { type: 'spawned', instanceId: candidate },
  loaded: { type: 'loaded' },
  'load-failed': { type: 'load-failed', failure: why },
  died: { type: 'died' },
  'over-budget': { type: 'over-budget' },
  validated: { type: 'validated' },
  invalid: { type: 'invalid', failure: why },
  'on-air': { type: 'on-air' },
  'not-on-air': { type: 'not-on-air' },
  switched: { type: 'switched', previous: old },
  breach: { type: 'breach', failure: { code: 'breach-failures' } },
  'previous-lost': { type: 'previous-lost' },
  'roll-back-asked': { type: 'roll-back-asked' },
  'commit-asked': { type: 'commit-asked' },
  'watch-over': { type: 'watch-over' },
  drained: { type: 'drained' },
  'drain-deadline': { type: 'drain-deadline' },
  retired: { type: 'retired' },
  quarantined: { type: 'quarantined' },
  'abandon-asked': { type: 'abandon-asked' },
  shutdown: { type: 'shutdown' },
};

const states: Readonly<Record<string, SwapState>> = {
  idle,
  admitting: { phase: 'admitting', swap, active: old },
  spawning: { phase: 'spawning', swap, route: beside },
  loading: { phase: 'loading', swap, route: beside, candidate },
  validating: { phase: 'validating', swap, route: beside, candidate },
  'switching: bringing': { phase: 'switching', swap, route: beside, candidate, step: 'bringing' },
  'switching: flipping': { phase: 'switching', swap, route: beside, candidate, step: 'flipping' },
  watching: { phase: 'watching', swap, candidate, previous: old },
  'retiring: draining': { phase: 'retiring', swap, step: 'draining', instance: old, after: done, next: null },
  'retiring: ending': { phase: 'retiring', swap, step: 'ending', instance: old, after: done, next: null },
};

/** State -> event -> where it leads, and what is done. What is not named changes nothing. */
const expected: Readonly<Record<string, Readonly<Partial<Record<SwapEventType, string>>>>> = {
  idle: { asked: 'admitting: admit' },
  admitting: {
    admitted: 'spawning: spawn',
    refused: 'idle: finish',
    'abandon-asked': 'idle: finish',
    shutdown: 'idle: finish',
  },
  spawning: {
    spawned: 'loading: load',
    'load-failed': 'idle: finish',
    'abandon-asked': 'idle: finish',
    shutdown: 'idle: finish',
  },
  loading: {
    loaded: 'validating: probe',
    'load-failed': 'retiring: retire',
    died: 'retiring: retire',
    'over-budget': 'retiring: retire',
    'abandon-asked': 'retiring: retire',
    shutdown: 'retiring: retire',
  },
  validating: {
    validated: 'switching: bring-on-air',
    invalid: 'retiring: retire',
    died: 'retiring: retire',
    'over-budget': 'retiring: retire',
    'abandon-asked': 'retiring: retire',
    shutdown: 'retiring: retire',
  },
  'switching: bringing': {
    'on-air': 'switching: flip',
    'not-on-air': 'retiring: retire',
    died: 'retiring: retire',
    'abandon-asked': 'retiring: retire',
    shutdown: 'retiring: retire',
  },
  'switching: flipping': {
    'not-on-air': 'retiring: retire',
    died: 'retiring: retire',
    switched: 'watching: desired watch',
    'abandon-asked': 'retiring: retire',
    shutdown: 'retiring: retire',
  },
  watching: {
    asked: 'retiring: drain',
    breach: 'retiring: flip-back desired drain',
    died: 'retiring: flip-back desired drain',
    'roll-back-asked': 'retiring: flip-back desired drain',
    'previous-lost': 'idle: finish',
    'commit-asked': 'retiring: drain',
    'watch-over': 'retiring: drain',
    shutdown: 'retiring: retire',
  },
  'retiring: draining': {
    asked: 'retiring:',
    drained: 'retiring: retire',
    'drain-deadline': 'retiring: retire',
    shutdown: 'retiring: retire',
  },
  'retiring: ending': {
    asked: 'retiring:',
    retired: 'idle: finish',
    quarantined: 'idle: finish',
    shutdown: 'retiring:',
  },
};

const outcome = (state: SwapState, event: SwapEvent): string => {
  const { state: after, effects } = step(state, event);
  return after === state || (JSON.stringify(after) === JSON.stringify(state) && effects.length === 0)
    ? 'same'
    : `${after.phase}: ${effects.map(({ kind }) => kind).join(' ')}`.trimEnd();
};

describe('the swap machine', () => {
  it('knows every phase', () => expect(Object.keys(moves)).toEqual([...swapPhases]));

  const cases = Object.entries(states).flatMap(([name, state]) =>
    Object.values(events).map((event) => [name, event.type, state, event] as const),
  );
  it.each(cases)('%s, %s', (name, type, state, event) => {
    // what ends at once, for there is nothing more to wait for, says the same again
    const said = outcome(state, event);
    const wanted = expected[name]?.[type];
    if (type === 'shutdown' && name === 'retiring: ending') expect(['same', 'retiring:']).toContain(said);
    else expect(said).toBe(wanted ?? 'same');
  });

  it('leaves one receipt for each swap on every way', () => {
    // from each state, ends by shutdown and what it then waits for
    for (const [name, state] of Object.entries(states)) {
      const finished: string[] = [];
      let now = state;
      for (const event of [events.shutdown, events.retired, events.retired]) {
        const { state: after, effects } = step(now, event);
        now = after;
        finished.push(...effects.flatMap((effect) => (effect.kind === 'finish' ? [effect.swapId] : [])));
      }
      expect([name, finished]).toEqual([name, name === 'idle' ? [] : ['s1']]);
      expect(now.phase).toBe('idle');
    }
  });

  it('restores what was stopped when its successor fails', () => {
    const stopped: SwapState = { phase: 'loading', swap: { ...swap, mode: 'stop-then-start' }, route: { kind: 'stopped' }, candidate };
    const failed = step(stopped, events['load-failed']);
    const gone = step(failed.state, events.retired);
    expect(gone.state).toMatchObject({ phase: 'spawning', route: { kind: 'restoring' } });
    expect(gone.effects).toMatchObject([{ kind: 'spawn', choice: { choiceId: 'old' } }]);
  });
});
