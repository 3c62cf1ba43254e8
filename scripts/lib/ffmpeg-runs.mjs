/** Whether a file is an ffmpeg that runs here. A download that was cut off leaves one under the final name that does not. */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';

/** @param {string} file @returns {boolean} */
export function ffmpegRuns(file) {
  if (!existsSync(file)) return false;
  const { status, error } = spawnSync(file, ['-hide_banner', '-version'], { stdio: 'ignore', timeout: 10_000, windowsHide: true });
  // a machine that is busy is no reason to take a whole file for a broken one
  return status === 0 || (error !== undefined && 'code' in error && error.code === 'ETIMEDOUT');
}

/** The same; a file that does not run is removed, so that the next download is not told that it is there already. @param {string} file @returns {boolean} */
export function keepIfItRuns(file) {
  const runs = ffmpegRuns(file);
  if (!runs) rmSync(file, { force: true });
  return runs;
}
