/** Plays sound faster or slower, pitch with it, by libsamplerate: for voices that cannot sing higher by themselves. */
import samplerate from '@alexanderolsen/libsamplerate-js';

export interface FasterPlayer {
  /** `ratio` times as fast: the pitch rises by it, the length falls by it exactly. */
  play(samples: Int16Array, ratio: number): Int16Array;
  dispose(): void;
}

/** The library takes whole rates: a ratio is a pair of them, good to a thousandth of a semitone. */
const outputRate = 48_000;
/** The filter keeps about this many input samples back. */
const flushSamples = 512;

export async function createFasterPlayer(): Promise<FasterPlayer> {
  const converter = await samplerate.create(1, outputRate, outputRate, { converterType: samplerate.ConverterType.SRC_SINC_FASTEST });
  return {
    play(samples, ratio) {
      if (Math.abs(ratio - 1) < 1e-3) return samples;
      const length = Math.floor(samples.length / ratio);
      // Setting the rate makes the library start its filter anew.
      converter.inputSampleRate = Math.round(outputRate * ratio);
      const input = new Float32Array(samples.length + flushSamples);
      for (let at = 0; at < samples.length; at += 1) input[at] = (samples[at] as number) / 32_768;
      const output = converter.full(input);
      return Int16Array.from({ length }, (_, at) => Math.max(-32_768, Math.min(32_767, Math.round((output[at] ?? 0) * 32_768))));
    },
    dispose: () => converter.destroy(),
  };
}
