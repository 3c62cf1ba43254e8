/** Swapping as the app sees it. Every method answers at once, but for those that say otherwise; what happens is told by the events. */
import type { UserMessage } from '../contract/failure.ts';
import type { InstanceId, SlotId } from '../contract/ids.ts';
import type { EngineChoice } from '../engines/contract/choice.ts';
import type { EngineInstance } from '../engines/hosting/engine-instance.ts';
import type { Disposable } from '../kernel/disposable.ts';
import type { Event } from '../kernel/emitter.ts';
import type { InstanceRole, Observation, SlotSwapView, SwapAnswer, SwapReceipt, SwapRequest } from './types.ts';

export interface SwapController extends Disposable {
  /** While a swap of this slot loads: refused, with how far it is. While one is watched: that one is committed and this one begins. */
  request(request: SwapRequest): SwapAnswer;
  /** While watching: back to the one before, by flipping the pointer. */
  rollBack(slotId: SlotId, by: string): SwapAnswer;
  /** Ends the watch: the old one may go. False: nothing is watched. */
  commit(slotId: SlotId): boolean;
  /** Gives up a swap that is not on air yet. False: there is none. */
  abandon(slotId: SlotId): boolean;
  /** Loads and validates beside the active one and keeps it warm; a later swap to it is quick. Rejects with SwapError. */
  prepare(slotId: SlotId, choice: EngineChoice): Promise<EngineInstance>;
  /** Ends a prepared instance; resolves when its exit was seen. False: it is not a prepared one. */
  unload(instanceId: InstanceId): Promise<boolean>;
  /** Every request that an engine served, or failed to. */
  observe(observation: Observation): void;
  views(): readonly SlotSwapView[];
  /** Every instance that swap holds, and the active ones. */
  instances(): ReadonlyArray<{
    readonly slotId: SlotId;
    readonly role: InstanceRole;
    readonly instance: EngineInstance;
    readonly choice: EngineChoice;
  }>;
  /** Resolves when the slot has nothing going on (a watch counts as going on). */
  settled(slotId: SlotId): Promise<void>;
  readonly onChange: Event<SlotId>;
  readonly onReceipt: Event<SwapReceipt>;
  readonly onNotice: Event<UserMessage>;
  /** Swaps in flight end (with a receipt), and everything is ended that is not active in a slot: the active ones are their owner's. */
  dispose(): Promise<void>;
}
