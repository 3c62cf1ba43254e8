/**
 * The sound that every ear is tried with: half a second of quiet, then tones of a known beacon clause. It is loud and it is not silence, but no speech: what an
 * ear makes of it is free; that it ends, in shape and within bounds, is not.
 */
import { numberedStart } from '../../contract/beacon.ts';
import { beaconSound, beaconSymbols } from '../../contract/beacon-sound.ts';
import { hearingSampleRate } from '../../engines/contract/requests.ts';

export function goldenUtterance(): Int16Array {
  const tones = beaconSound(beaconSymbols({ turn: 1, clause: 1, clauses: 1 }, numberedStart), hearingSampleRate);
  const pcm = new Int16Array(hearingSampleRate / 2 + tones.length);
  pcm.set(tones, hearingSampleRate / 2);
  return pcm;
}
