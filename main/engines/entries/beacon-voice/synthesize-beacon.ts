/** One beacon clause as samples and marks. Pure; the layout is contract/beacon.ts, the tones are contract/beacon-sound.ts. */
import { beaconSampleRate, beaconTiming, beaconViseme, type BeaconNumber, type DtmfSymbol } from '../../../contract/beacon.ts';
import { beaconSound, beaconSymbols } from '../../../contract/beacon-sound.ts';
import type { Mark } from '../../../contract/speech.ts';

export interface BeaconClause {
  readonly samples: Int16Array;
  readonly marks: readonly Mark[];
}

export function synthesizeBeacon(number: BeaconNumber, start: DtmfSymbol): BeaconClause {
  const symbols = beaconSymbols(number, start);
  const marks = symbols.map((symbol, index) => ({
    atMs: index * beaconTiming.slotMs,
    durationMs: beaconTiming.slotMs,
    phoneme: `dtmf-${symbol}`,
    viseme: beaconViseme(index),
    stress: 1,
  }));
  return { samples: beaconSound(symbols, beaconSampleRate), marks };
}
