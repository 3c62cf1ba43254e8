/** Engines whose pictures the programme lost: told to whoever watches them, but not where the show itself has ended. */
import { expect, it } from 'vitest';
import { attachToProgramme } from '../../../main/app/attach-to-programme.ts';
import type { EngineFleet } from '../../../main/app/engine-fleet.ts';
import { asInstanceId, asSlotId } from '../../../main/contract/ids.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { createRouter } from '../../../main/routing/create-router.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';

function scene() {
  const clock = createFakeClock();
  const outcomes: string[] = [];
  const attachment = attachToProgramme({
    fleet: { router: createRouter(), setDoor: () => undefined } as unknown as EngineFleet,
    slotId: asSlotId('face'),
    mediaPath: '/m',
    use: () => Promise.resolve(),
    observe: ({ outcome }) => void outcomes.push(outcome),
    clock,
    logger: silentLogger,
  });
  return { clock, outcomes, attachment };
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
