/**
 * Requests and streamed items per kind. Everything carries showId (and turn, epoch where there is one): an engine keeps no global state.
 * Method names on the process port: 'load' (call, LoadSpec -> EngineSignature), 'reload' (call, language models that read files),
 * 'infer' (stream), 'attach' / 'detach' (call, faces and enhancers), 'unload' (call).
 */
import type { ClauseId, Epoch, InstanceId, ShowId, TurnId } from '../../contract/ids.ts';
import type { Expression, Lang, Mark, Reading } from '../../contract/speech.ts';

export interface LoadSpec {
  readonly showId: ShowId;
  readonly instanceId: InstanceId;
  readonly engineId: string;
  /** Engine-specific, validated by the engine itself; bad options fail the load with code 'bad-options' and words. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Shipped read-only files. */
  readonly resourcesDir: string;
}

interface TurnScoped {
  readonly showId: ShowId;
  readonly turnId: TurnId;
  readonly epoch: Epoch;
}

// --- llm
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
  readonly name?: string;
}
export interface LlmRequest extends TurnScoped {
  readonly messages: readonly ChatMessage[];
  readonly maxTokens?: number;
  /** Nobody asked: the anchor talks by itself, for the so many-th time in this show. The last message says so to whoever reads. */
  readonly idleRound?: number;
}
export type LlmItem =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'end';
      readonly finishReason: 'stop' | 'length' | 'refused';
      readonly usage?: { readonly promptTokens: number; readonly completionTokens: number };
    };

// --- expression
export interface ExpressionRequest extends TurnScoped {
  readonly clauseId: ClauseId;
  readonly text: string;
  readonly lang: Lang;
}
/** The stream has exactly one item. */
export type ExpressionItem = Expression;

// --- tts
/** Where the PCM goes: a media socket of the programme. Packets there: see contract/programme-media.ts. */
export interface PcmSink {
  readonly path: string;
  /** Unique per attempt; the programme plays a clause from the stream it was told. */
  readonly streamId: string;
}
export interface TtsRequest extends TurnScoped {
  readonly clauseId: ClauseId;
  readonly text: string;
  readonly lang: Lang;
  readonly voice?: string;
  readonly expression: Expression;
  /** 1 = normal; 0.5..2 */
  readonly speed: number;
  /** Semitones, -12..12, 0 = the voice's own. */
  readonly pitch: number;
  /** Linear gain 0..2, 1 = the voice's own. */
  readonly volume: number;
  /** Those of the pronunciation dictionary that the text holds; marks and word indices stay those of `text`. */
  readonly readings?: readonly Reading[];
  readonly sink: PcmSink;
}
/** In stream order. `audio` announces samples AFTER they were written to the sink. Leading and trailing silence over 30 ms is trimmed by the engine. */
export type TtsItem =
  | { readonly type: 'format'; readonly sampleRate: number }
  | { readonly type: 'marks'; readonly marks: readonly Mark[] }
  | { readonly type: 'audio'; readonly samples: number }
  | { readonly type: 'end'; readonly samples: number; readonly durationMs: number };

// --- asr
/** What an ear is given: mono s16 at this rate, one utterance a request. */
export const hearingSampleRate = 16_000;
/** 30 s: a longer utterance is cut by who makes it. */
export const longestUtteranceSamples = 30 * hearingSampleRate;
export interface AsrRequest {
  readonly showId: ShowId;
  readonly epoch: Epoch;
  /** The same in every attempt at the same utterance. */
  readonly utteranceId: string;
  /** 1..longestUtteranceSamples samples at hearingSampleRate. */
  readonly pcm: Int16Array;
  /** What it is likely to be in; the engine may hear something else. */
  readonly lang?: Lang;
}
/** Any number of partials (each replaces the one before), then exactly one final: the text may be empty (nothing was said). Times from the utterance's start. */
export type AsrItem =
  | { readonly type: 'partial'; readonly text: string }
  | { readonly type: 'final'; readonly text: string; readonly lang: Lang; readonly fromMs: number; readonly untilMs: number };

// --- face, enhance: frames travel on the media socket only (contract/programme-media.ts)
export interface FaceAttach {
  /** Media socket of the programme to connect to. */
  readonly path: string;
  readonly instanceId: InstanceId;
}

export type EngineErrorCode =
  | 'bad-options'
  | 'missing-file'
  | 'bad-file'
  | 'no-memory'
  | 'not-loaded'
  | 'unsupported-language'
  | 'nothing-to-say'
  | 'sink-lost'
  | 'engine-failed';
