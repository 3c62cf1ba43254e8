/** Engine packs as the doors see them: what is installed or being installed, and what may be asked; an installation goes on behind the answer. */
import type { DoneView, PackView } from '../api/contract/engines.ts';
import type { EngineManifest } from '../engines/contract/manifest.ts';
import { PackError } from '../engine-packs/pack-error.ts';
import type { PackStore } from '../engine-packs/create-pack-store.ts';
import type { Logger } from '../kernel/logger.ts';
import { appMessages } from './messages.ts';

export interface PackDesk {
  views(): PackView[];
  /** The pack that this engine needs and that is not there. */
  missing(manifest: EngineManifest): string | null;
  install(packId: string, partId?: string): DoneView;
  cancel(packId: string): DoneView;
  remove(packId: string): Promise<DoneView>;
}

export interface PackDeskOptions {
  readonly store: PackStore;
  readonly logger: Logger;
  /** Engines that are loaded, whatever for. */
  readonly loaded: () => readonly EngineManifest[];
}

const done: DoneView = { done: true };

export function createPackDesk({ store, logger, loaded }: PackDeskOptions): PackDesk {
  return {
    views: () => store.states().map((state) => ({ ...state, parts: state.parts.map((part) => ({ ...part })) })),
    missing: ({ pack }) => (pack !== undefined && store.folder(pack) === undefined ? pack : null),
    install(packId, partId) {
      const words = store.refusal(packId, partId);
      if (words) return { done: false, words };
      store.install(packId, partId).catch((error: unknown) => {
        // told by the pack's state; a cancel is no news
        if (!(error instanceof PackError) && (error as { readonly name?: unknown }).name !== 'AbortError')
          logger.error('an engine pack could not be installed', { packId, error: String(error) });
      });
      return done;
    },
    cancel: (packId) => (store.cancel(packId) ? done : { done: false, words: appMessages.nothingInstalls }),
    async remove(packId) {
      try {
        if (loaded().some(({ pack }) => pack === packId)) {
          const title = store.states().find((state) => state.packId === packId)?.title ?? { en: packId, zh: packId };
          throw new PackError('in-use', { title });
        }
        await store.remove(packId);
        return done;
      } catch (error) {
        if (error instanceof PackError) return { done: false, words: error.words };
        throw error;
      }
    },
  };
}
