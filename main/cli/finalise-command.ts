/** `vanchor finalise FILE|FOLDER`: turns recordings into normal, seekable files, with chapters and subtitles. */
import { stat } from 'node:fs/promises';
import { isOnAir } from '../recording/being-written.ts';
import { finaliseFolder } from '../recording/finalise-folder.ts';
import { type Finalised, FinaliseError, type FinaliseProgress, finaliseRecording } from '../recording/finalise-recording.ts';

export interface FinaliseIo {
  out(text: string): void;
  err(text: string): void;
  findFfmpeg(): Promise<string>;
}

const help = `vanchor finalise FILE.mp4|FOLDER

  Makes one normal, seekable MP4 of a recording and its further parts: index in front, a chapter per turn, subtitles
  (.srt and .vtt) beside it. Nothing is encoded anew. The original parts go only after the new file was read back.
  What is being recorded now is left alone: end the show first.

  vanchor finalise "Vanchor 2026-11-22 18-40-05.mp4"
  vanchor finalise ~/Videos/"Vanchor Studio"       where the studio records to, unless you chose another folder (on a Mac: ~/Movies)
`;

/** 0 all finished, 1 something was left as it is, 2 wrong use. */
export async function runFinalise(argv: readonly string[], io: FinaliseIo): Promise<0 | 1 | 2> {
  const [target, ...more] = argv;
  if (target === '--help' || target === '-h') {
    io.out(help);
    return 0;
  }
  if (target === undefined || more.length > 0) {
    io.err(help);
    return 2;
  }
  const ffmpegPath = await io.findFfmpeg();
  let failed = false;
  let lastTold = '';
  const onProgress = (path: string, { phase, share }: FinaliseProgress): void => {
    const line = `${path}: ${phase}, ${Math.floor(share * 10) * 10} %\n`;
    if (line !== lastTold) io.err(line);
    lastTold = line;
  };
  const tell = (result: Finalised, tookMs: number): void => {
    const beside = result.subtitles.length > 0 ? ', subtitles beside it' : '';
    io.out(
      result.already
        ? `${result.path}: is a normal file already\n`
        : `${result.path}: ${(result.durationMs / 1000).toFixed(1)} s, ${result.parts} part(s), ${result.chapters} chapter(s)${beside}; ${pace(result, tookMs)}\n${result.note ? `${result.note.en}\n` : ''}`,
    );
  };
  const onFailed = (_path: string, error: FinaliseError): void => {
    failed = true;
    io.err(`${error.userMessage.en}\n`);
  };
  const found = await stat(target).catch(() => null);
  if (!found) {
    io.err(`There is no ${target}.\n`);
    return 2;
  }
  if (found.isDirectory()) await finaliseFolder({ folder: target, ffmpegPath, onDone: tell, onFailed, onProgress });
  else if (await isOnAir(target)) onFailed(target, new FinaliseError('on-air', target));
  else {
    const startedAt = performance.now();
    await finaliseRecording({ path: target, ffmpegPath, onProgress: (progress) => onProgress(target, progress) }).then(
      (result) => tell(result, performance.now() - startedAt),
      (error: unknown) => {
        if (!(error instanceof FinaliseError)) throw error;
        onFailed(target, error);
      },
    );
  }
  return failed ? 1 : 0;
}

/** What it took, and what an hour of recording takes at that pace. */
function pace({ durationMs }: Finalised, tookMs: number): string {
  return `took ${(tookMs / 1000).toFixed(1)} s, that is ${((tookMs / durationMs) * 3600).toFixed(1)} s per hour of recording`;
}
