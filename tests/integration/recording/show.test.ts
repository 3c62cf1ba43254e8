/** A recorded show with beacon engines: the finished file is whole, and its subtitles stand where the sound is. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runVerify } from '../../../main/cli/verify-command.ts';
import type { VerifyReport } from '../../../main/cli/verify/format-report.ts';
import { beaconTurnText } from '../../../main/contract/beacon.ts';
import { inspectPart } from '../../../main/recording/inspect-part.ts';
import { cuesOf, soundsIn } from '../support/subtitle-cues.ts';
import { playableSeconds, studioOnAir, waitUntil, type StudioOnAir } from '../support/studio-on-air.ts';

let show: StudioOnAir | undefined;
afterEach(async () => {
  await show?.close();
  show = undefined;
});

async function verify(file: string, dir: string): Promise<VerifyReport> {
  const report = path.join(dir, 'verify.json');
  await runVerify([file, '--json', report], { out: () => {}, err: () => {} });
  return JSON.parse(readFileSync(report, 'utf8')) as VerifyReport;
}

describe('the recording of a show', () => {
  it('is one seekable file, nothing lost or doubled, with chapters and subtitles at the sound, also after the outlet was killed', async () => {
    show = await studioOnAir({ show: { record: true } });
    await show.speak(beaconTurnText(1, 2));
    process.kill(show.pidOf('outlet'), 'SIGKILL');
    await show.next('recording', (event) => event.state === 'recording');
    await show.next('source', (event) => event.state === 'live');
    await show.speak(beaconTurnText(2, 1));
    await show.speak(beaconTurnText(3, 1));
    await show.speak(beaconTurnText(4, 1));
    const { recordingPath } = await show.studio.stopShow();
    await show.studio.recordingsSettled();
    const file = recordingPath ?? '';

    expect(await inspectPart(file)).toMatchObject({ fragmented: false });
    expect((await verify(file, show.dir)).sound).toMatchObject({
      turnsLost: [],
      turnsDoubled: [],
      turnsOutOfOrder: [],
      clausesDoubled: [],
    });
    const probe = execFileSync('ffprobe', ['-v', 'error', '-show_chapters', '-of', 'json', file], { encoding: 'utf8' });
    const { chapters } = JSON.parse(probe) as { chapters: { start_time: string; tags: { title: string } }[] };
    const cues = cuesOf(file.replace(/\.mp4$/, '.srt'));
    expect(chapters.map((one) => one.tags.title).slice(-3)).toEqual([2, 3, 4].map((turn) => beaconTurnText(turn, 1)));
    const sounds = soundsIn(file);
    expect(cues.length).toBeGreaterThanOrEqual(4);
    const nearest = (edge: (sound: (typeof sounds)[number]) => number, at: number): number =>
      Math.min(...sounds.map((sound) => Math.abs(edge(sound) - at)));
    for (const cue of cues.slice(-2))
      expect(
        nearest(({ from }) => from, cue.from),
        JSON.stringify({ cue, sounds }),
      ).toBeLessThan(0.15);
    // The first turn after the outlet's death may begin right at the seam, where the sound that was cut there ends: its end is its own.
    const [first] = cues.slice(-3);
    expect(
      nearest(({ to }) => to, first?.to ?? Number.NaN),
      JSON.stringify({ first, sounds }),
    ).toBeLessThan(0.15);
    expect(Math.abs(Number(chapters.at(-1)?.start_time) - (cues.at(-1)?.from ?? 0))).toBeLessThan(0.01);
  });

  it('that nobody spoke in has neither chapters nor subtitles; and what a crash left behind is finished at the next start', async () => {
    show = await studioOnAir({ show: { record: true } });
    const { recordingPath } = await show.studio.stopShow();
    await show.studio.recordingsSettled();
    expect(playableSeconds(recordingPath ?? '')).toBeGreaterThan(0);
    const fragmented = path.join(show.dir, 'left.mp4');
    execFileSync('ffmpeg', ['-v', 'error', '-i', recordingPath ?? '', '-c', 'copy', '-movflags', '+frag_keyframe+empty_moov', fragmented]);
    const left = fragmented;
    const again = await studioOnAir({
      show: { record: false },
      prepare(dir) {
        mkdirSync(path.join(dir, 'recordings'));
        copyFileSync(left, path.join(dir, 'recordings/left.mp4'));
        writeFileSync(path.join(dir, 'recordings/left.journal.jsonl'), '{"type":"start","version":1,"fps":30,"title":"Left"}\n{"type":"pa');
      },
    });
    try {
      await waitUntil('the file to be finished', async () => !(await inspectPart(path.join(again.dir, 'recordings/left.mp4'))).fragmented);
      expect(playableSeconds(path.join(again.dir, 'recordings/left.mp4'))).toBeGreaterThan(0);
    } finally {
      await again.close();
    }
  });
});
