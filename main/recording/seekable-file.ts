/** What every finished recording has: chapters and labels in its metadata, its index in front, subtitles beside it, and that it was read back before it counts. */
import { open, writeFile } from 'node:fs/promises';
import { inspectPart, type PartInfo } from './inspect-part.ts';
import type { Chapter, Story } from './read-story.ts';
import { runFfmpeg } from './run-ffmpeg.ts';
import { toSrt, toWebVtt } from './subtitles.ts';

export const aiComment = 'AI-generated content: voice and picture of the anchor are synthetic. 本内容由人工智能生成。';

/** Packets are copied, never encoded anew. */
export const copyArguments = (chapters: string, out: string): string[] => [
  '-f',
  'ffmetadata',
  '-i',
  `file:${chapters}`,
  ...'-map 0:v:0 -map 0:a:0? -map_metadata 1 -map_chapters 1 -c copy -movflags +faststart -f mp4'.split(' '),
  `file:${out}`,
];

export function chapterFile(chapters: readonly Chapter[], title: string): string {
  const escape = (text: string): string => text.replace(/[=;#\\\n]/g, (character) => `\\${character}`);
  const own = chapters.map((one) => `[CHAPTER]\nTIMEBASE=1/1000\nSTART=${one.fromMs}\nEND=${one.toMs}\ntitle=${escape(one.title)}\n`);
  return `;FFMETADATA1\ntitle=${escape(title)}\ncomment=${escape(aiComment)}\ndescription=${escape(aiComment)}\n${own.join('')}`;
}

export interface ReadBackOptions {
  readonly made: string;
  readonly ffmpegPath: string;
  /** What has to be in it. */
  readonly judge: (info: PartInfo) => boolean;
  readonly onProgress?: (doneMs: number, ofMs: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Length, packets, index in front, and that it decodes: the sound wholly, the picture at its keyframes. */
export async function readBack({ made, ffmpegPath, judge, onProgress, signal }: ReadBackOptions): Promise<PartInfo> {
  const info = await inspectPart(made);
  if (info.fragmented || !judge(info)) throw new Error(`the file is not what was recorded: ${JSON.stringify(info)}`);
  await runFfmpeg({
    ffmpegPath,
    args: ['-nostdin', '-xerror', '-skip_frame', 'nokey', '-i', `file:${made}`, '-f', 'null', '-'],
    onProgress: (doneMs) => onProgress?.(doneMs, info.durationMs),
    signal,
  });
  return info;
}

/** .srt and .vtt; none when nothing was said. */
export async function writeSubtitles(stem: string, { said }: Story): Promise<readonly string[]> {
  if (said.length === 0) return [];
  const files = [`${stem}.srt`, `${stem}.vtt`] as const;
  await writeFile(files[0], toSrt(said));
  await writeFile(files[1], toWebVtt(said));
  return files;
}

export async function syncFile(path: string): Promise<void> {
  // Windows flushes only what may be written
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
