/** What can fill a slot and what is done with it: the engine desk, the packs it installs, and the books that it offers as choices and that ask it for swaps. */
import path from 'node:path';
import type { PackStore } from '../../engine-packs/create-pack-store.ts';
import { createBookProcess } from '../../knowledge/control/create-book-process.ts';
import { createEngineDesk, type EngineDesk } from '../engine-desk.ts';
import type { EngineFleet } from '../engine-fleet.ts';
import { createKnowledgeDesk, type KnowledgeDesk } from '../knowledge-desk.ts';
import { createPackDesk } from '../pack-desk.ts';
import type { ShadowDesk } from '../shadow-desk.ts';
import type { StudioBase } from '../studio-base.ts';

export function wireModels(
  base: StudioBase,
  parts: {
    readonly fleet: EngineFleet;
    readonly shadow: ShadowDesk;
    readonly packStore: PackStore;
    readonly rssOf: (pid: number) => number | null;
  },
): { readonly desk: EngineDesk; readonly knowledge: KnowledgeDesk } {
  const { adapter, entriesDir, resourcesDir, dataDir, config, clock, logger, secrets, storage } = base;
  const { emit, changed } = base.events;
  const { fleet, shadow, packStore, rssOf } = parts;
  const loaded = () => [...fleet.slots(), ...fleet.swaps.instances()].map(({ instance }) => instance);

  let books: KnowledgeDesk | undefined;
  const desk = createEngineDesk({
    fleet,
    shadow,
    slots: config.slots,
    rssOf,
    logger,
    onChange: changed,
    budgetBytes: base.engineMemoryBytes,
    setSecret: ({ name, value, keep }) => secrets.set(name, value, keep),
    async dropSecret(name) {
      // whatever a model called its key, that of a destination stays
      const destinations = await storage.destinations.list();
      if (!destinations.some(({ keySecret, querySecret }) => keySecret === name || querySecret === name)) await secrets.delete(name);
    },
    kept: {
      receipts: (count) => storage.receipts.newest(count),
      expectedBytes: (choice) => storage.memory.expectedBytes(choice),
      wanted: () => storage.slots.all().flatMap(({ choice }) => choice ?? []),
      choices: storage.choices,
    },
    more: () => books?.choices() ?? [],
    packs: createPackDesk({ store: packStore, logger, loaded: () => loaded().map(({ manifest }) => manifest) }),
  });
  const bookFolders = { folder: path.join(dataDir, 'knowledge'), samplesDir: path.join(resourcesDir, 'knowledge') };
  const knowledge = createKnowledgeDesk({
    books: createBookProcess({ adapter, entriesDir, where: bookFolders, clock, logger }),
    router: fleet.router,
    instances: () => Array.from(new Set(loaded())),
    swap: (request, by) => desk.swap(request, by),
    resourcesDir,
    ownFolder: bookFolders.folder,
    samplesDir: bookFolders.samplesDir,
    emit,
    onChange: changed,
    logger,
  });
  books = knowledge;
  return { desk, knowledge };
}
