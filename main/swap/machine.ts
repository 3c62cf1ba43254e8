/**
 * The swap machine of one slot: `(state, event) -> { state, effects }`, pure. What happens is decided here and nowhere else; the controller
 * carries effects out and tells what came of them. An event that means nothing in a state leaves it as it is.
 */
import type { SwapPhase } from '../contract/swap.ts';
import {
  abandon,
  abandonRetiring,
  admitted,
  begin,
  commit,
  drained,
  fail,
  failure,
  loaded,
  onAir,
  queueNext,
  retired,
  rollBack,
  shutDownEarly,
  shutDownRetiring,
  shutDownWatching,
  spawned,
  switched,
  validated,
} from './machine-steps.ts';
import type { EventOf, StateOf, Step, SwapEvent, SwapEventType, SwapState } from './machine-types.ts';

export type * from './machine-types.ts';

export const idle: SwapState = Object.freeze({ phase: 'idle' });

type Moves = {
  readonly [P in SwapPhase]: { readonly [T in SwapEventType]?: (state: StateOf<P>, event: EventOf<T>) => Step };
};

/** Every event that means something, by state. What is not here is ignored on purpose; the test lists it. */
export const moves: Moves = {
  idle: { asked: (_state, event) => begin(event) },
  admitting: {
    admitted,
    refused: (state, event) => fail(state, event.failure),
    'abandon-asked': abandon,
    shutdown: shutDownEarly,
  },
  spawning: {
    spawned,
    'load-failed': (state, event) => fail(state, event.failure),
    'abandon-asked': abandon,
    shutdown: shutDownEarly,
  },
  loading: {
    loaded,
    'load-failed': (state, event) => fail(state, event.failure),
    died: (state, event) => fail(state, failure('process-died', event)),
    'over-budget': (state, event) => fail(state, failure('over-budget', event)),
    'abandon-asked': abandon,
    shutdown: shutDownEarly,
  },
  validating: {
    validated,
    invalid: (state, event) => fail(state, event.failure),
    died: (state, event) => fail(state, failure('process-died', event)),
    'over-budget': (state, event) => fail(state, failure('over-budget', event)),
    'abandon-asked': abandon,
    shutdown: shutDownEarly,
  },
  switching: {
    'on-air': onAir,
    'not-on-air': (state, event) => fail(state, failure('not-on-air', event)),
    died: (state, event) => fail(state, failure('process-died', event)),
    switched,
    'abandon-asked': abandon,
    shutdown: shutDownEarly,
  },
  watching: {
    // a new request commits what is watched
    asked: (state, event) => commit(state, event.swap),
    breach: (state, event) => rollBack(state, event.failure),
    died: (state, event) => rollBack(state, failure('breach-health', event)),
    'previous-lost': (state) => commit({ ...state, previous: null }),
    'roll-back-asked': (state, event) => rollBack(state, failure('asked', event)),
    'commit-asked': (state) => commit(state),
    'watch-over': (state) => commit(state),
    shutdown: shutDownWatching,
  },
  retiring: {
    asked: queueNext,
    drained,
    'drain-deadline': drained,
    retired,
    quarantined: retired,
    'abandon-asked': abandonRetiring,
    shutdown: shutDownRetiring,
  },
};

export function step(state: SwapState, event: SwapEvent): Step {
  const byType: Readonly<Record<string, ((state: SwapState, event: SwapEvent) => Step) | undefined>> = moves[state.phase] as never;
  return byType[event.type]?.(state, event) ?? { state, effects: [] };
}
