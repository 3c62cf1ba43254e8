/**
 * Files beside the first one: what was recorded with another encoder cannot be in one file with it without encoding anew. The journal
 * names each before it takes its place, so that an attempt that was killed is not made a second time under another name.
 */
import { access, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { inspectPart } from './inspect-part.ts';
import type { JournalLine } from './journal.ts';

/** `show (2).mp4`: `show-2.mp4` is the name of a part. What stands there is not replaced. */
export async function freeFurtherName(path: string, number: number): Promise<string> {
  const stem = path.replace(/\.mp4$/i, '');
  for (let count = number; ; count += 1) {
    const file = `${stem} (${count}).mp4`;
    const taken = await access(file).then(
      () => true,
      () => false,
    );
    if (!taken) return file;
  }
}

/** Those that an earlier attempt has made, by path and in the order of the show; what is still left of their parts goes. */
export async function furtherFilesMade(folder: string, lines: readonly JournalLine[]): Promise<readonly string[]> {
  const made = new Set<string>();
  for (const line of lines) {
    if (line.type !== 'verified' || line.file === undefined) continue;
    const path = join(folder, basename(line.file));
    const info = await inspectPart(path).catch(() => null);
    // killed before it took its place
    if (!info || info.fragmented || Math.abs(info.durationMs - line.durationMs) >= 1) continue;
    made.add(path);
    for (const part of line.parts ?? []) await rm(join(folder, basename(part)), { force: true });
  }
  // the last one is made first
  return [...made].toReversed();
}
