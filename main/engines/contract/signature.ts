/** What a loaded engine really is, read from the loaded model. A candidate is compared by this before a switch. */
import type { Emotion, Gesture, Lang } from '../../contract/speech.ts';
import type { FacePixelFormat, Rect } from '../../contract/media.ts';
import type { Viseme } from '../../contract/visemes.ts';

export interface LlmSignature {
  readonly kind: 'llm';
  /** '*' = any */
  readonly languages: readonly Lang[];
  /** null = the engine keeps no context of its own (retrieval). */
  readonly contextTokens: number | null;
  /** Human-readable name of what was loaded (model file, knowledge file). */
  readonly model: string;
}
export interface ExpressionSignature {
  readonly kind: 'expression';
  readonly languages: readonly Lang[];
  readonly emotions: readonly Emotion[];
  readonly gestures: readonly Gesture[];
}
export interface VoiceInfo {
  readonly id: string;
  readonly name: string;
  readonly languages: readonly Lang[];
}
/** The trained model or, where that cannot run, the signal method, and why. */
export type LipsState = { readonly method: 'model' } | { readonly method: 'signal'; readonly fault: LipsFault };
export type LipsFault = 'model-missing' | 'model-damaged' | 'runtime-missing' | 'model-failed';
/** Event of an engine's process: a LipsState. */
export const lipsEvent = 'lips';

export interface TtsSignature {
  readonly kind: 'tts';
  readonly sampleRate: number;
  readonly channels: 1;
  readonly voices: readonly VoiceInfo[];
  /** Union of the voices' languages. */
  readonly languages: readonly Lang[];
  /** 'none': lips must follow the sound. */
  readonly timings: 'phoneme' | 'word' | 'none';
  /** Only with timings 'none': what listens to the sound. Told by the runtime, also later, when it changes (`lipsEvent`). */
  readonly lips?: LipsState;
  /** Which parts of an expression the voice really follows. */
  readonly follows: { readonly speed: boolean; readonly pitch: boolean; readonly volume: boolean };
}
export interface FaceSignature {
  readonly kind: 'face';
  readonly width: number;
  readonly height: number;
  readonly format: FacePixelFormat;
  readonly visemes: readonly Viseme[];
  readonly emotions: readonly Emotion[];
  /** Where the mouth is while it rests, on the canvas; left out, it is looked for in the middle of what moves. */
  readonly mouth?: Rect;
  /** How much future sound the engine must have seen to draw a frame. */
  readonly lookaheadMs: number;
  /** Frames it prefers per request. */
  readonly batch: number;
  /** It wants the PCM itself, not only the cues. */
  readonly needsPcm: boolean;
  /** Median of a warm-up measured at load. */
  readonly costMsPerFrame: number;
}
export interface AsrSignature {
  readonly kind: 'asr';
  readonly sampleRate: 16_000;
  readonly languages: readonly Lang[];
}
export interface EnhanceSignature {
  readonly kind: 'enhance';
  /** The largest picture it takes. */
  readonly width: number;
  readonly height: number;
  /** The programme gives i420a only. */
  readonly format: FacePixelFormat;
}
export type EngineSignature = LlmSignature | ExpressionSignature | TtsSignature | FaceSignature | AsrSignature | EnhanceSignature;
