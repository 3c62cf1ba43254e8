/** One slot's swaps: keeps the machine's state, records what it does, and carries its effects out. The order of things is the machine's, not this file's. */
import { createDeferred } from '../kernel/deferred.ts';
import type { Deferred } from '../kernel/deferred.ts';
import type { InstanceId, SlotId } from '../contract/ids.ts';
import type { EngineKind } from '../engines/contract/manifest.ts';
import { failureEvent } from './failure-event.ts';
import { createSlotPointer } from './slot-pointer.ts';
import { createSlotWork } from './slot-work.ts';
import type { Tell } from './slot-work.ts';
import { startSlotWatch } from './slot-watch.ts';
import type { SlotWatch } from './slot-watch.ts';
import { idle, step, swapOf } from './machine.ts';
import type { SwapEffect, SwapEvent, SwapFacts, SwapState, Verdict } from './machine-types.ts';
import type { SwapContext } from './swap-context.ts';
import { createSwapRecord } from './swap-record.ts';
import type { SwapRecord } from './swap-record.ts';

export interface SlotSwap {
  readonly slotId: SlotId;
  readonly kind: EngineKind;
  readonly state: SwapState;
  /** Of the swap that is going on. */
  readonly record: SwapRecord | undefined;
  readonly watch: SlotWatch | undefined;
  /** A change is being carried out this very moment: its outcome is not known yet. */
  readonly moving: boolean;
  readonly pinned: boolean;
  open(facts: SwapFacts, by: string, reason: string): void;
  dispatch(event: SwapEvent): void;
  /** Resolves when nothing goes on in the slot. */
  settled(): Promise<void>;
}

export interface SlotSwapOptions {
  readonly context: SwapContext;
  readonly slotId: SlotId;
  readonly kind: EngineKind;
  readonly pinned: boolean;
  /** Something that the slot's view shows has changed. */
  readonly onChange: () => void;
}

export function createSlotSwap({ context, slotId, kind, onChange, ...options }: SlotSwapOptions): SlotSwap {
  const { ports, policy, clock, pool, outbox } = context;
  const logger = context.logger.child({ slot: slotId });
  const records = new Map<string, SwapRecord>();
  const queue: Array<{ readonly event: SwapEvent; readonly atMs: number }> = [];
  const waiters = new Set<Deferred<void>>();
  const pointer = createSlotPointer(context, slotId);
  const does = createSlotWork(context, slotId);
  let state: SwapState = idle;
  let moving = false;
  let pinned = options.pinned;
  /** The work of the step that the machine is in; its answer counts only as long as the machine stays there. */
  let work: AbortController | undefined;
  let watch: SlotWatch | undefined;

  function dispatch(event: SwapEvent): void {
    queue.push({ event, atMs: clock.now() });
    if (moving) return;
    moving = true;
    outbox.hold(() => {
      try {
        for (let next = queue.shift(); next; next = queue.shift()) advance(next.event, next.atMs);
      } finally {
        moving = false;
      }
    });
    if (state.phase !== 'idle') return;
    for (const waiter of waiters) waiter.resolve();
    waiters.clear();
  }

  /** What an effect brings about at once comes before anything that somebody asks for while it is carried out. */
  function reply(event: SwapEvent): void {
    queue.unshift({ event, atMs: clock.now() });
  }

  function advance(event: SwapEvent, atMs: number): void {
    const before = state;
    const { state: after, effects } = step(before, event);
    if (after === before) return;
    state = after;
    if (placeOf(before) !== placeOf(after)) {
      work?.abort(new Error(`the swap went on to ${after.phase}`));
      work = undefined;
      if (before.phase === 'watching') endWatch(before.swap.swapId);
      if (before.phase !== 'idle') records.get(before.swap.swapId)?.enter(swapOf(after) === before.swap.swapId ? after.phase : 'idle');
      if (after.phase !== 'idle') records.get(after.swap.swapId)?.enter(after.phase);
      logger.debug('swap', { event: event.type, from: before.phase, to: after.phase });
    }
    const swapId = swapOf(before) ?? swapOf(after) ?? '';
    for (const effect of effects) perform(effect, swapId, atMs);
    onChange();
  }

  function endWatch(swapId: string): void {
    if (watch) records.get(swapId)?.note(watch.figures());
    watch?.stop();
    watch = undefined;
  }

  /** `tell` may be called once; after the machine has gone on it does nothing. */
  function start(act: (signal: AbortSignal, tell: Tell) => Promise<void>): void {
    const mine = new AbortController();
    work = mine;
    const tell: Tell = (event) => {
      if (!mine.signal.aborted) dispatch(event);
    };
    act(mine.signal, tell).catch((error: unknown) => {
      if (mine.signal.aborted) return;
      const event = failureEvent(state, error);
      if (event) tell(event);
      else logger.error('a step of a swap failed where none can', { phase: state.phase, error: String(error) });
    });
  }

  /** `swapId`: the swap whose event this came of; `atMs`: when that happened. */
  function perform(effect: SwapEffect, swapId: string, atMs: number): void {
    switch (effect.kind) {
      case 'admit':
        return start((signal, tell) => does.admit(effect.choice, current(), signal, tell));
      case 'spawn':
        try {
          const instance = ports.spawn(slotId, effect.choice);
          pool.add({ instance, slotId, choice: effect.choice, role: 'candidate', readiness: 'loading' });
          reply({ type: 'spawned', instanceId: instance.id });
        } catch (error) {
          const event = failureEvent(state, error);
          if (event) reply(event);
        }
        return;
      case 'load':
        return start((signal, tell) => does.load(effect.instance, signal, tell));
      case 'probe':
        return start((signal, tell) => does.probe(effect.instance, current(), signal, tell));
      case 'bring-on-air':
        return start((signal, tell) => does.bringOnAir(effect.instance, signal, tell));
      case 'flip': {
        const { event, tookMs } = pointer.flip(effect.to, effect.choice);
        if (event.type === 'switched') records.get(swapId)?.note({ flipMs: tookMs });
        // Somebody filled the slot that was emptied for this: nobody rolls back to that one.
        if (event.type === 'switched' && event.previous && 'route' in state && state.route.kind !== 'beside') void pool.end(event.previous);
        return reply(event);
      }
      case 'flip-back':
        safely('the slot could not be given back', () => pointer.flipBack(effect.to, effect.choice));
        // Still ours: it did not get back into the slot, and nobody would end it later.
        if (effect.to !== null && pool.get(effect.to)) void pool.end(effect.to);
        return records.get(swapId)?.note({ rollbackMs: clock.now() - atMs });
      case 'empty-slot':
        return pointer.empty();
      case 'watch':
        watch = startSlotWatch({
          context,
          kind,
          candidate: effect.candidate === null ? undefined : pointer.active(effect.candidate),
          previous: effect.previous === null ? undefined : pool.get(effect.previous),
          tell: dispatch,
        });
        return;
      case 'drain':
        return drain(effect.instance);
      case 'retire':
        return start(async (_signal, tell) => tell({ type: await pool.end(effect.instance) }));
      case 'desired':
        pinned = effect.state === 'pinned';
        return safely('what the slot is wanted to hold could not be written down', () =>
          ports.desired.set(slotId, effect.choice, effect.state),
        );
      case 'finish':
        return finish(effect.swapId, effect.verdict);
    }
  }

  const current = (): SwapRecord | undefined => records.get(swapOf(state) ?? '');

  function drain(id: InstanceId): void {
    const leftMs = Math.max(0, policy.drainMs - pointer.sinceMs(id));
    if (ports.slots.leases(id) === 0) return reply({ type: 'drained' });
    if (leftMs === 0) return reply({ type: 'drain-deadline' });
    start(async (signal, tell) => {
      const cancel = clock.after(leftMs, () => tell({ type: 'drain-deadline' }));
      signal.addEventListener('abort', cancel, { once: true });
      await ports.slots.whenDrained(id, signal);
      tell({ type: 'drained' });
    });
  }

  function finish(swapId: string, verdict: Verdict): void {
    const record = records.get(swapId);
    if (!record) return;
    records.delete(swapId);
    const receipt = record.receipt(verdict);
    logger.info('swap ended', { swapId, outcome: receipt.outcome, code: receipt.code });
    safely('the receipt of a swap could not be written down', () => ports.receipts.append(receipt));
    context.tellReceipt(receipt);
  }

  /** The show goes on when the disk is full, and a swap comes to its end whatever a port does. */
  function safely(what: string, act: () => void): void {
    try {
      act();
    } catch (error) {
      logger.error(what, { error: String(error) });
    }
  }

  return {
    slotId,
    kind,
    get state() {
      return state;
    },
    get record() {
      return current();
    },
    get watch() {
      return watch;
    },
    get moving() {
      return moving;
    },
    get pinned() {
      return pinned;
    },
    open(facts, by, reason) {
      pinned = false;
      records.set(facts.swapId, createSwapRecord({ facts, slotId, kind, by, reason, clock }));
      dispatch({ type: 'asked', swap: facts });
    },
    dispatch,
    settled() {
      if (state.phase === 'idle' && !moving) return Promise.resolve();
      const waiter = createDeferred<void>();
      waiters.add(waiter);
      return waiter.promise;
    },
  };
}

/** Work belongs to a place; that a swap waits behind, or what comes after, changes nothing about the work that is going on. */
function placeOf(state: SwapState): string {
  if (state.phase === 'idle') return 'idle';
  const stepName = 'step' in state ? state.step : '';
  const instance = state.phase === 'retiring' ? state.instance : '';
  return [state.swap.swapId, state.phase, stepName, instance].join(' ');
}
