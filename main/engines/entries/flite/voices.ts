/** Flite's embedded voices: names, and what was measured of each (level, melody, how its pitch can be moved). */
import type { VoiceInfo } from '../../contract/signature.ts';

export interface FliteVoice extends VoiceInfo {
  /** Brings the voice to about the same loudness as the others (EBU R128, measured over a dozen sentences). */
  readonly gain: number;
  /** `f0-shift`: the voice follows a factor on its own melody. `resample`: it does not, so the sound is played faster or slower and stretched back. */
  readonly pitchBy: 'f0-shift' | 'resample';
  /** The spread that its own melody has, where the voice lets it be set. */
  readonly f0StddevHz?: number;
}

export const fliteVoices: readonly FliteVoice[] = [
  { id: 'slt', name: 'SLT (US English, female)', languages: ['en'], gain: 0.87, pitchBy: 'f0-shift', f0StddevHz: 28 },
  { id: 'rms', name: 'RMS (US English, male)', languages: ['en'], gain: 1.6, pitchBy: 'resample' },
  { id: 'awb', name: 'AWB (Scottish English, male)', languages: ['en'], gain: 1.45, pitchBy: 'f0-shift', f0StddevHz: 24 },
  { id: 'kal16', name: 'KAL (US English, male, robotic)', languages: ['en'], gain: 2.5, pitchBy: 'f0-shift' },
];
export const defaultFliteVoice = 'slt';
