/** Every unfinished recording of a folder, found by its journal or its fragments. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { type Finalised, FinaliseError, finaliseRecording } from './finalise-recording.ts';
import { inspectPart } from './inspect-part.ts';
import { journalPath, readJournal } from './journal.ts';

export interface FolderOptions {
  readonly folder: string;
  readonly ffmpegPath: string;
  /** Only those with a journal: a studio's own. */
  readonly ownOnly: boolean;
  readonly onDone: (result: Finalised) => void;
  readonly onFailed: (path: string, error: FinaliseError) => void;
  readonly signal?: AbortSignal;
}

export async function finaliseFolder(options: FolderOptions): Promise<void> {
  const { folder } = options;
  const names = await readdir(folder).catch(() => [] as string[]);
  const recordings = names.filter((name) => /\.mp4$/i.test(name) && !name.endsWith('.finalising.mp4')).sort();
  const partsOfOthers = new Set<string>();
  for (const name of recordings)
    for (const line of await readJournal(journalPath(join(folder, name))))
      if (line.type === 'part' && line.file !== name) partsOfOthers.add(line.file);
  for (const name of recordings) {
    if (options.signal?.aborted) return;
    const path = join(folder, name);
    if (partsOfOthers.has(name) || (options.ownOnly && !names.includes(journalPath(name)))) continue;
    if (await isBeingWritten(path)) continue;
    const info = await inspectPart(path).catch(() => null);
    if (!info?.fragmented) continue;
    try {
      options.onDone(await finaliseRecording({ path, ffmpegPath: options.ffmpegPath }));
    } catch (error) {
      options.onFailed(path, error instanceof FinaliseError ? error : new FinaliseError('failed', path, { cause: error }));
    }
  }
}

/** The studio that records it lives. A number that another program has by now only means: not this time. */
async function isBeingWritten(path: string): Promise<boolean> {
  const start = (await readJournal(journalPath(path))).find((line) => line.type === 'start');
  if (start?.pid === undefined) return false;
  try {
    process.kill(start.pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
