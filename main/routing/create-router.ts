/** Which engine serves this turn: slots in order, the active instance of each, and who still holds which. It starts and stops nothing. */
import { createDeferred } from '../kernel/deferred.ts';
import type { Deferred } from '../kernel/deferred.ts';
import { Emitter } from '../kernel/emitter.ts';
import type { InstanceId, SlotId } from '../contract/ids.ts';
import type { Lang } from '../contract/speech.ts';
import type { EngineKind } from '../engines/contract/manifest.ts';
import type { EngineSignature } from '../engines/contract/signature.ts';
import type { EngineInstance } from '../engines/hosting/engine-instance.ts';
import type { Need, Router, Slot, SlotOptions } from './types.ts';

export type { Lease, Need, Router, Slot, SlotOptions } from './types.ts';

export function createRouter(): Router {
  const slots = new Map<SlotId, Slot>();
  const held = new Map<InstanceId, number>();
  const draining = new Map<InstanceId, Set<Deferred<void>>>();
  const onChange = new Emitter<SlotId>();

  function slotOf(id: SlotId): Slot {
    const slot = slots.get(id);
    if (!slot) throw new RangeError(`There is no slot '${id}'`);
    return slot;
  }

  function refuseOtherKind(id: SlotId, kind: EngineKind, instance: EngineInstance | undefined): void {
    if (instance && instance.manifest.kind !== kind) throw new RangeError(`Slot '${id}' is for ${kind}, not for ${instance.manifest.kind}`);
  }

  function put(slot: Slot): void {
    slots.set(slot.id, slot);
    onChange.emit(slot.id);
  }

  function candidates(need: Need): Slot[] {
    const able = Array.from(slots.values()).filter(
      (slot) =>
        slot.kind === need.kind && !need.except?.includes(slot.id) && slot.active !== undefined && speaks(slot.active.signature, need.lang),
    );
    return need.prefer === undefined ? able : able.toSorted((a, b) => Number(b.id === need.prefer) - Number(a.id === need.prefer));
  }

  function hold(id: InstanceId): () => void {
    held.set(id, (held.get(id) ?? 0) + 1);
    let state: 'held' | 'released' = 'held';
    return () => {
      if (state === 'released') return;
      state = 'released';
      const left = (held.get(id) ?? 1) - 1;
      if (left > 0) {
        held.set(id, left);
        return;
      }
      held.delete(id);
      const waiting = draining.get(id);
      draining.delete(id);
      for (const waiter of waiting ?? []) waiter.resolve();
    };
  }

  return {
    get slots() {
      return Array.from(slots.values());
    },
    onChange: onChange.event,
    get ids() {
      return Array.from(slots.keys());
    },
    kind: (id) => slots.get(id)?.kind,
    active: (id) => slots.get(id)?.active,
    choice: (id) => slots.get(id)?.choice ?? null,
    setSlot({ id, kind, instance, choice, options }) {
      const before = slots.get(id);
      if (before && before.kind !== kind) throw new RangeError(`Slot '${id}' is for ${before.kind}, not for ${kind}`);
      refuseOtherKind(id, kind, instance);
      put({ id, kind, active: instance, choice: choice ?? null, options: readSlotOptions(options ?? choice?.options ?? {}) });
    },
    setActive(id, instance, choice) {
      const slot = slotOf(id);
      refuseOtherKind(id, slot.kind, instance);
      put({ ...slot, active: instance, ...(choice === undefined ? {} : { choice, options: readSlotOptions(choice?.options ?? {}) }) });
      return slot.active;
    },
    lease(need) {
      const slot = candidates(need).find(({ active }) => active?.state === 'ready');
      if (!slot?.active) return undefined;
      return { slotId: slot.id, instance: slot.active, options: slot.options, release: hold(slot.active.id) };
    },
    canServe(need) {
      return candidates(need).some(({ active }) => isComing(active));
    },
    leases: (id) => held.get(id) ?? 0,
    async whenDrained(id, signal) {
      signal?.throwIfAborted();
      if (!held.has(id)) return;
      const waiter = createDeferred<void>();
      const onAbort = (): void => {
        draining.get(id)?.delete(waiter);
        waiter.reject(signal?.reason);
      };
      const waiting = draining.get(id) ?? new Set();
      draining.set(id, waiting.add(waiter));
      signal?.addEventListener('abort', onAbort, { once: true });
      return waiter.promise.finally(() => signal?.removeEventListener('abort', onAbort));
    },
  };
}

/** Settings come from a file: what is missing or of another type is left to the engine. */
function readSlotOptions(options: Readonly<Record<string, unknown>>): SlotOptions {
  const { voice } = options;
  const numbers = (['speed', 'pitch', 'volume', 'maxTokens'] as const).flatMap((name) =>
    typeof options[name] === 'number' && Number.isFinite(options[name]) ? [[name, options[name]] as const] : [],
  );
  return { ...(typeof voice === 'string' ? { voice } : {}), ...Object.fromEntries(numbers) };
}

function isComing(instance: EngineInstance | undefined): boolean {
  return instance?.state === 'ready' || instance?.state === 'restarting';
}

/** Faces have no language; an engine that has never been loaded has told nothing yet. */
function speaks(signature: EngineSignature | undefined, lang: Lang | undefined): boolean {
  if (!signature) return false;
  if (lang === undefined || lang === 'und' || !('languages' in signature)) return true;
  return signature.languages.includes('*') || signature.languages.includes(lang);
}
