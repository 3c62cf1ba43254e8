/** A controller over scripted engines, a slot table with leases, and ports that keep what they were told. */
import { asSlotId } from '../../../main/contract/ids.ts';
import type { InstanceId, SlotId } from '../../../main/contract/ids.ts';
import { createDeferred } from '../../../main/kernel/deferred.ts';
import type { Deferred } from '../../../main/kernel/deferred.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import type { EngineChoice } from '../../../main/engines/contract/choice.ts';
import type { EngineKind } from '../../../main/engines/contract/manifest.ts';
import type { EngineInstance } from '../../../main/engines/hosting/engine-instance.ts';
import { createSwapController } from '../../../main/swap/create-swap-controller.ts';
import type { SwapController } from '../../../main/swap/create-swap-controller.ts';
import type { ProbeReport, SlotSwapView, SlotTable, SwapPolicy, SwapPorts, SwapReceipt } from '../../../main/swap/types.ts';
import { createFakeClock, settle } from '../../fakes/fake-clock.ts';
import type { FakeClock } from '../../fakes/fake-clock.ts';
import { scriptedEngine } from './scripted-engine.ts';
import type { EngineScript, ScriptedEngine } from './scripted-engine.ts';

export const mib = 1024 * 1024;

export function choice(name: string, options: Readonly<Record<string, unknown>> = {}): EngineChoice {
  return { choiceId: name, engineId: name, title: { en: `Engine ${name}`, zh: `引擎 ${name}` }, options };
}

export interface FakeSlots extends SlotTable {
  lease(id: SlotId): { readonly instance: EngineInstance; release(): void } | undefined;
  readonly held: number;
  /** Times that an instance was put in: [slot, instance or null]. */
  readonly flips: ReadonlyArray<readonly [SlotId, InstanceId | null]>;
  /** The next setActive throws. */
  refuseNext(): void;
}

export function fakeSlots(kinds: Readonly<Record<string, EngineKind>>): FakeSlots {
  const filled = new Map<SlotId, { readonly instance: EngineInstance | undefined; readonly choice: EngineChoice | null }>();
  const held = new Map<InstanceId, number>();
  const draining = new Map<InstanceId, Set<Deferred<void>>>();
  const flips: Array<readonly [SlotId, InstanceId | null]> = [];
  const ids = Object.keys(kinds).map(asSlotId);
  let refuses = false;
  return {
    ids,
    flips,
    refuseNext: () => void (refuses = true),
    get held() {
      return Array.from(held.values()).reduce((sum, count) => sum + count, 0);
    },
    kind: (id) => kinds[id],
    active: (id) => filled.get(id)?.instance,
    choice: (id) => filled.get(id)?.choice ?? null,
    setActive(id, instance, what) {
      if (refuses) {
        refuses = false;
        throw new RangeError('the slot refuses');
      }
      const before = filled.get(id)?.instance;
      filled.set(id, { instance, choice: what });
      flips.push([id, instance?.id ?? null]);
      return before;
    },
    lease(id) {
      const instance = filled.get(id)?.instance;
      if (instance?.state !== 'ready') return undefined;
      held.set(instance.id, (held.get(instance.id) ?? 0) + 1);
      let state: 'held' | 'released' = 'held';
      return {
        instance,
        release() {
          if (state === 'released') return;
          state = 'released';
          const left = (held.get(instance.id) ?? 1) - 1;
          if (left > 0) {
            held.set(instance.id, left);
            return;
          }
          held.delete(instance.id);
          for (const waiter of draining.get(instance.id) ?? []) waiter.resolve();
          draining.delete(instance.id);
        },
      };
    },
    leases: (id) => held.get(id) ?? 0,
    whenDrained(id, signal) {
      if (!held.has(id)) return Promise.resolve();
      const waiter = createDeferred<void>();
      draining.set(id, (draining.get(id) ?? new Set()).add(waiter));
      signal?.addEventListener('abort', () => waiter.reject(signal.reason), { once: true });
      return waiter.promise;
    },
  };
}

export interface HarnessOptions {
  readonly kinds?: Readonly<Record<string, EngineKind>>;
  readonly policy?: Partial<SwapPolicy>;
  readonly totalBytes?: number;
  readonly availableBytes?: number;
  readonly expected?: Readonly<Record<string, number>>;
  readonly script?: (choice: EngineChoice, nth: number) => EngineScript;
  readonly probe?: (candidate: EngineInstance, choice: EngineChoice, signal: AbortSignal) => Promise<ProbeReport>;
  readonly bringOnAir?: (candidate: EngineInstance, signal: AbortSignal) => Promise<void>;
  /** Names of choices that `spawn` throws for. */
  readonly missing?: readonly string[];
  readonly kindOf?: SwapPorts['kindOf'];
}

export interface Harness {
  readonly clock: FakeClock;
  readonly controller: SwapController;
  readonly slots: FakeSlots;
  readonly spawned: readonly ScriptedEngine[];
  /** The last one that was spawned for this choice. */
  engine(name: string): ScriptedEngine;
  /** An engine that is loaded and fills the slot, as the fleet leaves it. */
  fill(slot: string, name: string): ScriptedEngine;
  readonly receipts: SwapReceipt[];
  readonly views: SlotSwapView[];
  /** In English. */
  readonly notices: string[];
  readonly probes: Array<{ readonly id: InstanceId; readonly against: unknown }>;
  readonly desired: Array<readonly [SlotId, string | null, 'wanted' | 'pinned']>;
  readonly remembered: Map<string, number>;
  swap(slot: string, name: string | null, more?: { readonly mode?: 'beside' | 'stop-then-start' }): ReturnType<SwapController['request']>;
  /** Asks, and lets it come up to the watch. */
  swapIn(slot: string, name: string): Promise<ScriptedEngine>;
  phase(slot: string): string | undefined;
}

export function createHarness(options: HarnessOptions = {}): Harness {
  const clock = createFakeClock(1000);
  const slots = fakeSlots(options.kinds ?? { brain: 'llm' });
  const spawned: ScriptedEngine[] = [];
  const named = new Map<string, ScriptedEngine>();
  const receipts: SwapReceipt[] = [];
  const probes: Harness['probes'] = [];
  const desired: Harness['desired'] = [];
  const remembered = new Map(Object.entries(options.expected ?? {}));
  let swaps = 0;

  const ports: SwapPorts = {
    slots,
    kindOf: (what) => options.kindOf?.(what),
    spawn(slotId, what) {
      if (options.missing?.includes(what.choiceId)) throw new Error(`engine ${what.engineId} is not part of this build`);
      const nth = spawned.length + 1;
      const engine = scriptedEngine(`${what.choiceId}-${nth}`, slots.kind(slotId) ?? 'llm', options.script?.(what, nth));
      spawned.push(engine);
      named.set(what.choiceId, engine);
      return engine;
    },
    async probe(candidate, what, against, signal) {
      probes.push({ id: candidate.id, against });
      return options.probe ? options.probe(candidate, what, signal) : { firstOutputMs: 12, totalMs: 40 };
    },
    bringOnAir: async (_slotId, candidate, signal) => options.bringOnAir?.(candidate, signal),
    memory: {
      expectedBytes: (what) => remembered.get(what.choiceId),
      remember: (what, bytes) => void remembered.set(what.choiceId, bytes),
    },
    budget: () => ({ totalBytes: options.totalBytes ?? 4096 * mib, availableBytes: options.availableBytes ?? 4096 * mib }),
    receipts: { append: (receipt) => void receipts.push(receipt) },
    desired: { set: (slotId, what, state) => void desired.push([slotId, what?.choiceId ?? null, state]) },
  };
  const controller = createSwapController({
    ports,
    ...(options.policy ? { policy: options.policy } : {}),
    clock,
    logger: silentLogger,
    newSwapId: () => `swap-${(swaps += 1)}`,
  });
  const views: SlotSwapView[] = [];
  const notices: string[] = [];
  controller.onChange((view) => views.push(view));
  controller.onNotice(({ en }) => notices.push(en));

  const harness: Harness = {
    clock,
    controller,
    slots,
    spawned,
    receipts,
    views,
    notices,
    probes,
    desired,
    remembered,
    engine(name) {
      const engine = named.get(name);
      if (!engine) throw new Error(`no engine was spawned for ${name}`);
      return engine;
    },
    fill(slot, name) {
      const engine = scriptedEngine(`${name}-0`, slots.kind(asSlotId(slot)) ?? 'llm', { starts: 'ready' });
      spawned.push(engine);
      named.set(name, engine);
      slots.setActive(asSlotId(slot), engine, choice(name));
      return engine;
    },
    swap: (slot, name, more = {}) =>
      controller.request({ slotId: asSlotId(slot), to: name === null ? null : choice(name), by: 'ann', reason: 'test', ...more }),
    async swapIn(slot, name) {
      const answer = harness.swap(slot, name);
      if (!answer.accepted) throw new Error(answer.words.en);
      await settle();
      const engine = harness.engine(name);
      engine.become('ready');
      await settle();
      if (harness.phase(slot) !== 'watching') throw new Error(`${name} got no further than ${harness.phase(slot)}`);
      return engine;
    },
    phase: (slot) => controller.view(asSlotId(slot))?.phase,
  };
  return harness;
}
