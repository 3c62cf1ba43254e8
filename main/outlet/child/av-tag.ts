/**
 * What is inside an FLV tag, as far as the outlet cares: which track, configuration or frame, keyframe or not. Bodies are kept
 * as they came, because FLV bodies and RTMP messages are the same bytes. Only H.264 and AAC pass.
 */
import type { FlvTag } from './flv-parser.ts';

export type Track = 'video' | 'audio';

/** `config`: AVC decoder configuration record or AAC AudioSpecificConfig. `key`: a frame that decoding can start at. */
export type AvRole = 'config' | 'key' | 'frame';

export interface AvTag {
  readonly track: Track;
  readonly role: AvRole;
  readonly timestampMs: number;
  /** pts - dts, video only. */
  readonly compositionMs: number;
  /** Video of the programme: which of its frames this is. The slate has none. */
  readonly programmeFrame?: number;
  /** The whole FLV body. */
  readonly body: Uint8Array;
}

/** Bytes before the codec's own data in `AvTag.body`. */
export const bodyHeaderBytes: Readonly<Record<Track, number>> = { video: 5, audio: 2 };

/** One 48 kHz AAC frame, rounded to the timeline's unit. */
export const aacFrameMs = 21;

/** null: nothing to forward (scripts, end of sequence, empty or foreign codecs). */
export function readAvTag(tag: FlvTag): AvTag | null {
  const { body } = tag;
  if (tag.kind === 'video') {
    const first = body[0] ?? 0;
    const packetType = body[1] ?? 0xff;
    if (body.length <= bodyHeaderBytes.video || (first & 0x0f) !== 7 || packetType > 1) return null;
    const composition = (((body[2] ?? 0) << 24) | ((body[3] ?? 0) << 16) | ((body[4] ?? 0) << 8)) >> 8;
    const role: AvRole = packetType === 0 ? 'config' : first >> 4 === 1 ? 'key' : 'frame';
    return { track: 'video', role, timestampMs: tag.timestampMs, compositionMs: composition, body };
  }
  if (tag.kind === 'audio') {
    if (body.length <= bodyHeaderBytes.audio || (body[0] ?? 0) >> 4 !== 10) return null;
    return { track: 'audio', role: body[1] === 0 ? 'config' : 'frame', timestampMs: tag.timestampMs, compositionMs: 0, body };
  }
  return null;
}

export function sameBytes(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a === b || (a !== null && b !== null && a.length === b.length && Buffer.compare(a, b) === 0);
}
