/** When a received stream has sound, by ffmpeg's own measure. */
import { spawnSync } from 'node:child_process';

export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Speech is far above this, what the AAC encoder makes of silence far below. */
const noise = '-55dB';

/** Seconds of the file in which there is no sound for `atLeast` seconds. */
export function silences(file: string, atLeast: number): Span[] {
  const { stderr, status } = spawnSync(
    'ffmpeg',
    ['-hide_banner', '-nostats', '-i', file, '-vn', '-af', `silencedetect=noise=${noise}:d=${atLeast}`, '-f', 'null', '-'],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`the sound of ${file} cannot be read: ${stderr}`);
  const times = (name: string): number[] =>
    Array.from(stderr.matchAll(new RegExp(`silence_${name}: (-?[0-9.]+)`, 'g')), (match) => Number(match[1]));
  const ends = times('end');
  return times('start').map((from, index) => ({ from, to: ends[index] ?? Infinity }));
}
