/** The tones of one beacon clause (layout: beacon.ts) at any rate: the beacon voice speaks them, the beacon ear hears them. Pure. */
import {
  beaconSlots,
  beaconTiming,
  beaconToneLevel,
  clauseEnd,
  dtmfColumnsHz,
  dtmfRowsHz,
  dtmfSymbols,
  packBeaconDigits,
  type BeaconNumber,
  type DtmfSymbol,
} from './beacon.ts';

const samplesOf = (ms: number, sampleRate: number): number => Math.round((ms * sampleRate) / 1000);

export function beaconSymbols(number: BeaconNumber, start: DtmfSymbol): readonly DtmfSymbol[] {
  return [start, ...Array.from(packBeaconDigits(number)), clauseEnd] as DtmfSymbol[];
}

export function beaconSound(symbols: readonly DtmfSymbol[], sampleRate: number): Int16Array {
  const slot = samplesOf(beaconTiming.slotMs, sampleRate);
  const samples = new Int16Array(slot * beaconSlots);
  symbols.forEach((symbol, index) => writeTone(samples, index * slot, symbol, sampleRate));
  return samples;
}

function writeTone(samples: Int16Array, offset: number, symbol: DtmfSymbol, sampleRate: number): void {
  const index = dtmfSymbols.indexOf(symbol);
  const rowHz = dtmfRowsHz[index >> 2] ?? 0;
  const columnHz = dtmfColumnsHz[index & 3] ?? 0;
  const length = samplesOf(beaconTiming.toneMs, sampleRate);
  const ramp = samplesOf(beaconTiming.rampMs, sampleRate);
  for (let at = 0; at < length; at++) {
    const edge = Math.min(at + 1, length - at);
    const gain = edge >= ramp ? 1 : 0.5 - 0.5 * Math.cos((Math.PI * edge) / ramp);
    const seconds = at / sampleRate;
    const value = Math.sin(2 * Math.PI * rowHz * seconds) + Math.sin(2 * Math.PI * columnHz * seconds);
    samples[offset + at] = Math.round(value * gain * beaconToneLevel * 32_767);
  }
}
