/** The pointer of one slot: switched in one synchronous assignment. Whose an instance is changes with it: what fills the slot is the fleet's, what left it ours. */
import type { InstanceId, SlotId } from '../contract/ids.ts';
import type { EngineChoice } from '../engines/contract/choice.ts';
import type { EngineInstance } from '../engines/hosting/engine-instance.ts';
import { reasonIn } from './candidate-steps.ts';
import { choiceOf } from './instance-pool.ts';
import type { EventOf } from './machine-types.ts';
import type { SwapContext } from './swap-context.ts';
import { causes } from './user-messages.ts';
import { noRequests } from './watch.ts';

export interface SlotPointer {
  flip(
    to: InstanceId | null,
    choice: EngineChoice | null,
  ): {
    readonly event: EventOf<'switched'> | EventOf<'not-on-air'> | EventOf<'died'>;
    readonly tookMs: number;
  };
  flipBack(to: InstanceId | null, choice: EngineChoice | null): void;
  empty(): void;
  /** The instance in the slot, if it is this one. */
  active(id: InstanceId): { readonly instance: EngineInstance; readonly choice: EngineChoice } | undefined;
  /** How long it has been out of the slot. */
  sinceMs(id: InstanceId): number;
}

export function createSlotPointer(context: SwapContext, slotId: SlotId): SlotPointer {
  const { ports, clock, pool, stats } = context;
  const logger = context.logger.child({ slot: slotId });
  const { slots } = ports;
  let left: { readonly id: InstanceId; readonly atMs: number } | undefined;

  function point(
    instance: EngineInstance | undefined,
    choice: EngineChoice | null,
  ): { readonly previous: EngineInstance | undefined; readonly tookMs: number } {
    const outgoing = slots.choice(slotId);
    const atMs = clock.now();
    const previous = slots.setActive(slotId, instance, choice);
    const tookMs = clock.now() - atMs;
    if (instance) pool.release(instance.id);
    if (previous && previous !== instance) {
      pool.add({ instance: previous, slotId, choice: choiceOf(previous, outgoing), role: 'previous', readiness: 'ready' });
      left = { id: previous.id, atMs };
    }
    return { previous, tookMs };
  }

  /** Its load may have run at low priority, and it may stand still for a line that began just now: nobody would wake what has left the pool. */
  function hurry(instance: EngineInstance): void {
    instance.release();
    try {
      instance.setPriority(0);
    } catch (error) {
      logger.warn('the priority of an engine could not be raised', { error: String(error) });
    }
  }

  return {
    flip(to, choice) {
      const candidate = to === null ? undefined : pool.get(to)?.instance;
      if (to !== null && candidate?.state !== 'ready') return { event: { type: 'died' }, tookMs: 0 };
      // It is judged by what it does from here on.
      if (candidate) stats.set(candidate.id, noRequests);
      try {
        const { previous, tookMs } = point(candidate, choice);
        if (candidate) hurry(candidate);
        return { event: { type: 'switched', previous: previous?.id ?? null }, tookMs };
      } catch (error) {
        const words = choice ? causes.notOnAir(choice, reasonIn(error)) : reasonIn(error);
        return { event: { type: 'not-on-air', words }, tookMs: 0 };
      }
    },
    flipBack(to, choice) {
      point(to === null ? undefined : pool.get(to)?.instance, choice);
    },
    empty() {
      point(undefined, null);
    },
    active(id) {
      const instance = slots.active(slotId);
      return instance?.id === id ? { instance, choice: choiceOf(instance, slots.choice(slotId)) } : undefined;
    },
    sinceMs: (id) => (left?.id === id ? clock.now() - left.atMs : 0),
  };
}
