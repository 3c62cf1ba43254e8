import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UserMessage } from '../../../main/contract/failure.ts';
import { type AvTag } from '../../../main/outlet/child/av-tag.ts';
import { createFanOut } from '../../../main/outlet/child/fan-out.ts';
import type { PartFile } from '../../../main/outlet/child/mp4-part.ts';
import { partPath, startRecorder } from '../../../main/outlet/child/recorder.ts';
import { recordingTrouble } from '../../../main/outlet/child/recording-words.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { av } from './flv-samples.ts';

const video = { width: 64, height: 64, fps: 30 };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vr-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A real decoder configuration (H.264 high 3.1) and AAC LC 48 kHz stereo; the pictures are filler, which no muxer looks into. */
const avcConfig = (marker: number): AvTag => ({
  track: 'video',
  role: 'config',
  timestampMs: 0,
  compositionMs: 0,
  body: Buffer.from(
    `17000000000164001fffe1001a6764001facd94050045b0110000003001000000303c0f183196001000668ebe3cb22${marker.toString(16).padStart(2, '0')}`,
    'hex',
  ),
});
const aacConfig: AvTag = { track: 'audio', role: 'config', timestampMs: 0, compositionMs: 0, body: Buffer.from('af001190', 'hex') };

function* stream(fromMs: number, frames: number): Generator<AvTag> {
  for (let index = 0; index < frames; index += 1) {
    const at = fromMs + Math.round((index * 1000) / 30);
    yield av('video', index % 30 === 0 ? 'key' : 'frame', at, 200);
    yield av('audio', 'frame', at + 1, 30);
  }
}

interface Said {
  readonly state: string;
  readonly path: string;
  readonly message: UserMessage | undefined;
}

function recording(openFile?: (path: string) => Promise<PartFile>): {
  said: Said[];
  fanOut: ReturnType<typeof createFanOut>;
  start: () => ReturnType<typeof startRecorder>;
} {
  const said: Said[] = [];
  const fanOut = createFanOut({ clock: createFakeClock() });
  return {
    said,
    fanOut,
    start: () =>
      startRecorder({
        spec: { path: join(folder, 'deep/er/show.mp4'), title: 'Show', aiGenerated: true },
        video,
        fanOut,
        onState: (state, path, message) => said.push({ state, path, message }),
        ...(openFile ? { openFile } : {}),
      }),
  };
}

/** The boxes at the top of an MP4 file. */
function boxes(path: string): string[] {
  const bytes = readFileSync(path);
  const names: string[] = [];
  for (let at = 0; at + 8 <= bytes.length; at += bytes.readUInt32BE(at)) {
    expect(at + bytes.readUInt32BE(at)).toBeLessThanOrEqual(bytes.length);
    names.push(bytes.toString('latin1', at + 4, at + 8));
  }
  return names;
}

describe('recorder', () => {
  it('writes fragments from a keyframe on and names its parts', async () => {
    const { said, fanOut, start } = recording();
    const recorder = await start();
    for (const tag of [avcConfig(1), aacConfig, ...stream(5000, 90)]) fanOut.publish(tag);
    const result = await recorder.stop();
    const path = join(folder, 'deep/er/show.mp4');
    expect(result).toMatchObject({ path, parts: [path] });
    expect(Math.abs(result.durationMs - 3000)).toBeLessThan(40);
    expect(boxes(path)).toEqual(['ftyp', 'moov', 'moof', 'mdat', 'moof', 'mdat', 'moof', 'mdat', 'mfra']);
    expect(said.map((one) => one.state)).toEqual(['recording', 'stopped']);
    expect(readFileSync(path).includes('AI-generated')).toBe(true);
  });

  it('goes on in the same file with the same parameters, in a new part with others, and overwrites nothing', async () => {
    const { said, fanOut, start } = recording();
    const early = await start();
    await early.stop();
    const recorder = await start();
    for (const tag of [avcConfig(1), aacConfig, ...stream(0, 40), avcConfig(1), ...stream(1400, 40), avcConfig(2), ...stream(2800, 40)])
      fanOut.publish(tag);
    const result = await recorder.stop();
    expect(result.parts).toEqual([join(folder, 'deep/er/show-2.mp4'), join(folder, 'deep/er/show-3.mp4')]);
    expect(said.at(-2)).toMatchObject({ state: 'recording', path: join(folder, 'deep/er/show-3.mp4') });
    expect(Math.abs(result.durationMs - 4067)).toBeLessThan(150);
  });

  it('ends in words when the file fails, cut back to its last whole fragment', async () => {
    let written = 0;
    const failing = async (path: string): Promise<PartFile> => {
      const file = await open(path, 'wx');
      return {
        truncate: (length) => file.truncate(length),
        close: () => file.close(),
        write: (async (data: Uint8Array, offset: number, length: number, position: number) => {
          if (written > 15_000) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
          const done = await file.write(data, offset, Math.min(length, 5000), position);
          written += done.bytesWritten;
          return done;
        }) as PartFile['write'],
      };
    };
    const { said, fanOut, start } = recording(failing);
    const recorder = await start();
    for (const tag of [avcConfig(1), aacConfig, ...stream(0, 300)]) fanOut.publish(tag);
    await recorder.stop();
    expect(recorder.state).toBe('failed');
    expect(said.at(-1)).toMatchObject({
      state: 'failed',
      message: { en: expect.stringMatching(/disk is full.*broadcast goes on/i), zh: expect.stringMatching(/磁盘已满/) },
    });
    expect(boxes(join(folder, 'deep/er/show.mp4')).slice(0, 4)).toEqual(['ftyp', 'moov', 'moof', 'mdat']);
  });

  it.skipIf(process.platform !== 'linux')('survives a device that is always full', async () => {
    const { said, fanOut, start } = recording(() => open('/dev/full', 'w'));
    const recorder = await start();
    for (const tag of [avcConfig(1), aacConfig, ...stream(0, 120)]) fanOut.publish(tag);
    await recorder.stop();
    expect(said.at(-1)).toMatchObject({ state: 'failed', message: { en: expect.stringMatching(/disk is full/) } });
  });

  it('says at once when there is no place for it', async () => {
    const { said, start } = recording(() => Promise.reject(Object.assign(new Error('denied'), { code: 'EACCES' })));
    await expect(start()).rejects.toMatchObject({ code: 'cannot-open' });
    expect(said).toMatchObject([{ state: 'failed', message: { en: expect.stringMatching(/cannot be written/) } }]);
  });

  it('knows its names and troubles', () => {
    expect([1, 2, 3].map((part) => partPath('/a.b/show.mp4', part))).toEqual(['/a.b/show.mp4', '/a.b/show-2.mp4', '/a.b/show-3.mp4']);
    expect(partPath('/a.b/show', 2)).toBe('/a.b/show-2');
    expect(recordingTrouble(new Error('x', { cause: Object.assign(new Error('y'), { code: 'EDQUOT' }) }))).toBe('disk-full');
    expect(recordingTrouble('odd')).toBe('write-failed');
  });
});
