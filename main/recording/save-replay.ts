/**
 * The last minutes as a normal, seekable file: the held fragments are handed to ffmpeg as one stream and copied, with the chapters and subtitles of
 * that span. The fragments stay what they are.
 */
import { access, constants, open, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import process from 'node:process';
import type { Writable } from 'node:stream';
import { FinaliseError, type Finalised, type FinaliseProgress } from './finalise-recording.ts';
import type { JournalLine } from './journal.ts';
import { readStory } from './read-story.ts';
import { runFfmpeg } from './run-ffmpeg.ts';
import { chapterFile, copyArguments, readBack, syncFile, writeSubtitles } from './seekable-file.ts';

export interface SaveReplayRequest {
  /** Of the file that is made; it must not be there. */
  readonly path: string;
  readonly title: string;
  readonly ffmpegPath: string;
  /** base64 */
  readonly head: string;
  readonly fragments: readonly { readonly path: string; readonly bytes: number }[];
  readonly durationMs: number;
  /** Anchors name the file of `path`, with times from its beginning, which may lie before it. */
  readonly story: readonly JournalLine[];
}

export interface SaveReplayOptions extends SaveReplayRequest {
  readonly onProgress?: (progress: FinaliseProgress) => void;
  readonly signal?: AbortSignal | undefined;
}

const slackMs = 150;

export async function saveReplay(options: SaveReplayOptions): Promise<Finalised> {
  const { path, ffmpegPath, durationMs, fragments, onProgress, signal } = options;
  const folder = dirname(path);
  await access(folder, constants.W_OK).catch((error: unknown) => {
    throw new FinaliseError('not-writable', path, { cause: error });
  });
  const bytes = fragments.reduce((sum, fragment) => sum + fragment.bytes, 0);
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < bytes * 1.02) throw new FinaliseError('no-room-to-save', path);
  const stem = path.replace(/\.mp4$/i, '');
  const making = `${stem}.finalising-${process.pid}.mp4`;
  const chapters = `${stem}.finalising-${process.pid}.ffmeta`;
  const story = readStory(options.story, [{ file: basename(path), durationMs }]);
  try {
    await writeFile(chapters, chapterFile(story.chapters, options.title));
    await runFfmpeg({
      ffmpegPath,
      args: ['-y', '-f', 'flv', '-i', 'pipe:0', ...copyArguments(chapters, making)],
      feed: (input) => feedFragments(input, options),
      onProgress: (doneMs) => onProgress?.({ phase: 'joining', share: Math.min(1, doneMs / durationMs) * 0.5 }),
      signal,
    });
    const made = await readBack({
      made: making,
      ffmpegPath,
      judge: (info) => info.videoPackets > 0 && Math.abs(info.durationMs - durationMs) < slackMs,
      onProgress: (doneMs, ofMs) => onProgress?.({ phase: 'checking', share: 0.5 + Math.min(1, doneMs / ofMs) * 0.5 }),
      signal,
    });
    await syncFile(making);
    const subtitles = await writeSubtitles(stem, story);
    await rename(making, path);
    const { chapters: turns } = story;
    return { path, durationMs: made.durationMs, parts: 1, chapters: turns.length, subtitles, further: [], note: null, already: false };
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    const full = (error as NodeJS.ErrnoException).code === 'ENOSPC' || /No space left/i.test(String(error));
    throw error instanceof FinaliseError ? error : new FinaliseError(full ? 'no-room-to-save' : 'not-saved', path, { cause: error });
  } finally {
    await Promise.all([making, chapters].map((file) => rm(file, { force: true }).catch(() => {})));
  }
}

async function feedFragments(input: Writable, { head, fragments, signal }: SaveReplayOptions): Promise<void> {
  const put = async (data: Buffer): Promise<void> => {
    signal?.throwIfAborted();
    if (input.destroyed) return;
    if (!input.write(data))
      await new Promise<void>((resolve) => {
        const go = (): void => {
          input.off('drain', go);
          input.off('close', go);
          resolve();
        };
        input.on('drain', go);
        input.on('close', go);
      });
  };
  await put(Buffer.from(head, 'base64'));
  for (const fragment of fragments) {
    if (input.destroyed) return;
    const file = await open(fragment.path, 'r');
    try {
      const data = Buffer.alloc(fragment.bytes);
      let done = 0;
      while (done < data.length) {
        const { bytesRead } = await file.read(data, done, data.length - done, done);
        if (bytesRead === 0) throw new Error('a fragment became shorter while it was read');
        done += bytesRead;
      }
      await put(data);
    } finally {
      await file.close();
    }
  }
}
