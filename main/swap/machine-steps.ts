/** The moves of the swap machine, one function each: where a slot goes from here and what is to be done for it. Pure. */
import type { InstanceId } from '../contract/ids.ts';
import type { SwapCode } from '../contract/swap.ts';
import type { EngineChoice } from '../engines/contract/choice.ts';
import type { AfterRetiring, EventOf, Failure, Route, StateOf, Step, SwapEffect, SwapFacts, Verdict } from './machine-types.ts';

const beside: Route = { kind: 'beside' };

export function failure(code: SwapCode, from: { readonly words?: Failure['words'] } = {}): Failure {
  return { code, ...(from.words ? { words: from.words } : {}) };
}

const rejected = (why: Failure): Verdict => ({ outcome: 'rejected', ...why });
const rolledBack = (why: Failure, slot?: Verdict['slot']): Verdict => ({ outcome: 'rolled-back', ...why, ...(slot ? { slot } : {}) });

export function begin(swap: SwapFacts): Step {
  if (swap.to === null)
    return {
      state: { phase: 'switching', swap, route: beside, candidate: null, step: 'flipping' },
      effects: [{ kind: 'flip', to: null, choice: null }],
    };
  return { state: { phase: 'admitting', swap }, effects: [{ kind: 'admit', choice: swap.to }] };
}

/** The receipt is written and the slot is free; what was accepted meanwhile begins. */
function end(swap: SwapFacts, verdict: Verdict, next: SwapFacts | null, effects: readonly SwapEffect[] = []): Step {
  const finish: SwapEffect = { kind: 'finish', swapId: swap.swapId, verdict };
  const following: Step = next ? begin(next) : { state: { phase: 'idle' }, effects: [] };
  return { state: following.state, effects: [...effects, finish, ...following.effects] };
}

interface Retirement {
  readonly instance: InstanceId | null;
  /** `draining`: its leases are waited for. `ending`: nobody uses it, or nobody is to be waited for. */
  readonly step: 'draining' | 'ending';
  readonly after: AfterRetiring;
  readonly next?: SwapFacts | null;
}

function retire(swap: SwapFacts, { instance, step, after, next = null }: Retirement, effects: readonly SwapEffect[] = []): Step {
  if (instance === null) return proceed(swap, after, next, effects);
  return {
    state: { phase: 'retiring', swap, step, instance, after, next },
    effects: [...effects, { kind: step === 'draining' ? 'drain' : 'retire', instance }],
  };
}

function proceed(swap: SwapFacts, after: AfterRetiring, next: SwapFacts | null, effects: readonly SwapEffect[] = []): Step {
  if (after.kind === 'finish') return end(swap, after.verdict, next, effects);
  if (after.kind === 'start') return spawn(swap, { kind: 'stopped' }, swap.to, effects);
  return spawn(swap, { kind: 'restoring', failure: after.failure }, swap.from, effects);
}

function spawn(swap: SwapFacts, route: Route, choice: EngineChoice | null, effects: readonly SwapEffect[] = []): Step {
  // Cannot be: nothing is stopped, and nothing restored, where there is nothing to load. Should it be, the slot is left as it is.
  if (choice === null) return end(swap, rejected(failure('load-failed')), null, effects);
  return { state: { phase: 'spawning', swap, route }, effects: [...effects, { kind: 'spawn', choice }] };
}

export function admitted({ swap }: StateOf<'admitting'>, { found, active }: EventOf<'admitted'>): Step {
  if (found !== null) {
    const candidate = found.instanceId;
    if (found.readiness === 'validated') return bring(swap, beside, candidate);
    if (found.readiness === 'loaded') return validate(swap, beside, candidate);
    return { state: { phase: 'loading', swap, route: beside, candidate }, effects: [{ kind: 'load', instance: candidate }] };
  }
  if (swap.mode === 'stop-then-start' && active !== null)
    return retire(swap, { instance: active, step: 'draining', after: { kind: 'start' } }, [{ kind: 'empty-slot' }]);
  return spawn(swap, beside, swap.to);
}

export function spawned({ swap, route }: StateOf<'spawning'>, { instanceId }: EventOf<'spawned'>): Step {
  return { state: { phase: 'loading', swap, route, candidate: instanceId }, effects: [{ kind: 'load', instance: instanceId }] };
}

export function loaded({ swap, route, candidate }: StateOf<'loading'>): Step {
  // What is restored stood in this slot before, and the slot is empty: no probe.
  return route.kind === 'restoring' ? bring(swap, route, candidate) : validate(swap, route, candidate);
}

function validate(swap: SwapFacts, route: Route, candidate: InstanceId): Step {
  return { state: { phase: 'validating', swap, route, candidate }, effects: [{ kind: 'probe', instance: candidate }] };
}

function bring(swap: SwapFacts, route: Route, candidate: InstanceId): Step {
  return {
    state: { phase: 'switching', swap, route, candidate, step: 'bringing' },
    effects: [{ kind: 'bring-on-air', instance: candidate }],
  };
}

export function validated({ swap, route, candidate }: StateOf<'validating'>): Step {
  return bring(swap, route, candidate);
}

export function onAir(state: StateOf<'switching'>): Step {
  if (state.step === 'flipping') return { state, effects: [] };
  const choice = state.route.kind === 'restoring' ? state.swap.from : state.swap.to;
  return { state: { ...state, step: 'flipping' }, effects: [{ kind: 'flip', to: state.candidate, choice }] };
}

export function switched(state: StateOf<'switching'>, { previous }: EventOf<'switched'>): Step {
  const { swap, route, candidate } = state;
  if (state.step === 'bringing') return { state, effects: [] };
  if (route.kind === 'stopped')
    return end(swap, { outcome: 'stop-then-started' }, null, [{ kind: 'desired', choice: swap.to, state: 'wanted' }]);
  if (route.kind === 'restoring')
    return end(swap, rolledBack(route.failure, 'restored'), null, [{ kind: 'desired', choice: swap.from, state: 'pinned' }]);
  return {
    state: { phase: 'watching', swap, candidate, previous },
    effects: [
      { kind: 'desired', choice: swap.to, state: 'wanted' },
      { kind: 'watch', candidate, previous },
    ],
  };
}

type BeforeTheSwitch = StateOf<'admitting'> | StateOf<'spawning'> | StateOf<'loading'> | StateOf<'validating'> | StateOf<'switching'>;

/** Something went wrong before the switch: the active one was never touched, or what was stopped is loaded again. */
export function fail(state: BeforeTheSwitch, why: Failure): Step {
  const { swap } = state;
  const instance = 'candidate' in state ? state.candidate : null;
  const route = 'route' in state ? state.route : beside;
  if (route.kind === 'beside') return retire(swap, { instance, step: 'ending', after: { kind: 'finish', verdict: rejected(why) } });
  if (route.kind === 'stopped') return retire(swap, { instance, step: 'ending', after: { kind: 'restore', failure: why } });
  return retire(swap, { instance, step: 'ending', after: { kind: 'finish', verdict: rolledBack(route.failure, 'empty') } }, [
    { kind: 'desired', choice: swap.from, state: 'pinned' },
  ]);
}

/** Someone gave up the load. What is being restored is not given up: the slot would stay empty. */
export function abandon(state: BeforeTheSwitch, event: EventOf<'abandon-asked'>): Step {
  if ('route' in state && state.route.kind === 'restoring') return { state, effects: [] };
  return fail(state, failure('abandoned', event));
}

export function shutDownEarly(state: BeforeTheSwitch): Step {
  const untouched = !('route' in state) || state.route.kind === 'beside';
  const verdict = untouched ? rejected(failure('shutdown')) : rolledBack(failure('shutdown'), 'empty');
  const instance = 'candidate' in state ? state.candidate : null;
  return retire(state.swap, { instance, step: 'ending', after: { kind: 'finish', verdict } });
}

export function commit({ swap, previous }: StateOf<'watching'>, next: SwapFacts | null = null): Step {
  return retire(swap, { instance: previous, step: 'draining', after: { kind: 'finish', verdict: { outcome: 'switched' } }, next });
}

export function rollBack({ swap, candidate, previous }: StateOf<'watching'>, why: Failure): Step {
  return retire(swap, { instance: candidate, step: 'draining', after: { kind: 'finish', verdict: rolledBack(why) } }, [
    { kind: 'flip-back', to: previous, choice: swap.from },
    { kind: 'desired', choice: swap.from, state: 'pinned' },
  ]);
}

export function shutDownWatching({ swap, previous }: StateOf<'watching'>): Step {
  const verdict: Verdict = { outcome: 'switched', ...failure('shutdown') };
  return retire(swap, { instance: previous, step: 'ending', after: { kind: 'finish', verdict } });
}

export function queueNext(state: StateOf<'retiring'>, { swap }: EventOf<'asked'>): Step {
  if (state.after.kind !== 'finish' || state.next !== null) return { state, effects: [] };
  return { state: { ...state, next: swap }, effects: [] };
}

export function drained(state: StateOf<'retiring'>): Step {
  if (state.step === 'ending') return { state, effects: [] };
  return { state: { ...state, step: 'ending' }, effects: [{ kind: 'retire', instance: state.instance }] };
}

/** A process that does not end is reported, not waited for: the slot goes on without it. */
export function retired(state: StateOf<'retiring'>): Step {
  if (state.step === 'draining') return { state, effects: [] };
  return proceed(state.swap, state.after, state.next);
}

export function abandonRetiring(state: StateOf<'retiring'>, event: EventOf<'abandon-asked'>): Step {
  const why = failure('abandoned', event);
  if (state.next)
    return { state: { ...state, next: null }, effects: [{ kind: 'finish', swapId: state.next.swapId, verdict: rejected(why) }] };
  if (state.after.kind !== 'start') return { state, effects: [] };
  if (state.step === 'ending') return { state: { ...state, after: { kind: 'restore', failure: why } }, effects: [] };
  // The old one still lives: back into its slot.
  return end(state.swap, rolledBack(why, 'restored'), null, [
    { kind: 'flip-back', to: state.instance, choice: state.swap.from },
    { kind: 'desired', choice: state.swap.from, state: 'pinned' },
  ]);
}

export function shutDownRetiring(state: StateOf<'retiring'>): Step {
  const dropped: readonly SwapEffect[] = state.next
    ? [{ kind: 'finish', swapId: state.next.swapId, verdict: rejected(failure('shutdown')) }]
    : [];
  const verdict = rolledBack(state.after.kind === 'restore' ? state.after.failure : failure('shutdown'), 'empty');
  const after: AfterRetiring = state.after.kind === 'finish' ? state.after : { kind: 'finish', verdict };
  const effects: readonly SwapEffect[] = state.step === 'draining' ? [...dropped, { kind: 'retire', instance: state.instance }] : dropped;
  return { state: { ...state, step: 'ending', after, next: null }, effects };
}
