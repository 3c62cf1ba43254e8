/** The time after a switch: the new one's requests against the old one's, the health of both, and the end of the watch. */
import type { InstanceId } from '../contract/ids.ts';
import type { EngineKind } from '../engines/contract/manifest.ts';
import type { EngineInstance } from '../engines/hosting/engine-instance.ts';
import { notices } from './answers.ts';
import type { SwapEvent } from './machine-types.ts';
import type { SwapContext } from './swap-context.ts';
import type { SwapFigures } from './types.ts';
import type { EngineChoice } from '../engines/contract/choice.ts';
import type { Observation } from './types.ts';
import { causes } from './user-messages.ts';
import { judge, noRequests, watchFigures } from './watch.ts';

export interface SlotWatch {
  /** On the controller's clock. */
  readonly endsAtMs: number;
  /** Something was seen of an instance. */
  look(id: InstanceId, outcome: Observation['outcome']): void;
  figures(): SwapFigures;
  stop(): void;
}

export interface SlotWatchOptions {
  readonly context: SwapContext;
  readonly kind: EngineKind;
  readonly candidate: { readonly instance: EngineInstance; readonly choice: EngineChoice } | undefined;
  readonly previous: { readonly instance: EngineInstance; readonly choice: EngineChoice } | undefined;
  readonly tell: (event: SwapEvent) => void;
}

export function startSlotWatch({ context, kind, candidate, previous, tell }: SlotWatchOptions): SlotWatch {
  const { clock, policy, stats } = context;
  const baseline = previous && stats.get(previous.instance.id);
  const cancels = [clock.after(policy.watchMs, () => tell({ type: 'watch-over' }))];
  const candidateStats = (): ReturnType<typeof stats.get> => candidate && stats.get(candidate.instance.id);

  function judgeHealth(): void {
    if (candidate && candidate.instance.state !== 'ready') tell({ type: 'died', words: causes.breachHealth(candidate.choice) });
  }

  function judgePrevious(): void {
    const state = previous?.instance.state;
    if (state === 'failed' || state === 'unloaded') tell({ type: 'previous-lost' });
  }

  if (candidate) cancels.push(candidate.instance.onState(judgeHealth));
  if (previous) {
    cancels.push(
      previous.instance.onState(({ state }) => {
        if (state !== 'failed' && state !== 'unloaded') return;
        context.tellNotice(notices.previousLost(previous.choice));
        judgePrevious();
      }),
    );
  }
  // Either may have ended at the very moment of the switch. An old one that is gone for good is nothing to go back to.
  judgePrevious();
  judgeHealth();

  return {
    endsAtMs: clock.now() + policy.watchMs,
    look(id, outcome) {
      if (!candidate || id !== candidate.instance.id) return;
      if (outcome === 'lost') return tell({ type: 'died', words: causes.breachLost(candidate.choice) });
      const breach = judge(candidateStats() ?? noRequests, baseline, policy.breach, kind);
      if (breach) tell({ type: 'breach', failure: { code: breach.code, words: causes.breach(candidate.choice, breach) } });
    },
    figures: () => (candidate ? watchFigures(candidateStats() ?? noRequests, baseline) : {}),
    stop() {
      for (const cancel of cancels.splice(0)) cancel();
    },
  };
}
