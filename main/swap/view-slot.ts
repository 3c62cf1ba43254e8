/** What is going on in one slot, for panels and doors: read from the machine's state and the instances, kept nowhere. */
import { choiceOf } from './instance-pool.ts';
import type { SlotSwap } from './slot-swap.ts';
import type { SwapContext } from './swap-context.ts';
import type { SwapState } from './machine-types.ts';
import type { SlotSwapView } from './types.ts';

export function viewSlot(slot: SlotSwap, { ports, pool, clock }: SwapContext): SlotSwapView {
  const { slotId, kind, state, record, watch, pinned } = slot;
  const active = ports.slots.active(slotId);
  return {
    slotId,
    kind,
    phase: state.phase,
    swapId: state.phase === 'idle' ? null : state.swap.swapId,
    active: active ? { instanceId: active.id, choice: choiceOf(active, ports.slots.choice(slotId)) } : null,
    candidate: candidateIn(state),
    previous: state.phase === 'watching' ? { instanceId: state.previous, choice: state.swap.from } : null,
    warm: pool
      .list()
      .filter((owned) => owned.slotId === slotId && owned.role === 'warm' && owned.readiness === 'ready')
      .map(({ instance, choice, bytes }) => ({ instanceId: instance.id, choice, bytes })),
    phases: record?.phases() ?? [],
    watchEndsAtMs: watch ? clock.wallNow() + watch.endsAtMs - clock.now() : null,
    pinned,
  };
}

function candidateIn(state: SwapState): SlotSwapView['candidate'] {
  if (state.phase === 'idle' || state.phase === 'watching' || state.phase === 'retiring') return null;
  const choice = 'route' in state && state.route.kind === 'restoring' ? state.swap.from : state.swap.to;
  return choice && { instanceId: 'candidate' in state ? state.candidate : null, choice };
}
