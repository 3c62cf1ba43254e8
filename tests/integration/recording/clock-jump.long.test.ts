/** The system's time is set back and forth during a recording (a time server, a time zone, a person): nothing that is recorded follows it. */
import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { beaconTurnText } from '../../../main/contract/beacon.ts';
import { systemClock } from '../../../main/kernel/clock.ts';
import {
  isMonotonic,
  largestStep,
  packetTimes,
  playableSeconds,
  seamSeconds,
  studioOnAir,
  type StudioOnAir,
} from '../support/studio-on-air.ts';
import { cuesOf, soundsIn } from '../support/subtitle-cues.ts';

let show: StudioOnAir | undefined;
afterEach(async () => {
  await show?.close();
  show = undefined;
});

const hourMs = 3_600_000;

describe('a clock that jumps', () => {
  it('leaves recording, saved minutes, subtitles and chapters as they are', async () => {
    let offMs = 0;
    show = await studioOnAir({ show: { record: true }, clock: { ...systemClock, wallNow: () => Date.now() + offMs } });
    const { studio } = show;
    await studio.recording.setReplay(1);
    const lengths: number[] = [];
    const turns: number[] = [];
    for (const [index, jumpMs] of [0, -hourMs, 24 * 30 * hourMs, -2 * hourMs].entries()) {
      offMs = jumpMs;
      expect((await show.speak(beaconTurnText(index + 1, 1))).state).toBe('ended');
      turns.push(index + 1);
      lengths.push(studio.snapshot().recording.durationMs);
    }
    // how long it has run is told by the clock that does not jump
    expect(isMonotonic(lengths)).toBe(true);
    const saved = await studio.recording.saveLast(1);
    const { recordingPath } = await studio.stopShow();
    await studio.recordingsSettled();
    if (!saved.done) throw new Error(saved.words.en);
    const seconds = playableSeconds(recordingPath ?? '');
    expect(Math.abs(seconds * 1000 - (lengths.at(-1) ?? 0))).toBeLessThan(30_000);

    for (const file of [recordingPath ?? '', saved.path]) {
      const times = packetTimes(file);
      expect(isMonotonic(times.video) && isMonotonic(times.audio)).toBe(true);
      expect(largestStep(times.video)).toBeLessThanOrEqual(seamSeconds);
      const sounds = soundsIn(file);
      const cues = cuesOf(file.replace(/\.mp4$/, '.srt'));
      expect(isMonotonic(cues.map(({ from }) => from))).toBe(true);
      for (const cue of cues.slice(-2))
        expect(Math.min(...sounds.map(({ from }) => Math.abs(from - cue.from))), JSON.stringify({ cue, sounds })).toBeLessThan(0.15);
    }
    const probe = execFileSync('ffprobe', ['-v', 'error', '-show_chapters', '-of', 'json', recordingPath ?? ''], { encoding: 'utf8' });
    const { chapters } = JSON.parse(probe) as { chapters: { start_time: string; tags: { title: string } }[] };
    expect(chapters.map(({ tags }) => tags.title).slice(-turns.length)).toEqual(turns.map((turn) => beaconTurnText(turn, 1)));
    expect(isMonotonic(chapters.map(({ start_time }) => Number(start_time)))).toBe(true);
  });
});
