/** What ffmpeg's ebur128 says of a clause as it is played (48 kHz, left and right alike), and how hard its joins are. */
import { spawn } from 'node:child_process';
import type { Mark } from '../../../main/contract/speech.ts';
import { createResampler } from '../../../main/programme/child/resample.ts';

export interface MeasuredSound {
  readonly lufs: number;
  /** dBTP */
  readonly truePeakDb: number;
}

/** Loudness needs 400 ms to be told: a shorter clause is said again until it is this long. */
const leastMs = 1000;

export async function measureSound(samples: Int16Array, sampleRate: number, ffmpegPath: string): Promise<MeasuredSound> {
  const resampler = await createResampler(sampleRate);
  const mono = resampler.push(samples, true);
  resampler.dispose();
  const rounds = Math.ceil((leastMs * 48) / Math.max(1, mono.length));
  const stereo = Int16Array.from({ length: mono.length * 2 * rounds }, (_, at) => mono[(at >> 1) % mono.length] ?? 0);
  const printed = await feed(
    ffmpegPath,
    [
      '-hide_banner',
      '-nostdin',
      '-f',
      's16le',
      '-ar',
      '48000',
      '-ac',
      '2',
      '-i',
      'pipe:0',
      '-af',
      'ebur128=peak=true:framelog=verbose',
      '-f',
      'null',
      '-',
    ],
    new Uint8Array(stereo.buffer),
  );
  const summary = printed.slice(printed.lastIndexOf('Summary:'));
  return { lufs: numberIn(summary, /I:\s+(-?[\d.]+|-?inf) LUFS/), truePeakDb: numberIn(summary, /Peak:\s+(-?[\d.]+|-?inf) dBFS/) };
}

function numberIn(text: string, pattern: RegExp): number {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`ffmpeg's ebur128 said something else: ${text.slice(0, 300)}`);
  return found.includes('inf') ? -Infinity : Number(found);
}

/** Gives what it printed on its error output. `-nostdin` is about commands, not about the pipe. */
function feed(file: string, args: readonly string[], bytes: Uint8Array): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: ['pipe', 'ignore', 'pipe'] });
    let printed = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      printed = (printed + text).slice(-20_000);
    });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(printed) : reject(new Error(`ffmpeg ended with ${code}: ${printed.slice(-300)}`))));
    child.stdin.on('error', () => {});
    child.stdin.end(bytes);
  });
}

/** The largest step between two samples within 0.3 ms of a join (a pause that the voice put in, either end of the clause), of full scale: a click is a large one. */
export function largestStepAtJoin(samples: Int16Array, sampleRate: number, marks: readonly Mark[]): number {
  const near = Math.round((0.3 * sampleRate) / 1000);
  const at = (ms: number): number => Math.round((ms * sampleRate) / 1000);
  const joins = marks.flatMap(({ phoneme, atMs, durationMs }) => (phoneme === 'breath' ? [at(atMs), at(atMs + durationMs)] : []));
  let worst = 0;
  for (const join of [0, ...joins, samples.length])
    for (let place = Math.max(0, join - near); place <= Math.min(samples.length, join + near); place += 1)
      worst = Math.max(worst, Math.abs((samples[place] ?? 0) - (samples[place - 1] ?? 0)) / 32_768);
  return worst;
}
