/** What an engine implements, per kind. The runtime (serve-engine.ts) does the rest: methods, media sockets, abort, order. */
import type { FrameCue } from '../../contract/cues.ts';
import type { Rect } from '../../contract/media.ts';
import type { Mark } from '../../contract/speech.ts';
import type {
  AsrItem,
  AsrRequest,
  ExpressionItem,
  ExpressionRequest,
  LlmItem,
  LlmRequest,
  LoadSpec,
  TtsRequest,
} from '../contract/requests.ts';
import type {
  AsrSignature,
  EnhanceSignature,
  ExpressionSignature,
  FaceSignature,
  LlmSignature,
  TtsSignature,
} from '../contract/signature.ts';

/** `load` is called once per process. Throw EngineError ('bad-options', 'missing-file' …) with words for the user. */
export interface EngineOf<Loaded> {
  load(spec: LoadSpec): Promise<Loaded>;
}

interface Unloadable {
  /** Gives back what `load` took (files, memory). Must be quick. */
  unload(): void | Promise<void>;
}

export interface LoadedLlm extends Unloadable {
  readonly signature: LlmSignature;
  infer(request: LlmRequest, signal: AbortSignal): AsyncIterable<LlmItem>;
  /** Reads its files once more; answers that have begun end on what was read before. Throws with words, and then nothing has changed. */
  reload?(): Promise<LlmSignature>;
}

export interface LoadedExpression extends Unloadable {
  readonly signature: ExpressionSignature;
  /** Exactly one item. */
  infer(request: ExpressionRequest, signal: AbortSignal): AsyncIterable<ExpressionItem>;
}

export interface LoadedAsr extends Unloadable {
  readonly signature: AsrSignature;
  /** Partials, then exactly one final. The sound's bounds are checked before. */
  infer(request: AsrRequest, signal: AbortSignal): AsyncIterable<AsrItem>;
}

/** Where a voice writes its sound. */
export interface PcmOut {
  /** Mono samples at the signature's rate. Resolves when the programme has room (back-pressure); the array may be reused then. */
  write(samples: Int16Array): Promise<void>;
  /** Samples written so far for this clause. */
  readonly written: number;
}

/** A voice yields marks only; the runtime announces format, audio and end from what went through `out`. */
export interface TtsMarks {
  readonly type: 'marks';
  readonly marks: readonly Mark[];
}

export interface LoadedTts extends Unloadable {
  readonly signature: TtsSignature;
  infer(request: TtsRequest, out: PcmOut, signal: AbortSignal): AsyncIterable<TtsMarks>;
}

/** See contract/programme-media.ts for the meaning of `rect` and `base`. */
export interface DrawnFrame {
  readonly rect: Rect;
  readonly base: boolean;
  /** Pixels of `rect` in the signature's format. */
  readonly data: Uint8Array;
}

/** Resolves when the programme has room and the event loop has turned once; the pixels may be reused then. Rejects when the frames are not wanted any more: let it pass. */
export type EmitFrame = (cue: FrameCue, frame: DrawnFrame) => Promise<void>;

export interface LoadedFace extends Unloadable {
  readonly signature: FaceSignature;
  /** Draws one frame per cue, in order, awaiting `emit` for each. Never called again before it has settled. */
  frames(cues: readonly FrameCue[], emit: EmitFrame): Promise<void>;
  /** A new connection to the programme: the next frame of each picture must be sent with base=true. */
  connected?(): void;
  /** Only when the signature says needsPcm. */
  pcm?(clause: { readonly clauseId: string; readonly sampleRate: number; readonly atFrame: number }, samples: Int16Array): void;
}

/** A face's picture on its way to the show: i420a pixels of `rect` (contract/media.ts). */
export interface PictureToEnhance {
  /** Programme frame number. */
  readonly frame: number;
  /** What of the face's canvas the pixels cover. */
  readonly rect: Rect;
  readonly canvas: { readonly width: number; readonly height: number };
  /** May be written into; it is the engine's until the picture is answered. */
  readonly data: Uint8Array;
}

export interface LoadedEnhance extends Unloadable {
  readonly signature: EnhanceSignature;
  /**
   * As many bytes of the same layout: `data` itself, or the engine's own, left alone until the next call. Never called again before it has settled.
   * Throws when a picture cannot be enhanced: the plain one is shown.
   */
  enhance(picture: PictureToEnhance): Uint8Array | Promise<Uint8Array>;
}
