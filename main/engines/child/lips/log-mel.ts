/**
 * What the lips' model hears: the natural logarithm of the power in 32 mel bands, every 10 ms, whatever the sample rate. A stream: the frames do not
 * depend on how the sound is cut. The model was trained on exactly this; a change here needs a new training.
 */
import { createFft } from './fft.ts';

export const bandCount = 32;
export const hopMs = 10;
const windowMs = 25;
const lowestHz = 80;
const highestHz = 7600;
/** Power of a band without sound. */
const leastPower = 1e-10;
export const silentLog = Math.log(leastPower);

export interface LogMel {
  /** Frame i is centred at (i + 0.5) * hopMs. */
  hear(samples: Int16Array): Float32Array[];
  /** What is left, as if silence followed: one frame for each hop that was begun. */
  end(): Float32Array[];
}

const melOf = (hz: number): number => 1127 * Math.log(1 + hz / 700);
const hzOf = (mel: number): number => 700 * (Math.exp(mel / 1127) - 1);

interface Band {
  readonly firstBin: number;
  readonly weights: readonly number[];
}

/** Triangles, evenly spaced in mel (Davis and Mermelstein). A narrow one has at least its nearest bin. */
function buildBands(sampleRate: number, fftSize: number): Band[] {
  const binHz = sampleRate / fftSize;
  const edges = Array.from({ length: bandCount + 2 }, (_, index) =>
    hzOf(melOf(lowestHz) + ((melOf(highestHz) - melOf(lowestHz)) * index) / (bandCount + 1)),
  );
  return Array.from({ length: bandCount }, (_, band) => {
    const [low = 0, centre = 0, high = 0] = edges.slice(band, band + 3);
    const firstBin = Math.ceil(low / binHz);
    const lastBin = Math.min(fftSize / 2 - 1, Math.floor(high / binHz));
    const weights: number[] = [];
    for (let bin = firstBin; bin <= lastBin; bin += 1) {
      const hz = bin * binHz;
      weights.push(hz <= centre ? (hz - low) / (centre - low) : (high - hz) / (high - centre));
    }
    return { firstBin, weights };
  });
}

export function createLogMel(sampleRate: number): LogMel {
  const windowSize = Math.max(4, Math.round((windowMs * sampleRate) / 1000));
  const fftSize = 2 ** Math.ceil(Math.log2(windowSize));
  const shape = Float64Array.from({ length: windowSize }, (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (at + 0.5)) / windowSize));
  // A one-sided spectrum of samples -32768..32767 that gives the same power at any sample rate.
  const scale = 2 / (shape.reduce((sum, value) => sum + value * value, 0) * fftSize * 32_768 ** 2);
  const bands = buildBands(sampleRate, fftSize);
  const fft = createFft(fftSize);
  const real = new Float64Array(fftSize);
  const imaginary = new Float64Array(fftSize);
  const firstOf = (frame: number): number => Math.round(((frame + 0.5) * hopMs * sampleRate) / 1000 - windowSize / 2);

  // Samples from `heldFrom` on; before the first there is silence.
  let heldFrom = firstOf(0);
  let held = new Float32Array(Math.max(0, -heldFrom));
  let heard = 0;
  let next = 0;

  function analyse(from: number): Float32Array {
    real.fill(0);
    imaginary.fill(0);
    for (let at = 0; at < windowSize; at += 1) real[at] = (held[from - heldFrom + at] ?? 0) * (shape[at] as number);
    fft(real, imaginary);
    const frame = new Float32Array(bandCount);
    bands.forEach(({ firstBin, weights }, band) => {
      let power = 0;
      for (let index = 0; index < weights.length; index += 1) {
        const bin = firstBin + index;
        power += (weights[index] as number) * ((real[bin] as number) ** 2 + (imaginary[bin] as number) ** 2);
      }
      frame[band] = Math.log(Math.max(leastPower, power * scale));
    });
    return frame;
  }

  function takeUntil(isReady: (frame: number) => boolean): Float32Array[] {
    const frames: Float32Array[] = [];
    while (isReady(next)) {
      frames.push(analyse(firstOf(next)));
      next += 1;
    }
    const from = Math.max(heldFrom, firstOf(next));
    held = held.slice(from - heldFrom);
    heldFrom = from;
    return frames;
  }

  return {
    hear(samples) {
      const joined = new Float32Array(held.length + samples.length);
      joined.set(held);
      joined.set(samples, held.length);
      held = joined;
      heard += samples.length;
      return takeUntil((frame) => firstOf(frame) + windowSize <= heard);
    },
    end: () => takeUntil((frame) => (frame * hopMs * sampleRate) / 1000 < heard),
  };
}
