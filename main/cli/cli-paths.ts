/** Where the built command line finds its children and resources, and where it keeps its files. */
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { distMainDir, shippedResourcesDir } from '../kernel/shipped-files.ts';

export interface CliPaths {
  readonly entriesDir: string;
  readonly resourcesDir: string;
  readonly dataDir: string;
  readonly recordingsDir: string;
}

export function cliPaths(): CliPaths {
  const stateHome = process.env['XDG_STATE_HOME'] ?? path.join(os.homedir(), '.local/state');
  const dataDir = path.resolve(process.env['VANCHOR_DATA_DIR'] ?? path.join(stateHome, 'vanchor-studio'));
  return {
    entriesDir: path.join(distMainDir(), 'children'),
    resourcesDir: shippedResourcesDir(),
    dataDir,
    recordingsDir: path.join(dataDir, 'recordings'),
  };
}
