/** Window and door for a studio that runs. Needs a prepared app that is ready; knows nothing of how the studio was made or of quitting. */
import type { BrowserWindow } from 'electron';
import type { Principal } from '../access/principal.ts';
import { createStudioRouter } from '../api/create-studio-router.ts';
import type { StudioPort } from '../api/studio-port.ts';
import { DisposableStore } from '../kernel/disposable.ts';
import type { Logger } from '../kernel/logger.ts';
import { confirmCloseOnAir } from './confirm-close.ts';
import { createIpcTransport } from './ipc-transport.ts';
import { serveStudioScheme } from './serve-studio-scheme.ts';
import type { ShellPaths } from './shell-paths.ts';
import { snapshotWindow } from './snapshot-window.ts';
import { yieldToShow } from './yield-to-show.ts';
import { bringToFront, createStudioWindow, openStudioPage } from './windows.ts';

export interface ShellOptions {
  readonly studio: StudioPort;
  readonly paths: ShellPaths;
  readonly logger: Logger;
  /** Default: the local owner. */
  readonly principal?: Principal;
}

export interface Shell {
  readonly window: BrowserWindow;
  /** The page is loaded and has its door. Rejects when the page cannot be loaded. */
  readonly ready: Promise<void>;
  focus(): void;
  dispose(): Promise<void>;
}

export function createShell({ studio, paths, logger, principal }: ShellOptions): Shell {
  const store = new DisposableStore();
  const router = createStudioRouter(studio, { logger });
  store.defer(serveStudioScheme(paths.rendererDir));
  const window = createStudioWindow(paths, () => studio.hearing.wanted, logger);
  store.defer(() => window.destroy());
  confirmCloseOnAir(window, studio);
  store.defer(yieldToShow());
  const transport = store.add(createIpcTransport({ window, router, logger, ...(principal === undefined ? {} : { principal }) }));
  const ready = openStudioPage(window).then(() => transport.opened);

  const snapshotDir = process.env['VANCHOR_SNAPSHOT_DIR'];
  if (snapshotDir !== undefined && snapshotDir !== '') store.defer(snapshotWindow(window, snapshotDir, logger));
  return { window, ready, focus: () => bringToFront(window), dispose: () => store.dispose() };
}
