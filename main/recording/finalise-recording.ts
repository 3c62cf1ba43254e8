/**
 * Fragmented parts -> one normal, seekable MP4 under the first part's name, by copying packets: index in front, a chapter per turn,
 * subtitles beside it. The parts go only after the new file was read back. Safe to be killed at any point and to be called again.
 */
import { execFile } from 'node:child_process';
import { access, constants, open, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { setPriority } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { LayerError, type UserMessage } from '../contract/failure.ts';
import { inspectPart, type PartInfo } from './inspect-part.ts';
import { journalPath, openJournal, readJournal } from './journal.ts';
import { type Chapter, readStory, type Story } from './read-story.ts';
import { finaliseWords } from './recording-words.ts';
import { toSrt, toWebVtt } from './subtitles.ts';

export type FinaliseErrorCode = 'not-a-recording' | 'nothing-recorded' | 'no-room' | 'not-writable' | 'different-parts' | 'failed';

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

/** What is on air comes first. */
const run = async (program: string, args: readonly string[], options: { readonly maxBuffer: number }): Promise<void> => {
  const running = promisify(execFile)(program, [...args], { ...options, windowsHide: true });
  try {
    if (running.child.pid !== undefined) setPriority(running.child.pid, 10);
  } catch {
    // ended already, or the system does not let us
  }
  await running;
};
/** One frame of picture or sound at each join, and the rounding of headers. */
const slackMsPerPart = 50;
const comment = 'AI-generated content: voice and picture of the anchor are synthetic. 本内容由人工智能生成。';

export async function finaliseRecording({ path: given, ffmpegPath }: FinaliseOptions): Promise<Finalised> {
  const path = resolve(given);
  const folder = dirname(path);
  const lines = await readJournal(journalPath(path));
  const first = await inspectPart(path).catch((error: unknown) => {
    throw new FinaliseError('not-a-recording', path, { cause: error });
  });
  const named = lines.flatMap((line) => (line.type === 'part' ? [basename(line.file)] : []));
  const others = [...new Set(named)].filter((file) => file !== basename(path)).map((file) => join(folder, file));
  const verified = lines.find((line) => line.type === 'verified');
  if (!first.fragmented) {
    if (first.durationMs === 0) throw new FinaliseError(lines.length > 0 ? 'nothing-recorded' : 'not-a-recording', path);
    // killed between putting it in place and tidying up
    if (verified && Math.abs(first.durationMs - verified.durationMs) < 1) await tidy(path, others);
    return { path, durationMs: first.durationMs, parts: 1, chapters: 0, subtitles: [], already: true };
  }

  const sources: Source[] = [{ path, ...first }];
  for (const other of others) {
    const info = await inspectPart(other).catch(() => null);
    if (info) sources.push({ path: other, ...info });
  }
  const whole = sources.filter((source) => source.durationMs > 0);
  if (whole.length === 0) throw new FinaliseError('nothing-recorded', path);
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
  const making = `${stem}.finalising.mp4`;
  const helpers = { list: `${stem}.finalising.txt`, chapters: `${stem}.finalising.ffmeta` };
  try {
    await writeFile(helpers.list, concatList(whole));
    await writeFile(helpers.chapters, chapterFile(story.chapters, lines.find((line) => line.type === 'start')?.title ?? 'Vanchor Studio'));
    await run(ffmpegPath, joinArguments(helpers, making), { maxBuffer: 1 << 20 });
    const made = await readBack(making, whole, ffmpegPath);
    await sync(making);
    const subtitles = await writeSubtitles(stem, story);
    if (lines.length > 0) {
      const journal = openJournal(journalPath(path), () => {});
      journal.write({ type: 'verified', durationMs: made.durationMs });
      await journal.close();
    }
    await rename(making, path);
    await tidy(
      path,
      whole.slice(1).map((source) => source.path),
    );
    return { path, durationMs: made.durationMs, parts: whole.length, chapters: story.chapters.length, subtitles, already: false };
  } catch (error) {
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
  const parts = `-v error -nostdin -y -f concat -safe 0 -protocol_whitelist file,subfile -i`.split(' ');
  const chapters = ['-f', 'ffmetadata', '-i', `file:${helpers.chapters}`];
  const copy = '-map 0:v:0 -map 0:a:0? -map_metadata 1 -map_chapters 1 -c copy -movflags +faststart -f mp4'.split(' ');
  return [...parts, `file:${helpers.list}`, ...chapters, ...copy, `file:${out}`];
}

function chapterFile(chapters: readonly Chapter[], title: string): string {
  const escape = (text: string): string => text.replace(/[=;#\\\n]/g, (character) => `\\${character}`);
  const own = chapters.map((one) => `[CHAPTER]\nTIMEBASE=1/1000\nSTART=${one.fromMs}\nEND=${one.toMs}\ntitle=${escape(one.title)}\n`);
  return `;FFMETADATA1\ntitle=${escape(title)}\ncomment=${escape(comment)}\ndescription=${escape(comment)}\n${own.join('')}`;
}

/** Length, both tracks with every packet, index in front, and that it decodes: the sound wholly, the picture at its keyframes. */
async function readBack(made: string, parts: readonly Source[], ffmpegPath: string): Promise<PartInfo> {
  const info = await inspectPart(made);
  const sum = (of: (part: Source) => number): number => parts.reduce((total, part) => total + of(part), 0);
  const bad =
    info.fragmented ||
    Math.abs(info.durationMs - sum((part) => part.durationMs)) > slackMsPerPart * parts.length ||
    info.videoPackets !== sum((part) => part.videoPackets) ||
    info.audioPackets !== sum((part) => part.audioPackets);
  if (bad) throw new Error(`the joined file is not what was recorded: ${JSON.stringify({ info, parts })}`);
  await run(ffmpegPath, ['-v', 'error', '-nostdin', '-xerror', '-skip_frame', 'nokey', '-i', `file:${made}`, '-f', 'null', '-'], {
    maxBuffer: 1 << 20,
  });
  return info;
}

async function writeSubtitles(stem: string, { said }: Story): Promise<readonly string[]> {
  if (said.length === 0) return [];
  const files = [`${stem}.srt`, `${stem}.vtt`] as const;
  await writeFile(files[0], toSrt(said));
  await writeFile(files[1], toWebVtt(said));
  return files;
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

async function tidy(path: string, parts: readonly string[]): Promise<void> {
  for (const part of parts) if (part !== path) await rm(part, { force: true });
}
