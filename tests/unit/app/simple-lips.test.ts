/** A voice whose lips are made the simpler way is told of, in words, whenever it becomes so and whenever it comes into a slot. */
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { createEngineFleet, type EngineFleet, type FleetChange } from '../../../main/app/engine-fleet.ts';
import { asInstanceId, asShowId, asSlotId } from '../../../main/contract/ids.ts';
import { findEngine } from '../../../main/engines/catalog/engine-catalog.ts';
import { lipsEvent, type LipsState, type TtsSignature } from '../../../main/engines/contract/signature.ts';
import { createEngineInstance } from '../../../main/engines/hosting/create-engine-instance.ts';
import { systemClock } from '../../../main/kernel/clock.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { serveOver } from '../../../main/processes/child/serve-process.ts';
import type { ChildRuntime } from '../../../main/processes/child/types.ts';
import { createInMemoryAdapter } from '../../fakes/in-memory-adapter.ts';

const slotId = asSlotId('tts');
const entriesDir = '/entries';
const damaged: LipsState = { method: 'signal', fault: 'model-damaged' };
const manifest = findEngine('flite');
if (!manifest) throw new Error('there is no flite');

let fleet: EngineFleet | undefined;
afterEach(() => fleet?.dispose());

const signature = (lips: LipsState): TtsSignature => ({
  kind: 'tts',
  sampleRate: 16_000,
  channels: 1,
  voices: [{ id: 'a', name: 'A', languages: ['en'] }],
  languages: ['en'],
  timings: 'none',
  lips,
  follows: { speed: true, pitch: true, volume: true },
});

/** Voices whose `load` tells `lips`, one after the other. */
function openFleet(...lips: readonly LipsState[]) {
  const runtimes: ChildRuntime[] = [];
  const adapter = createInMemoryAdapter({
    [join(entriesDir, 'engine-flite.js')]: (child) =>
      serveOver(child.link, (runtime) => {
        const mine = lips[runtimes.push(runtime) - 1] ?? damaged;
        return { methods: { load: () => signature(mine), unload: () => null } };
      }),
  });
  const opened = createEngineFleet({
    adapter,
    entriesDir,
    resourcesDir: '/resources',
    slots: [{ slotId, engineId: 'flite', options: {} }],
    faceSize: { width: 64, height: 64 },
    clock: systemClock,
    logger: silentLogger,
  });
  fleet = opened;
  const told: FleetChange[] = [];
  opened.onChange((change) => told.push(change));
  const beside = () =>
    createEngineInstance({
      adapter,
      manifest: manifest!,
      spec: { showId: asShowId('show'), instanceId: asInstanceId('candidate'), engineId: 'flite', options: {}, resourcesDir: '/resources' },
      entriesDir,
      clock: systemClock,
      logger: silentLogger,
    });
  return { fleet: opened, told, runtimes, beside };
}
const wordsOf = (told: readonly FleetChange[]): string[] => told.flatMap(({ message }) => (message ? [message.en, message.zh] : []));

it('at its start', async () => {
  const { fleet, told } = openFleet(damaged);
  await fleet.settled;
  expect(wordsOf(told)).toEqual([
    expect.stringMatching(/do not close for p, b and m: .*damaged/),
    expect.stringMatching(/不会闭合：.*损坏/),
  ]);
  expect(fleet.slots()[0]?.instance.message?.en).toContain('damaged');
});

it('in the middle of a show, and its signature says so from then on', async () => {
  const { fleet, told, runtimes } = openFleet({ method: 'model' });
  await fleet.settled;
  expect(wordsOf(told)).toEqual([]);
  const instance = fleet.slots()[0]?.instance;
  const seen = new Promise<void>((done) => {
    fleet.onChange(({ message }) => message && done());
  });
  runtimes[0]?.emit(lipsEvent, { method: 'signal', fault: 'model-failed' } satisfies LipsState);
  await seen;
  expect(wordsOf(told)[0]).toMatch(/failed while it ran/);
  expect(instance?.state).toBe('ready');
  expect(instance?.signature).toMatchObject({ lips: { method: 'signal', fault: 'model-failed' } });
});

it('when it comes into its slot, not while it is a candidate; one with its model is told nothing of', async () => {
  const { fleet, told, beside } = openFleet({ method: 'model' }, damaged);
  await fleet.settled;
  const old = fleet.router.active(slotId);
  const candidate = beside();
  await candidate.whenReady();
  expect(wordsOf(told)).toEqual([]);
  fleet.router.setActive(slotId, candidate);
  expect(wordsOf(told)[0]).toMatch(/do not close for p, b and m/);
  const count = told.length;
  fleet.router.setActive(slotId, old);
  expect(wordsOf(told.slice(count))).toEqual([]);
  await candidate.dispose();
});
