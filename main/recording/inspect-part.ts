/** What a recorded file holds, read without decoding: its whole fragments, its length, its packets. A torn end is left out, not repaired. */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { CustomSource, Input, MP4 } from 'mediabunny';

export interface PartInfo {
  /** Up to the end of the last whole fragment. */
  readonly wholeBytes: number;
  readonly fragmented: boolean;
  /** To the end of the longer track; 0 when there is nothing to show. */
  readonly durationMs: number;
  readonly videoPackets: number;
  readonly audioPackets: number;
  /** Decoder configuration of both tracks: only parts with the same one can be joined as they are. */
  readonly parameters: string;
}

interface Boxes {
  readonly wholeBytes: number;
  readonly names: readonly string[];
}

/** Walks the top boxes. A `moof` counts with its `mdat`. */
async function walkBoxes(path: string, until: (name: string) => boolean = () => false): Promise<Boxes> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const header = Buffer.alloc(16);
    const names: string[] = [];
    let wholeBytes = 0;
    let at = 0;
    while (at + 8 <= size) {
      await file.read(header, 0, 16, at);
      const short = header.readUInt32BE(0);
      const length = short === 1 ? Number(header.readBigUInt64BE(8)) : short === 0 ? size - at : short;
      const name = header.toString('latin1', 4, 8);
      if (length < 8 || at + length > size || !/^[\w ]{4}$/.test(name)) break;
      at += length;
      names.push(name);
      if (name !== 'moof') wholeBytes = at;
      if (until(name)) break;
    }
    return { wholeBytes, names };
  } finally {
    await file.close();
  }
}

/** As the recorder writes it, not yet one whole file. */
export const isFragmented = async (path: string): Promise<boolean> =>
  (await walkBoxes(path, (name) => name === 'moof')).names.includes('moof');

/** The first part alone does not tell: an outlet that died in its first seconds leaves it empty, and the next parts hold the show. */
export async function anyFragmented(folder: string, files: readonly string[]): Promise<boolean> {
  for (const file of files) if (await isFragmented(join(folder, file)).catch(() => false)) return true;
  return false;
}

const nothing = { durationMs: 0, videoPackets: 0, audioPackets: 0, parameters: '' };

export async function inspectPart(path: string): Promise<PartInfo> {
  const { wholeBytes, names } = await walkBoxes(path);
  const fragmented = names.includes('moof');
  if (!names.includes('moov') || (!fragmented && !names.includes('mdat'))) return { wholeBytes, fragmented, ...nothing };
  return withInput(path, wholeBytes, async (input) => {
    const video = await input.getPrimaryVideoTrack();
    const audio = await input.getPrimaryAudioTrack();
    if (!video) return { wholeBytes, fragmented, ...nothing };
    const seconds = Math.max(await video.computeDuration(), audio ? await audio.computeDuration() : 0);
    const videoConfig = await video.getDecoderConfig();
    const audioConfig = audio ? await audio.getDecoderConfig() : null;
    return {
      wholeBytes,
      fragmented,
      durationMs: seconds * 1000,
      videoPackets: (await video.computePacketStats()).packetCount,
      audioPackets: audio ? (await audio.computePacketStats()).packetCount : 0,
      parameters: `${hex(videoConfig?.description)}/${hex(audioConfig?.description)}`,
    };
  });
}

/** Quick, whatever its size: the length of a normal file stands in its head, that of a fragmented one nowhere. */
export async function inspectLength(path: string): Promise<{ readonly fragmented: boolean; readonly durationMs: number | null }> {
  const { wholeBytes, names } = await walkBoxes(path, (name) => name === 'moof');
  if (names.includes('moof')) return { fragmented: true, durationMs: null };
  if (!names.includes('moov')) return { fragmented: false, durationMs: null };
  return withInput(path, wholeBytes, async (input) => ({ fragmented: false, durationMs: (await input.computeDuration()) * 1000 }));
}

async function withInput<T>(path: string, size: number, read: (input: Input) => Promise<T>): Promise<T> {
  const file = await open(path, 'r');
  const input = new Input({
    formats: [MP4],
    source: new CustomSource({
      getSize: () => size,
      async read(start, end) {
        const bytes = new Uint8Array(end - start);
        for (let done = 0; done < bytes.length;) {
          const { bytesRead } = await file.read(bytes, done, bytes.length - done, start + done);
          if (bytesRead === 0) throw new Error('the file became shorter while it was read');
          done += bytesRead;
        }
        return bytes;
      },
    }),
  });
  try {
    return await read(input);
  } finally {
    input.dispose();
    await file.close();
  }
}

function hex(bytes: VideoDecoderConfig['description']): string {
  if (!bytes) return '';
  const view = ArrayBuffer.isView(bytes) ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) : new Uint8Array(bytes);
  return Buffer.from(view).toString('hex');
}
