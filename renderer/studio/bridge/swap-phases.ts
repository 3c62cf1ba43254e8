/** The way of a swap as a person follows it. Pure. */
import type { ModelSlotView } from '../../../main/api/contract/engines.ts';
import type { SwapPhase } from '../../../main/contract/swap.ts';

export const shownPhases = [
  'admitting',
  'loading',
  'validating',
  'switching',
  'watching',
  'retiring',
] as const satisfies readonly SwapPhase[];
export type ShownPhase = (typeof shownPhases)[number];

export interface PhaseStep {
  readonly phase: ShownPhase;
  readonly state: 'done' | 'now' | 'todo';
  readonly durationMs: number | null;
}

/** Starting a process is part of loading to the eye. */
const shownAs = (phase: SwapPhase): SwapPhase => (phase === 'spawning' ? 'loading' : phase);

export function phaseSteps({ phase, phases }: Pick<ModelSlotView, 'phase' | 'phases'>): readonly PhaseStep[] {
  const now = shownPhases.findIndex((shown) => shown === shownAs(phase));
  return shownPhases.map((shown, index) => {
    const times = phases.filter((timing) => shownAs(timing.phase) === shown);
    return {
      phase: shown,
      state: index < now ? 'done' : index === now ? 'now' : 'todo',
      durationMs: times.length === 0 ? null : times.reduce((sum, { durationMs }) => sum + durationMs, 0),
    };
  });
}

export type SlotAction = 'swap' | 'off' | 'roll-back' | 'commit' | 'abandon';

/** What may be asked of a slot now. */
export function actionsFor({ phase, active }: Pick<ModelSlotView, 'phase' | 'active'>): ReadonlySet<SlotAction> {
  switch (phase) {
    case 'idle':
      return new Set(active ? ['swap', 'off'] : ['swap']);
    case 'watching':
      return new Set(['swap', 'roll-back', 'commit']);
    case 'admitting':
    case 'spawning':
    case 'loading':
    case 'validating':
    case 'switching':
      return new Set(['abandon']);
    case 'retiring':
      return new Set();
    default:
      return phase satisfies never;
  }
}
