/** Options that must not stand in a command line: a file that only this user can read, for ffmpeg's `-fpre`, gone as soon as it has been read. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../../../kernel/is-alive.ts';

export interface OptionFile {
  readonly path: string;
  remove(): void;
}

const folderName = /^vanchor-srt-(\d+)-/;

/** Throws what the disk says when the file cannot be written; leaves nothing behind then. */
export function writeOptionFile(options: ReadonlyMap<string, string>): OptionFile {
  sweep();
  const folder = mkdtempSync(join(tmpdir(), `vanchor-srt-${process.pid}-`));
  const path = join(folder, 'options');
  try {
    writeFileSync(path, Array.from(options, ([name, value]) => `${name}=${value}\n`).join(''), { mode: 0o600 });
  } catch (error) {
    removeFolder(folder);
    throw error;
  }
  return { path, remove: () => removeFolder(folder) };
}

/** Tidying up: what cannot be removed (another user's, still open in an ffmpeg on Windows) must not stop a destination, let alone the outlet. */
function removeFolder(folder: string): void {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // the next sweep tries again
  }
}

/** What a killed process could not take away. */
function sweep(): void {
  let names: string[] = [];
  try {
    names = readdirSync(tmpdir());
  } catch {
    // not to be looked into: then nothing is swept
  }
  for (const name of names) {
    const owner = folderName.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) removeFolder(join(tmpdir(), name));
  }
}
