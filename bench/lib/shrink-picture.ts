/** A PNG with the 256 colours that suit it best: a window's picture at a quarter of its size. */
import { execFileSync } from 'node:child_process';
import { renameSync } from 'node:fs';

export function shrinkPicture(file: string, ffmpegPath: string): void {
  const small = file.replace(/\.png$/, '.small.png');
  const filter = '[0:v]split[a][b];[a]palettegen=stats_mode=full[p];[b][p]paletteuse=dither=none';
  execFileSync(ffmpegPath, [
    '-y',
    '-v',
    'error',
    '-i',
    file,
    '-filter_complex',
    filter,
    '-frames:v',
    '1',
    '-compression_level',
    '100',
    small,
  ]);
  renameSync(small, file);
}
