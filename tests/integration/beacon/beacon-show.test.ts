/** A whole show with beacon engines, received over RTMP by a player and judged by `vanchor verify`: whatever is lost, doubled or shifted is seen from outside. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runVerify } from '../../../main/cli/verify-command.ts';
import type { VerifyReport } from '../../../main/cli/verify/format-report.ts';
import { beaconTurnText } from '../../../main/contract/beacon.ts';
import { startViewer, studioOnAir, wideJumps, type StudioOnAir } from '../support/studio-on-air.ts';

let show: StudioOnAir | undefined;
afterEach(async () => {
  await show?.close();
  show = undefined;
});

async function verify(file: string, dir: string): Promise<VerifyReport> {
  const report = path.join(dir, 'verify.json');
  const said: string[] = [];
  await runVerify([file, '--json', report], { out: (text) => said.push(text), err: (text) => said.push(text) });
  return JSON.parse(readFileSync(report, 'utf8')) as VerifyReport;
}

describe('a beacon show', () => {
  it.each(['720p', '720p-vertical'] as const)('%s reaches a player whole: nothing lost, doubled, cut or out of order', async (preset) => {
    show = await studioOnAir({ show: { preset, record: true } });
    const viewer = await startViewer(show.rtmpUrl, path.join(show.dir, 'viewer.flv'));
    const turns = 3;
    for (let turn = 1; turn <= turns; turn += 1) expect((await show.speak(beaconTurnText(turn, 2))).state).toBe('ended');
    await viewer.stop();
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
      expect(picture?.largestStepFrames).toBe(1);
      expect(wideJumps(sound?.jumps)).toEqual([]);
      expect(Math.abs(offset?.medianMs ?? Number.NaN)).toBeLessThanOrEqual(50);
    }
  });

  it('is called faulty when the sender really loses a turn', async () => {
    show = await studioOnAir();
    const viewer = await startViewer(show.rtmpUrl, path.join(show.dir, 'viewer.flv'));
    await show.speak(beaconTurnText(1, 1));
    await show.speak(beaconTurnText(3, 1));
    await viewer.stop();
    expect((await verify(viewer.file, show.dir)).sound?.turnsLost).toEqual([2]);
  });
});
