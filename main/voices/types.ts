/** Words of voices: what the streamer has set of them. */
import type { Lang, Reading } from '../contract/speech.ts';

/** One voice of one engine; the same whatever slot the engine is loaded in. */
export interface VoiceRef {
  readonly engineId: string;
  readonly voiceId: string;
}

export interface VoiceTuning {
  /** 0.5..2, 1 = the voice's own */
  readonly speed: number;
  /** Semitones, -12..12 */
  readonly pitch: number;
  /** Linear gain, 0.2..2 */
  readonly volume: number;
}
export const usualTuning: VoiceTuning = Object.freeze({ speed: 1, pitch: 0, volume: 1 });

/**
 * A voice that is wanted, and what its engine's slot held when it was wanted (null: it was not loaded). It counts while the slot holds that:
 * whoever switches the slot to another voice wants that one, and taking the switch back brings this wish back.
 */
export interface VoiceWish extends VoiceRef {
  readonly over: string | null;
}

export interface VoiceSettings {
  readonly tunings: ReadonlyArray<VoiceRef & VoiceTuning>;
  readonly defaults: Readonly<Record<Lang, VoiceWish>>;
  /** By the choice that is the face. */
  readonly anchors: Readonly<Record<string, VoiceRef>>;
  readonly dictionary: readonly Reading[];
}

export const sameVoice = (a: VoiceRef, b: VoiceRef): boolean => a.engineId === b.engineId && a.voiceId === b.voiceId;
