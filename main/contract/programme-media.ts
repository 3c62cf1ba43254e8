/**
 * Packets on the programme's media socket (it listens; engines connect). `meta.type` tells them apart.
 *
 * voice -> programme
 *   { type:'pcm-open', streamId, sampleRate, channels:1 }
 *   { type:'pcm', streamId }  + s16le samples
 *   { type:'pcm-close', streamId }
 * face -> programme
 *   { type:'face-hello', instanceId, width, height, format, mouth?: {x,y,width,height} }   where its mouth is while it rests
 *   { type:'face-frame', requestId, frame, rect:{x,y,width,height}, base: boolean } + pixels of rect in the declared format
 *       `rect` is the part of the face canvas that the data covers. base=true: everything outside rect is transparent.
 *       base=false: everything outside rect is as in the last frame with base=true that this instance sent on this connection.
 *   { type:'face-failed', requestId, message }
 * programme -> face
 *   { type:'frames', requestId, cues: FrameCue[] }      the engine answers one face-frame per cue, in order
 *   { type:'face-forget', requestId }                    the frames of that request are not wanted any more (a cancel); best effort
 *   { type:'face-pcm', clauseId, sampleRate, atFrame } + s16le    only to faces whose signature says needsPcm
 *
 * programme -> enhancer
 *   { type:'enhance', requestId, frame, rect, canvas:{width,height} } + pixels of rect in i420a: a face's picture, ahead of time
 *   { type:'enhance-forget', requestId }                 not wanted any more; best effort, it is answered all the same
 * enhancer -> programme
 *   { type:'enhance-hello', instanceId, width, height, format }   the largest picture it takes; the format must be i420a
 *   { type:'enhanced', requestId } + as many pixels of the same rect
 *   { type:'enhance-failed', requestId, message }        also for what was forgotten. Each request has exactly one answer: it is the credit for the next.
 */
import type { FrameCue } from './cues.ts';
import type { FacePixelFormat, Rect } from './media.ts';

export type VoicePacketMeta =
  | { readonly type: 'pcm-open'; readonly streamId: string; readonly sampleRate: number; readonly channels: 1 }
  | { readonly type: 'pcm'; readonly streamId: string }
  | { readonly type: 'pcm-close'; readonly streamId: string };

export type FacePacketMeta =
  | {
      readonly type: 'face-hello';
      readonly instanceId: string;
      readonly width: number;
      readonly height: number;
      readonly format: FacePixelFormat;
      readonly mouth?: Rect;
    }
  | { readonly type: 'face-frame'; readonly requestId: number; readonly frame: number; readonly rect: Rect; readonly base: boolean }
  | { readonly type: 'face-failed'; readonly requestId: number; readonly message: string };

export type ToFacePacketMeta =
  | { readonly type: 'frames'; readonly requestId: number; readonly cues: readonly FrameCue[] }
  | { readonly type: 'face-forget'; readonly requestId: number }
  | { readonly type: 'face-pcm'; readonly clauseId: string; readonly sampleRate: number; readonly atFrame: number };

export type EnhancePacketMeta =
  | {
      readonly type: 'enhance-hello';
      readonly instanceId: string;
      readonly width: number;
      readonly height: number;
      readonly format: FacePixelFormat;
    }
  | { readonly type: 'enhanced'; readonly requestId: number }
  | { readonly type: 'enhance-failed'; readonly requestId: number; readonly message: string };

export type ToEnhancePacketMeta =
  | {
      readonly type: 'enhance';
      readonly requestId: number;
      /** Programme frame number. */
      readonly frame: number;
      /** What of the face's canvas the pixels cover. */
      readonly rect: Rect;
      readonly canvas: { readonly width: number; readonly height: number };
    }
  | { readonly type: 'enhance-forget'; readonly requestId: number };
