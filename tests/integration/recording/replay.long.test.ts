/** "Save the last minutes" with the real processes: a normal file with subtitles at the sound, while the show goes on as if nothing were. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { beaconTurnText } from '../../../main/contract/beacon.ts';
import { inspectPart } from '../../../main/recording/inspect-part.ts';
import {
  expectUnbroken,
  isMonotonic,
  largestStep,
  packetTimes,
  playableSeconds,
  seamSeconds,
  startViewer,
  studioOnAir,
} from '../support/studio-on-air.ts';
import type { StudioOnAir, Viewer } from '../support/studio-on-air.ts';
import { cuesOf, soundsIn } from '../support/subtitle-cues.ts';

let show: StudioOnAir | undefined;
let viewer: Viewer | undefined;
afterEach(async () => {
  await viewer?.stop();
  await show?.close();
  viewer = undefined;
  show = undefined;
});

describe('the last minutes', () => {
  it('are saved while the anchor speaks and nothing is recorded: seekable, with subtitles and chapters of that span, and viewers see no gap', async () => {
    show = await studioOnAir({ show: { record: false } });
    const { recording } = show.studio;
    expect(await recording.saveLast(undefined)).toMatchObject({ done: false, words: { en: expect.stringMatching(/not being kept/) } });
    expect(await recording.setReplay(1)).toEqual({ done: true });
    viewer = await startViewer(show.rtmpUrl, path.join(show.dir, 'viewer.flv'));
    await show.speak(beaconTurnText(1, 2));
    await show.speak(beaconTurnText(2, 1));
    await show.speak(beaconTurnText(3, 1));
    const speaking = show.next('speech-started');
    const turn = show.speak(beaconTurnText(4, 3));
    await speaking;
    const saved = await recording.saveLast(undefined);
    expect((await turn).state).toBe('ended');
    if (!saved.done) throw new Error(saved.words.en);
    const file = saved.path;

    expect(await inspectPart(file)).toMatchObject({ fragmented: false });
    expect(playableSeconds(file)).toBeGreaterThan(5);
    const times = packetTimes(file);
    expect(isMonotonic(times.video) && isMonotonic(times.audio)).toBe(true);
    expect(largestStep(times.video)).toBeLessThanOrEqual(seamSeconds);
    expect(largestStep(times.audio)).toBeLessThanOrEqual(seamSeconds);
    const cues = cuesOf(file.replace(/\.mp4$/, '.srt'));
    const sounds = soundsIn(file);
    for (const cue of cues.slice(1, 3))
      expect(Math.min(...sounds.map(({ from }) => Math.abs(from - cue.from))), JSON.stringify({ cue, sounds })).toBeLessThan(0.15);
    const probe = execFileSync('ffprobe', ['-v', 'error', '-show_chapters', '-show_format', '-of', 'json', file], { encoding: 'utf8' });
    const { chapters, format } = JSON.parse(probe) as { chapters: { tags: { title: string } }[]; format: { tags: Record<string, string> } };
    expect(chapters.map((one) => one.tags.title)).toEqual(expect.arrayContaining([2, 3].map((turn) => beaconTurnText(turn, 1))));
    expect(format.tags['comment']).toContain('AI-generated');
    await expectUnbroken(viewer);

    const kept = path.join(show.dir, 'replay');
    expect(readdirSync(kept)).toHaveLength(1);
    expect(await recording.list()).toMatchObject({ recordings: [{ file: path.basename(file), subtitles: true, state: 'finished' }] });
    await show.studio.stopShow();
    expect(readdirSync(kept)).toEqual([]);
    expect(existsSync(file)).toBe(true);
  });

  it('begin anew when the outlet was killed, and a recording can begin and end in the middle of a show', async () => {
    show = await studioOnAir({ show: { record: false } });
    const { recording } = show.studio;
    await recording.setReplay(1);
    await show.speak(beaconTurnText(1, 1));
    const live = show.next('source', (event) => event.state === 'live');
    process.kill(show.pidOf('outlet'), 'SIGKILL');
    await live;
    expect(await recording.start()).toEqual({ done: true });
    expect(await recording.start()).toMatchObject({ done: false });
    await show.speak(beaconTurnText(2, 2));
    expect(show.studio.snapshot().recording).toMatchObject({ state: 'recording', parts: 1 });
    const saved = await recording.saveLast(1);
    expect(saved.done).toBe(true);
    const stopped = await recording.stop();
    if (!stopped.done || stopped.path === null || !saved.done) throw new Error('nothing was recorded');
    expect(await recording.stop()).toMatchObject({ done: false });
    expect((await show.speak(beaconTurnText(3, 1))).state).toBe('ended');
    await show.studio.recordingsSettled();
    expect(await inspectPart(stopped.path)).toMatchObject({ fragmented: false });
    for (const file of [stopped.path, saved.path])
      expect(
        cuesOf(file.replace(/\.mp4$/, '.srt'))
          .map(({ text }) => text)
          .join(' '),
      ).toContain('2');
    expect(await recording.remove(path.basename(saved.path))).toEqual({ done: true });
    expect(readdirSync(path.dirname(saved.path)).filter((name) => name.includes('last 1 min'))).toEqual([]);
  });
});
