/** Finds DTMF symbols, their exact onsets and silences in a stream of mono 48 kHz sound. Knows nothing of clauses. */
import { beaconSampleRate, dtmfColumnsHz, dtmfRowsHz, dtmfSymbols, type DtmfSymbol } from '../../contract/beacon.ts';

const windowSamples = 960;
const hopSamples = 120;
const historySamples = 65_536;
/** Weakest amplitude of one sine (full scale 1) that counts: 20 dB below what the beacon voice sends. */
const weakestTone = 0.02;
/** Share of a window's power that the two sines must carry. */
const leastPurity = 0.5;
/** Largest ratio of the two sines' amplitudes. */
const largestTwist = 2.5;
const shortestToneMs = 40;
/** Two hops without the tone end it: one may be a glitch of the codec. */
const toneEndHops = 2;
/** RMS over two hops above this is sound: -40 dBFS. */
const loudRms = 0.01;
/** The gap between two symbols is 30 ms; anything clearly longer is told. */
const shortestSilenceMs = 50;

export interface HeardSymbol {
  readonly symbol: DtmfSymbol;
  readonly atSeconds: number;
  readonly untilSeconds: number;
}
export interface HeardSilence {
  readonly fromSeconds: number;
  readonly untilSeconds: number;
}
export interface ToneListener {
  symbol(heard: HeardSymbol): void;
  silence(heard: HeardSilence): void;
}

export interface ToneReader {
  /** Samples in playing order; `ptsSeconds` is the time of the first one. */
  push(samples: Int16Array, ptsSeconds: number): void;
  /** Ends a tone that is still sounding. */
  end(): void;
}

interface Run {
  readonly index: number;
  readonly firstHop: number;
  lastHop: number;
  level: number;
}

export function createToneReader(listener: ToneListener): ToneReader {
  const history = new Float32Array(historySamples);
  const anchors: { index: number; seconds: number }[] = [];
  let total = 0;
  let hop = 0;
  let run: Run | undefined;
  let lastLoud: number | undefined;

  function timeAt(index: number): number {
    for (let at = anchors.length - 1; at >= 0; at--) {
      const anchor = anchors[at];
      if (anchor && (anchor.index <= index || at === 0)) return anchor.seconds + (index - anchor.index) / beaconSampleRate;
    }
    return index / beaconSampleRate;
  }

  /** The first sample of the tone that clearly stands out, near the sample where the window was half filled. */
  function onset(edge: number, level: number): number {
    const reach = Math.round(0.012 * beaconSampleRate);
    for (let index = Math.max(0, edge - reach); index < Math.min(total, edge + reach); index++) {
      if (Math.abs(history[index % historySamples] ?? 0) > 0.3 * level) return index;
    }
    return edge;
  }

  function finishRun(): void {
    const done = run;
    run = undefined;
    if (!done) return;
    const firstEdge = done.firstHop * hopSamples + windowSamples / 2;
    const lastEdge = done.lastHop * hopSamples + windowSamples / 2;
    const symbol = dtmfSymbols[done.index];
    if (symbol === undefined || (lastEdge - firstEdge) / beaconSampleRate < shortestToneMs / 1000) return;
    listener.symbol({ symbol, atSeconds: timeAt(onset(firstEdge, done.level)), untilSeconds: timeAt(lastEdge) });
  }

  function watchLoudness(start: number): void {
    const end = start + windowSamples;
    const from = end - 2 * hopSamples;
    if (Math.sqrt(meanPower(history, from, end)) < loudRms) return;
    if (lastLoud !== undefined && from - lastLoud > (shortestSilenceMs / 1000) * beaconSampleRate) {
      listener.silence({ fromSeconds: timeAt(lastLoud), untilSeconds: timeAt(from) });
    }
    lastLoud = end;
  }

  function readHop(): void {
    const start = hop * hopSamples;
    watchLoudness(start);
    const found = classify(history, start);
    if (run && found && found.index === run.index) {
      run.lastHop = hop;
      run.level = Math.max(run.level, found.level);
    } else if (run && hop - run.lastHop >= toneEndHops) {
      finishRun();
    }
    if (!run && found) run = { index: found.index, firstHop: hop, lastHop: hop, level: found.level };
    hop += 1;
  }

  return {
    push(samples, ptsSeconds) {
      anchors.push({ index: total, seconds: ptsSeconds });
      for (const sample of samples) {
        history[total % historySamples] = sample / 32_768;
        total += 1;
        if (total === hop * hopSamples + windowSamples) readHop();
      }
      while (anchors.length > 2 && (anchors[1]?.index ?? total) < total - historySamples) anchors.shift();
    },
    end: finishRun,
  };
}

function classify(history: Float32Array, start: number): { readonly index: number; readonly level: number } | null {
  const power = meanPower(history, start, start + windowSamples);
  if (power < (weakestTone * weakestTone) / 2) return null;
  const row = strongest(history, start, dtmfRowsHz);
  const column = strongest(history, start, dtmfColumnsHz);
  const weaker = Math.min(row.amplitude, column.amplitude);
  const stronger = Math.max(row.amplitude, column.amplitude);
  if (weaker < weakestTone || stronger > weaker * largestTwist) return null;
  if ((row.amplitude ** 2 + column.amplitude ** 2) / 2 < leastPurity * power) return null;
  return { index: row.index * 4 + column.index, level: row.amplitude + column.amplitude };
}

function strongest(
  history: Float32Array,
  start: number,
  frequencies: readonly number[],
): { readonly index: number; readonly amplitude: number } {
  let index = 0;
  let amplitude = -1;
  frequencies.forEach((frequency, candidate) => {
    const value = goertzel(history, start, frequency);
    if (value > amplitude) {
      amplitude = value;
      index = candidate;
    }
  });
  return { index, amplitude };
}

/** Amplitude of one sine in the window. */
function goertzel(history: Float32Array, start: number, frequency: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * frequency) / beaconSampleRate);
  let previous = 0;
  let beforePrevious = 0;
  for (let at = start; at < start + windowSamples; at++) {
    const value = (history[at % historySamples] ?? 0) + coefficient * previous - beforePrevious;
    beforePrevious = previous;
    previous = value;
  }
  const power = previous * previous + beforePrevious * beforePrevious - coefficient * previous * beforePrevious;
  return (2 * Math.sqrt(Math.max(0, power))) / windowSamples;
}

function meanPower(history: Float32Array, from: number, until: number): number {
  let sum = 0;
  for (let at = from; at < until; at++) {
    const value = history[at % historySamples] ?? 0;
    sum += value * value;
  }
  return sum / (until - from);
}
