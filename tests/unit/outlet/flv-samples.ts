/** Hand-made FLV for the outlet's unit tests. */
import type { AvRole, AvTag, Track } from '../../../main/outlet/child/av-tag.ts';

export interface RawTag {
  readonly type: number;
  readonly timestampMs: number;
  readonly body: Uint8Array;
}

export function flvTag({ type, timestampMs, body }: RawTag): Buffer {
  const head = Buffer.alloc(11);
  head[0] = type;
  head.writeUIntBE(body.length, 1, 3);
  head.writeUIntBE(timestampMs & 0xffffff, 4, 3);
  head[7] = (timestampMs >>> 24) & 0xff;
  const size = Buffer.alloc(4);
  size.writeUInt32BE(body.length + 11);
  return Buffer.concat([head, body, size]);
}

export const flvHeader = Buffer.from([0x46, 0x4c, 0x56, 1, 5, 0, 0, 0, 9, 0, 0, 0, 0]);

export const flvFile = (tags: readonly RawTag[]): Buffer => Buffer.concat([flvHeader, ...tags.map(flvTag)]);

const filler = (bytes: number, seed: number): Buffer => Buffer.alloc(bytes, seed & 0xff);

export function body(track: Track, role: AvRole, bytes = 20, seed = 1): Buffer {
  if (track === 'video')
    return Buffer.concat([Buffer.from([role === 'frame' ? 0x27 : 0x17, role === 'config' ? 0 : 1, 0, 0, 0]), filler(bytes, seed)]);
  return Buffer.concat([Buffer.from([0xaf, role === 'config' ? 0 : 1]), filler(bytes, seed)]);
}

export const av = (track: Track, role: AvRole, timestampMs: number, bytes = 20, seed = 1): AvTag => ({
  track,
  role,
  timestampMs,
  compositionMs: 0,
  body: body(track, role, bytes, seed),
});

/** An encoder's stream: configuration, then `frames` pictures at `fps` with a keyframe every `gop`, and 48 kHz AAC beside them. */
export function encoderTags(options: {
  readonly frames: number;
  readonly fps?: number;
  readonly gop?: number;
  readonly videoStartMs?: number;
  readonly baseMs?: number;
  readonly seed?: number;
}): RawTag[] {
  const { frames, fps = 30, gop = 30, videoStartMs = 21, baseMs = 0, seed = 1 } = options;
  const media: RawTag[] = [];
  for (let index = 0; index < frames; index += 1)
    media.push({
      type: 9,
      timestampMs: (baseMs + videoStartMs + Math.round((index * 1000) / fps)) >>> 0,
      body: body('video', index % gop === 0 ? 'key' : 'frame', 40, index),
    });
  const sounds = Math.floor((frames * 48_000) / fps / 1024);
  for (let index = 0; index < sounds; index += 1)
    media.push({ type: 8, timestampMs: (baseMs + Math.round((index * 1024) / 48)) >>> 0, body: body('audio', 'frame', 12, index) });
  media.sort((a, b) => ((a.timestampMs - baseMs) | 0) - ((b.timestampMs - baseMs) | 0));
  return [
    { type: 18, timestampMs: 0, body: Buffer.from('meta') },
    { type: 9, timestampMs: baseMs >>> 0, body: body('video', 'config', 30, seed) },
    { type: 8, timestampMs: baseMs >>> 0, body: body('audio', 'config', 5, 7) },
    ...media,
  ];
}
