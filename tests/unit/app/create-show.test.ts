/** A show that does not start leaves nothing behind in what outlives it: no door of the fleet, nobody who listens to the router. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createShow, type ShowParts } from '../../../main/app/create-show.ts';
import { defaultConfig } from '../../../main/app/studio-config.ts';
import { asShowId, asSlotId } from '../../../main/contract/ids.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { serveOver } from '../../../main/processes/child/serve-process.ts';
import { createRouter } from '../../../main/routing/create-router.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { createInMemoryAdapter } from '../../fakes/in-memory-adapter.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'show-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** The programme refuses `refused`. */
function rig(refused: 'configure' | 'start') {
  const adapter = createInMemoryAdapter({
    [join(dir, 'outlet.js')]: (child) => serveOver(child.link, () => ({ methods: { configure: () => ({ pid: 1 }) } })),
    [join(dir, 'programme.js')]: (child) =>
      serveOver(child.link, () => ({
        methods: {
          configure: () => ({ pid: 2 }),
          start: () => null,
          'set-face': () => null,
          'set-enhancer': () => null,
          [refused]: () => Promise.reject(new Error(`no ${refused}`)),
        },
      })),
  });
  const router = createRouter();
  let listening = 0;
  const doors = new Map<string, unknown>();
  const fleet = {
    router: {
      ...router,
      onChange(listener: Parameters<typeof router.onChange>[0]) {
        const unsubscribe = router.onChange(listener);
        listening += 1;
        return () => {
          listening -= 1;
          unsubscribe();
        };
      },
    },
    faceSlot: asSlotId('face'),
    enhanceSlot: asSlotId('enhance'),
    faceAt: async () => undefined,
    setDoor: (slotId: string, door: unknown) => void doors.set(slotId, door),
  };
  const parts = {
    showId: asShowId('show'),
    options: { preset: '720p', record: false, destinations: [], keptDestinations: 'leave' },
    config: defaultConfig,
    encoder: { ffmpegPath: 'ffmpeg', encoder: 'x264', why: { en: 'It works.', zh: '可用。' }, as: 'wanted' },
    videoBitrateKbps: 2500,
    adapter,
    entriesDir: dir,
    resourcesDir: dir,
    dataDir: dir,
    recordingsDir: dir,
    fleet,
    observe() {},
    slates: { prepare: async () => ({ 'back-soon': '/slate.flv' }), pathOf: async () => undefined },
    clock: createFakeClock(),
    logger: silentLogger,
    emit() {},
    onDestinations() {},
    recordings: { attach: async () => {}, closed() {} },
    onChange() {},
    onMusic() {},
  };
  return { parts: parts as unknown as ShowParts, doors, listening: () => listening };
}

it.each(['configure', 'start'] as const)('closes its doors where the programme refuses to %s', async (refused) => {
  const { parts, doors, listening } = rig(refused);
  await expect(createShow(parts)).rejects.toThrow(`no ${refused}`);
  expect(Array.from(doors)).toEqual([
    ['face', null],
    ['enhance', null],
  ]);
  expect(listening()).toBe(0);
});
