/** A beacon show of a few turns, judged by what a player received and by its recording: nothing lost, doubled, cut or out of order. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { runVerify } from '../../../main/cli/verify-command.ts';
import type { VerifyReport } from '../../../main/cli/verify/format-report.ts';
import { beaconTurnText } from '../../../main/contract/beacon.ts';
import type { VideoPreset } from '../../../main/contract/media.ts';
import { startViewer, studioOnAir, wideJumps } from '../support/studio-on-air.ts';

export async function verify(file: string, dir: string): Promise<VerifyReport> {
  const report = path.join(dir, 'verify.json');
  const said: string[] = [];
  await runVerify([file, '--json', report], { out: (text) => said.push(text), err: (text) => said.push(text) });
  return JSON.parse(readFileSync(report, 'utf8')) as VerifyReport;
}

export async function expectWholeShow(preset: VideoPreset): Promise<void> {
  const show = await studioOnAir({ show: { preset, record: true } });
  try {
    const viewer = await startViewer(show.rtmpUrl, path.join(show.dir, 'viewer.flv'));
    const turns = 3;
    for (let turn = 1; turn <= turns; turn += 1) expect((await show.speak(beaconTurnText(turn, 2))).state).toBe('ended');
    await viewer.stop();
    // a busy machine shows the slate until its programme is there: one seam, before anything was said
    const seams = show.events.filter((event) => event.type === 'source' && event.state === 'slate').length;
    expect(seams).toBeLessThanOrEqual(1);
    const { recordingPath } = await show.studio.stopShow();

    for (const file of [viewer.file, recordingPath ?? '']) {
      const { sound, picture, offset } = await verify(file, show.dir);
      expect(sound).toMatchObject({
        turnsHeard: turns,
        turnsLost: [],
        turnsDoubled: [],
        turnsOutOfOrder: [],
        turnsIncomplete: [],
        clausesHeard: turns * 2,
        clausesLost: [],
        clausesDoubled: [],
        clausesOutOfOrder: [],
        clausesCut: [],
      });
      // a held frame (a busy machine) shows one clause's lips late; the middle of all, the order and the stream's own clock do not depend on it
      expect(picture?.framesOutOfOrder).toBe(0);
      expect(picture?.largestStepFrames).toBeLessThanOrEqual(1 + seams);
      expect(wideJumps(sound?.jumps)).toEqual([]);
      expect(Math.abs(offset?.medianMs ?? Number.NaN)).toBeLessThanOrEqual(50);
    }
  } finally {
    await show.close();
  }
}
