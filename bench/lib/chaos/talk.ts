/** Keeps the anchor speaking: always one turn on air and one waiting, so that every fault meets both speech and thinking. */
import type { Studio } from '../../../main/app/create-studio.ts';
import { beaconTurnText } from '../../../main/contract/beacon.ts';
import type { ShowWatch } from './watch-show.ts';
import { clauseName } from './words.ts';

export const clausesPerTurn = 3;
const mostPending = 2;
const lookEveryMs = 50;
/** A turn that fails at once must not be followed by a thousand others. */
const leastBetweenMs = 1_000;

/** Resolves after `signal` when the last turn has ended, or `patienceMs` later. */
export async function keepTalking(studio: Studio, watch: ShowWatch, signal: AbortSignal, patienceMs: number): Promise<void> {
  let turn = 0;
  let lastMs = -Infinity;
  const wait = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  for (; !signal.aborted; await wait()) {
    if (watch.pending >= mostPending || performance.now() - lastMs < leastBetweenMs) continue;
    lastMs = performance.now();
    const outcome = studio.say({ author: 'chaos', text: beaconTurnText(turn + 1, clausesPerTurn) });
    if (!outcome.accepted) continue; // the same number is said again: it was never taken
    turn += 1;
    const names = Array.from({ length: clausesPerTurn }, (_, index) => clauseName({ turn, clause: index + 1 }));
    watch.said(turn, outcome.turnId, names, Date.now());
  }
  const deadline = performance.now() + patienceMs;
  while (watch.pending > 0 && performance.now() < deadline) await wait();
}
