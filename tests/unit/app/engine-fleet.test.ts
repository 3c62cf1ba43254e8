/** Engines that die while they are loaded hold up neither the start of the studio nor that of a show. */
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { createEngineFleet, type EngineFleet } from '../../../main/app/engine-fleet.ts';
import { asSlotId } from '../../../main/contract/ids.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { serveOver } from '../../../main/processes/child/serve-process.ts';
import { createFakeClock, settle } from '../../fakes/fake-clock.ts';
import { createInMemoryAdapter } from '../../fakes/in-memory-adapter.ts';

const entriesDir = '/entries';
const signature = {
  kind: 'face',
  width: 64,
  height: 64,
  format: 'i420',
  visemes: [],
  emotions: [],
  lookaheadMs: 0,
  batch: 1,
  needsPcm: false,
};

let fleet: EngineFleet | undefined;
afterEach(() => fleet?.dispose());

/** A face whose processes die in `load` from number `dyingFrom` on, counted from 0. Nothing is started again: the clock stands still. */
function openFleet(dyingFrom: number) {
  let loads = 0;
  const adapter = createInMemoryAdapter({
    [join(entriesDir, 'engine-beacon-face.js')]: (child) =>
      serveOver(child.link, () => ({
        methods: {
          load() {
            loads += 1;
            if (loads <= dyingFrom) return signature;
            child.exit(1);
            return new Promise(() => {});
          },
        },
      })),
  });
  const opened = createEngineFleet({
    adapter,
    entriesDir,
    resourcesDir: '/resources',
    slots: [{ slotId: 'face', engineId: 'beacon-face', options: {} }],
    faceSize: { width: 64, height: 64 },
    clock: createFakeClock(),
    logger: silentLogger,
  });
  fleet = opened;
  return { fleet: opened, adapter };
}

async function isOver(work: Promise<unknown>): Promise<boolean> {
  let over = false;
  void work.then(() => {
    over = true;
  });
  await settle(10);
  return over;
}

it('is settled with the first death, not with the last one', async () => {
  const { fleet: opened, adapter } = openFleet(0);
  expect(await isOver(opened.settled)).toBe(true);
  expect([adapter.children.length, opened.slots()[0]?.instance.state]).toEqual([1, 'loading']);
});

it('gives the face at another size with its first death, and ends the one before', async () => {
  const { fleet: opened, adapter } = openFleet(1);
  await opened.settled;
  const before = opened.router.active(asSlotId('face'));
  expect(before?.state).toBe('ready');
  const asked = opened.faceAt({ width: 128, height: 128 });
  expect(await isOver(asked)).toBe(true);
  expect(await asked).toBe(opened.router.active(asSlotId('face')));
  expect([adapter.children.length, (await asked)?.state, before?.state]).toEqual([2, 'loading', 'unloaded']);
});
