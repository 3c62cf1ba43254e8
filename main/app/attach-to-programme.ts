/**
 * Brings the engines of one slot that work frame by frame (face, enhancer) to the programme of one show, and has the active one used:
 * at the start, after a swap, after a restart.
 */
import type { InstanceId, SlotId } from '../contract/ids.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Disposable } from '../kernel/disposable.ts';
import type { Logger } from '../kernel/logger.ts';
import type { EngineInstance } from '../engines/hosting/engine-instance.ts';
import type { EngineFleet } from './engine-fleet.ts';
import type { Observe } from './engine-ports/observe.ts';

export interface ProgrammeAttachment extends Disposable {
  /** A programme that has just begun knows no engine. */
  attachAll(): void;
  /** The programme gets no more pictures from it. */
  lost(id: InstanceId): void;
  /** It gets them again. */
  seen(id: InstanceId): void;
}

/** An engine that is away for longer is not held up, it is gone: whoever watches it may go back to the one before. */
const goneAfterMs = 1000;

export function attachToProgramme(options: {
  readonly fleet: EngineFleet;
  /** undefined: the studio has no such slot. */
  readonly slotId: SlotId | undefined;
  readonly mediaPath: string;
  /** Tells the programme whose pictures it wants. */
  readonly use: (id: InstanceId | null) => Promise<void>;
  readonly observe: Observe;
  readonly clock: Clock;
  readonly logger: Logger;
}): ProgrammeAttachment {
  const { fleet, slotId, mediaPath, use, observe, clock, logger } = options;
  const { router } = fleet;
  const attached = new Set<EngineInstance>();
  const away = new Map<InstanceId, () => void>();
  /** Engines are let go at the end of a show: that they are gone then is not their doing. */
  let over = false;

  function seen(id: InstanceId): void {
    away.get(id)?.();
    away.delete(id);
  }

  /** A show of many hours and many swaps holds none that has ended. */
  const forgetUnloaded = (): void => {
    for (const engine of attached) if (engine.state === 'unloaded') attached.delete(engine);
  };
  const attach = async (engine: EngineInstance): Promise<void> => {
    forgetUnloaded();
    attached.add(engine);
    await engine.attach(mediaPath);
  };
  const useActive = (): void => {
    if (slotId === undefined) return;
    use(router.active(slotId)?.id ?? null).catch((error: unknown) =>
      logger.warn('the programme did not take the engine', { slotId, error: String(error) }),
    );
  };
  const stop = router.onChange((changed) => {
    if (changed === slotId) useActive();
  });
  if (slotId !== undefined) fleet.setDoor(slotId, { attach });

  return {
    attachAll() {
      if (slotId === undefined) return;
      const active = router.active(slotId);
      forgetUnloaded();
      if (active) attached.add(active);
      for (const engine of attached)
        attach(engine)
          .then(() => {
            if (engine === router.active(slotId)) useActive();
          })
          .catch((error: unknown) => logger.warn('an engine did not reach the programme', { slotId, error: String(error) }));
    },
    lost(id) {
      if (over) return;
      const askedAtMs = clock.now();
      observe({ instanceId: id, outcome: 'failed', askedAtMs });
      seen(id);
      away.set(
        id,
        clock.after(goneAfterMs, () => observe({ instanceId: id, outcome: 'lost', askedAtMs })),
      );
    },
    seen,
    async dispose() {
      over = true;
      stop();
      for (const id of Array.from(away.keys())) seen(id);
      if (slotId !== undefined) fleet.setDoor(slotId, null);
      await Promise.all(Array.from(attached, (engine) => engine.detach().catch(() => {})));
      attached.clear();
    },
  };
}
