/**
 * Where the built command line finds its children and resources, and where it keeps its files: in the folders of the window, so that what
 * is installed, imported or set in one is there in the other. To the window Electron names them (main/shell/shell-paths.ts); here they are
 * named as it does.
 */
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { distMainDir, shippedResourcesDir } from '../kernel/shipped-files.ts';
import { videosFolder, type Surroundings } from './videos-folder.ts';

export interface CliPaths {
  readonly entriesDir: string;
  readonly resourcesDir: string;
  readonly dataDir: string;
  readonly recordingsDir: string;
}

/** What the window calls itself: app.setName in main/shell/prepare-app.ts. A test holds the two together. */
const appName = 'Vanchor Studio';

const here = (): Surroundings => ({ env: process.env, platform: process.platform, homeDir: os.homedir() });

/** VANCHOR_DATA_DIR keeps everything of a user in one folder; an empty one counts as none. */
export function cliPaths(around: Surroundings = here()): CliPaths {
  const own = around.env['VANCHOR_DATA_DIR'] || undefined;
  const dataDir = own === undefined ? path.resolve(appData(around), appName) : path.resolve(own);
  return {
    entriesDir: path.join(distMainDir(), 'children'),
    resourcesDir: shippedResourcesDir(),
    dataDir,
    recordingsDir: own === undefined ? path.resolve(videosFolder(around), appName) : path.join(dataDir, 'recordings'),
  };
}

/** Electron's `appData`. */
function appData({ env, platform, homeDir }: Surroundings): string {
  if (platform === 'win32') return env['APPDATA'] || path.join(homeDir, 'AppData', 'Roaming');
  if (platform === 'darwin') return path.join(homeDir, 'Library', 'Application Support');
  return env['XDG_CONFIG_HOME'] || path.join(homeDir, '.config');
}
