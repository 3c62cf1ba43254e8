/** A folder that is there afterwards, whatever `mkdir` says of it. */
import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

type Make = (path: string) => Promise<unknown>;

/** Windows answers EPERM for the root of a drive, and a network drive what it likes: only whether it is a folder counts. */
async function make(path: string, makeOne: Make): Promise<void> {
  try {
    await makeOne(path);
  } catch (error) {
    const there = await stat(path).catch(() => null);
    if (!there?.isDirectory()) throw error;
  }
}

/** Step by step, because Node's recursive mkdir never returns where folders cannot be made at all (under /proc, say). */
export async function ensureFolder(path: string, makeOne: Make = mkdir): Promise<void> {
  try {
    await make(path, makeOne);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || dirname(path) === path) throw error;
    await ensureFolder(dirname(path), makeOne);
    await make(path, makeOne);
  }
}
