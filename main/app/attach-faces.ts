/** Brings the faces of the face slot to the programme of one show, and shows the active one: at the start, after a swap, after a restart. */
import type { InstanceId } from '../contract/ids.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Disposable } from '../kernel/disposable.ts';
import type { Logger } from '../kernel/logger.ts';
import type { EngineInstance } from '../engines/hosting/engine-instance.ts';
import type { EngineFleet } from './engine-fleet.ts';
import type { Observe } from './engine-ports/observe.ts';

export interface FaceAttachment extends Disposable {
  /** A programme that has just begun knows no face. */
  attachAll(): void;
  /** The programme gets no more pictures from it. */
  lost(id: InstanceId): void;
  /** It gets them again. */
  seen(id: InstanceId): void;
}

/** A face that is away for longer is not held up, it is gone: whoever watches it may go back to the one before. */
const goneAfterMs = 1000;

export function attachFaces(options: {
  readonly fleet: EngineFleet;
  readonly mediaPath: string;
  readonly setFace: (id: InstanceId | null) => Promise<void>;
  readonly observe: Observe;
  readonly clock: Clock;
  readonly logger: Logger;
}): FaceAttachment {
  const { fleet, mediaPath, setFace, observe, clock, logger } = options;
  const { router, faceSlot } = fleet;
  const attached = new Set<EngineInstance>();
  const away = new Map<InstanceId, () => void>();

  function seen(id: InstanceId): void {
    away.get(id)?.();
    away.delete(id);
  }

  const attach = async (face: EngineInstance): Promise<void> => {
    attached.add(face);
    await face.attach(mediaPath);
  };
  const show = (): void => {
    if (faceSlot === undefined) return;
    const active = router.active(faceSlot);
    setFace(active?.id ?? null).catch((error: unknown) => logger.warn('the programme did not take the face', { error: String(error) }));
  };
  const stop = router.onChange((slotId) => {
    if (slotId === faceSlot) show();
  });
  fleet.setFaceDoor({ attach: (face) => attach(face) });

  return {
    attachAll() {
      if (faceSlot === undefined) return;
      const active = router.active(faceSlot);
      for (const face of attached) if (face.state === 'unloaded') attached.delete(face);
      if (active) attached.add(active);
      for (const face of attached)
        attach(face)
          .then(() => {
            if (face === router.active(faceSlot)) show();
          })
          .catch((error: unknown) => logger.warn('a face did not reach the programme', { error: String(error) }));
    },
    lost(id) {
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
      stop();
      for (const id of Array.from(away.keys())) seen(id);
      fleet.setFaceDoor(null);
      await Promise.all(Array.from(attached, (face) => face.detach().catch(() => {})));
      attached.clear();
    },
  };
}
