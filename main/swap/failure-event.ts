/** A failed step as an event of the machine: which one depends on where the machine is and on the error's code. Pure. */
import { wordsIn } from '../contract/failure.ts';
import { reasonIn } from './candidate-steps.ts';
import type { SwapEvent, SwapState } from './machine-types.ts';
import { SwapError } from './swap-error.ts';
import { causes } from './user-messages.ts';

/** undefined: in this phase nothing is under way that could fail. */
export function failureEvent(state: SwapState, error: unknown): SwapEvent | undefined {
  if (state.phase === 'idle' || state.phase === 'watching' || state.phase === 'retiring') return undefined;
  const words = wordsIn(error);
  const said = words ? { words } : {};
  const choice = 'route' in state && state.route.kind === 'restoring' ? state.swap.from : state.swap.to;
  if (error instanceof SwapError) {
    if (error.code === 'process-died' && state.phase !== 'admitting' && state.phase !== 'spawning') return { type: 'died', ...said };
    if (error.code === 'over-budget' && (state.phase === 'loading' || state.phase === 'validating'))
      return { type: 'over-budget', ...said };
  }
  const failure =
    error instanceof SwapError
      ? { code: error.code, ...said }
      : { code: 'load-failed' as const, words: choice ? causes.loadFailed(choice, reasonIn(error)) : reasonIn(error) };
  if (state.phase === 'admitting') return { type: 'refused', failure };
  if (state.phase === 'switching') return { type: 'not-on-air', words: failure.words ?? reasonIn(error) };
  // A candidate that was being prepared already is tried out while it still counts as loading here.
  const tried = state.phase === 'validating' || failure.code === 'signature' || failure.code.startsWith('probe-');
  return state.phase !== 'spawning' && tried ? { type: 'invalid', failure } : { type: 'load-failed', failure };
}
