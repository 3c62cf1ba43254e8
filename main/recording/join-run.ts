/** A run of parts of the same decoder parameters -> one seekable file, by copying packets. It takes its place only after it was read back. */
import { rename, rm, writeFile } from 'node:fs/promises';
import process from 'node:process';
import type { PartInfo } from './inspect-part.ts';
import type { Story } from './read-story.ts';
import { runFfmpeg } from './run-ffmpeg.ts';
import { chapterFile, copyArguments, readBack, syncFile, writeSubtitles } from './seekable-file.ts';

export interface Source extends PartInfo {
  readonly path: string;
}

export interface JoinRunOptions {
  /** What it becomes; may be one of the parts. */
  readonly path: string;
  readonly parts: readonly Source[];
  readonly story: Story;
  readonly title: string;
  readonly ffmpegPath: string;
  readonly onProgress: (phase: 'joining' | 'checking', share: number) => void;
  /** It is good; from the answer on it stands under its name. */
  readonly onVerified: (durationMs: number) => Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

export interface JoinedRun {
  readonly durationMs: number;
  readonly subtitles: readonly string[];
}

/** One frame of picture or sound at each join, and the rounding of headers. */
const slackMsPerPart = 50;
/** Of this process, so that what another one has left writing is not written into. */
export const unfinishedName = /\.finalising(-\d+)?\.(mp4|txt|ffmeta)$/i;

export const sumOf = (parts: readonly Source[], of: (part: Source) => number): number => parts.reduce((total, part) => total + of(part), 0);

/** In their order; another encoder begins a new one. */
export function runsOf(parts: readonly Source[]): readonly (readonly Source[])[] {
  const runs: Source[][] = [];
  for (const part of parts) {
    const last = runs.at(-1);
    if (last?.[0]?.parameters === part.parameters) last.push(part);
    else runs.push([part]);
  }
  return runs;
}

export async function joinRun(options: JoinRunOptions): Promise<JoinedRun> {
  const { path, parts, story, title, ffmpegPath, onProgress, onVerified, signal } = options;
  const stem = path.replace(/\.mp4$/i, '');
  const making = `${stem}.finalising-${process.pid}.mp4`;
  const helpers = { list: `${stem}.finalising-${process.pid}.txt`, chapters: `${stem}.finalising-${process.pid}.ffmeta` };
  try {
    await writeFile(helpers.list, concatList(parts));
    await writeFile(helpers.chapters, chapterFile(story.chapters, title));
    const totalMs = sumOf(parts, ({ durationMs }) => durationMs);
    await runFfmpeg({
      ffmpegPath,
      args: joinArguments(helpers, making),
      onProgress: (doneMs) => onProgress('joining', doneMs / totalMs),
      signal,
    });
    const made = await readBack({
      made: making,
      ffmpegPath,
      judge: (info) => isWhole(info, parts),
      onProgress: (doneMs, ofMs) => onProgress('checking', doneMs / ofMs),
      signal,
    });
    await syncFile(making);
    const subtitles = await writeSubtitles(stem, story);
    await onVerified(made.durationMs);
    await rename(making, path);
    return { durationMs: made.durationMs, subtitles };
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

/** Every packet of both tracks. */
function isWhole(info: PartInfo, parts: readonly Source[]): boolean {
  return (
    Math.abs(info.durationMs - sumOf(parts, (part) => part.durationMs)) <= slackMsPerPart * parts.length &&
    info.videoPackets === sumOf(parts, (part) => part.videoPackets) &&
    info.audioPackets === sumOf(parts, (part) => part.audioPackets)
  );
}
