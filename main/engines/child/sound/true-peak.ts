/** Peaks between the samples, as a converter would draw them: fourfold oversampling after ITU-R BS.1770-4, annex 2, with a windowed sinc of our own. Pure. */
const phases = 4;
const halfTaps = 8;

/** For each phase the weights of the samples from `at - halfTaps + 1` to `at + halfTaps`. */
const kernels: readonly Float32Array[] = Array.from({ length: phases - 1 }, (_, index) => {
  const fraction = (index + 1) / phases;
  const taps = Float32Array.from({ length: 2 * halfTaps }, (__, tap) => {
    const distance = tap - halfTaps + 1 - fraction;
    const sinc = Math.sin(Math.PI * distance) / (Math.PI * distance);
    return sinc * (0.5 + 0.5 * Math.cos((Math.PI * distance) / (halfTaps + 0.5)));
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => tap / sum);
});

/** The highest level from the sample at `at` up to the next one. */
export function peakAfter(samples: Float32Array, at: number): number {
  let peak = Math.abs(samples[at] as number);
  for (const kernel of kernels) {
    let value = 0;
    for (let tap = 0; tap < kernel.length; tap += 1) value += (kernel[tap] as number) * (samples[at + tap - halfTaps + 1] ?? 0);
    peak = Math.max(peak, Math.abs(value));
  }
  return peak;
}

/** Of the whole sound, linear. Where samples stay under half of what was found, no peak between them can be higher. */
export function truePeak(samples: Float32Array): number {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  for (let at = 0; at < samples.length; at += 1)
    if (Math.max(Math.abs(samples[at] as number), Math.abs(samples[at + 1] ?? 0)) > 0.5 * peak)
      peak = Math.max(peak, peakAfter(samples, at));
  return peak;
}
