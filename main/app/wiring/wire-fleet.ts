/** The engines of a studio: the fleet over what is kept, and what becomes of each engine as show events. */
import { asInstanceId, asSlotId } from '../../contract/ids.ts';
import { videoPresets } from '../../contract/media.ts';
import { defaultAnchorRect } from '../../programme/protocol/anchor-rect.ts';
import { createEngineFleet, type EngineFleet, type FleetOptions } from '../engine-fleet.ts';
import type { StudioBase } from '../studio-base.ts';

export function wireFleet(
  base: StudioBase,
  parts: Required<Pick<FleetOptions, 'calm' | 'packDir'>> & { readonly rememberSlots: boolean },
): EngineFleet {
  const { adapter, entriesDir, resourcesDir, config, clock, logger, secrets, storage, engineMemoryBytes } = base;
  const { emit } = base.events;
  const fleet = createEngineFleet({
    adapter,
    entriesDir,
    resourcesDir,
    slots: config.slots,
    ...(config.offSlots ? { offSlots: config.offSlots } : {}),
    faceSize: defaultAnchorRect(videoPresets['720p']),
    clock,
    logger,
    engineMemoryBytes,
    secret: (name) => secrets.get(name),
    calm: parts.calm,
    packDir: parts.packDir,
    memory: storage.memory,
    receipts: storage.receipts,
    ...(parts.rememberSlots ? { desired: storage.slots, wanted: storage.slots.all() } : {}),
    ...(config.swapPolicy ? { swapPolicy: config.swapPolicy } : {}),
  });
  fleet.onChange(({ slotId, instance, message }) => {
    emit({
      type: 'engine',
      slotId: asSlotId(slotId),
      instanceId: asInstanceId(instance.id),
      engineId: instance.manifest.id,
      state: instance.state,
      ...(message ? { message } : {}),
    });
    emit({ type: 'process', name: `engine ${instance.manifest.id}`, pid: instance.pid ?? null, state: instance.state });
  });
  return fleet;
}
