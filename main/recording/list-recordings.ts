/** The recordings of a folder as they are: what belongs to each, how long and how large it is, whether it is a normal file yet. Reads no media. */
import { readdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { anyFragmented, inspectLength } from './inspect-part.ts';
import { unfinishedName } from './join-run.ts';
import { journalPath, readJournal } from './journal.ts';

export interface RecordingEntry {
  /** Its name in the folder. */
  readonly file: string;
  readonly atMs: number;
  /** null: not known before it is finished. */
  readonly durationMs: number | null;
  /** All parts together. */
  readonly bytes: number;
  readonly parts: number;
  readonly subtitles: boolean;
  readonly state: 'finished' | 'unfinished';
}

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

/** Lengths of finished files, by name, size and time: they do not change. */
export function createRecordingLister(folder: string): { list(): Promise<readonly RecordingEntry[]> } {
  const lengths = new Map<string, number>();

  const entryOf = async (names: ReadonlySet<string>, file: string, others: readonly string[]): Promise<RecordingEntry | null> => {
    const path = join(folder, file);
    const info = await stat(path).catch(() => null);
    if (!info) return null;
    const key = `${file}/${info.size}/${info.mtimeMs}`;
    let durationMs = lengths.get(key) ?? null;
    let fragmented = false;
    if (durationMs === null) {
      const read = await inspectLength(path).catch(() => ({ fragmented: false, durationMs: null }));
      ({ durationMs, fragmented } = read);
      if (!fragmented && durationMs !== null) lengths.set(key, durationMs);
    }
    const sizes = [info.size];
    for (const other of others) sizes.push(await sizeOf(join(folder, other)));
    const unfinished = fragmented || (await anyFragmented(folder, others));
    return {
      file,
      atMs: Math.min(info.birthtimeMs > 0 ? info.birthtimeMs : info.mtimeMs, info.mtimeMs),
      durationMs,
      bytes: sizes.reduce((sum, size) => sum + size, 0),
      parts: Math.max(1, sizes.filter((size) => size > 0).length),
      subtitles: names.has(file.replace(/\.mp4$/i, '.srt')),
      state: unfinished ? 'unfinished' : 'finished',
    };
  };

  return {
    /** Newest first, by name: it begins with the time. */
    async list() {
      const names = new Set(await readdir(folder).catch(() => [] as string[]));
      const recordings = [...names].filter((name) => /\.mp4$/i.test(name) && !unfinishedName.test(name));
      const partsOf = new Map<string, string[]>();
      for (const name of recordings) {
        const own = (await readJournal(join(folder, journalPath(name)))).flatMap((line) =>
          line.type === 'part' ? [basename(line.file)] : [],
        );
        partsOf.set(
          name,
          [...new Set(own)].filter((part) => part !== name),
        );
      }
      const partsOfOthers = new Set([...partsOf.values()].flat());
      const entries = await Promise.all(
        recordings.filter((name) => !partsOfOthers.has(name)).map((name) => entryOf(names, name, partsOf.get(name) ?? [])),
      );
      return entries.filter((entry) => entry !== null).toSorted((a, b) => (a.file < b.file ? 1 : -1));
    },
  };
}

/** With its further parts, subtitles and journal. Rejects when the file itself cannot be removed. */
export async function removeRecording(folder: string, file: string): Promise<void> {
  const parts = (await readJournal(join(folder, journalPath(file)))).flatMap((line) => (line.type === 'part' ? [basename(line.file)] : []));
  await rm(join(folder, file));
  const stem = file.replace(/\.mp4$/i, '');
  const beside = [...parts.filter((part) => part !== file), `${stem}.srt`, `${stem}.vtt`, journalPath(file)];
  for (const name of beside) await rm(join(folder, name), { force: true }).catch(() => {});
}
