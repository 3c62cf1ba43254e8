/** A speaking picture on air: it takes over from the drawn anchor and gives back, in the middle of a line, and nothing that is said is lost. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { ReceiptView } from '../../../main/api/contract/engines.ts';
import { beaconConfig } from '../../../main/app/studio-config.ts';
import { runVerify } from '../../../main/cli/verify-command.ts';
import type { VerifyReport } from '../../../main/cli/verify/format-report.ts';
import { beaconTurnText } from '../../../main/contract/beacon.ts';
import { startViewer, studioOnAir, waitUntil, wideJumps, type StudioOnAir } from '../support/studio-on-air.ts';

let show: StudioOnAir | undefined;
afterEach(async () => {
  await show?.close();
  show = undefined;
});

it('puppet to portrait, portrait to portrait and back, each in mid-speech', async () => {
  const on = await studioOnAir({
    config: {
      swapPolicy: { watchMs: 400, drainMs: 10_000 },
      slots: beaconConfig.slots.map((slot) => (slot.slotId === 'face' ? { slotId: 'face', engineId: 'puppet', options: {} } : slot)),
    },
  });
  show = on;
  const receipt = (swapId: string): ReceiptView | undefined => on.studio.snapshot().models.receipts.find((one) => one.swapId === swapId);
  const viewer = await startViewer(on.rtmpUrl, path.join(on.dir, 'viewer.flv'));
  let turn = 0;
  for (const choiceId of ['portrait-yun', 'portrait-juno', 'puppet-kai']) {
    const speaking = on.speak(beaconTurnText((turn += 1), 2));
    await on.next('speech-started');
    const answer = on.studio.engines.swap({ slotId: 'face', choiceId, mode: 'beside', reason: 'test' }, 'test');
    if (!answer.accepted) throw new Error(answer.words.en);
    expect((await speaking).state).toBe('ended');
    expect((await on.speak(beaconTurnText((turn += 1), 1))).state).toBe('ended');
    await waitUntil(`the receipt for ${choiceId}`, () => receipt(answer.swapId) !== undefined);
    expect(receipt(answer.swapId)).toMatchObject({ outcome: 'switched', slotId: 'face' });
    expect(on.studio.snapshot().models.slots.find(({ slotId }) => slotId === 'face')?.active?.choiceId).toBe(choiceId);
  }
  await viewer.stop();
  const report = path.join(on.dir, 'verify.json');
  await runVerify([viewer.file, '--json', report], { out: () => {}, err: () => {} });
  const { sound } = JSON.parse(readFileSync(report, 'utf8')) as VerifyReport;
  expect(sound).toMatchObject({ turnsHeard: turn, turnsLost: [], turnsDoubled: [], clausesLost: [], clausesDoubled: [], clausesCut: [] });
  expect(wideJumps(sound?.jumps)).toEqual([]);
});
