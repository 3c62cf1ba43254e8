/**
 * What becomes of one slot's swap: a pure function of where it is and what happened. Every pair of phase and event stands in the table;
 * 'ignored' is a decision. Knows no instances, no clock and no ports: the controller carries the effects out.
 */
import type { SwapPhase } from '../contract/swap.ts';
import type { EventOf, StateOf, Step, SwapEvent, SwapEventType, SwapState } from './machine-types.ts';
import * as steps from './machine-steps.ts';

type Handler<P extends SwapPhase, E extends SwapEventType> = (state: StateOf<P>, event: EventOf<E>) => Step;
type Row<P extends SwapPhase> = { readonly [E in SwapEventType]: Handler<P, E> | 'ignored' };
type Table = { readonly [P in SwapPhase]: Row<P> };

const { fail, failure } = steps;

/** Nothing of this can come while no swap is going on; late answers of an ended one may. */
const nothing = {
  admitted: 'ignored',
  refused: 'ignored',
  spawned: 'ignored',
  loaded: 'ignored',
  'load-failed': 'ignored',
  died: 'ignored',
  'over-budget': 'ignored',
  validated: 'ignored',
  invalid: 'ignored',
  'on-air': 'ignored',
  'not-on-air': 'ignored',
  switched: 'ignored',
  breach: 'ignored',
  'previous-lost': 'ignored',
  'roll-back-asked': 'ignored',
  'commit-asked': 'ignored',
  'watch-over': 'ignored',
  drained: 'ignored',
  'drain-deadline': 'ignored',
  retired: 'ignored',
  quarantined: 'ignored',
} as const;

const table: Table = {
  idle: {
    ...nothing,
    asked: (_state, { swap }) => steps.begin(swap),
    'abandon-asked': 'ignored',
    shutdown: 'ignored',
  },
  admitting: {
    ...nothing,
    asked: 'ignored',
    admitted: steps.admitted,
    refused: (state, event) => fail(state, event.failure),
    'abandon-asked': steps.abandon,
    shutdown: steps.shutDownEarly,
  },
  spawning: {
    ...nothing,
    asked: 'ignored',
    spawned: steps.spawned,
    'load-failed': (state, event) => fail(state, event.failure),
    'abandon-asked': steps.abandon,
    shutdown: steps.shutDownEarly,
  },
  loading: {
    ...nothing,
    asked: 'ignored',
    loaded: steps.loaded,
    'load-failed': (state, event) => fail(state, event.failure),
    died: (state, event) => fail(state, failure('process-died', event)),
    'over-budget': (state, event) => fail(state, failure('over-budget', event)),
    // A candidate that was being prepared already is validated by whoever prepares it.
    invalid: (state, event) => fail(state, event.failure),
    'abandon-asked': steps.abandon,
    shutdown: steps.shutDownEarly,
  },
  validating: {
    ...nothing,
    asked: 'ignored',
    died: (state, event) => fail(state, failure('process-died', event)),
    'over-budget': (state, event) => fail(state, failure('over-budget', event)),
    validated: steps.validated,
    invalid: (state, event) => fail(state, event.failure),
    'abandon-asked': steps.abandon,
    shutdown: steps.shutDownEarly,
  },
  switching: {
    ...nothing,
    asked: 'ignored',
    died: (state, event) => fail(state, failure('process-died', event)),
    'on-air': steps.onAir,
    'not-on-air': (state, event) => fail(state, failure('not-on-air', event)),
    switched: steps.switched,
    'abandon-asked': steps.abandon,
    shutdown: steps.shutDownEarly,
  },
  watching: {
    ...nothing,
    asked: (state, { swap }) => steps.commit(state, swap),
    died: (state, event) => steps.rollBack(state, failure('breach-health', event)),
    breach: (state, event) => steps.rollBack(state, event.failure),
    'previous-lost': (state) => steps.commit(state),
    'roll-back-asked': (state, event) => steps.rollBack(state, failure('asked', event)),
    'commit-asked': (state) => steps.commit(state),
    'watch-over': (state) => steps.commit(state),
    // Before the switch there is something to give up; after it there is something to roll back.
    'abandon-asked': 'ignored',
    shutdown: steps.shutDownWatching,
  },
  retiring: {
    ...nothing,
    asked: steps.queueNext,
    drained: steps.drained,
    'drain-deadline': steps.drained,
    retired: steps.retired,
    quarantined: steps.retired,
    'abandon-asked': steps.abandonRetiring,
    shutdown: steps.shutDownRetiring,
  },
};

export const idle: SwapState = { phase: 'idle' };

export function step(state: SwapState, event: SwapEvent): Step {
  const handler = table[state.phase][event.type] as ((state: SwapState, event: SwapEvent) => Step) | 'ignored';
  return handler === 'ignored' ? { state, effects: [] } : handler(state, event);
}

/** Would a new request be taken now (begun, or begun as soon as the retirement is over)? */
export function takesRequests(state: SwapState): boolean {
  return (
    state.phase === 'idle' ||
    state.phase === 'watching' ||
    (state.phase === 'retiring' && state.after.kind === 'finish' && state.next === null)
  );
}

/** May something be given up now? */
export function canAbandon(state: SwapState): boolean {
  return step(state, { type: 'abandon-asked' }).state !== state;
}

/** The swap that the slot is about now. */
export function swapOf(state: SwapState): string | null {
  return state.phase === 'idle' ? null : state.swap.swapId;
}
