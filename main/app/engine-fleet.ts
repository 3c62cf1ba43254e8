/** The studio's engines: one slot each, loaded at start, kept by hosting, seen by the snapshot. Decides nothing about which one serves a clause (routing does). */
import path from 'node:path';
import { asInstanceId, asShowId, asSlotId, type ShowId } from '../contract/ids.ts';
import type { UserMessage } from '../contract/failure.ts';
import { Emitter, type Event } from '../kernel/emitter.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Disposable } from '../kernel/disposable.ts';
import type { Logger } from '../kernel/logger.ts';
import { availableEngines } from '../engines/catalog/engine-catalog.ts';
import type { EngineManifest } from '../engines/contract/manifest.ts';
import type { LoadSpec } from '../engines/contract/requests.ts';
import { createEngineInstance } from '../engines/hosting/create-engine-instance.ts';
import type { EngineInstance } from '../engines/hosting/engine-instance.ts';
import type { ProcessAdapter } from '../processes/host/types.ts';
import { createRouter, type Router } from '../routing/create-router.ts';
import type { SlotConfig } from './studio-config.ts';

export interface FleetSlot {
  readonly slotId: string;
  readonly manifest: EngineManifest;
  readonly instance: EngineInstance;
}

export interface FleetChange {
  readonly slotId: string;
  readonly instance: EngineInstance;
  readonly message?: UserMessage;
}

export interface EngineFleet extends Disposable {
  readonly router: Router;
  readonly onChange: Event<FleetChange>;
  slots(): readonly FleetSlot[];
  /** Resolves when every slot had its first outcome: ready, failed, or being started again; never rejects. A broken engine does not hold the show up. */
  readonly settled: Promise<void>;
  /** The face at this size; loads another one in its place when the loaded one draws at a different size. */
  faceAt(size: { readonly width: number; readonly height: number }): Promise<EngineInstance | undefined>;
}

export interface FleetOptions {
  readonly adapter: ProcessAdapter;
  readonly entriesDir: string;
  readonly resourcesDir: string;
  readonly slots: readonly SlotConfig[];
  readonly faceSize: { readonly width: number; readonly height: number };
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Engines outlive shows; what is tied to one show comes with each request. */
const standby: ShowId = asShowId('standby');

export function createEngineFleet(options: FleetOptions): EngineFleet {
  const { adapter, entriesDir, resourcesDir, clock, logger } = options;
  const router = createRouter();
  const onChange = new Emitter<FleetChange>((error) => logger.error('a fleet listener threw', { error }));
  const manifests = new Map(availableEngines(entriesDir).map((manifest) => [manifest.id, manifest]));
  const slots = new Map<string, FleetSlot>();
  let count = 0;
  let faceSize = options.faceSize;

  function open(config: SlotConfig, manifest: EngineManifest): FleetSlot {
    count += 1;
    const spec: LoadSpec = {
      showId: standby,
      instanceId: asInstanceId(`${manifest.id}-${count}`),
      engineId: manifest.id,
      options:
        manifest.kind === 'face'
          ? { ...config.options, width: faceSize.width, height: faceSize.height }
          : resolveFiles(config.options, resourcesDir),
      resourcesDir,
    };
    const instance = createEngineInstance({ adapter, manifest, spec, entriesDir, clock, logger });
    const slot = { slotId: config.slotId, manifest, instance };
    slots.set(config.slotId, slot);
    router.setSlot({ id: asSlotId(config.slotId), kind: manifest.kind, instance, options: config.options });
    instance.onState((change) =>
      onChange.emit({ slotId: config.slotId, instance, ...(change.message ? { message: change.message } : {}) }),
    );
    return slot;
  }

  for (const config of options.slots) {
    const manifest = manifests.get(config.engineId);
    if (manifest) open(config, manifest);
    else logger.warn('an engine is not part of this build; its slot stays empty', { slotId: config.slotId, engineId: config.engineId });
  }

  return {
    router,
    onChange: onChange.event,
    slots: () => Array.from(slots.values()),
    settled: Promise.all(Array.from(slots.values(), (slot) => firstOutcome(slot.instance))).then(() => {}),
    async faceAt(size) {
      const slot = Array.from(slots.values()).find((candidate) => candidate.manifest.kind === 'face');
      if (!slot) return undefined;
      if (size.width === faceSize.width && size.height === faceSize.height) return slot.instance;
      faceSize = size;
      const config = options.slots.find((candidate) => candidate.slotId === slot.slotId);
      if (!config) return slot.instance;
      const next = open(config, slot.manifest);
      await next.instance.whenReady().catch((error: unknown) => logger.error('the face could not be loaded at the wanted size', { error }));
      await slot.instance.dispose();
      return next.instance;
    },
    async dispose() {
      await Promise.all(Array.from(slots.values(), (slot) => slot.instance.dispose()));
      onChange.clear();
    },
  };
}

/** Files named in options are relative to the shipped resources unless absolute. */
function resolveFiles(engineOptions: Readonly<Record<string, unknown>>, resourcesDir: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(engineOptions).map(([name, value]) => [
      name,
      name.endsWith('Path') && typeof value === 'string' ? path.resolve(resourcesDir, value) : value,
    ]),
  );
}

function firstOutcome(instance: EngineInstance): Promise<void> {
  return new Promise((resolve) => {
    if (instance.state !== 'loading') {
      resolve();
      return;
    }
    const unsubscribe = instance.onState((change) => {
      if (change.state === 'loading') return;
      unsubscribe();
      resolve();
    });
  });
}
