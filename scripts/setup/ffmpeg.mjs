/** Step: an ffmpeg. Order of use: FFMPEG_BIN, ffmpeg-static, PATH, the one inside @ffmpeg-installer. Only where none of the first three is there is a download tried. */
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { keepIfItRuns } from '../lib/ffmpeg-runs.mjs';
import { at } from './paths.mjs';
import { runQuietly, SetupError } from './step.mjs';

const exe = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
const onPath = () => (process.env.PATH ?? '').split(path.delimiter).some((dir) => dir !== '' && existsSync(path.join(dir, exe)));
/** The download was tried and not had, and there is another one: no start waits for it again. `npm ci` takes the note away. */
const triedFile = at('node_modules/.vanchor-ffmpeg-tried');

export async function ensureFfmpeg() {
  if (process.env.FFMPEG_BIN && existsSync(process.env.FFMPEG_BIN)) return 'FFMPEG_BIN';
  const bundled = at('node_modules/ffmpeg-static', exe);
  if (keepIfItRuns(bundled)) return 'ffmpeg-static';
  if (onPath()) return 'the one on PATH';
  const hasOther = existsSync(at(`node_modules/@ffmpeg-installer/${process.platform}-${process.arch}`, exe));
  if (!(hasOther && existsSync(triedFile)) && (await download(bundled))) return 'ffmpeg-static';
  if (hasOther) {
    writeFileSync(triedFile, '');
    return 'the one inside @ffmpeg-installer (a 2018 build)';
  }
  rmSync(triedFile, { force: true });
  throw new SetupError('No ffmpeg was found for this system. Install ffmpeg, or set FFMPEG_BIN to one, and run the command again.');
}

async function download(bundled) {
  try {
    await runQuietly(process.execPath, [at('node_modules/ffmpeg-static/install.js')], {
      cwd: at('node_modules/ffmpeg-static'),
      timeoutMs: 120_000,
    });
  } catch {
    // its release host was not reached: the registry has one too
  }
  return keepIfItRuns(bundled);
}
