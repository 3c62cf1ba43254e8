/** How this ffmpeg is told to keep every frame's own time: `-fps_mode` since 5.1, `-vsync` before (and no longer known to the newest). */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { VerifyError } from './verify-error.ts';

const run = promisify(execFile);

export async function probePassthrough(ffmpegPath: string): Promise<readonly string[]> {
  try {
    const { stdout } = await run(ffmpegPath, ['-hide_banner', '-h', 'long'], {
      timeout: 10_000,
      maxBuffer: 16 * 1024 * 1024,
      windowsHide: true,
    });
    return passthroughFor(stdout);
  } catch (cause) {
    throw new VerifyError('ffmpeg-missing', `ffmpeg does not run (${ffmpegPath}). Install it, or name one with --ffmpeg PATH.`, { cause });
  }
}

export function passthroughFor(help: string): readonly string[] {
  return /^\s*-fps_mode\b/m.test(help) ? ['-fps_mode', 'passthrough'] : ['-vsync', 'passthrough'];
}
