/** A speaking picture on air: it takes over from the drawn anchor and gives back, in the middle of a line, and nothing that is said is lost. */
import { readFileSync } from 'node:fs';
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

it('a picture that cannot be used is refused in words, and nothing is added: not by its path either', async () => {
  const on = await studioOnAir();
  show = on;
  const choices = (): number => on.studio.snapshot().models.choices.length;
  const before = choices();
  const text = readFileSync(path.join(rootDir, 'package.json'));
  expect(await on.studio.portraits.read({ name: 'mine.png', bytes: text })).toMatchObject({ done: false, words: { zh: /不是可用的图片/ } });
  // without the word that the face may be used there is no way in
  expect(
    on.studio.engines.addChoice({
      engineId: 'portrait',
      title: 'mine',
      options: { picturePath: path.join(rootDir, 'resources/portraits/juno.png') },
    }),
  ).toMatchObject({ done: false, words: { zh: /有权使用/ } });
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
  const { portraits } = on.studio;
  const read = await portraits.read({ name: 'mine.png', bytes: readFileSync(path.join(rootDir, 'resources/portraits/juno.png')) });
  if (!read.done) throw new Error(read.words.en);
  const { draftId, look, faces, personOff } = read.draft;
  expect(faces[0]?.findings).toEqual([]);
  // nobody looks a second time without a window
  expect(personOff?.zh).toMatch(/桌面应用/);
  const own = await portraits.save({ draftId, look: { ...look, framing: { x: 0.1, y: 0, size: 0.8 } }, title: 'mine' }, 'test');
  if (!own.done) throw new Error(own.words.en);
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
