/**
 * Fragmented parts -> one normal, seekable MP4 under the first part's name, by copying packets: index in front, a chapter per turn,
 * subtitles beside it. The parts go only after the new file was read back. Safe to be killed at any point and to be called again.
 */
import { access, constants, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { LayerError, type UserMessage } from '../contract/failure.ts';
import { inspectPart, type PartInfo } from './inspect-part.ts';
import { journalPath, openJournal, readJournal } from './journal.ts';
import { readStory } from './read-story.ts';
import { finaliseWords } from './recording-words.ts';
import { runFfmpeg } from './run-ffmpeg.ts';
import { chapterFile, copyArguments, readBack, syncFile, writeSubtitles } from './seekable-file.ts';

export type FinaliseErrorCode =
  | 'not-a-recording'
  | 'on-air'
  | 'nothing-recorded'
  | 'no-room'
  | 'no-room-to-save'
  | 'not-writable'
  | 'different-parts'
  | 'failed'
  | 'not-saved';

export class FinaliseError extends LayerError<FinaliseErrorCode> {
  readonly userMessage: UserMessage;

  constructor(code: FinaliseErrorCode, path: string, options?: { cause?: unknown }) {
    super('FinaliseError', code, `${path}: ${finaliseWords[code](path).en}`, options);
    this.userMessage = finaliseWords[code](path);
  }
}

export interface FinaliseOptions {
  /** The first part. */
  readonly path: string;
  readonly ffmpegPath: string;
  readonly onProgress?: (progress: FinaliseProgress) => void;
  /** Ends it; the recording is as it was. */
  readonly signal?: AbortSignal | undefined;
}

export type FinalisePhase = 'reading' | 'joining' | 'checking';

export interface FinaliseProgress {
  readonly phase: FinalisePhase;
  /** Of the whole, 0..1; never falls. */
  readonly share: number;
}

export interface Finalised {
  readonly path: string;
  readonly durationMs: number;
  readonly parts: number;
  readonly chapters: number;
  /** .srt and .vtt; empty when nothing was said. */
  readonly subtitles: readonly string[];
  /** It was in this form before. */
  readonly already: boolean;
}

interface Source extends PartInfo {
  readonly path: string;
}

/** One frame of picture or sound at each join, and the rounding of headers. */
const slackMsPerPart = 50;
/** Where each phase begins and ends in the whole, as measured on hours of recording. */
export const phaseShares: Readonly<Record<FinalisePhase, readonly [from: number, to: number]>> = {
  reading: [0, 0.1],
  joining: [0.1, 0.5],
  checking: [0.5, 1],
};
/** Of this process, so that what another one has left writing is not written into. */
export const unfinishedName = /\.finalising(-\d+)?\.(mp4|txt|ffmeta)$/i;

export async function finaliseRecording({ path: given, ffmpegPath, onProgress, signal }: FinaliseOptions): Promise<Finalised> {
  const path = resolve(given);
  const folder = dirname(path);
  let told = 0;
  const tell = (phase: FinalisePhase, share: number): void => {
    const [from, to] = phaseShares[phase];
    told = Math.max(told, from + (to - from) * Math.min(1, Math.max(0, share)));
    onProgress?.({ phase, share: told });
  };
  tell('reading', 0);
  const lines = await readJournal(journalPath(path));
  const first = await inspectPart(path).catch((error: unknown) => {
    throw new FinaliseError('not-a-recording', path, { cause: error });
  });
  const named = lines.flatMap((line) => (line.type === 'part' ? [basename(line.file)] : []));
  const others = [...new Set(named)].filter((file) => file !== basename(path)).map((file) => join(folder, file));
  const verified = lines.find((line) => line.type === 'verified');
  if (!first.fragmented && first.durationMs > 0) {
    // killed between putting it in place and tidying up
    if (verified && Math.abs(first.durationMs - verified.durationMs) < 1) await tidy(path, others);
    return { path, durationMs: first.durationMs, parts: 1, chapters: 0, subtitles: [], already: true };
  }

  // an outlet that died in its first seconds leaves a first part that holds nothing; what was recorded lies in the next ones
  const sources: Source[] = [{ path, ...first }];
  for (const other of others) {
    const info = await inspectPart(other).catch((error: unknown) => {
      const { code } = error as NodeJS.ErrnoException;
      // a part that the disk does not give now is not left out: it would count as joined, and go
      if (code !== undefined && code !== 'ENOENT') throw new FinaliseError('failed', path, { cause: error });
      return null;
    });
    if (info) sources.push({ path: other, ...info });
    tell('reading', sources.length / (others.length + 1));
    signal?.throwIfAborted();
  }
  const whole = sources.filter((source) => source.durationMs > 0);
  if (whole.length === 0) throw new FinaliseError(first.fragmented || lines.length > 0 ? 'nothing-recorded' : 'not-a-recording', path);
  if (new Set(whole.map((source) => source.parameters)).size > 1) throw new FinaliseError('different-parts', path);
  await access(folder, constants.W_OK).catch((error: unknown) => {
    throw new FinaliseError('not-writable', path, { cause: error });
  });
  const bytes = whole.reduce((sum, source) => sum + source.wholeBytes, 0);
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < bytes * 1.02) throw new FinaliseError('no-room', path);

  const story = readStory(
    lines,
    whole.map((source) => ({ file: basename(source.path), durationMs: source.durationMs })),
  );
  const stem = path.replace(/\.mp4$/i, '');
  const making = `${stem}.finalising-${process.pid}.mp4`;
  const helpers = { list: `${stem}.finalising-${process.pid}.txt`, chapters: `${stem}.finalising-${process.pid}.ffmeta` };
  try {
    await writeFile(helpers.list, concatList(whole));
    await writeFile(helpers.chapters, chapterFile(story.chapters, lines.find((line) => line.type === 'start')?.title ?? 'Vanchor Studio'));
    const totalMs = sumOf(whole, ({ durationMs }) => durationMs);
    await runFfmpeg({
      ffmpegPath,
      args: joinArguments(helpers, making),
      onProgress: (doneMs) => tell('joining', doneMs / totalMs),
      signal,
    });
    const made = await readBack({
      made: making,
      ffmpegPath,
      judge: (info) => isWhole(info, whole),
      onProgress: (doneMs, ofMs) => tell('checking', doneMs / ofMs),
      signal,
    });
    await syncFile(making);
    const subtitles = await writeSubtitles(stem, story);
    if (lines.length > 0) {
      const journal = openJournal(journalPath(path), () => {});
      journal.write({ type: 'verified', durationMs: made.durationMs });
      await journal.close();
    }
    await rename(making, path);
    // those without a whole fragment, too: beside a finished file they would make it look unfinished
    await tidy(
      path,
      sources.map((source) => source.path),
    );
    return { path, durationMs: made.durationMs, parts: whole.length, chapters: story.chapters.length, subtitles, already: false };
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    const full = (error as NodeJS.ErrnoException).code === 'ENOSPC' || /No space left/i.test(String(error));
    throw error instanceof FinaliseError ? error : new FinaliseError(full ? 'no-room' : 'failed', path, { cause: error });
  } finally {
    await Promise.all([making, helpers.list, helpers.chapters].map((file) => rm(file, { force: true }).catch(() => {})));
  }
}

/** Each part by its whole fragments alone and with its measured length, so that the next one begins exactly there. */
function concatList(parts: readonly Source[]): string {
  const entries = parts.map(({ path, wholeBytes, durationMs }) => {
    const quoted = `subfile,,start,0,end,${wholeBytes},,:${path}`.replaceAll("'", String.raw`'\''`);
    return `file '${quoted}'\nduration ${(durationMs / 1000).toFixed(6)}\n`;
  });
  return `ffconcat version 1.0\n${entries.join('')}`;
}

function joinArguments(helpers: { readonly list: string; readonly chapters: string }, out: string): string[] {
  const parts = `-nostdin -y -f concat -safe 0 -protocol_whitelist file,subfile -i`.split(' ');
  return [...parts, `file:${helpers.list}`, ...copyArguments(helpers.chapters, out)];
}

const sumOf = (parts: readonly Source[], of: (part: Source) => number): number => parts.reduce((total, part) => total + of(part), 0);

/** Every packet of both tracks. */
function isWhole(info: PartInfo, parts: readonly Source[]): boolean {
  return (
    Math.abs(info.durationMs - sumOf(parts, (part) => part.durationMs)) <= slackMsPerPart * parts.length &&
    info.videoPackets === sumOf(parts, (part) => part.videoPackets) &&
    info.audioPackets === sumOf(parts, (part) => part.audioPackets)
  );
}

async function tidy(path: string, parts: readonly string[]): Promise<void> {
  for (const part of parts) if (part !== path) await rm(part, { force: true });
}
