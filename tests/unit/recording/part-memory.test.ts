/** A part that is written for hours: what is on the disk is not kept in memory, and its index still names every fragment. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { AvTag } from '../../../main/outlet/child/av-tag.ts';
import { openMp4Part, type Mp4Part, type PartFile } from '../../../main/outlet/child/mp4-part.ts';
import { av } from '../outlet/flv-samples.ts';

const fps = 30;
const gop = 60;

const config = (track: AvTag['track'], hex: string): AvTag => ({
  track,
  role: 'config',
  timestampMs: 0,
  compositionMs: 0,
  body: Buffer.from(hex, 'hex'),
});
/** H.264 high 3.1, AAC LC 48 kHz stereo. */
const videoConfig = config('video', '17000000000164001fffe1001a6764001facd94050045b0110000003001000000303c0f183196001000668ebe3cb2201');
const audioConfig = config('audio', 'af001190');

async function writePictures(part: Mp4Part, pictures: number, fromPicture = 0): Promise<void> {
  for (let index = fromPicture; index < fromPicture + pictures; index += 1) {
    const at = Math.round((index * 1000) / fps);
    await part.write(av('video', index % gop === 0 ? 'key' : 'frame', at, 20));
    await part.write(av('audio', 'frame', at + 1, 10));
  }
}

const openPart = (file: PartFile): Promise<Mp4Part> =>
  openMp4Part({ file, video: { width: 64, height: 64, fps }, videoConfig, audioConfig, title: 'Show', aiGenerated: true });

function fileOf(write: (data: Uint8Array, at: number) => void): PartFile {
  return {
    write: (async (data: Uint8Array, offset: number, length: number, position: number) => {
      write(data.subarray(offset, offset + length), position);
      return { bytesWritten: length, buffer: data };
    }) as PartFile['write'],
    truncate: async () => {},
    close: async () => {},
  };
}

async function heapMiB(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let round = 0; round < 3; round += 1) {
    collect();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return process.memoryUsage().heapUsed / 1024 / 1024;
}

describe('a part of a recording', () => {
  it('keeps next to nothing of the frames that it has written', async () => {
    const part = await openPart(fileOf(() => {}));
    await writePictures(part, 3000);
    const before = await heapMiB();
    // 200 000 tags: nearly an hour of pictures with their sound
    await writePictures(part, 100_000, 3000);
    const grown = (await heapMiB()) - before;
    await part.finish();
    expect(grown).toBeLessThan(5);
  }, 120_000);

  it('indexes every fragment when it is closed', async () => {
    const bytes = Buffer.alloc(256 * 1024);
    const part = await openPart(fileOf((data, at) => bytes.set(data, at)));
    await writePictures(part, gop * 5);
    await part.finish();
    const moofs: number[] = [];
    for (let at = 0; at < bytes.length && bytes.readUInt32BE(at) > 0; at += bytes.readUInt32BE(at))
      if (bytes.toString('latin1', at + 4, at + 8) === 'moof') moofs.push(at);
    expect(moofs.length).toBeGreaterThanOrEqual(5);
    for (const track of [1, 2]) {
      const at = bytes.indexOf('tfra', track === 1 ? 0 : bytes.indexOf('tfra') + 4);
      expect(bytes.readUInt32BE(at + 8)).toBe(track);
      const entries = Array.from({ length: bytes.readUInt32BE(at + 16) }, (_, index) => at + 20 + index * 28);
      const times = entries.map((entry) => Number(bytes.readBigUInt64BE(entry)));
      const named = entries.map((entry) => Number(bytes.readBigUInt64BE(entry + 8)));
      // sound may be a fragment longer than the picture
      expect(named).toEqual(moofs.slice(0, named.length));
      expect(named.length).toBeGreaterThanOrEqual(5);
      expect(times.every((time, index) => index === 0 || time > (times[index - 1] ?? 0))).toBe(true);
    }
  });
});
