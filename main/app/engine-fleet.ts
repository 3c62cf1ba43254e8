/**
 * The studio's engines: one slot each, loaded at start, swapped by the swap controller. Owns the instances that are active in slots; every other
 * one is the controller's. Decides nothing about which one serves a clause (routing does).
 */
import os from 'node:os';
import process from 'node:process';
import type { SlotId } from '../contract/ids.ts';
import type { UserMessage } from '../contract/failure.ts';
import { Emitter, type Event } from '../kernel/emitter.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Disposable } from '../kernel/disposable.ts';
import type { Logger } from '../kernel/logger.ts';
import { availableEngines } from '../engines/catalog/engine-catalog.ts';
import type { EngineChoice } from '../engines/contract/choice.ts';
import type { EngineKind, EngineManifest } from '../engines/contract/manifest.ts';
import type { EngineInstance } from '../engines/hosting/engine-instance.ts';
import { createGraphicsMeter } from '../engines/hosting/graphics-memory.ts';
import type { ProcessAdapter } from '../processes/host/types.ts';
import { createRouter, type Router } from '../routing/create-router.ts';
import { createSwapController, type SwapController } from '../swap/create-swap-controller.ts';
import { createProbe } from '../swap/probe/create-probe.ts';
import type { MemoryLedger, SwapPolicy, SwapPorts } from '../swap/types.ts';
import { createSpawner } from './engine-spawner.ts';
import { fillSlots, type WantedFilling } from './fill-slots.ts';
import { createMemoryEstimate, withEstimates } from './expected-memory.ts';
import type { OffSlotConfig, SlotConfig } from './studio-config.ts';

export interface FleetSlot {
  readonly slotId: string;
  readonly manifest: EngineManifest;
  readonly instance: EngineInstance;
}

export interface FleetChange {
  readonly slotId: string;
  readonly instance: EngineInstance;
  /** Only of the engine that is active in its slot: what becomes of a candidate is told by its swap. */
  readonly message?: UserMessage;
}

/** Where engines that work frame by frame are wanted: a show on air. */
export interface ShowDoor {
  attach(engine: EngineInstance): Promise<void>;
}

export interface EngineFleet extends Disposable {
  readonly router: Router;
  readonly swaps: SwapController;
  readonly manifests: ReadonlyMap<string, EngineManifest>;
  readonly onChange: Event<FleetChange>;
  /** Slots that are not off. */
  slots(): readonly FleetSlot[];
  /** Resolves when every slot had its first outcome: ready, failed, or being started again; never rejects. A broken engine does not hold the show up. */
  readonly settled: Promise<void>;
  /** The face at this size; loads another one in its place when the loaded one draws at a different size, and waits for its first outcome. */
  faceAt(size: FaceSize): Promise<EngineInstance | undefined>;
  /** The slot that is for faces. */
  readonly faceSlot: SlotId | undefined;
  /** Slots that are not filled with what was wanted, and why. */
  readonly unfulfilled: readonly UserMessage[];
  /** The slot that is for enhancers of the face's pictures. */
  readonly enhanceSlot: SlotId | undefined;
  /** Candidates of this slot are brought through it before they are switched to. */
  setDoor(slotId: SlotId, door: ShowDoor | null): void;
}

export interface FaceSize {
  readonly width: number;
  readonly height: number;
}

export interface FleetOptions {
  readonly adapter: ProcessAdapter;
  readonly entriesDir: string;
  readonly resourcesDir: string;
  readonly slots: readonly SlotConfig[];
  /** Slots that begin switched off. */
  readonly offSlots?: readonly OffSlotConfig[];
  readonly faceSize: FaceSize;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly swapPolicy?: Partial<SwapPolicy>;
  /** What all engines together may hold; default 60 % of the machine's memory. */
  readonly engineMemoryBytes?: number;
  readonly memory?: MemoryLedger;
  readonly receipts?: SwapPorts['receipts'];
  readonly desired?: SwapPorts['desired'];
  readonly secret?: (name: string) => string | undefined;
  readonly calm?: NonNullable<SwapPorts['calm']>;
  readonly packDir?: (packId: string) => string | undefined;
  /** What slots were wanted to hold when the app was closed; it goes before their configuration. */
  readonly wanted?: ReadonlyArray<WantedFilling & { readonly state: 'wanted' | 'pinned' }>;
}

const usualMemoryShare = 0.6;

export function createEngineFleet(options: FleetOptions): EngineFleet {
  const { adapter, entriesDir, resourcesDir, clock, logger } = options;
  const router = createRouter();
  const onChange = new Emitter<FleetChange>((error) => logger.error('a fleet listener threw', { error }));
  const manifests = new Map(availableEngines(entriesDir).map((manifest) => [manifest.id, manifest]));
  const spawner = createSpawner({
    adapter,
    entriesDir,
    resourcesDir,
    clock,
    logger,
    manifests,
    ...(options.secret ? { secret: options.secret } : {}),
    ...(options.packDir ? { packDir: options.packDir } : {}),
  });
  const remembered = new Map<string, { readonly bytes: number; readonly graphicsBytes: number }>();
  const graphics = createGraphicsMeter({ now: () => clock.now() });
  let faceSize = options.faceSize;
  const doors = new Map<SlotId, ShowDoor>();

  function open(slotId: SlotId, choice: EngineChoice, how: 'at-start' | 'beside'): EngineInstance {
    const instance = spawner.spawn(choice, how, faceSize);
    instance.onState((change) => {
      const told = change.message && router.active(slotId) === instance ? { message: change.message } : {};
      onChange.emit({ slotId, instance, ...told });
    });
    return instance;
  }

  // What is to be said of an engine was said to nobody while it was a candidate.
  router.onChange((slotId) => {
    const instance = router.active(slotId);
    if (instance?.state === 'ready' && instance.message) onChange.emit({ slotId, instance, message: instance.message });
  });

  for (const { slotId, engineId } of options.slots)
    if (!manifests.has(engineId)) logger.warn('an engine is not part of this build; its slot is left out', { slotId, engineId });
  const fillings = fillSlots({ slots: options.slots, offSlots: options.offSlots ?? [] }, manifests, options.wanted ?? []);
  for (const { slotId, kind, choice } of fillings)
    router.setSlot({ id: slotId, kind, ...(choice ? { instance: open(slotId, choice, 'at-start'), choice } : {}) });
  const slotFor = (kind: EngineKind): SlotId | undefined => router.ids.find((id) => router.kind(id) === kind);
  const faceSlot = slotFor('face');

  const swaps = createSwapController({
    clock,
    logger,
    pinned: (options.wanted ?? []).flatMap(({ slotId, state }) => (state === 'pinned' ? [slotId] : [])),
    ...(options.swapPolicy ? { policy: options.swapPolicy } : {}),
    ports: {
      slots: router,
      kindOf: (choice) => manifests.get(choice.engineId)?.kind,
      spawn: (slotId, choice) => open(slotId, choice, 'beside'),
      probe: createProbe({ clock, pictureSize: () => faceSize }),
      async bringOnAir(slotId, candidate) {
        await doors.get(slotId)?.attach(candidate);
      },
      ...(options.calm ? { calm: options.calm } : {}),
      memory: withEstimates(
        options.memory ?? {
          expectedBytes: (choice) => remembered.get(choice.choiceId)?.bytes,
          expectedGraphicsBytes: (choice) => remembered.get(choice.choiceId)?.graphicsBytes,
          remember(choice, bytes, graphicsBytes) {
            const before = remembered.get(choice.choiceId);
            remembered.set(choice.choiceId, {
              bytes: Math.max(bytes, before?.bytes ?? 0),
              graphicsBytes: Math.max(graphicsBytes ?? 0, before?.graphicsBytes ?? 0),
            });
          },
        },
        createMemoryEstimate(),
      ),
      budget: () => ({
        totalBytes: options.engineMemoryBytes ?? os.totalmem() * usualMemoryShare,
        availableBytes: availableBytes(),
        ...(graphics.last ? { graphics: graphics.last } : {}),
      }),
      graphics: async () => (await graphics.read())?.bytesByPid ?? null,
      receipts: options.receipts ?? { append() {} },
      desired: options.desired ?? { set() {} },
    },
  });

  const active = (): readonly FleetSlot[] =>
    router.slots.flatMap(({ id, active: instance }) => (instance ? [{ slotId: id, manifest: instance.manifest, instance }] : []));

  return {
    router,
    swaps,
    manifests,
    faceSlot,
    unfulfilled: fillings.flatMap(({ words }) => (words ? [words] : [])),
    enhanceSlot: slotFor('enhance'),
    onChange: onChange.event,
    slots: active,
    settled: Promise.all(active().map((slot) => firstOutcome(slot.instance))).then(() => {}),
    setDoor(slotId, door) {
      if (door) doors.set(slotId, door);
      else doors.delete(slotId);
    },
    async faceAt(size) {
      if (faceSlot === undefined) return undefined;
      if (size.width === faceSize.width && size.height === faceSize.height) return router.active(faceSlot);
      faceSize = size;
      // what is being loaded, watched or kept warm draws at the old size
      swaps.abandon(faceSlot);
      swaps.commit(faceSlot);
      await swaps.settled(faceSlot);
      for (const { slotId, role, instance } of swaps.instances())
        if (slotId === faceSlot && role === 'warm') await swaps.unload(instance.id);
      const choice = router.choice(faceSlot);
      const before = router.active(faceSlot);
      if (!choice || !before) return undefined;
      const next = open(faceSlot, choice, 'at-start');
      router.setActive(faceSlot, next, choice);
      // one that dies while it loads is tried again for minutes: the show begins without it
      await firstOutcome(next);
      if (next.state !== 'ready')
        logger.error('the face is not loaded at the wanted size', { state: next.state, message: next.message?.en });
      await before.dispose();
      return next;
    },
    async dispose() {
      await swaps.dispose();
      await Promise.all(active().map(({ instance }) => instance.dispose()));
      onChange.clear();
    },
  };
}

/** Node 20.13 and later tell it; it counts what the system would give back. */
function availableBytes(): number {
  const { availableMemory } = process as { availableMemory?: () => number };
  return availableMemory?.() ?? os.freemem();
}

/** The next change of one that is being loaded is one, whatever it says: 'loading' is told again only where another process has to try. */
function firstOutcome(instance: EngineInstance): Promise<void> {
  return new Promise((resolve) => {
    if (instance.state !== 'loading') {
      resolve();
      return;
    }
    const unsubscribe = instance.onState(() => {
      unsubscribe();
      resolve();
    });
  });
}
