/** Hears a recording of speech over a pure tone: where somebody speaks, how loud the tone is beside it, and what is neither. Its own reader, no filter of ours. */
import { execFileSync, spawnSync } from 'node:child_process';

export const toneHz = 9000;
const rate = 48_000;
/** Nine periods of 450 Hz and its multiples: the tone fits into it whole. */
const windowMs = 20;
const windowSamples = (rate * windowMs) / 1000;

export interface Heard {
  readonly windowMs: number;
  /** dBFS (RMS) of the tone in each window. */
  readonly toneDb: readonly number[];
  /** dBFS (RMS) of all that is not the tone. */
  readonly restDb: readonly number[];
  /** The largest step between neighbouring samples in each window, 0..2. */
  readonly steps: readonly number[];
}

export function listenTo(file: string): Heard {
  const bytes = execFileSync('ffmpeg', ['-v', 'error', '-i', file, '-map', '0:a:0', '-ac', '1', '-ar', String(rate), '-f', 's16le', '-'], {
    maxBuffer: 1 << 28,
  });
  const samples = new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length - (bytes.length % 2)));
  const toneDb: number[] = [];
  const restDb: number[] = [];
  const steps: number[] = [];
  for (let from = 0; from + windowSamples <= samples.length; from += windowSamples) {
    let cos = 0;
    let sin = 0;
    let step = 0;
    for (let i = 0; i < windowSamples; i += 1) {
      const x = (samples[from + i] ?? 0) / 32768;
      cos += x * Math.cos((2 * Math.PI * toneHz * i) / rate);
      sin += x * Math.sin((2 * Math.PI * toneHz * i) / rate);
      step = Math.max(step, Math.abs(x - (samples[from + i - 1] ?? 0) / 32768));
    }
    const a = (2 * cos) / windowSamples;
    const b = (2 * sin) / windowSamples;
    let rest = 0;
    for (let i = 0; i < windowSamples; i += 1) {
      const angle = (2 * Math.PI * toneHz * i) / rate;
      rest += ((samples[from + i] ?? 0) / 32768 - a * Math.cos(angle) - b * Math.sin(angle)) ** 2;
    }
    toneDb.push(10 * Math.log10((a * a + b * b) / 2 + 1e-12));
    restDb.push(10 * Math.log10(rest / windowSamples + 1e-12));
    steps.push(step);
  }
  return { windowMs, toneDb, restDb, steps };
}

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** Runs of speech, as windows [from, to); breaths up to half a second belong to them. */
export function speechRuns({ restDb }: Heard, overDb = -40): readonly { readonly from: number; readonly to: number }[] {
  const runs: { from: number; to: number }[] = [];
  restDb.forEach((db, at) => {
    if (db < overDb) return;
    const last = runs.at(-1);
    if (last && at - last.to <= 500 / windowMs) last.to = at + 1;
    else runs.push({ from: at, to: at + 1 });
  });
  return runs.filter(({ from, to }) => to - from >= 200 / windowMs);
}

/** dBTP after ITU-R BS.1770 by ffmpeg's own meter. */
export function truePeakDb(file: string): number {
  const { stderr } = spawnSync(
    'ffmpeg',
    ['-hide_banner', '-nostats', '-i', file, '-af', 'ebur128=peak=true:framelog=verbose', '-f', 'null', '-'],
    {
      encoding: 'utf8',
    },
  );
  return Number(/True peak:\s*Peak:\s*(-?[\d.]+)/u.exec(stderr)?.[1]);
}
