/**
 * Carries out what the machine decides, one slot at a time, and tells the machine what came of it. Owns every instance that is not active in a
 * slot: candidates, the one before, warm ones, those that are going. Knows no process, no show and no sound.
 */
import { randomBytes } from 'node:crypto';
import type { UserMessage } from '../contract/failure.ts';
import type { InstanceId, SlotId } from '../contract/ids.ts';
import type { EngineChoice } from '../engines/contract/choice.ts';
import type { EngineInstance } from '../engines/hosting/engine-instance.ts';
import type { Clock } from '../kernel/clock.ts';
import { createDeferred } from '../kernel/deferred.ts';
import { Emitter } from '../kernel/emitter.ts';
import type { Logger } from '../kernel/logger.ts';
import { admit, type Admission, type LoadedEngine } from './admission.ts';
import { defaultPolicy } from './default-policy.ts';
import { KnownInstances, type KnownInstance } from './known-instances.ts';
import { createSlotRun, type SlotRun } from './slot-run.ts';
import type { SwapController } from './swap-controller.ts';
import { SwapError } from './swap-error.ts';
import type { Observation, SlotSwapView, SwapPolicy, SwapPorts, SwapReceipt } from './types.ts';
import { swapMessages } from './user-messages.ts';
import { tryOut } from './try-out.ts';

export type { SwapController } from './swap-controller.ts';

export interface SwapControllerOptions {
  readonly ports: SwapPorts;
  readonly policy?: Partial<SwapPolicy>;
  readonly clock: Clock;
  readonly logger: Logger;
}

export function createSwapController({ ports, clock, logger, ...options }: SwapControllerOptions): SwapController {
  const policy: SwapPolicy = { ...defaultPolicy, ...options.policy };
  const onError = (error: unknown): void => logger.error('a swap listener threw', { error: String(error) });
  const onChange = new Emitter<SlotId>(onError);
  const onReceipt = new Emitter<SwapReceipt>(onError);
  const onNotice = new Emitter<UserMessage>(onError);
  const known = new KnownInstances(policy.breach.window);
  const runs = new Map<SlotId, SlotRun>();
  const preparing = new Map<string, { readonly work: Promise<EngineInstance>; readonly given: AbortController }>();
  const endings = new Set<Promise<void>>();
  let state: 'open' | 'closed' = 'open';

  function runOf(slotId: SlotId): SlotRun | undefined {
    const kind = ports.slots.kind(slotId);
    if (kind === undefined) return undefined;
    const there = runs.get(slotId);
    if (there) return there;
    const run = createSlotRun({ slotId, kind, ports, policy, clock, logger, known, admission, end, tell });
    runs.set(slotId, run);
    return run;
  }

  function tell(change: { readonly slotId: SlotId } | { readonly receipt: SwapReceipt }): void {
    if ('receipt' in change) {
      ports.receipts.append(change.receipt);
      logger.info('swap ended', {
        swapId: change.receipt.swapId,
        slotId: change.receipt.slotId,
        outcome: change.receipt.outcome,
        code: change.receipt.code,
      });
      onReceipt.emit(change.receipt);
    } else onChange.emit(change.slotId);
  }

  /** The active ones were put into their slots by their owner: met when they are looked for. */
  function meetActive(): void {
    for (const slotId of ports.slots.ids) {
      const instance = ports.slots.active(slotId);
      const choice = ports.slots.choice(slotId);
      if (!instance || !choice) continue;
      const met = known.get(instance.id) ?? known.add(instance, slotId, choice, 'active', clock.now());
      met.role = 'active';
    }
    // An active one that its owner replaced by itself is not ours any more.
    for (const item of known.all)
      if (item.role === 'active' && ports.slots.active(item.slotId) !== item.instance) known.remove(item.instance.id);
  }

  async function measure(): Promise<void> {
    meetActive();
    await Promise.all(
      known.all.map(async (item) => {
        const bytes = await item.instance.rssBytes().catch(() => null);
        if (bytes !== null) item.bytes = bytes;
      }),
    );
  }

  /** Room for `choice` in `slotId`; warm ones that have to go are ended first. */
  async function admission(slotId: SlotId, choice: EngineChoice, replaces: InstanceId | null): Promise<Admission> {
    await measure();
    const kind = ports.slots.kind(slotId);
    const answer = admit({
      title: choice.title,
      expectedBytes: ports.memory.expectedBytes(choice),
      loaded: known.all.map(({ instance, role, slotId: slot, bytes, lastUsedMs }): LoadedEngine => ({
        instanceId: instance.id,
        role,
        sameSlot: slot === slotId,
        bytes,
        lastUsedMs,
      })),
      budget: ports.budget(),
      mostOfSlot: (kind && policy.instancesPerKind[kind]) ?? 2,
      replaces,
    });
    if (answer.kind === 'evict') await Promise.all(answer.instances.map((id) => end(id)));
    return answer;
  }

  /** Resolves when its exit was seen or it was given up on. */
  function end(id: InstanceId): Promise<void> {
    const item = known.get(id);
    if (!item) return Promise.resolve();
    const { pid } = item.instance;
    item.role = 'going';
    for (const forget of item.forget.splice(0)) forget();
    const work = (async () => {
      try {
        await item.instance.dispose();
      } catch (error) {
        logger.error('an engine did not end in order', { instance: id, error: String(error) });
      }
      if (item.instance.ending === 'quarantined') onNotice.emit(swapMessages.quarantined(item.instance.manifest.title, pid));
      known.remove(id);
      onChange.emit(item.slotId);
    })();
    endings.add(work);
    return work.finally(() => endings.delete(work));
  }

  async function prepareNow(slotId: SlotId, choice: EngineChoice, signal: AbortSignal): Promise<EngineInstance> {
    const room = await admission(slotId, choice, null);
    signal.throwIfAborted();
    if (room.kind === 'refused') throw new SwapError(room.code, `no room for ${choice.choiceId}`, { detail: { words: room.words } });
    let instance: EngineInstance;
    try {
      instance = ports.spawn(slotId, choice);
    } catch (error) {
      throw new SwapError('load-failed', String(error), { cause: error });
    }
    const item = known.add(instance, slotId, choice, 'candidate', clock.now());
    onChange.emit(slotId);
    try {
      await tryOut({ item, ports, policy, clock, known, signal });
    } catch (error) {
      await end(instance.id);
      throw error;
    }
    becomeWarm(item);
    return instance;
  }

  function becomeWarm(item: KnownInstance): void {
    item.role = 'warm';
    item.lastUsedMs = clock.now();
    // a warm one that dies is not started again: it would hold memory for nobody
    item.forget.push(
      item.instance.onState((change) => {
        if (change.state !== 'ready') void end(item.instance.id);
      }),
    );
    const warm = known.all.filter(({ role }) => role === 'warm').sort((a, b) => a.lastUsedMs - b.lastUsedMs);
    for (const { instance } of warm.slice(0, Math.max(0, warm.length - policy.warmLimit))) void end(instance.id);
    onChange.emit(item.slotId);
  }

  return {
    onChange: onChange.event,
    onReceipt: onReceipt.event,
    onNotice: onNotice.event,
    request(request) {
      const run = runOf(request.slotId);
      if (!run || state === 'closed') return { accepted: false, why: 'no-slot', words: swapMessages.noSlot(request.slotId) };
      const { to } = request;
      if (to && ports.kindOf(to) !== run.kind) return { accepted: false, why: 'wrong-kind', words: swapMessages.wrongKind(to.title) };
      meetActive();
      const busy = run.busyWith();
      if (busy) return { accepted: false, why: 'busy', words: busy };
      const active = ports.slots.active(request.slotId);
      const from = active ? ports.slots.choice(request.slotId) : null;
      if (to === null ? !active : active?.state === 'ready' && from?.choiceId === to.choiceId)
        return { accepted: false, why: 'already-active', words: swapMessages.alreadyActive(to?.title ?? null) };
      const swapId = `swap-${randomBytes(6).toString('hex')}`;
      const mode = active && to ? (request.mode ?? 'beside') : 'beside';
      run.begin({ swapId, from, to, mode }, { by: request.by, reason: request.reason ?? '' });
      return { accepted: true, swapId };
    },
    rollBack(slotId, by) {
      const swapId = runs.get(slotId)?.rollBack(by);
      return swapId === undefined
        ? { accepted: false, why: 'nothing-to-roll-back', words: swapMessages.nothingToRollBack }
        : { accepted: true, swapId };
    },
    commit: (slotId) => runs.get(slotId)?.commit() ?? false,
    abandon(slotId) {
      const mine = Array.from(preparing).filter(([key]) => key.startsWith(`${slotId}\n`));
      for (const [, { given }] of mine) given.abort(new SwapError('abandoned', 'the load was given up'));
      return (runs.get(slotId)?.abandon() ?? false) || mine.length > 0;
    },
    prepare(slotId, choice) {
      if (state === 'closed') return Promise.reject(new SwapError('shutdown', 'the studio is closing'));
      const kind = ports.slots.kind(slotId);
      if (kind === undefined)
        return Promise.reject(new SwapError('load-failed', 'no such slot', { detail: { words: swapMessages.noSlot(slotId) } }));
      if (ports.kindOf(choice) !== kind)
        return Promise.reject(new SwapError('signature', 'another kind', { detail: { words: swapMessages.wrongKind(choice.title) } }));
      const warm = known.warmOf(slotId, choice.choiceId);
      if (warm?.instance.state === 'ready') {
        warm.lastUsedMs = clock.now();
        return Promise.resolve(warm.instance);
      }
      const key = `${slotId}\n${choice.choiceId}`;
      const there = preparing.get(key);
      if (there) return there.work;
      const given = new AbortController();
      const work = prepareNow(slotId, choice, given.signal).finally(() => preparing.delete(key));
      preparing.set(key, { work, given });
      return work;
    },
    async unload(instanceId) {
      if (known.get(instanceId)?.role !== 'warm') return false;
      await end(instanceId);
      return true;
    },
    observe(observation: Observation) {
      if (!known.get(observation.instanceId)) meetActive();
      const item = known.observe(observation);
      if (item) runs.get(item.slotId)?.observed(observation.instanceId);
    },
    views: () =>
      ports.slots.ids.flatMap((slotId): SlotSwapView[] => {
        const view = runOf(slotId)?.view();
        return view ? [view] : [];
      }),
    instances() {
      meetActive();
      return known.all.map(({ slotId, role, instance, choice }) => ({ slotId, role, instance, choice }));
    },
    settled(slotId) {
      const run = runs.get(slotId);
      if (!run || run.idle) return Promise.resolve();
      const done = createDeferred<void>();
      const stop = onChange.event((changed) => {
        if (changed !== slotId || !run.idle) return;
        stop();
        done.resolve();
      });
      return done.promise;
    },
    async dispose() {
      if (state === 'closed') return;
      state = 'closed';
      for (const { given } of preparing.values()) given.abort(new SwapError('shutdown', 'the studio is closing'));
      for (const run of runs.values()) run.shutDown();
      await Promise.allSettled(Array.from(preparing.values(), ({ work }) => work));
      await Promise.all(known.all.filter(({ role }) => role !== 'active' && role !== 'going').map(({ instance }) => end(instance.id)));
      await Promise.allSettled(Array.from(endings));
      onChange.clear();
      onReceipt.clear();
      onNotice.clear();
    },
  };
}
