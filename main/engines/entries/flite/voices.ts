/** Flite's embedded voices: names, and what was measured of each (melody, how its pitch can be moved). */
import type { VoiceInfo } from '../../contract/signature.ts';

export interface FliteVoice extends VoiceInfo {
  /** `f0-shift`: the voice follows a factor on its own melody. `resample`: it does not, so the sound is played faster or slower and stretched back. */
  readonly pitchBy: 'f0-shift' | 'resample';
  /** The spread that its own melody has, where the voice lets it be set. */
  readonly f0StddevHz?: number;
}

export const fliteVoices: readonly FliteVoice[] = [
  { id: 'slt', name: 'SLT (US English, female)', languages: ['en'], pitchBy: 'f0-shift', f0StddevHz: 28 },
  { id: 'rms', name: 'RMS (US English, male)', languages: ['en'], pitchBy: 'resample' },
  { id: 'awb', name: 'AWB (Scottish English, male)', languages: ['en'], pitchBy: 'f0-shift', f0StddevHz: 24 },
  { id: 'kal16', name: 'KAL (US English, male, robotic)', languages: ['en'], pitchBy: 'f0-shift' },
];
export const defaultFliteVoice = 'slt';
