/** Real fragmented files, joined by the real ffmpeg and looked at with ffprobe. */
import { execFileSync, spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runFinalise } from '../../../main/cli/finalise-command.ts';
import { finaliseRecording } from '../../../main/recording/finalise-recording.ts';
import { findUnfinished } from '../../../main/recording/find-unfinished.ts';
import { journalPath, type JournalLine } from '../../../main/recording/journal.ts';
import { createRecordingLister } from '../../../main/recording/list-recordings.ts';
import { largestStep, isMonotonic, packetTimes, playableSeconds } from '../support/studio-on-air.ts';

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "vanchor finalise's "));
  path = join(dir, 'show.mp4');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** What the recorder writes: fragments, one per keyframe. */
function makePart(file: string, seconds: number, size = '160x90'): void {
  const source = ['-f', 'lavfi', '-i', `testsrc2=s=${size}:r=30`, '-f', 'lavfi', '-i', 'sine=r=48000'];
  const codec = ['-c:v', 'libx264', '-preset', 'veryfast', '-tune', 'zerolatency', '-g', '30', '-c:a', 'aac', '-ac', '2'];
  const flags = ['-movflags', '+frag_keyframe+empty_moov+default_base_moof'];
  execFileSync('ffmpeg', ['-v', 'error', ...source, '-t', String(seconds), ...codec, ...flags, file]);
}

const writeJournal = (lines: readonly JournalLine[]): void =>
  writeFileSync(journalPath(path), lines.map((line) => `${JSON.stringify(line)}\n`).join('') + '{"type":"to","cl');
const finalise = () => finaliseRecording({ path, ffmpegPath: 'ffmpeg' });
const offsetOf = (file: string, name: string): number => readFileSync(file).indexOf(name, 0, 'latin1') - 4;
const topBoxes = (file: string): string[] => {
  const bytes = readFileSync(file);
  const names: string[] = [];
  for (let at = 0; at + 8 <= bytes.length; at += bytes.readUInt32BE(at)) names.push(bytes.toString('latin1', at + 4, at + 8));
  return names;
};
const story: readonly JournalLine[] = [
  { type: 'start', version: 1, fps: 30, title: 'Lamp; night = 1' },
  { type: 'part', file: 'show.mp4' },
  { type: 'anchor', file: 'show.mp4', frame: 0, atMs: 0 },
  { type: 'turn', turnId: 't1', text: 'Is it #1; "best" = yes?' },
  { type: 'clause', turnId: 't1', clauseId: 'c1', text: 'Yes, it is.', lang: 'en', voiced: true },
  { type: 'from', turnId: 't1', clauseId: 'c1', frame: 30 },
  { type: 'to', clauseId: 'c1', frame: 60, complete: true },
];

describe('finalising a recording', () => {
  it('joins parts without a gap and without drift, with chapters, label and subtitles, and tidies up', async () => {
    makePart(path, 4);
    makePart(join(dir, 'show-2.mp4'), 3);
    makePart(join(dir, 'show-3.mp4'), 5);
    const parts = ['show.mp4', 'show-2.mp4', 'show-3.mp4'].map((name) => packetTimes(join(dir, name)));
    writeJournal([...story, { type: 'part', file: 'show-2.mp4' }, { type: 'part', file: 'show-3.mp4' }]);
    expect(await finalise()).toMatchObject({ path, parts: 3, chapters: 2, already: false });

    const times = packetTimes(path);
    expect(times.video).toHaveLength(parts.reduce((sum, part) => sum + part.video.length, 0));
    expect(times.audio).toHaveLength(parts.reduce((sum, part) => sum + part.audio.length, 0));
    expect(isMonotonic(times.video) && isMonotonic(times.audio)).toBe(true);
    expect(largestStep(times.video)).toBeLessThan(0.05 + 1 / 30);
    expect(largestStep(times.audio)).toBeLessThan(0.05 + 1024 / 48_000);
    // picture and sound of each part are shifted by the same amount
    let video = 0;
    let audio = 0;
    for (const part of parts) {
      const shift = (times.video[video] ?? 0) - (part.video[0] ?? 0) - ((times.audio[audio] ?? 0) - (part.audio[0] ?? 0));
      expect(Math.abs(shift)).toBeLessThan(0.022);
      video += part.video.length;
      audio += part.audio.length;
    }
    expect(topBoxes(path)).toEqual(['ftyp', 'moov', 'free', 'mdat']);
    expect(Math.abs(playableSeconds(path) - 12)).toBeLessThan(0.15);
    const shown = JSON.parse(
      execFileSync('ffprobe', ['-v', 'error', '-show_chapters', '-show_format', '-of', 'json', path], { encoding: 'utf8' }),
    ) as { chapters: { start_time: string; tags: { title: string } }[]; format: { tags: Record<string, string> } };
    expect(shown.chapters.map((one) => [Number(one.start_time), one.tags.title])).toEqual([
      [0, 'Opening · 开场'],
      [1, 'Is it #1; "best" = yes?'],
    ]);
    expect(shown.format.tags).toMatchObject({ title: 'Lamp; night = 1' });
    expect(shown.format.tags['comment']).toContain('AI-generated');
    expect(readFileSync(join(dir, 'show.srt'), 'utf8')).toBe('1\n00:00:01,000 --> 00:00:02,000\nYes, it is.\n');
    expect(readdirSync(dir).sort()).toEqual(['show.journal.jsonl', 'show.mp4', 'show.srt', 'show.vtt']);
    expect(await finalise()).toMatchObject({ already: true });
  });

  it('takes a file that ends in the middle of a fragment up to the last whole one', async () => {
    makePart(path, 4);
    truncateSync(path, statSync(path).size - 9000);
    writeJournal(story);
    expect(await finalise()).toMatchObject({ parts: 1 });
    expect(playableSeconds(path)).toBeGreaterThan(2.9);
  });

  it('goes on after it was killed between putting the file in place and tidying up', async () => {
    makePart(path, 2);
    makePart(join(dir, 'show-2.mp4'), 2);
    copyFileSync(join(dir, 'show-2.mp4'), join(dir, 'kept.mp4'));
    writeJournal([...story, { type: 'part', file: 'show-2.mp4' }]);
    await finalise();
    copyFileSync(join(dir, 'kept.mp4'), join(dir, 'show-2.mp4'));
    await finalise();
    expect(existsSync(join(dir, 'show-2.mp4'))).toBe(false);
  });

  it('goes on with the next parts when the first one holds no whole fragment', async () => {
    writeFileSync(path, '');
    makePart(join(dir, 'show-2.mp4'), 3);
    // of an outlet that died in its first fragment again
    const torn = join(dir, 'show-3.mp4');
    makePart(torn, 1);
    truncateSync(torn, offsetOf(torn, 'mdat') + 100);
    const parts: readonly JournalLine[] = ['show-2.mp4', 'show-3.mp4'].map((file) => ({ type: 'part', file }));
    writeJournal([...story, ...parts, { type: 'anchor', file: 'show-2.mp4', frame: 0, atMs: 0 }]);
    expect(await findUnfinished({ folder: dir, ownOnly: true })).toEqual([path]);
    expect(await createRecordingLister(dir).list()).toMatchObject([{ file: 'show.mp4', state: 'unfinished', durationMs: null, parts: 2 }]);

    expect(await finalise()).toMatchObject({ path, parts: 1, chapters: 2, already: false });
    expect(Math.abs(playableSeconds(path) - 3)).toBeLessThan(0.15);
    expect(readdirSync(dir).sort()).toEqual(['show.journal.jsonl', 'show.mp4', 'show.srt', 'show.vtt']);
    expect(await findUnfinished({ folder: dir, ownOnly: true })).toEqual([]);
    expect(await createRecordingLister(dir).list()).toMatchObject([{ file: 'show.mp4', state: 'finished', parts: 1 }]);
  });

  it('says that nothing was recorded only when no part holds anything, and joins nothing while a part cannot be read', async () => {
    writeFileSync(path, '');
    writeFileSync(join(dir, 'show-2.mp4'), '');
    writeJournal([...story, { type: 'part', file: 'show-2.mp4' }]);
    await expect(finalise()).rejects.toMatchObject({ code: 'nothing-recorded' });
    rmSync(join(dir, 'show-2.mp4'));
    // it opens, and cannot be read
    mkdirSync(join(dir, 'show-2.mp4'));
    rmSync(path);
    makePart(path, 2);
    await expect(finalise()).rejects.toMatchObject({ code: 'failed' });
    expect(existsSync(join(dir, 'show-2.mp4'))).toBe(true);
  });

  it('leaves everything as it is when it cannot be done, and says why', async () => {
    makePart(path, 2);
    makePart(join(dir, 'show-2.mp4'), 2, '320x180');
    writeJournal([...story, { type: 'part', file: 'show-2.mp4' }]);
    const before = readFileSync(path);
    await expect(finalise()).rejects.toMatchObject({ code: 'different-parts' });
    await expect(finaliseRecording({ path: join(dir, 'show-2.mp4'), ffmpegPath: '/does/not/exist' })).rejects.toMatchObject({
      code: 'failed',
    });
    writeFileSync(join(dir, 'noise.mp4'), 'not a film');
    await expect(finaliseRecording({ path: join(dir, 'noise.mp4'), ffmpegPath: 'ffmpeg' })).rejects.toMatchObject({
      code: 'not-a-recording',
    });
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(dir).sort()).toEqual(['noise.mp4', 'show-2.mp4', 'show.journal.jsonl', 'show.mp4']);
  });

  it('is a command for a file or a folder', async () => {
    makePart(path, 2);
    const said: string[] = [];
    const io = { out: (text: string) => said.push(text), err: (text: string) => said.push(text), findFfmpeg: async () => 'ffmpeg' };
    expect(await runFinalise([dir], io)).toBe(0);
    expect(said.join('')).toContain('1 part(s), 0 chapter(s)');
    expect(await runFinalise([path], io)).toBe(0);
    expect(said.join('')).toContain('is a normal file already');
    expect(await runFinalise([join(dir, 'none.mp4')], io)).toBe(2);
  });

  it('leaves alone what a living studio is writing, whichever part of it is named', async () => {
    const studio = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    const gone = new Promise((resolve) => studio.once('exit', resolve));
    try {
      const parts = [path, join(dir, 'show-2.mp4')] as const;
      for (const part of parts) makePart(part, 2);
      const [start, ...rest] = story;
      writeJournal([{ ...start, pid: studio.pid } as JournalLine, ...rest, { type: 'part', file: 'show-2.mp4' }]);
      const files = [...parts, journalPath(path)];
      const before = files.map((file) => readFileSync(file));
      const longAgo = new Date(Date.now() - 3_600_000);
      utimesSync(path, longAgo, longAgo);
      const said: string[] = [];
      const io = { out: (text: string) => said.push(text), err: (text: string) => said.push(text), findFfmpeg: async () => 'ffmpeg' };
      for (const part of parts) {
        expect(await runFinalise([part], io)).toBe(1);
        expect(said.splice(0)).toEqual([`${part} is being recorded now. End the show (or the recording) first; nothing was changed.\n`]);
      }
      expect(readdirSync(dir).sort()).toEqual(['show-2.mp4', 'show.journal.jsonl', 'show.mp4']);
      expect(files.map((file, index) => before[index]?.equals(readFileSync(file)))).toEqual([true, true, true]);

      studio.kill();
      await gone;
      expect(await runFinalise([path], io)).toBe(0);
      expect(said.join('')).toContain('2 part(s)');
    } finally {
      studio.kill();
    }
  });

  it('finishes what is not written any more, though the studio that recorded it lives on', async () => {
    makePart(path, 2);
    const [start, ...rest] = story;
    writeJournal([{ ...start, pid: process.pid } as JournalLine, ...rest]);
    const longAgo = new Date(Date.now() - 3_600_000);
    utimesSync(path, longAgo, longAgo);
    const said: string[] = [];
    const io = { out: (text: string) => said.push(text), err: (text: string) => said.push(text), findFfmpeg: async () => 'ffmpeg' };
    expect(await runFinalise([path], io)).toBe(0);
    // it is new now, and a whole file
    expect(await runFinalise([path], io)).toBe(0);
    expect(said.join('')).toContain('is a normal file already');
  });
});
