/** Where the built command line finds its children and resources, and where it keeps its files. */
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';

export interface CliPaths {
  readonly entriesDir: string;
  readonly resourcesDir: string;
  readonly dataDir: string;
  readonly recordingsDir: string;
}

/** `import.meta.dirname` of the built file is dist/main (or a folder below it). */
export function cliPaths(distMainDir: string): CliPaths {
  const stateHome = process.env['XDG_STATE_HOME'] ?? path.join(os.homedir(), '.local/state');
  const dataDir = path.resolve(process.env['VANCHOR_DATA_DIR'] ?? path.join(stateHome, 'vanchor-studio'));
  return {
    entriesDir: path.join(distMainDir, 'children'),
    resourcesDir: path.resolve(distMainDir, '../../resources'),
    dataDir,
    recordingsDir: path.join(dataDir, 'recordings'),
  };
}

/** The nearest folder upwards that is dist/main: code may be bundled into a chunk below it. */
export function findDistMain(start: string): string {
  for (let dir = start; ; dir = path.dirname(dir)) {
    if (path.basename(dir) === 'main' && path.basename(path.dirname(dir)) === 'dist') return dir;
    if (dir === path.dirname(dir)) return start;
  }
}
