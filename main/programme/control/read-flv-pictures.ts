/** What pictures an FLV file holds, as far as a probe needs it. Pure; what is cut off at the end is left out. */
export interface FlvPictures {
  /** Decoder configuration (SPS and PPS) came before the first picture. */
  readonly config: boolean;
  readonly kinds: readonly ('key' | 'inter')[];
}

const fileHeaderBytes = 13;
const tagHeaderBytes = 11;
const videoTag = 9;
const avc = 7;

export function readFlvPictures(file: Uint8Array): FlvPictures {
  const kinds: ('key' | 'inter')[] = [];
  let config = false;
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  for (let at = fileHeaderBytes; at + tagHeaderBytes <= bytes.length;) {
    const size = bytes.readUIntBE(at + 1, 3);
    const body = at + tagHeaderBytes;
    if (body + size > bytes.length) break;
    if (bytes[at] === videoTag && size > 5 && (bytes[body] ?? 0) % 16 === avc) {
      const packet = bytes[body + 1];
      if (packet === 0) config ||= kinds.length === 0;
      else if (packet === 1) kinds.push((bytes[body] ?? 0) >> 4 === 1 ? 'key' : 'inter');
    }
    at = body + size + 4;
  }
  return { config, kinds };
}
