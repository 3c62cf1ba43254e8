/** Flite's embedded voices: names, and what was measured of each (times, melody, how its pitch can be moved). */
import type { VoiceInfo } from '../../contract/signature.ts';

export interface FliteVoice extends VoiceInfo {
  /** How far its sound comes after the times that Flite prints (cross-correlation of the jaw with the loudness, 18 lines). */
  readonly soundLateMs: number;
  /** `f0-shift`: the voice follows a factor on its own melody. `resample`: it does not, so the sound is played faster or slower and stretched back. */
  readonly pitchBy: 'f0-shift' | 'resample';
  /** The spread that its own melody has, where the voice lets it be set. */
  readonly f0StddevHz?: number;
}

export const fliteVoices: readonly FliteVoice[] = [
  { id: 'slt', soundLateMs: 10, name: 'SLT (US English, female)', languages: ['en'], pitchBy: 'f0-shift', f0StddevHz: 28 },
  { id: 'rms', soundLateMs: 10, name: 'RMS (US English, male)', languages: ['en'], pitchBy: 'resample' },
  { id: 'awb', soundLateMs: 0, name: 'AWB (Scottish English, male)', languages: ['en'], pitchBy: 'f0-shift', f0StddevHz: 24 },
  { id: 'kal16', soundLateMs: 0, name: 'KAL (US English, male, robotic)', languages: ['en'], pitchBy: 'f0-shift' },
];
export const defaultFliteVoice = 'slt';
