/** Step: an ffmpeg. Order of use: FFMPEG_BIN, ffmpeg-static, PATH, the one inside @ffmpeg-installer. Only where none of the first three is there is a download tried. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { at } from './paths.mjs';
import { runQuietly, SetupError } from './step.mjs';

const exe = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
const onPath = () => (process.env.PATH ?? '').split(path.delimiter).some((dir) => dir !== '' && existsSync(path.join(dir, exe)));

export async function ensureFfmpeg() {
  if (process.env.FFMPEG_BIN && existsSync(process.env.FFMPEG_BIN)) return 'FFMPEG_BIN';
  const bundled = at('node_modules/ffmpeg-static', exe);
  if (existsSync(bundled)) return 'ffmpeg-static';
  if (onPath()) return 'the one on PATH';
  try {
    await runQuietly(process.execPath, [at('node_modules/ffmpeg-static/install.js')], {
      cwd: at('node_modules/ffmpeg-static'),
      timeoutMs: 120_000,
    });
    if (existsSync(bundled)) return 'ffmpeg-static';
  } catch {
    // its release host was not reached: the registry has one too
  }
  if (existsSync(at(`node_modules/@ffmpeg-installer/${process.platform}-${process.arch}`, exe)))
    return 'the one inside @ffmpeg-installer (a 2018 build)';
  throw new SetupError('No ffmpeg was found for this system. Install ffmpeg, or set FFMPEG_BIN to one, and run the command again.');
}
