/** Whether a stretch of 48 kHz samples can be heard. Pure. */
const windowSamples = 240;
/** A shorter rest tells nothing; its sound goes on in the next frame. */
const leastSamples = 120;
/** RMS of -40 dBFS: well above the noise of any voice, and well below its softest consonants. */
const audibleRms = 0.01 * 32_768;

/** One window of 5 ms over -40 dBFS is enough: a consonant may be the last of a frame. */
export function isAudible(samples: Int16Array, from: number, count: number): boolean {
  for (let at = from; at < from + count; at += windowSamples) {
    const length = Math.min(windowSamples, from + count - at);
    if (length < leastSamples) return false;
    let energy = 0;
    for (let i = at; i < at + length; i++) energy += (samples[i] ?? 0) ** 2;
    if (energy > audibleRms * audibleRms * length) return true;
  }
  return false;
}
