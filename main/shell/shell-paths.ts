/** Where things are: the built app, what ships beside it, and the user's own folders. */
import { join, resolve } from 'node:path';
import { app } from 'electron';
import { shippedResourcesDir } from '../kernel/shipped-files.ts';

export interface ShellPaths {
  /** Built child entries. */
  readonly entriesDir: string;
  readonly preloadDir: string;
  readonly rendererDir: string;
  readonly resourcesDir: string;
  readonly dataDir: string;
  readonly recordingsDir: string;
}

/** The command line names the same folders (`cli/cli-paths.ts`). `distDir` is the folder that holds main/, preload/ and renderer/. VANCHOR_DATA_DIR keeps everything of a user in one folder. */
export function resolveShellPaths(distDir: string): ShellPaths {
  const ownDataDir = process.env['VANCHOR_DATA_DIR'];
  const dataDir = ownDataDir === undefined || ownDataDir === '' ? app.getPath('userData') : resolve(ownDataDir);
  return {
    entriesDir: join(distDir, 'main', 'children'),
    preloadDir: join(distDir, 'preload'),
    rendererDir: join(distDir, 'renderer'),
    resourcesDir: shippedResourcesDir(join(distDir, 'main')),
    dataDir,
    recordingsDir:
      ownDataDir === undefined || ownDataDir === '' ? join(app.getPath('videos'), 'Vanchor Studio') : join(dataDir, 'recordings'),
  };
}
