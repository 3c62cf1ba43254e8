/** Whether a living studio writes a recording. Such a file must not be replaced: the outlet would write on into one that has no name. */
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { isAlive } from '../kernel/is-alive.ts';
import { journalPath, readJournal, type JournalLine } from './journal.ts';

/** A fragment is written with every keyframe, so every few seconds; the rest is for storage that lags. */
const growsWithinMs = 60_000;

/** The studio that recorded it lives. `path`: the first part. */
export async function isBeingWritten(path: string, isOurs?: (path: string) => boolean): Promise<boolean> {
  const pid = studioOf(await readJournal(journalPath(path)));
  if (pid === process.pid && isOurs) return isOurs(path);
  return pid !== undefined && isAlive(pid);
}

/**
 * For a file that a user names, any part of a recording: its studio lives, and its newest part has just grown. A studio lives on after
 * a recording, and after a power cut any program may have its number: alone that says nothing. What was joined is on air no more.
 */
export async function isOnAir(given: string, nowMs = Date.now()): Promise<boolean> {
  const path = resolve(given);
  const folder = dirname(path);
  for (const lines of await journalsOf(path)) {
    const pid = studioOf(lines);
    if (pid === undefined || !isAlive(pid) || lines.some((line) => line.type === 'verified')) continue;
    for (const part of new Set([basename(path), ...partsIn(lines)])) {
      const found = await stat(join(folder, part)).catch(() => null);
      if (found && nowMs - found.mtimeMs < growsWithinMs) return true;
    }
  }
  return false;
}

/** Its own, as a first part; else those beside it that name it as a further one. */
async function journalsOf(path: string): Promise<readonly (readonly JournalLine[])[]> {
  const own = await readJournal(journalPath(path));
  if (own.length > 0) return [own];
  const folder = dirname(path);
  const found: (readonly JournalLine[])[] = [];
  for (const name of await readdir(folder).catch(() => [] as string[])) {
    if (!name.endsWith(journalPath(''))) continue;
    const lines = await readJournal(join(folder, name));
    if (partsIn(lines).includes(basename(path))) found.push(lines);
  }
  return found;
}

const studioOf = (lines: readonly JournalLine[]): number | undefined => lines.find((line) => line.type === 'start')?.pid;
const partsIn = (lines: readonly JournalLine[]): string[] => lines.flatMap((line) => (line.type === 'part' ? [basename(line.file)] : []));
