/** Loudness of mono speech after ITU-R BS.1770-4, as it is heard from both loudspeakers (a voice is played on left and right alike). Pure. */

/** Two channels with the same signal: twice the power of one. */
const bothChannelsDb = 10 * Math.log10(2);
const blockMs = 400;
const stepMs = 100;
/** Shorter sound is one block: whole blocks would leave out its end. */
const shortMs = 700;
const absoluteGate = -70;
const relativeGate = -10;

interface Biquad {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

/** BS.1770's two filters for any rate, by the bilinear transform of the analogue ones that its 48 kHz coefficients stand for. */
function kWeighting(sampleRate: number): readonly [Biquad, Biquad] {
  const shelf = ((): Biquad => {
    const k = Math.tan((Math.PI * 1681.974450955533) / sampleRate);
    const q = 0.7071752369554196;
    const high = 10 ** (3.999843853973347 / 20);
    const band = high ** 0.4996667741545416;
    const a0 = 1 + k / q + k * k;
    return {
      b0: (high + (band * k) / q + k * k) / a0,
      b1: (2 * (k * k - high)) / a0,
      b2: (high - (band * k) / q + k * k) / a0,
      a1: (2 * (k * k - 1)) / a0,
      a2: (1 - k / q + k * k) / a0,
    };
  })();
  const k = Math.tan((Math.PI * 38.13547087602444) / sampleRate);
  const q = 0.5003270373238773;
  const a0 = 1 + k / q + k * k;
  return [shelf, { b0: 1, b1: -2, b2: 1, a1: (2 * (k * k - 1)) / a0, a2: (1 - k / q + k * k) / a0 }];
}

function filter(samples: Float64Array, { b0, b1, b2, a1, a2 }: Biquad): void {
  let z1 = 0;
  let z2 = 0;
  for (let at = 0; at < samples.length; at += 1) {
    const input = samples[at] as number;
    const output = b0 * input + z1;
    z1 = b1 * input - a1 * output + z2;
    z2 = b2 * input - a2 * output;
    samples[at] = output;
  }
}

const loudnessOf = (power: number): number => -0.691 + 10 * Math.log10(power) + bothChannelsDb;

export interface MeasuredLoudness {
  /** LUFS; -Infinity for silence. */
  readonly lufs: number;
  /** Of what was loud enough to count. */
  readonly countedMs: number;
}

/** `samples` in -1..1. */
export function measureLoudness(samples: Float32Array, sampleRate: number): MeasuredLoudness {
  const weighted = new Float64Array(samples.length);
  for (let at = 0; at < samples.length; at += 1) weighted[at] = samples[at] as number;
  for (const stage of kWeighting(sampleRate)) filter(weighted, stage);
  const powers = blockPowers(weighted, sampleRate);
  const loud = powers.filter((power) => power > 0 && loudnessOf(power) > absoluteGate);
  if (loud.length === 0) return { lufs: -Infinity, countedMs: 0 };
  const gate = loudnessOf(mean(loud)) + relativeGate;
  const counted = loud.filter((power) => loudnessOf(power) > gate);
  const countedMs = Math.min((samples.length * 1000) / sampleRate, blockMs + (counted.length - 1) * stepMs);
  return { lufs: loudnessOf(mean(counted)), countedMs };
}

function blockPowers(weighted: Float64Array, sampleRate: number): number[] {
  const step = Math.round((stepMs * sampleRate) / 1000);
  if (weighted.length <= (shortMs * sampleRate) / 1000) return weighted.length === 0 ? [] : [powerOf(weighted, 0, weighted.length)];
  // Each block is four steps: every step is added up once.
  const steps: number[] = [];
  for (let from = 0; from + step <= weighted.length; from += step) steps.push(powerOf(weighted, from, from + step));
  const perBlock = Math.round(blockMs / stepMs);
  return Array.from({ length: Math.max(0, steps.length - perBlock + 1) }, (_, first) => mean(steps.slice(first, first + perBlock)));
}

function powerOf(samples: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at += 1) sum += (samples[at] as number) ** 2;
  return sum / (to - from);
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
