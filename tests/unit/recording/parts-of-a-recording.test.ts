/** A recording is the sum of its parts: whether one is unfinished is not told by its first file alone. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findUnfinished } from '../../../main/recording/find-unfinished.ts';
import { createRecordingLister, removeRecording } from '../../../main/recording/list-recordings.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'vanchor-parts-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const box = (name: string, length = 16): Buffer => {
  const bytes = Buffer.alloc(length);
  bytes.writeUInt32BE(length, 0);
  bytes.write(name, 4, 'latin1');
  return bytes;
};
const fragmented = Buffer.concat(['ftyp', 'moov', 'moof', 'mdat'].map((name) => box(name)));
const put = (name: string, bytes: Buffer | string): void => writeFileSync(join(dir, name), bytes);
const journal = (...parts: string[]): string => parts.map((file) => `${JSON.stringify({ type: 'part', file })}\n`).join('');
const unfinished = (): Promise<readonly string[]> => findUnfinished({ folder: dir, ownOnly: true });

describe('a recording of several parts', () => {
  it('is unfinished when its first part is empty and another one holds the show', async () => {
    put('show.mp4', '');
    put('show-2.mp4', fragmented);
    put('show.journal.jsonl', journal('show.mp4', 'show-2.mp4'));
    expect(await unfinished()).toEqual([join(dir, 'show.mp4')]);
    expect(await createRecordingLister(dir).list()).toMatchObject([
      { file: 'show.mp4', state: 'unfinished', durationMs: null, bytes: fragmented.length, parts: 1 },
    ]);
  });

  it('is unfinished while a part lies beside the joined file', async () => {
    put('show.mp4', Buffer.concat([box('ftyp'), box('moov'), box('mdat')]));
    put('show-2.mp4', fragmented);
    put('show.journal.jsonl', journal('show.mp4', 'show-2.mp4'));
    expect(await unfinished()).toEqual([join(dir, 'show.mp4')]);
    rmSync(join(dir, 'show-2.mp4'));
    expect(await unfinished()).toEqual([]);
    expect(await createRecordingLister(dir).list()).toMatchObject([{ file: 'show.mp4', state: 'finished', parts: 1 }]);
  });

  it('is not found where nothing was recorded at all, and goes with all that is its own', async () => {
    put('show.mp4', '');
    put('show-2.mp4', '');
    put('other.mp4', fragmented);
    put('show.journal.jsonl', journal('show.mp4', 'show-2.mp4'));
    expect(await unfinished()).toEqual([]);
    await removeRecording(dir, 'show.mp4');
    expect(readdirSync(dir)).toEqual(['other.mp4']);
  });
});
