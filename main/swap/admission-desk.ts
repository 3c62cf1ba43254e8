/** Asks whether there is room, ends warm ones until there is, and lets in: decision and entry are one synchronous act, so two never get the same room. */
import type { InstanceId, SlotId } from '../contract/ids.ts';
import type { EngineChoice } from '../engines/contract/choice.ts';
import { judgeAdmission } from './admission.ts';
import type { AdmissionRequest, Refusal } from './admission.ts';
import { defaultInstancesPerKind } from './default-policy.ts';
import type { InstancePool, OwnedInstance } from './instance-pool.ts';
import type { SwapPolicy, SwapPorts } from './types.ts';

export interface AdmissionDesk {
  /**
   * `enter` runs within the decision. `standing` is read anew for each decision: much can change while a warm one ends.
   * Rejects with `signal.reason` when aborted.
   */
  ask<T>(
    request: { readonly slotId: SlotId; readonly purpose: AdmissionRequest['purpose']; readonly choice: EngineChoice },
    standing: () => { readonly already: InstanceId | null; readonly leaving: InstanceId | null },
    enter: () => T,
    signal: AbortSignal,
  ): Promise<{ readonly entered: T } | { readonly refusal: Refusal }>;
}

export interface AdmissionDeskOptions {
  readonly ports: SwapPorts;
  readonly policy: SwapPolicy;
  readonly pool: InstancePool;
  readonly onEvicted: (owned: OwnedInstance) => void;
}

export function createAdmissionDesk({ ports, policy, pool, onEvicted }: AdmissionDeskOptions): AdmissionDesk {
  async function evict(ids: readonly InstanceId[]): Promise<void> {
    await Promise.all(
      ids.map((id) => {
        const owned = pool.get(id);
        const ended = pool.end(id);
        if (owned) onEvicted(owned);
        return ended;
      }),
    );
  }

  return {
    async ask({ slotId, purpose, choice }, standing, enter, signal) {
      for (;;) {
        await ports.calm?.(signal);
        signal.throwIfAborted();
        const sizes = await pool.measure();
        signal.throwIfAborted();
        const kind = ports.slots.kind(slotId);
        const admission = judgeAdmission({
          slotId,
          purpose,
          expectedBytes: ports.memory.expectedBytes(choice),
          expectedGraphicsBytes: ports.memory.expectedGraphicsBytes?.(choice),
          loaded: pool.loaded(sizes),
          ...standing(),
          budget: ports.budget(),
          instanceLimit: (kind && policy.instancesPerKind[kind]) ?? defaultInstancesPerKind,
          warmLimit: policy.warmLimit,
        });
        if (admission.verdict === 'fits') return { entered: enter() };
        if (admission.verdict === 'refused') return { refusal: admission.refusal };
        await evict(admission.ids);
        signal.throwIfAborted();
      }
    },
  };
}
