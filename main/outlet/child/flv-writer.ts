/** AV tags back into an FLV byte stream, for programs that read FLV. The inverse of flv-parser. */
import { encodeAmf0, type AmfValue } from './amf0.ts';
import type { AvTag } from './av-tag.ts';

const kinds = { audio: 8, video: 9, script: 18 } as const;
const tagHeaderBytes = 11;

/** File header, the size before the first tag, and onMetaData. */
export function buildFlvStart(metadata: ReadonlyMap<string, AmfValue>): Buffer {
  const header = Buffer.from([0x46, 0x4c, 0x56, 1, 0b101, 0, 0, 0, 9, 0, 0, 0, 0]);
  return Buffer.concat([header, buildTag('script', 0, encodeAmf0('onMetaData', metadata))]);
}

export function buildFlvTag(tag: AvTag): Buffer {
  return buildTag(tag.track, tag.timestampMs, tag.body);
}

function buildTag(kind: keyof typeof kinds, timestampMs: number, body: Uint8Array): Buffer {
  const out = Buffer.alloc(tagHeaderBytes + body.length + 4);
  const time = timestampMs >>> 0;
  out[0] = kinds[kind];
  out.writeUIntBE(body.length, 1, 3);
  out.writeUIntBE(time & 0xffffff, 4, 3);
  out[7] = time >>> 24;
  out.set(body, tagHeaderBytes);
  out.writeUInt32BE(body.length + tagHeaderBytes, tagHeaderBytes + body.length);
  return out;
}
