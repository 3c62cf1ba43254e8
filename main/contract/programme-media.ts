/**
 * Packets on the programme's media socket (it listens; engines connect). `meta.type` tells them apart.
 *
 * voice -> programme
 *   { type:'pcm-open', streamId, sampleRate, channels:1 }
 *   { type:'pcm', streamId }  + s16le samples
 *   { type:'pcm-close', streamId }
 * face -> programme
 *   { type:'face-hello', instanceId, width, height, format }
 *   { type:'face-frame', requestId, frame, rect:{x,y,width,height}, base: boolean } + pixels of rect in the declared format
 *       `rect` is the part of the face canvas that the data covers. base=true: everything outside rect is transparent.
 *       base=false: everything outside rect is as in the last frame with base=true that this instance sent on this connection.
 *   { type:'face-failed', requestId, message }
 * programme -> face
 *   { type:'frames', requestId, cues: FrameCue[] }      the engine answers one face-frame per cue, in order
 *   { type:'face-forget', requestId }                    the frames of that request are not wanted any more (a cancel); best effort
 *   { type:'face-pcm', clauseId, sampleRate, atFrame } + s16le    only to faces whose signature says needsPcm
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
    }
  | { readonly type: 'face-frame'; readonly requestId: number; readonly frame: number; readonly rect: Rect; readonly base: boolean }
  | { readonly type: 'face-failed'; readonly requestId: number; readonly message: string };

export type ToFacePacketMeta =
  | { readonly type: 'frames'; readonly requestId: number; readonly cues: readonly FrameCue[] }
  | { readonly type: 'face-forget'; readonly requestId: number }
  | { readonly type: 'face-pcm'; readonly clauseId: string; readonly sampleRate: number; readonly atFrame: number };
