/** Every unfinished recording of a folder, found by its journal or the fragments of any of its parts. What a killed attempt at finishing has left goes. */
import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isAlive } from '../kernel/is-alive.ts';
import { isBeingWritten } from './being-written.ts';
import { anyFragmented } from './inspect-part.ts';
import { unfinishedName } from './join-run.ts';
import { journalPath, readJournal } from './journal.ts';

export interface FindOptions {
  readonly folder: string;
  /** Only those with a journal: a studio's own. */
  readonly ownOnly: boolean;
  /** Of this process: whether it is writing that file now. A number of an earlier life may be ours by now. */
  readonly isOurs?: (path: string) => boolean;
  readonly signal?: AbortSignal;
}

/** First parts, by name. Those that a living studio writes are left out. */
export async function findUnfinished({ folder, ownOnly, isOurs, signal }: FindOptions): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => [] as string[]);
  for (const name of names) {
    const owner = /\.finalising-(\d+)\./.exec(name)?.[1];
    if (unfinishedName.test(name) && owner !== undefined && !isAlive(Number(owner))) await rm(join(folder, name), { force: true });
  }
  const recordings = names.filter((name) => /\.mp4$/i.test(name) && !unfinishedName.test(name)).sort();
  const partsOf = new Map<string, readonly string[]>();
  for (const name of recordings) {
    const lines = await readJournal(journalPath(join(folder, name)));
    const parts = lines.flatMap((line) => (line.type === 'part' ? [basename(line.file)] : []));
    partsOf.set(name, [...new Set([name, ...parts])]);
  }
  const partsOfOthers = new Set([...partsOf.values()].flatMap(([, ...others]) => others));
  const found: string[] = [];
  for (const name of recordings) {
    signal?.throwIfAborted();
    const path = join(folder, name);
    if (partsOfOthers.has(name) || (ownOnly && !names.includes(journalPath(name)))) continue;
    if (await isBeingWritten(path, isOurs)) continue;
    if (await anyFragmented(folder, partsOf.get(name) ?? [name])) found.push(path);
  }
  return found;
}
