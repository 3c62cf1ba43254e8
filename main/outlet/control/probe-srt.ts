/** Can this ffmpeg send SRT? Asked, never assumed: many builds lack it. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export async function probeSrt(ffmpegPath: string): Promise<boolean> {
  try {
    const { stdout } = await promisify(execFile)(ffmpegPath, ['-hide_banner', '-protocols'], { timeout: 10_000, windowsHide: true });
    return hasSrtOutput(stdout);
  } catch {
    return false;
  }
}

/** Two lists, 'Input:' and 'Output:', one name a line. */
export function hasSrtOutput(protocols: string): boolean {
  return /^\s*srt\s*$/m.test(protocols.slice(Math.max(0, protocols.indexOf('Output:'))));
}
