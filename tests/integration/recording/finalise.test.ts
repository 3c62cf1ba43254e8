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
    await expect(finaliseRecording({ path, ffmpegPath: '/does/not/exist' })).rejects.toMatchObject({ code: 'failed' });
    writeFileSync(join(dir, 'noise.mp4'), 'not a film');
    await expect(finaliseRecording({ path: join(dir, 'noise.mp4'), ffmpegPath: 'ffmpeg' })).rejects.toMatchObject({
      code: 'not-a-recording',
    });
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(dir).sort()).toEqual(['noise.mp4', 'show-2.mp4', 'show.journal.jsonl', 'show.mp4']);
  });

  describe('of which a part was recorded with another encoder', () => {
    const switched: readonly JournalLine[] = [
      ...story,
      { type: 'turn', turnId: 't2', text: 'And now?' },
      { type: 'clause', turnId: 't2', clauseId: 'c2', text: 'Over the seam.', lang: 'en', voiced: true },
      { type: 'from', turnId: 't2', clauseId: 'c2', frame: 80 },
      { type: 'part', file: 'show-2.mp4' },
      { type: 'anchor', file: 'show-2.mp4', frame: 90, atMs: 0 },
      { type: 'to', clauseId: 'c2', frame: 105, complete: true },
      { type: 'turn', turnId: 't3', text: 'Still there?' },
      { type: 'clause', turnId: 't3', clauseId: 'c3', text: 'Still here.', lang: 'en', voiced: true },
      { type: 'from', turnId: 't3', clauseId: 'c3', frame: 120 },
      { type: 'to', clauseId: 'c3', frame: 150, complete: true },
      { type: 'part', file: 'show-3.mp4' },
    ];
    const further = (): string => join(dir, 'show (2).mp4');
    beforeEach(() => {
      makePart(path, 3);
      makePart(join(dir, 'show-2.mp4'), 2, '320x180');
      makePart(join(dir, 'show-3.mp4'), 1, '320x180');
      writeJournal(switched);
    });

    it('makes a seekable file of each run, with its own chapters, subtitles and labels, and says why', async () => {
      const shares: number[] = [];
      const made = await finaliseRecording({ path, ffmpegPath: 'ffmpeg', onProgress: ({ share }) => shares.push(share) });
      expect(made).toMatchObject({ path, parts: 3, further: [further()], already: false });
      expect(Math.abs(made.durationMs - 6000)).toBeLessThan(200);
      expect(made.note).toMatchObject({
        en: expect.stringMatching(/encoder.*2 files.*show \(2\)\.mp4/s),
        zh: expect.stringMatching(/更换过编码器/),
      });
      expect(shares.every((share, index) => share >= (shares[index - 1] ?? 0) && share <= 1)).toBe(true);

      for (const [file, seconds] of [
        [path, 3],
        [further(), 3],
      ] as const) {
        expect(topBoxes(file)).toEqual(['ftyp', 'moov', 'free', 'mdat']);
        expect(Math.abs(playableSeconds(file) - seconds)).toBeLessThan(0.15);
      }
      // its last frame of sound ends a little after the picture
      expect(readFileSync(join(dir, 'show.srt'), 'utf8')).toMatch(
        /^1\n00:00:01,000 --> 00:00:02,000\nYes, it is.\n\n2\n00:00:02,667 --> 00:00:03,0\d\d\nOver the seam.\n$/,
      );
      expect(readFileSync(join(dir, 'show (2).srt'), 'utf8')).toBe(
        '1\n00:00:00,000 --> 00:00:00,500\nOver the seam.\n\n2\n00:00:01,000 --> 00:00:02,000\nStill here.\n',
      );
      const shown = JSON.parse(
        execFileSync('ffprobe', ['-v', 'error', '-show_chapters', '-show_format', '-of', 'json', further()], { encoding: 'utf8' }),
      ) as { chapters: { start_time: string; tags: { title: string } }[]; format: { tags: Record<string, string> } };
      expect(shown.chapters.map((one) => [Number(one.start_time), one.tags.title])).toEqual([
        [0, 'And now?'],
        [1, 'Still there?'],
      ]);
      expect(shown.format.tags).toMatchObject({ title: 'Lamp; night = 1 (2)' });
      expect(shown.format.tags['comment']).toContain('AI-generated');
      expect(readdirSync(dir).sort()).toEqual([
        'show (2).mp4',
        'show (2).srt',
        'show (2).vtt',
        'show.journal.jsonl',
        'show.mp4',
        'show.srt',
        'show.vtt',
      ]);
      expect(await findUnfinished({ folder: dir, ownOnly: true })).toEqual([]);
      expect((await createRecordingLister(dir).list()).map(({ file, state, subtitles }) => [file, state, subtitles])).toEqual([
        ['show.mp4', 'finished', true],
        ['show (2).mp4', 'finished', true],
      ]);
      expect(await finalise()).toMatchObject({ already: true, further: [further()] });
    });

    it('goes on after it was killed between two files, makes none twice and replaces nothing', async () => {
      const kept = mkdtempSync(join(tmpdir(), 'vanchor-kept-'));
      try {
        const parts = ['show.mp4', 'show-2.mp4', 'show-3.mp4'];
        for (const part of parts) copyFileSync(join(dir, part), join(kept, part));
        writeFileSync(further(), 'of somebody else');
        await finalise();
        const mine = join(dir, 'show (3).mp4');
        const before = statSync(mine).mtimeMs;
        // as it is when the further file has just got its name
        for (const part of parts) copyFileSync(join(kept, part), join(dir, part));
        expect(await findUnfinished({ folder: dir, ownOnly: true })).toEqual([path]);
        expect(await finalise()).toMatchObject({ parts: 1, further: [mine], already: false });
        expect(statSync(mine).mtimeMs).toBe(before);
        expect(readFileSync(further(), 'utf8')).toBe('of somebody else');
        expect(
          readdirSync(dir)
            .filter((name) => name.endsWith('.mp4'))
            .sort(),
        ).toEqual(['show (2).mp4', 'show (3).mp4', 'show.mp4']);
      } finally {
        rmSync(kept, { recursive: true, force: true });
      }
    });
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
