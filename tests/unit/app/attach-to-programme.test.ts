/** Engines whose pictures the programme lost: told to whoever watches them, but not where the show itself has ended. */
import { expect, it } from 'vitest';
import { attachToProgramme } from '../../../main/app/attach-to-programme.ts';
import type { EngineFleet } from '../../../main/app/engine-fleet.ts';
import { asInstanceId, asSlotId, type SlotId } from '../../../main/contract/ids.ts';
import type { EngineInstance } from '../../../main/engines/hosting/engine-instance.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { createRouter } from '../../../main/routing/create-router.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';

type Door = { readonly attach: (engine: EngineInstance) => Promise<void> };

function scene() {
  const clock = createFakeClock();
  const doors: (Door | null)[] = [];
  const outcomes: string[] = [];
  const attachment = attachToProgramme({
    fleet: { router: createRouter(), setDoor: (_slot: SlotId, door: Door | null) => void doors.push(door) } as unknown as EngineFleet,
    slotId: asSlotId('face'),
    mediaPath: '/m',
    use: () => Promise.resolve(),
    observe: ({ outcome }) => void outcomes.push(outcome),
    clock,
    logger: silentLogger,
  });
  return { clock, outcomes, attachment, doors };
}
const id = asInstanceId('face-1');

it('calls an engine lost that does not come back, and one failure of one that does', async () => {
  const { clock, outcomes, attachment } = scene();
  attachment.lost(id);
  attachment.seen(id);
  await clock.advance(1000);
  expect(outcomes).toEqual(['failed']);
  attachment.lost(id);
  await clock.advance(1000);
  expect(outcomes).toEqual(['failed', 'failed', 'lost']);
  await attachment.dispose();
});

it('blames no engine for the end of the show', async () => {
  const { clock, outcomes, attachment } = scene();
  await attachment.dispose();
  attachment.lost(id);
  await clock.advance(2000);
  expect(outcomes).toEqual([]);
});

it('holds no engine that was swapped out and has ended', async () => {
  const { attachment, doors } = scene();
  const detached: string[] = [];
  const engine = (name: string) => {
    const made = { state: 'ready', attach: () => Promise.resolve(), detach: () => Promise.resolve(void detached.push(name)) };
    return made as typeof made & EngineInstance;
  };
  const before = engine('before');
  await doors[0]?.attach(before);
  Object.assign(before, { state: 'unloaded' });
  await doors[0]?.attach(engine('after'));
  await attachment.dispose();
  expect(detached).toEqual(['after']);
});
