/** One beacon clause as samples and marks. Pure; the layout is contract/beacon.ts. */
import {
  beaconSampleRate,
  beaconSlots,
  beaconTiming,
  beaconToneLevel,
  beaconViseme,
  clauseEnd,
  dtmfColumnsHz,
  dtmfRowsHz,
  dtmfSymbols,
  packBeaconDigits,
  type BeaconNumber,
  type DtmfSymbol,
} from '../../../contract/beacon.ts';
import type { Mark } from '../../../contract/speech.ts';

const samplesOf = (ms: number): number => Math.round((ms * beaconSampleRate) / 1000);

export interface BeaconClause {
  readonly samples: Int16Array;
  readonly marks: readonly Mark[];
}

export function synthesizeBeacon(number: BeaconNumber, start: DtmfSymbol): BeaconClause {
  const symbols = [start, ...Array.from(packBeaconDigits(number)), clauseEnd] as DtmfSymbol[];
  const slot = samplesOf(beaconTiming.slotMs);
  const samples = new Int16Array(slot * beaconSlots);
  symbols.forEach((symbol, index) => writeTone(samples, index * slot, symbol));
  const marks = symbols.map((symbol, index) => ({
    atMs: index * beaconTiming.slotMs,
    durationMs: beaconTiming.slotMs,
    phoneme: `dtmf-${symbol}`,
    viseme: beaconViseme(index),
    stress: 1,
  }));
  return { samples, marks };
}

function writeTone(samples: Int16Array, offset: number, symbol: DtmfSymbol): void {
  const index = dtmfSymbols.indexOf(symbol);
  const rowHz = dtmfRowsHz[index >> 2] ?? 0;
  const columnHz = dtmfColumnsHz[index & 3] ?? 0;
  const length = samplesOf(beaconTiming.toneMs);
  const ramp = samplesOf(beaconTiming.rampMs);
  for (let at = 0; at < length; at++) {
    const edge = Math.min(at + 1, length - at);
    const gain = edge >= ramp ? 1 : 0.5 - 0.5 * Math.cos((Math.PI * edge) / ramp);
    const seconds = at / beaconSampleRate;
    const value = Math.sin(2 * Math.PI * rowHz * seconds) + Math.sin(2 * Math.PI * columnHz * seconds);
    samples[offset + at] = Math.round(value * gain * beaconToneLevel * 32_767);
  }
}
