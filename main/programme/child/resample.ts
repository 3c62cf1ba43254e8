/** Owns the change of any mono rate to 48 kHz: streaming, exact in length, without clicks at the borders of chunks. */
import samplerate from '@alexanderolsen/libsamplerate-js';
import { programmeSampleRate } from '../../contract/media.ts';

export interface Resampler {
  readonly inputRate: number;
  /** What the samples give so far. `last` also gives the tail, and the total is then exactly round(in * 48000 / rate). */
  push(samples: Int16Array, last: boolean): Int16Array;
  /** Ready for another stream of the same rate. */
  reset(): void;
  dispose(): void;
}

/** Sample frames at 48 kHz for `samples` at `inputRate`. */
export const resampledLength = (samples: number, inputRate: number): number => Math.round((samples * programmeSampleRate) / inputRate);

/** Input samples that the filter holds back, with room to spare; zeros in this number push the tail out. */
const flushSamples = 256;

type Converter = Awaited<ReturnType<typeof samplerate.create>>;

/** Opens one for `inputRate`; takes some milliseconds, so keep and reuse it. */
export async function createResampler(inputRate: number): Promise<Resampler> {
  if (!Number.isInteger(inputRate) || inputRate < 4000 || inputRate > 192_000) {
    throw new RangeError(`sample rate ${inputRate} is not between 4000 and 192000`);
  }
  if (inputRate === programmeSampleRate) return createPassThrough();
  const converter: Converter = await samplerate.create(1, inputRate, programmeSampleRate, {
    converterType: samplerate.ConverterType.SRC_SINC_FASTEST,
  });
  const written = { frames: 0 };
  let scratch = new Float32Array(8192);
  let taken = 0;
  let given = 0;

  const convert = (input: Float32Array, most: number): Int16Array => {
    const room = Math.ceil((input.length * programmeSampleRate) / inputRate) + 1024;
    if (scratch.length < room) scratch = new Float32Array(room * 2);
    converter.full(input, scratch, written);
    const count = Math.min(written.frames, most);
    const out = new Int16Array(count);
    for (let i = 0; i < count; i++) out[i] = Math.max(-32768, Math.min(32767, Math.round((scratch[i] ?? 0) * 32768)));
    given += count;
    return out;
  };

  return {
    inputRate,
    push(samples, last) {
      taken += samples.length;
      const input = new Float32Array(samples.length + (last ? flushSamples : 0));
      for (let i = 0; i < samples.length; i++) input[i] = (samples[i] ?? 0) / 32768;
      return convert(input, last ? resampledLength(taken, inputRate) - given : Number.POSITIVE_INFINITY);
    },
    reset() {
      taken = 0;
      given = 0;
      // Setting the rate makes the library start its filter anew.
      converter.inputSampleRate = inputRate;
    },
    dispose: () => converter.destroy(),
  };
}

function createPassThrough(): Resampler {
  return { inputRate: programmeSampleRate, push: (samples) => samples.slice(), reset() {}, dispose() {} };
}

/** Keeps idle resamplers per rate, so that a clause finds one at once. */
export interface ResamplerPool {
  /** An idle one, else null while one is being opened (`onReady` fires when it is there). */
  take(inputRate: number): Resampler | null;
  /** Opens one ahead of its need. */
  open(inputRate: number): Promise<void>;
  give(resampler: Resampler): void;
  dispose(): void;
}

export function createResamplerPool(
  onReady: (inputRate: number) => void,
  onFailed: (inputRate: number, error: unknown) => void,
): ResamplerPool {
  const idle: Resampler[] = [];
  const opening = new Map<number, Promise<void>>();
  let disposed = false;
  const mostIdle = 4;

  const open = (inputRate: number): Promise<void> => {
    const known = opening.get(inputRate);
    if (known) return known;
    const opened = createResampler(inputRate).then(
      (resampler) => {
        opening.delete(inputRate);
        if (disposed) return resampler.dispose();
        idle.push(resampler);
        onReady(inputRate);
      },
      (error: unknown) => {
        opening.delete(inputRate);
        onFailed(inputRate, error);
      },
    );
    opening.set(inputRate, opened);
    return opened;
  };

  return {
    take(inputRate) {
      const index = idle.findIndex((resampler) => resampler.inputRate === inputRate);
      const found = index < 0 ? undefined : idle.splice(index, 1)[0];
      if (!found) void open(inputRate);
      return found ?? null;
    },
    open,
    give(resampler) {
      if (disposed) return resampler.dispose();
      resampler.reset();
      idle.push(resampler);
      if (idle.length > mostIdle) idle.shift()?.dispose();
    },
    dispose() {
      disposed = true;
      for (const resampler of idle.splice(0)) resampler.dispose();
    },
  };
}
