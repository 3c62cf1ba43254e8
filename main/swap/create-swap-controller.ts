/**
 * Replacing engines under load: what may be asked of it, for all slots. Who owns what: the fleet owns what fills a slot, this controller everything
 * else (candidates, the old one under watch, warm ones); a switch hands over in both directions. `dispose` ends what is owned here, not what is active.
 */
import { randomUUID } from 'node:crypto';
import type { UserMessage } from '../contract/failure.ts';
import type { InstanceId, SlotId } from '../contract/ids.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Disposable } from '../kernel/disposable.ts';
import { Emitter } from '../kernel/emitter.ts';
import type { Event } from '../kernel/emitter.ts';
import type { Logger } from '../kernel/logger.ts';
import type { EngineChoice } from '../engines/contract/choice.ts';
import type { EngineInstance } from '../engines/hosting/engine-instance.ts';
import { createAdmissionDesk } from './admission-desk.ts';
import { answers, notices } from './answers.ts';
import { createCandidateSteps } from './candidate-steps.ts';
import { defaultSwapPolicy } from './default-policy.ts';
import { createInstancePool } from './instance-pool.ts';
import type { OwnedInstance, SwapInstance } from './instance-pool.ts';
import { canAbandon, takesRequests } from './machine.ts';
import { createSlotSwap } from './slot-swap.ts';
import type { SlotSwap } from './slot-swap.ts';
import { createOutbox } from './swap-context.ts';
import type { SwapContext } from './swap-context.ts';
import { viewSlot } from './view-slot.ts';
import type { Observation, SlotSwapView, SwapAnswer, SwapPolicy, SwapPorts, SwapReceipt, SwapRequest } from './types.ts';
import { causes } from './user-messages.ts';
import { createWarmShelf, isSameChoice } from './warm-shelf.ts';
import { noRequests, record } from './watch.ts';
import type { RequestStats } from './watch.ts';

export type { SwapInstance } from './instance-pool.ts';

export interface SwapControllerOptions {
  readonly ports: SwapPorts;
  readonly policy?: Partial<SwapPolicy>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Slots that a rollback has pinned in an earlier run. */
  readonly pinned?: readonly SlotId[];
  /** Tests give ids that they can name. */
  readonly newSwapId?: () => string;
}

export interface SwapController extends Disposable {
  /** Answered at once. While a swap loads: busy. While one is watched: that one is committed and this one begins. */
  request(request: SwapRequest): SwapAnswer;
  /** While watching: back to what was there before, synchronously. */
  rollBack(slotId: SlotId, by: string): SwapAnswer;
  /** While watching: the new one stays, the old one is ended. False: nothing is watched. */
  commit(slotId: SlotId): boolean;
  /** Before the switch: the candidate is ended, nothing changes. False: there is nothing to give up. */
  abandon(slotId: SlotId, by?: string): boolean;
  /**
   * Loads and tries out beside what is on air, and keeps it ready: to answer silently, or for an instant swap. It may be ended at any time to make
   * room (state 'unloaded'). Rejects with SwapError; its words are in `detail.words`.
   */
  prepare(slotId: SlotId, choice: EngineChoice): Promise<EngineInstance>;
  /** Ends a warm one; resolves when it has ended. False: it is none. */
  unload(id: InstanceId): Promise<boolean>;
  /** Every request that any instance served or failed; synchronous, so a breach flips back before the next lease. */
  observe(observation: Observation): void;
  /** What is being loaded or tried out stands still for `forMs`, or until `unhush`: somebody on air needs the processor for himself. */
  hush(forMs: number): void;
  unhush(): void;
  views(): readonly SlotSwapView[];
  view(slotId: SlotId): SlotSwapView | undefined;
  /** All engines that it knows, with those that fill slots. */
  instances(): readonly SwapInstance[];
  readonly onChange: Event<SlotSwapView>;
  readonly onReceipt: Event<SwapReceipt>;
  /** What a person should know and nobody asked for: an engine that does not end, a warm one that had to go … */
  readonly onNotice: Event<UserMessage>;
  /** Resolves when nothing goes on in the slot: no swap, no watch, nothing on its way out. */
  settled(slotId: SlotId): Promise<void>;
  /** Swaps that are going on end with the code 'shutdown'. What fills the slots is left to their owner. */
  dispose(): Promise<void>;
}

export function createSwapController(options: SwapControllerOptions): SwapController {
  const { ports, clock, logger } = options;
  const policy: SwapPolicy = { ...defaultSwapPolicy, ...options.policy };
  const newSwapId = options.newSwapId ?? randomUUID;
  const onError = (error: unknown): void => logger.error('a listener of swaps threw', { error: String(error) });
  const onChange = new Emitter<SlotSwapView>(onError);
  const onReceipt = new Emitter<SwapReceipt>(onError);
  const onNotice = new Emitter<UserMessage>(onError);
  const outbox = createOutbox();
  const stats = new Map<InstanceId, RequestStats>();
  const slotSwaps = new Map<SlotId, SlotSwap>();
  let closing: Promise<void> | undefined;

  const tellNotice = (words: UserMessage): void => outbox.post(() => onNotice.emit(words));
  const changed = (slotId: SlotId): void => {
    const slot = slotSwaps.get(slotId);
    if (!slot) return;
    const view = viewSlot(slot, context);
    outbox.post(() => onChange.emit(view));
  };
  const pool = createInstancePool({
    ports,
    clock,
    logger,
    onQuarantined: ({ choice }, pid) => tellNotice(notices.quarantined(choice, pid)),
    onGone: (id) => void stats.delete(id),
  });
  const steps = createCandidateSteps({ ports, policy, clock, logger, pool });
  const desk = createAdmissionDesk({
    ports,
    policy,
    pool,
    onEvicted({ slotId, choice }) {
      tellNotice(notices.evicted(choice));
      changed(slotId);
    },
  });
  const shelf = createWarmShelf({
    ports,
    clock,
    pool,
    desk,
    steps,
    onChange: changed,
    onLost: (_owned, words) => tellNotice(words),
  });
  const context: SwapContext = {
    ports,
    policy,
    clock,
    logger,
    pool,
    desk,
    steps,
    shelf,
    stats,
    outbox,
    tellReceipt: (receipt) => outbox.post(() => onReceipt.emit(receipt)),
    tellNotice,
  };

  /** Slots may be added while the app runs. */
  function slotOf(slotId: SlotId): SlotSwap | undefined {
    const known = slotSwaps.get(slotId);
    if (known) return known;
    const kind = ports.slots.kind(slotId);
    if (kind === undefined) return undefined;
    const pinned = options.pinned?.includes(slotId) ?? false;
    const slot = createSlotSwap({ context, slotId, kind, pinned, onChange: () => changed(slotId) });
    slotSwaps.set(slotId, slot);
    return slot;
  }

  function refuse(why: SwapRefusal['why'], words: SwapRefusal['words']): SwapAnswer {
    return { accepted: false, why, words };
  }

  function busy(slot: SlotSwap): SwapAnswer {
    return refuse('busy', answers.busy(goingTo(slot), slot.state.phase));
  }

  return {
    request({ slotId, to, mode = 'beside', by, reason = '' }) {
      const slot = slotOf(slotId);
      if (!slot) return refuse('no-slot', answers.noSlot(slotId));
      if (closing) return refuse('busy', answers.closing);
      const kind = to === null ? slot.kind : (ports.kindOf(to) ?? slot.kind);
      if (to && kind !== slot.kind) return refuse('wrong-kind', causes.wrongKind(to, kind, slot.kind));
      if (slot.moving || !takesRequests(slot.state)) return busy(slot);
      const active = ports.slots.active(slotId);
      const from = active ? ports.slots.choice(slotId) : null;
      // One that has failed may be loaded again by asking for it.
      const same = to === null ? !active : active !== undefined && active.state !== 'failed' && isSameChoice(from, to);
      if (same) return refuse('already-active', answers.alreadyActive(to));
      const swapId = newSwapId();
      const stops = mode === 'stop-then-start' && active !== undefined && to !== null;
      slot.open({ swapId, from, to, mode: stops ? 'stop-then-start' : 'beside' }, by, reason);
      return { accepted: true, swapId };
    },
    rollBack(slotId, by) {
      const slot = slotOf(slotId);
      if (!slot) return refuse('no-slot', answers.noSlot(slotId));
      if (slot.moving) return busy(slot);
      if (slot.state.phase !== 'watching') return refuse('nothing-to-roll-back', answers.nothingToRollBack);
      const { swapId } = slot.state.swap;
      slot.dispatch({ type: 'roll-back-asked', words: causes.asked(by) });
      return { accepted: true, swapId };
    },
    commit(slotId) {
      const slot = slotOf(slotId);
      if (slot?.moving !== false || slot.state.phase !== 'watching') return false;
      slot.dispatch({ type: 'commit-asked' });
      return true;
    },
    abandon(slotId, by) {
      const slot = slotOf(slotId);
      if (slot?.moving !== false || !canAbandon(slot.state)) return false;
      slot.dispatch({ type: 'abandon-asked', ...(by === undefined ? {} : { words: causes.abandoned(goingTo(slot), by) }) });
      return true;
    },
    prepare: (slotId, choice) => shelf.prepare(slotId, choice),
    unload: (id) => shelf.unload(id),
    observe(observation) {
      const { instanceId } = observation;
      const before = stats.get(instanceId);
      if (!before) forgetStrangers();
      if (!before && !pool.everything().some(({ instance }) => instance.id === instanceId)) return;
      stats.set(instanceId, record(before ?? noRequests, observation, policy.breach));
      for (const slot of slotSwaps.values()) slot.watch?.look(instanceId, observation.outcome);
    },
    hush(forMs) {
      for (const one of pool.list()) if (isOnItsWay(one)) one.instance.hold(forMs);
    },
    unhush() {
      for (const { instance } of pool.list()) instance.release();
    },
    views: () => ports.slots.ids.flatMap((slotId) => slotOf(slotId) ?? []).map((slot) => viewSlot(slot, context)),
    view(slotId) {
      const slot = slotOf(slotId);
      return slot && viewSlot(slot, context);
    },
    instances: () => pool.everything(),
    onChange: onChange.event,
    onReceipt: onReceipt.event,
    onNotice: onNotice.event,
    settled: (slotId) => slotOf(slotId)?.settled() ?? Promise.resolve(),
    dispose() {
      closing ??= close();
      return closing;
    },
  };

  /** Instances that their owner has ended are not told of here. */
  function forgetStrangers(): void {
    const known = new Set(pool.everything().map(({ instance }) => instance.id));
    for (const id of stats.keys()) if (!known.has(id)) stats.delete(id);
  }

  async function close(): Promise<void> {
    shelf.dispose();
    const slots = Array.from(slotSwaps.values());
    for (const slot of slots) slot.dispatch({ type: 'shutdown' });
    await Promise.all(slots.map((slot) => slot.settled()));
    await Promise.all(pool.list().map(({ instance }) => pool.end(instance.id)));
    for (const emitter of [onChange, onReceipt, onNotice]) emitter.clear();
  }
}

/** A warm one that is ready may be answering in silence; it is left alone. */
const isOnItsWay = ({ role, readiness }: OwnedInstance): boolean => role === 'candidate' || (role === 'warm' && readiness === 'loading');

type SwapRefusal = Extract<SwapAnswer, { accepted: false }>;

function goingTo({ state }: SlotSwap): EngineChoice | null {
  if (state.phase === 'idle') return null;
  return state.phase === 'retiring' && state.next ? state.next.to : state.swap.to;
}
