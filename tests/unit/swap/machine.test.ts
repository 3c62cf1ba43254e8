/** Every state of the machine with every event: what becomes of it stands in these tables, and a new state or event fails them until it is decided. */
import { describe, expect, it } from 'vitest';
import { asInstanceId } from '../../../main/contract/ids.ts';
import { canAbandon, idle, step, swapOf, takesRequests } from '../../../main/swap/machine.ts';
import type { Route, SwapEffect, SwapEvent, SwapEventType, SwapFacts, SwapState } from '../../../main/swap/machine-types.ts';
import { swapPhases } from '../../../main/swap/types.ts';
import { choice } from './swap-harness.ts';

const oldOne = asInstanceId('old');
const newOne = asInstanceId('new');
const a = choice('a');
const b = choice('b');
const words = { en: 'because.', zh: '原因。' };
const swap: SwapFacts = { swapId: 's1', from: a, to: b, mode: 'beside' };
const stopping: SwapFacts = { ...swap, mode: 'stop-then-start' };
const following: SwapFacts = { swapId: 's2', from: b, to: a, mode: 'beside' };
const beside: Route = { kind: 'beside' };
const stopped: Route = { kind: 'stopped' };
const restoring: Route = { kind: 'restoring', failure: { code: 'load-failed', words } };
const switchedVerdict = { kind: 'finish', verdict: { outcome: 'switched' } } as const;

const events: { readonly [T in SwapEventType]: Extract<SwapEvent, { type: T }> } = {
  asked: { type: 'asked', swap: following },
  admitted: { type: 'admitted', active: oldOne, found: null },
  refused: { type: 'refused', failure: { code: 'no-memory', words } },
  spawned: { type: 'spawned', instanceId: newOne },
  loaded: { type: 'loaded' },
  'load-failed': { type: 'load-failed', failure: { code: 'load-timeout', words } },
  died: { type: 'died', words },
  'over-budget': { type: 'over-budget', words },
  validated: { type: 'validated' },
  invalid: { type: 'invalid', failure: { code: 'probe-failed', words } },
  'on-air': { type: 'on-air' },
  'not-on-air': { type: 'not-on-air', words },
  switched: { type: 'switched', previous: oldOne },
  breach: { type: 'breach', failure: { code: 'breach-latency', words } },
  'previous-lost': { type: 'previous-lost' },
  'roll-back-asked': { type: 'roll-back-asked', words },
  'commit-asked': { type: 'commit-asked' },
  'watch-over': { type: 'watch-over' },
  drained: { type: 'drained' },
  'drain-deadline': { type: 'drain-deadline' },
  retired: { type: 'retired' },
  quarantined: { type: 'quarantined' },
  'abandon-asked': { type: 'abandon-asked', words },
  shutdown: { type: 'shutdown' },
};

const retiring = (more: Partial<Extract<SwapState, { phase: 'retiring' }>>): SwapState => ({
  phase: 'retiring',
  swap,
  step: 'draining',
  instance: oldOne,
  after: switchedVerdict,
  next: null,
  ...more,
});

/** Each state in each of its variants. */
const states = {
  idle,
  admitting: { phase: 'admitting', swap },
  'admitting to stop first': { phase: 'admitting', swap: stopping },
  spawning: { phase: 'spawning', swap, route: beside },
  'spawning after a stop': { phase: 'spawning', swap: stopping, route: stopped },
  'spawning to restore': { phase: 'spawning', swap: stopping, route: restoring },
  loading: { phase: 'loading', swap, route: beside, candidate: newOne },
  'loading after a stop': { phase: 'loading', swap: stopping, route: stopped, candidate: newOne },
  'loading to restore': { phase: 'loading', swap: stopping, route: restoring, candidate: newOne },
  validating: { phase: 'validating', swap, route: beside, candidate: newOne },
  'validating after a stop': { phase: 'validating', swap: stopping, route: stopped, candidate: newOne },
  'bringing on air': { phase: 'switching', swap, route: beside, candidate: newOne, step: 'bringing' },
  'bringing on air after a stop': { phase: 'switching', swap: stopping, route: stopped, candidate: newOne, step: 'bringing' },
  'bringing on air to restore': { phase: 'switching', swap: stopping, route: restoring, candidate: newOne, step: 'bringing' },
  flipping: { phase: 'switching', swap, route: beside, candidate: newOne, step: 'flipping' },
  'flipping after a stop': { phase: 'switching', swap: stopping, route: stopped, candidate: newOne, step: 'flipping' },
  'flipping to restore': { phase: 'switching', swap: stopping, route: restoring, candidate: newOne, step: 'flipping' },
  'flipping to off': { phase: 'switching', swap: { ...swap, to: null }, route: beside, candidate: null, step: 'flipping' },
  watching: { phase: 'watching', swap, candidate: newOne, previous: oldOne },
  'watching off': { phase: 'watching', swap: { ...swap, to: null }, candidate: null, previous: oldOne },
  'watching on from off': { phase: 'watching', swap: { ...swap, from: null }, candidate: newOne, previous: null },
  'draining the old': retiring({}),
  'ending the old': retiring({ step: 'ending' }),
  'ending the old, one waits': retiring({ step: 'ending', next: following }),
  'stopping: draining': retiring({ swap: stopping, after: { kind: 'start' } }),
  'stopping: ending': retiring({ swap: stopping, step: 'ending', after: { kind: 'start' } }),
  'ending a failed one to restore': retiring({
    swap: stopping,
    step: 'ending',
    instance: newOne,
    after: { kind: 'restore', failure: { code: 'load-failed', words } },
  }),
} as const satisfies Record<string, SwapState>;

type StateName = keyof typeof states;

function told(effect: SwapEffect): string {
  switch (effect.kind) {
    case 'admit':
    case 'spawn':
      return `${effect.kind} ${effect.choice.choiceId}`;
    case 'load':
    case 'probe':
    case 'bring-on-air':
    case 'drain':
    case 'retire':
      return `${effect.kind} ${effect.instance}`;
    case 'flip':
    case 'flip-back':
      return `${effect.kind} ${effect.to ?? 'off'}=${effect.choice?.choiceId ?? 'off'}`;
    case 'watch':
      return `watch ${effect.candidate ?? 'off'}/${effect.previous ?? 'off'}`;
    case 'desired':
      return `${effect.state} ${effect.choice?.choiceId ?? 'off'}`;
    case 'finish': {
      const { outcome, code, slot } = effect.verdict;
      return ['finish', effect.swapId, outcome, code, slot].filter(Boolean).join(' ');
    }
    case 'empty-slot':
      return effect.kind;
    default:
      return effect satisfies never;
  }
}

/** `phase/step: effects`; 'ignored' is that nothing at all comes of it. */
function outcomeOf(state: SwapState, event: SwapEvent): string {
  const after = step(state, event);
  if (after.state === state && after.effects.length === 0) return 'ignored';
  const place = 'step' in after.state ? `${after.state.phase}/${after.state.step}` : after.state.phase;
  return [place, after.effects.map(told).join(', ')].filter(Boolean).join(': ');
}

/** What is not named for a state is ignored in it. */
const decided: { readonly [S in StateName]: Partial<Record<SwapEventType, string>> } = {
  idle: { asked: 'admitting: admit a' },
  admitting: {
    admitted: 'spawning: spawn b',
    refused: 'idle: finish s1 rejected no-memory',
    'abandon-asked': 'idle: finish s1 rejected abandoned',
    shutdown: 'idle: finish s1 rejected shutdown',
  },
  'admitting to stop first': {
    admitted: 'retiring/draining: empty-slot, drain old',
    refused: 'idle: finish s1 rejected no-memory',
    'abandon-asked': 'idle: finish s1 rejected abandoned',
    shutdown: 'idle: finish s1 rejected shutdown',
  },
  spawning: {
    spawned: 'loading: load new',
    'load-failed': 'idle: finish s1 rejected load-timeout',
    'abandon-asked': 'idle: finish s1 rejected abandoned',
    shutdown: 'idle: finish s1 rejected shutdown',
  },
  'spawning after a stop': {
    spawned: 'loading: load new',
    'load-failed': 'spawning: spawn a',
    'abandon-asked': 'spawning: spawn a',
    shutdown: 'idle: finish s1 rolled-back shutdown empty',
  },
  'spawning to restore': {
    spawned: 'loading: load new',
    'load-failed': 'idle: pinned a, finish s1 rolled-back load-failed empty',
    shutdown: 'idle: finish s1 rolled-back shutdown empty',
  },
  loading: {
    loaded: 'validating: probe new',
    'load-failed': 'retiring/ending: retire new',
    died: 'retiring/ending: retire new',
    'over-budget': 'retiring/ending: retire new',
    invalid: 'retiring/ending: retire new',
    'abandon-asked': 'retiring/ending: retire new',
    shutdown: 'retiring/ending: retire new',
  },
  'loading after a stop': {
    loaded: 'validating: probe new',
    'load-failed': 'retiring/ending: retire new',
    died: 'retiring/ending: retire new',
    'over-budget': 'retiring/ending: retire new',
    invalid: 'retiring/ending: retire new',
    'abandon-asked': 'retiring/ending: retire new',
    shutdown: 'retiring/ending: retire new',
  },
  'loading to restore': {
    loaded: 'switching/bringing: bring-on-air new',
    'load-failed': 'retiring/ending: pinned a, retire new',
    died: 'retiring/ending: pinned a, retire new',
    'over-budget': 'retiring/ending: pinned a, retire new',
    invalid: 'retiring/ending: pinned a, retire new',
    shutdown: 'retiring/ending: retire new',
  },
  validating: {
    validated: 'switching/bringing: bring-on-air new',
    invalid: 'retiring/ending: retire new',
    died: 'retiring/ending: retire new',
    'over-budget': 'retiring/ending: retire new',
    'abandon-asked': 'retiring/ending: retire new',
    shutdown: 'retiring/ending: retire new',
  },
  'validating after a stop': {
    validated: 'switching/bringing: bring-on-air new',
    invalid: 'retiring/ending: retire new',
    died: 'retiring/ending: retire new',
    'over-budget': 'retiring/ending: retire new',
    'abandon-asked': 'retiring/ending: retire new',
    shutdown: 'retiring/ending: retire new',
  },
  'bringing on air': {
    'on-air': 'switching/flipping: flip new=b',
    'not-on-air': 'retiring/ending: retire new',
    died: 'retiring/ending: retire new',
    'abandon-asked': 'retiring/ending: retire new',
    shutdown: 'retiring/ending: retire new',
  },
  'bringing on air after a stop': {
    'on-air': 'switching/flipping: flip new=b',
    'not-on-air': 'retiring/ending: retire new',
    died: 'retiring/ending: retire new',
    'abandon-asked': 'retiring/ending: retire new',
    shutdown: 'retiring/ending: retire new',
  },
  'bringing on air to restore': {
    'on-air': 'switching/flipping: flip new=a',
    'not-on-air': 'retiring/ending: pinned a, retire new',
    died: 'retiring/ending: pinned a, retire new',
    shutdown: 'retiring/ending: retire new',
  },
  flipping: {
    switched: 'watching: wanted b, watch new/old',
    'not-on-air': 'retiring/ending: retire new',
    died: 'retiring/ending: retire new',
    'abandon-asked': 'retiring/ending: retire new',
    shutdown: 'retiring/ending: retire new',
  },
  'flipping after a stop': {
    switched: 'idle: wanted b, finish s1 stop-then-started',
    'not-on-air': 'retiring/ending: retire new',
    died: 'retiring/ending: retire new',
    'abandon-asked': 'retiring/ending: retire new',
    shutdown: 'retiring/ending: retire new',
  },
  'flipping to restore': {
    switched: 'idle: pinned a, finish s1 rolled-back load-failed restored',
    'not-on-air': 'retiring/ending: pinned a, retire new',
    died: 'retiring/ending: pinned a, retire new',
    shutdown: 'retiring/ending: retire new',
  },
  'flipping to off': {
    switched: 'watching: wanted off, watch off/old',
    'not-on-air': 'idle: finish s1 rejected not-on-air',
    died: 'idle: finish s1 rejected process-died',
    'abandon-asked': 'idle: finish s1 rejected abandoned',
    shutdown: 'idle: finish s1 rejected shutdown',
  },
  watching: {
    asked: 'retiring/draining: drain old',
    died: 'retiring/draining: flip-back old=a, pinned a, drain new',
    breach: 'retiring/draining: flip-back old=a, pinned a, drain new',
    'roll-back-asked': 'retiring/draining: flip-back old=a, pinned a, drain new',
    'previous-lost': 'retiring/draining: drain old',
    'commit-asked': 'retiring/draining: drain old',
    'watch-over': 'retiring/draining: drain old',
    shutdown: 'retiring/ending: retire old',
  },
  'watching off': {
    asked: 'retiring/draining: drain old',
    died: 'idle: flip-back old=a, pinned a, finish s1 rolled-back breach-health',
    breach: 'idle: flip-back old=a, pinned a, finish s1 rolled-back breach-latency',
    'roll-back-asked': 'idle: flip-back old=a, pinned a, finish s1 rolled-back asked',
    'previous-lost': 'retiring/draining: drain old',
    'commit-asked': 'retiring/draining: drain old',
    'watch-over': 'retiring/draining: drain old',
    shutdown: 'retiring/ending: retire old',
  },
  'watching on from off': {
    asked: 'admitting: finish s1 switched, admit a',
    died: 'retiring/draining: flip-back off=off, pinned off, drain new',
    breach: 'retiring/draining: flip-back off=off, pinned off, drain new',
    'roll-back-asked': 'retiring/draining: flip-back off=off, pinned off, drain new',
    'previous-lost': 'idle: finish s1 switched',
    'commit-asked': 'idle: finish s1 switched',
    'watch-over': 'idle: finish s1 switched',
    shutdown: 'idle: finish s1 switched shutdown',
  },
  'draining the old': {
    asked: 'retiring/draining',
    drained: 'retiring/ending: retire old',
    'drain-deadline': 'retiring/ending: retire old',
    shutdown: 'retiring/ending: retire old',
  },
  'ending the old': {
    asked: 'retiring/ending',
    retired: 'idle: finish s1 switched',
    quarantined: 'idle: finish s1 switched',
    shutdown: 'retiring/ending',
  },
  'ending the old, one waits': {
    retired: 'admitting: finish s1 switched, admit a',
    quarantined: 'admitting: finish s1 switched, admit a',
    'abandon-asked': 'retiring/ending: finish s2 rejected abandoned',
    shutdown: 'retiring/ending: finish s2 rejected shutdown',
  },
  'stopping: draining': {
    drained: 'retiring/ending: retire old',
    'drain-deadline': 'retiring/ending: retire old',
    'abandon-asked': 'idle: flip-back old=a, pinned a, finish s1 rolled-back abandoned restored',
    shutdown: 'retiring/ending: retire old',
  },
  'stopping: ending': {
    retired: 'spawning: spawn b',
    quarantined: 'spawning: spawn b',
    'abandon-asked': 'retiring/ending',
    shutdown: 'retiring/ending',
  },
  'ending a failed one to restore': {
    retired: 'spawning: spawn a',
    quarantined: 'spawning: spawn a',
    shutdown: 'retiring/ending',
  },
};

describe('the swap machine', () => {
  const names = Object.keys(states) as StateName[];

  it('is looked at in every phase', () => {
    expect(new Set(Object.values(states).map(({ phase }) => phase))).toEqual(new Set(swapPhases));
  });

  for (const name of names) {
    it(name, () => {
      const all = Object.keys(events) as SwapEventType[];
      const seen = Object.fromEntries(all.map((type) => [type, outcomeOf(states[name], events[type])]));
      expect(seen).toEqual(Object.fromEntries(all.map((type) => [type, decided[name][type] ?? 'ignored'])));
    });
  }

  it('changes nothing in what it is given', () => {
    for (const name of names) {
      const before = structuredClone<SwapState>(states[name]);
      for (const event of Object.values(events)) step(states[name], event);
      expect(states[name]).toEqual(before);
    }
  });

  it('keeps the first cause until the receipt', () => {
    const failed = step(states['loading'], events['over-budget']);
    expect(step(failed.state, { type: 'retired' }).effects).toEqual([
      { kind: 'finish', swapId: 's1', verdict: { outcome: 'rejected', code: 'over-budget', words } },
    ]);
    const rolled = step(states['watching'], events['breach']);
    const ending = step(rolled.state, { type: 'drained' });
    expect(step(ending.state, { type: 'retired' }).effects).toEqual([
      { kind: 'finish', swapId: 's1', verdict: { outcome: 'rolled-back', code: 'breach-latency', words } },
    ]);
  });

  it('loads the old one again when its successor fails after a stop, and says which failure it was', () => {
    const failing = step(states['loading after a stop'], events['died']);
    const respawn = step(failing.state, { type: 'retired' });
    expect(respawn.effects.map(told)).toEqual(['spawn a']);
    const loading = step(respawn.state, { type: 'spawned', instanceId: oldOne });
    const bringing = step(loading.state, { type: 'loaded' });
    const flipping = step(bringing.state, { type: 'on-air' });
    expect(step(flipping.state, { type: 'switched', previous: null }).effects).toEqual([
      { kind: 'desired', choice: a, state: 'pinned' },
      { kind: 'finish', swapId: 's1', verdict: { outcome: 'rolled-back', code: 'process-died', words, slot: 'restored' } },
    ]);
  });

  it('restores when the stop is abandoned while the old one ends', () => {
    const abandoned = step(states['stopping: ending'], events['abandon-asked']);
    const next = step(abandoned.state, { type: 'retired' });
    expect([next.state.phase, ...next.effects.map(told)]).toEqual(['spawning', 'spawn a']);
  });

  it('goes in where the candidate is when it need not be loaded', () => {
    const at = (readiness: 'loading' | 'loaded' | 'validated', state: SwapState): string =>
      outcomeOf(state, { type: 'admitted', active: oldOne, found: { instanceId: newOne, readiness } });
    // also when a stop was asked for: what is loaded beside needs none
    for (const state of [states['admitting'], states['admitting to stop first']]) {
      expect(at('loading', state)).toBe('loading: load new');
      expect(at('loaded', state)).toBe('validating: probe new');
      expect(at('validated', state)).toBe('switching/bringing: bring-on-air new');
    }
  });

  it('does not stop what is not there', () => {
    expect(outcomeOf(states['admitting to stop first'], { type: 'admitted', active: null, found: null })).toBe('spawning: spawn b');
  });

  it('switches off without loading anything', () => {
    expect(outcomeOf(idle, { type: 'asked', swap: { ...swap, to: null } })).toBe('switching/flipping: flip off=off');
  });

  it('says what it takes', () => {
    const taking = names.filter((name) => takesRequests(states[name]));
    expect(taking).toEqual(['idle', 'watching', 'watching off', 'watching on from off', 'draining the old', 'ending the old']);
    expect(names.filter((name) => canAbandon(states[name]))).toEqual(names.filter((name) => decided[name]['abandon-asked'] !== undefined));
    expect([swapOf(idle), swapOf(states['watching'])]).toEqual([null, 's1']);
    // what is taken is never ignored: it would leave no receipt
    for (const name of names) expect(takesRequests(states[name])).toBe(decided[name].asked !== undefined);
  });
});
