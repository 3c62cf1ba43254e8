/** Packs that were taken away but still lie on the disk: under names that nothing takes for a pack, until their files are gone. */
import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { isAlive } from '../kernel/is-alive.ts';
import type { Logger } from '../kernel/logger.ts';

const prefix = '.gone-';

/** A new name at each call: a pid comes again, and what had it before may still lie there. */
export function goneFolder(packsDir: string, packId: string): string {
  return path.join(packsDir, `${prefix}${packId}-${randomBytes(4).toString('hex')}-${process.pid}`);
}

/** Never rejects: what cannot be removed now is tried again at the next start. */
export async function removeGone(folder: string, logger: Logger): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true });
  } catch (error) {
    logger.warn('files of a removed engine pack are still on the disk', { folder: path.basename(folder), error: String(error) });
  }
}

/** What removals left that were cut off by the end of their process; those of other processes that live go on by themselves. Looks at once, removes behind. */
export function removeLeftovers(packsDir: string, logger: Logger): void {
  for (const name of namesIn(packsDir)) {
    const pid = name.startsWith(prefix) ? /-(\d+)$/.exec(name)?.[1] : undefined;
    if (pid === undefined) continue;
    // a number of our own is an earlier life's: this store has removed nothing yet
    if (Number(pid) === process.pid || !isAlive(Number(pid))) void removeGone(path.join(packsDir, name), logger);
  }
}

function namesIn(packsDir: string): readonly string[] {
  try {
    return readdirSync(packsDir);
  } catch {
    // no pack was ever installed, or the installation will say what is wrong with the folder
    return [];
  }
}
