/**
 * Marks for a voice that gives no timings, from its sound alone, by signal: the spare of the model in lips/, for where that cannot run. Short windows are told apart by
 * loudness, zero crossings and the energy of four bands. It finds pauses, hiss and how open a vowel is; it cannot see p, b, m, f, v.
 */
import type { Mark } from '../../contract/speech.ts';
import type { Viseme } from '../../contract/visemes.ts';

/** Hears a clause in order; marks come in order, cover what was heard without gaps, and lag behind by a third of a second at most. */
export interface LipsFromSound {
  hear(samples: Int16Array): Mark[] | Promise<Mark[]>;
  end(): Mark[] | Promise<Mark[]>;
}

const windowMs = 20;
/** A shape is told when the next one begins, or after this long. */
const longestMarkMs = 200;
/** Of full scale. */
const silentRms = 0.01;
/** Of the loudest window lately: less is a nasal, an l or the end of a vowel. */
const softPart = 0.28;
const peakFall = 0.98;
/** Crossings per second. */
const hissCrossings = 4200;
/** Natural logarithm of the upper band against the middle one, from the voice's usual: rounded lips darken, spread ones brighten. */
const roundBelow = -0.35;
const spreadAbove = 0.3;
/** Share of the lowest band, of the voice's usual: an open jaw lifts the first formant out of it. */
const openBelow = 0.8;
const mix = (old: number, now: number): number => old + 0.02 * (now - old);
/** Takes the fall of a voice towards high tones away. */
const preEmphasis = 0.9;
/** Upper edges of the bands in Hz; the first one is hum and voicing, and says nothing of the mouth. */
const edges = [300, 800, 1700, 3600] as const;

/** The signal method answers at once. */
export interface SignalLips extends LipsFromSound {
  hear(samples: Int16Array): Mark[];
  end(): Mark[];
}

export function createLipsFromSound(sampleRate: number): SignalLips {
  const size = Math.max(1, Math.round((windowMs * sampleRate) / 1000));
  const factors = edges.map((hz) => 1 - Math.exp((-2 * Math.PI * hz) / sampleRate));
  const firsts = edges.map(() => 0);
  const lows = edges.map(() => 0);
  const bands = edges.map(() => 0);
  let [filled, energy, crossings, last, peak] = [0, 0, 0, 0, 0];
  let usual: { readonly share: number; readonly bright: number } | null = null;
  let heard = 0;
  let open: { readonly viseme: Viseme; readonly from: number } | null = null;

  function close(to: number): Mark[] {
    if (!open || to <= open.from) return [];
    const msOf = (samples: number): number => (samples * 1000) / sampleRate;
    const mark: Mark = { atMs: msOf(open.from), durationMs: msOf(to - open.from), phoneme: 'sound', viseme: open.viseme };
    open = null;
    return [mark];
  }

  function shapeOfWindow(): Viseme {
    const rms = Math.sqrt(energy / Math.max(1, filled)) / 32_768;
    peak = Math.max(rms, peak * peakFall);
    if (rms < silentRms) return 'sil';
    if ((crossings * sampleRate) / Math.max(1, filled) > hissCrossings) return 'SS';
    if (rms < softPart * peak) return 'nn';
    const [, low = 0, middle = 0, high = 0] = bands;
    const share = low / (low + middle + high + 1);
    const bright = Math.log((high + 1) / (middle + 1));
    // Every voice has its own tilt: a vowel is told by how it differs from the voice's others.
    usual = usual ? { share: mix(usual.share, share), bright: mix(usual.bright, bright) } : { share, bright };
    const opener = share / usual.share;
    const brighter = bright - usual.bright;
    if (opener < openBelow && brighter < spreadAbove) return 'aa';
    if (brighter < roundBelow) return opener < 1 ? 'O' : 'U';
    return brighter > spreadAbove ? 'I' : 'E';
  }

  function endWindow(): Mark[] {
    const viseme = shapeOfWindow();
    const from = heard - filled;
    const told: Mark[] = [];
    if (open && (open.viseme !== viseme || from - open.from >= (longestMarkMs * sampleRate) / 1000)) told.push(...close(from));
    open ??= { viseme, from };
    [filled, energy, crossings] = [0, 0, 0];
    bands.fill(0);
    return told;
  }

  return {
    hear(samples) {
      const told: Mark[] = [];
      for (const sample of samples) {
        energy += sample * sample;
        if (sample >= 0 !== last >= 0) crossings += 1;
        const bright = sample - preEmphasis * last;
        last = sample;
        // Two one-pole low passes in a row; a band is the difference of two such.
        let below = 0;
        for (let band = 0; band < lows.length; band += 1) {
          const factor = factors[band] as number;
          const first = (firsts[band] as number) + factor * (bright - (firsts[band] as number));
          const low = (lows[band] as number) + factor * (first - (lows[band] as number));
          firsts[band] = first;
          lows[band] = low;
          bands[band] = (bands[band] as number) + (low - below) ** 2;
          below = low;
        }
        filled += 1;
        heard += 1;
        if (filled === size) told.push(...endWindow());
      }
      return told;
    },
    end() {
      const told = filled > 0 ? endWindow() : [];
      return [...told, ...close(heard)];
    },
  };
}
