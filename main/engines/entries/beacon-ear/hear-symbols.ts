/** Finds DTMF symbols in a whole utterance at 16 kHz. Pure; knows nothing of clauses. */
import { dtmfColumnsHz, dtmfRowsHz, dtmfSymbols, type DtmfSymbol } from '../../../contract/beacon.ts';
import { hearingSampleRate } from '../../contract/requests.ts';

/** 20 ms, every 5 ms. */
const windowSamples = 320;
const hopSamples = 80;
/** Weakest amplitude of one sine, full scale 1. */
const weakestTone = 0.02;
/** Share of a window's power that the two sines must carry. */
const leastPurity = 0.5;
const largestTwist = 2.5;
/** Of 70 ms of tone about 10 whole windows; fewer than this are a click. */
const leastHops = 6;

export interface HeardSymbol {
  readonly symbol: DtmfSymbol;
  readonly fromMs: number;
  readonly untilMs: number;
}

export function hearSymbols(pcm: Int16Array): readonly HeardSymbol[] {
  const heard: HeardSymbol[] = [];
  let run: { symbol: DtmfSymbol; start: number; hops: number } | undefined;
  const finish = (): void => {
    if (run && run.hops >= leastHops) {
      const from = run.start + windowSamples / 2;
      heard.push({ symbol: run.symbol, fromMs: toMs(from), untilMs: toMs(from + run.hops * hopSamples) });
    }
    run = undefined;
  };
  for (let start = 0; start + windowSamples <= pcm.length; start += hopSamples) {
    const symbol = classify(pcm.subarray(start, start + windowSamples));
    if (symbol === null || symbol !== run?.symbol) finish();
    if (symbol === null) continue;
    if (run) run.hops += 1;
    else run = { symbol, start, hops: 1 };
  }
  finish();
  return heard;
}

const toMs = (samples: number): number => (samples * 1000) / hearingSampleRate;

function classify(window: Int16Array): DtmfSymbol | null {
  let sum = 0;
  for (const sample of window) sum += (sample / 32_768) ** 2;
  const power = sum / window.length;
  if (power < weakestTone ** 2 / 2) return null;
  const row = strongest(window, dtmfRowsHz);
  const column = strongest(window, dtmfColumnsHz);
  const weaker = Math.min(row.amplitude, column.amplitude);
  if (weaker < weakestTone || Math.max(row.amplitude, column.amplitude) > weaker * largestTwist) return null;
  if ((row.amplitude ** 2 + column.amplitude ** 2) / 2 < leastPurity * power) return null;
  return dtmfSymbols[row.index * 4 + column.index] ?? null;
}

function strongest(window: Int16Array, frequencies: readonly number[]): { readonly index: number; readonly amplitude: number } {
  let best = { index: 0, amplitude: -1 };
  frequencies.forEach((frequency, index) => {
    const amplitude = goertzel(window, frequency);
    if (amplitude > best.amplitude) best = { index, amplitude };
  });
  return best;
}

/** Amplitude of one sine in the window. */
function goertzel(window: Int16Array, frequency: number): number {
  const coefficient = 2 * Math.cos((2 * Math.PI * frequency) / hearingSampleRate);
  let previous = 0;
  let beforePrevious = 0;
  for (const sample of window) {
    const value = sample / 32_768 + coefficient * previous - beforePrevious;
    beforePrevious = previous;
    previous = value;
  }
  const power = previous * previous + beforePrevious * beforePrevious - coefficient * previous * beforePrevious;
  return (2 * Math.sqrt(Math.max(0, power))) / window.length;
}
