/** What a living studio writes is not to be touched: by any of its parts, and only while it grows. */
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isOnAir } from '../../../main/recording/being-written.ts';
import type { JournalLine } from '../../../main/recording/journal.ts';

let dir: string;
const nowMs = Date.now();
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'vanchor-on-air-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** Larger than any number that a system gives. */
const nobody = 2 ** 30;
const start = (pid: number): JournalLine => ({ type: 'start', version: 1, fps: 30, title: 'show', pid });
const journal = (...lines: JournalLine[]): void =>
  writeFileSync(join(dir, 'show.journal.jsonl'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
const put = (name: string, ageMs: number): void => {
  writeFileSync(join(dir, name), 'fragments');
  utimesSync(join(dir, name), new Date(nowMs - ageMs), new Date(nowMs - ageMs));
};
const onAir = (name: string): Promise<boolean> => isOnAir(join(dir, name), nowMs);
const second: JournalLine = { type: 'part', file: 'show-2.mp4' };

describe('a recording on air', () => {
  it('is known by its newest part, whichever part is named', async () => {
    put('show.mp4', 3_600_000);
    put('show-2.mp4', 2000);
    put('other.mp4', 2000);
    journal(start(process.pid), { type: 'part', file: 'show.mp4' }, second);
    expect(await Promise.all(['show.mp4', 'show-2.mp4', 'other.mp4', 'none.mp4'].map(onAir))).toEqual([true, true, false, false]);
    journal(start(nobody), second);
    expect(await onAir('show.mp4')).toBe(false);
  });

  it('is one no more when nothing came for a minute, or when its parts were joined', async () => {
    put('show.mp4', 59_000);
    journal(start(process.pid));
    expect(await onAir('show.mp4')).toBe(true);
    put('show.mp4', 61_000);
    expect(await onAir('show.mp4')).toBe(false);
    put('show.mp4', 0);
    journal(start(process.pid), { type: 'verified', durationMs: 1000 });
    expect(await onAir('show.mp4')).toBe(false);
  });
});
