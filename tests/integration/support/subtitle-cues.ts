/** What stands in an .srt file, and where sound begins and ends in a recording: seconds. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Cue {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export function cuesOf(file: string): Cue[] {
  const seconds = (stamp: string): number =>
    stamp.split(/[:,]/).reduce((sum, part, index) => sum + Number(part) * ([3600, 60, 1, 0.001][index] ?? 0), 0);
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n\n')
    .map((cue) => {
      const [, times = '', ...rows] = cue.split('\n');
      const [from = '', to = ''] = times.split(' --> ');
      return { from: seconds(from), to: seconds(to), text: rows.join(' ') };
    });
}

export function soundsIn(file: string): { from: number; to: number }[] {
  const { stderr } = spawnSync('ffmpeg', ['-nostdin', '-i', file, '-af', 'silencedetect=n=-50dB:d=0.25', '-f', 'null', '-'], {
    encoding: 'utf8',
  });
  const marks = [...stderr.matchAll(/silence_(start|end): (-?[\d.]+)/g)].map((match) => ({ kind: match[1], at: Number(match[2]) }));
  return marks.flatMap((mark, index) => {
    const next = marks[index + 1];
    return mark.kind === 'end' ? [{ from: mark.at, to: next?.at ?? Infinity }] : [];
  });
}
