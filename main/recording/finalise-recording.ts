/**
 * Fragmented parts -> one normal, seekable MP4 under the first part's name, by copying packets: index in front, a chapter per turn,
 * subtitles beside it. What was recorded with another encoder on the way becomes a file of its own. The parts go only after the new
 * file was read back. Safe to be killed at any point and to be called again.
 */
import { access, constants, rm, statfs } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { LayerError, type UserMessage } from '../contract/failure.ts';
import { freeFurtherName, furtherFilesMade } from './further-files.ts';
import { inspectPart } from './inspect-part.ts';
import { joinRun, runsOf, type Source, sumOf } from './join-run.ts';
import { journalPath, type JournalLine, openJournal, readJournal } from './journal.ts';
import { type Part, readStory } from './read-story.ts';
import { finaliseWords, severalFilesWords } from './recording-words.ts';

export type FinaliseErrorCode =
  'not-a-recording' | 'on-air' | 'nothing-recorded' | 'no-room' | 'no-room-to-save' | 'not-writable' | 'failed' | 'not-saved';

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
  /** Of all files together, as what follows. */
  readonly durationMs: number;
  readonly parts: number;
  readonly chapters: number;
  /** .srt and .vtt; empty when nothing was said. */
  readonly subtitles: readonly string[];
  /** Further files beside it, in the order of the show: what was recorded with another encoder. */
  readonly further: readonly string[];
  /** Why there are several, for the streamer; null where there is one. */
  readonly note: UserMessage | null;
  /** It was in this form before. */
  readonly already: boolean;
}

/** Where each phase begins and ends in the whole, as measured on hours of recording. */
export const phaseShares: Readonly<Record<FinalisePhase, readonly [from: number, to: number]>> = {
  reading: [0, 0.1],
  joining: [0.1, 0.5],
  checking: [0.5, 1],
};

export async function finaliseRecording({ path: given, ffmpegPath, onProgress, signal }: FinaliseOptions): Promise<Finalised> {
  const path = resolve(given);
  const folder = dirname(path);
  let told = 0;
  /** `within`: what has been made before, and what this file is of the whole; each takes its share of what follows the reading. */
  const tell = (phase: FinalisePhase, share: number, within = { before: 0, own: 1 }): void => {
    const [from, to] = phaseShares[phase];
    const at = from + (to - from) * Math.min(1, Math.max(0, share));
    const [, read] = phaseShares.reading;
    const ofAll = phase === 'reading' ? at : read + (1 - read) * within.before + (at - read) * within.own;
    told = Math.max(told, Math.min(1, ofAll));
    onProgress?.({ phase, share: told });
  };
  tell('reading', 0);
  const lines = await readJournal(journalPath(path));
  const further = await furtherFilesMade(folder, lines);
  const first = await inspectPart(path).catch((error: unknown) => {
    throw new FinaliseError('not-a-recording', path, { cause: error });
  });
  const named = lines.flatMap((line) => (line.type === 'part' ? [basename(line.file)] : []));
  const others = [...new Set(named)].filter((file) => file !== basename(path)).map((file) => join(folder, file));
  if (!first.fragmented && first.durationMs > 0) {
    // killed between putting it in place and tidying up
    const isItsOwn = (line: JournalLine): boolean =>
      line.type === 'verified' && line.file === undefined && Math.abs(first.durationMs - line.durationMs) < 1;
    if (lines.some(isItsOwn)) await tidy(path, others);
    return { path, durationMs: first.durationMs, parts: 1, chapters: 0, subtitles: [], ...beside(path, further), already: true };
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
  await access(folder, constants.W_OK).catch((error: unknown) => {
    throw new FinaliseError('not-writable', path, { cause: error });
  });
  const runs = runsOf(whole);
  // the parts of one run go before the next one is made
  const bytes = Math.max(...runs.map((run) => sumOf(run, (part) => part.wholeBytes)));
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < bytes * 1.02) throw new FinaliseError('no-room', path);

  const title = lines.find((line) => line.type === 'start')?.title ?? 'Vanchor Studio';
  const totalMs = lengthOf(whole);
  const done = { ms: 0, chapters: 0, subtitles: [] as string[] };
  const made: string[] = [];
  try {
    // the first one last: with it the recording counts as finished
    for (const [index, run] of [...runs.entries()].toReversed()) {
      const out = index === 0 ? path : await freeFurtherName(path, index + 1);
      const story = readStory(lines, asParts(run), asParts(runs.slice(0, index).flat()));
      const within = { before: lengthOf(runs.slice(index + 1).flat()) / totalMs, own: lengthOf(run) / totalMs };
      const joined = await joinRun({
        path: out,
        parts: run,
        story,
        title: index === 0 ? title : `${title} (${index + 1})`,
        ffmpegPath,
        onProgress: (phase, share) => tell(phase, share, within),
        async onVerified(durationMs) {
          const ofFurther = index === 0 ? {} : { file: basename(out), parts: run.map((part) => basename(part.path)) };
          if (lines.length > 0) await note(path, { type: 'verified', durationMs, ...ofFurther });
        },
        signal,
      });
      if (index > 0) made.unshift(out);
      done.ms += joined.durationMs;
      done.chapters += story.chapters.length;
      done.subtitles.unshift(...joined.subtitles);
      // with the first one those without a whole fragment, too: beside a finished file they would make it look unfinished
      const tidied = index === 0 ? sources : run;
      await tidy(
        out,
        tidied.map((source) => source.path),
      );
    }
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    const full = (error as NodeJS.ErrnoException).code === 'ENOSPC' || /No space left/i.test(String(error));
    throw error instanceof FinaliseError ? error : new FinaliseError(full ? 'no-room' : 'failed', path, { cause: error });
  }
  const { ms: durationMs, chapters, subtitles } = done;
  return { path, durationMs, parts: whole.length, chapters, subtitles, ...beside(path, [...made, ...further]), already: false };
}

const beside = (path: string, further: readonly string[]): Pick<Finalised, 'further' | 'note'> => ({
  further,
  note: further.length === 0 ? null : severalFilesWords(path, further),
});

const lengthOf = (parts: readonly Source[]): number => sumOf(parts, ({ durationMs }) => durationMs);

const asParts = (sources: readonly Source[]): readonly Part[] =>
  sources.map((source) => ({ file: basename(source.path), durationMs: source.durationMs }));

async function note(recording: string, line: JournalLine): Promise<void> {
  const journal = openJournal(journalPath(recording), () => {});
  journal.write(line);
  await journal.close();
}

async function tidy(path: string, parts: readonly string[]): Promise<void> {
  for (const part of parts) if (part !== path) await rm(part, { force: true });
}
