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

export function writeOptionFile(options: ReadonlyMap<string, string>): OptionFile {
  sweep();
  const folder = mkdtempSync(join(tmpdir(), `vanchor-srt-${process.pid}-`));
  const path = join(folder, 'options');
  writeFileSync(path, Array.from(options, ([name, value]) => `${name}=${value}\n`).join(''), { mode: 0o600 });
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** What a killed process could not take away. */
function sweep(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = folderName.exec(name)?.[1];
    if (owner !== undefined && !isAlive(Number(owner))) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}
