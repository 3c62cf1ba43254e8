/** A speaking picture on air: it takes over from the drawn anchor and gives back, in the middle of a line, and nothing that is said is lost. */
import { copyFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { ReceiptView } from '../../../main/api/contract/engines.ts';
import { beaconConfig } from '../../../main/app/studio-config.ts';
import { runVerify } from '../../../main/cli/verify-command.ts';
import type { VerifyReport } from '../../../main/cli/verify/format-report.ts';
import { beaconTurnText } from '../../../main/contract/beacon.ts';
import { rootDir, startViewer, studioOnAir, waitUntil, wideJumps, type StudioOnAir } from '../support/studio-on-air.ts';

let show: StudioOnAir | undefined;
afterEach(async () => {
  await show?.close();
  show = undefined;
});

it('a picture that cannot be used is refused in words, and nothing is added', async () => {
  const on = await studioOnAir();
  show = on;
  const choices = (): number => on.studio.snapshot().models.choices.length;
  const before = choices();
  for (const [picture, words] of [
    ['mine.png', /完整路径/],
    [path.join(on.dir, 'nowhere.png'), /无法读取/],
    [path.join(rootDir, 'package.json'), /不是可用的图片/],
  ] as const)
    expect(await on.studio.engines.addPicture(picture)).toMatchObject({ done: false, words: { zh: words } });
  expect(choices()).toBe(before);
});

it("puppet to portrait, to a picture of one's own and back, each in mid-speech", async () => {
  const on = await studioOnAir({
    config: {
      swapPolicy: { watchMs: 400, drainMs: 10_000 },
      slots: beaconConfig.slots.map((slot) => (slot.slotId === 'face' ? { slotId: 'face', engineId: 'puppet', options: {} } : slot)),
    },
  });
  show = on;
  const receipt = (swapId: string): ReceiptView | undefined => on.studio.snapshot().models.receipts.find((one) => one.swapId === swapId);
  const viewer = await startViewer(on.rtmpUrl, path.join(on.dir, 'viewer.flv'));
  const picture = path.join(on.dir, 'mine.png');
  copyFileSync(path.join(rootDir, 'resources/portraits/juno.png'), picture);
  const own = await on.studio.engines.addPicture(picture);
  if (!own.done) throw new Error(own.words.en);
  expect(own.notes).toEqual([]);
  let turn = 0;
  for (const choiceId of ['portrait-yun', own.choiceId, 'puppet-kai']) {
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
