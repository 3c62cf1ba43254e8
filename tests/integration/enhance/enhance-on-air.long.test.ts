/** An enhancer in mid-broadcast with real processes: what a player received tells from which frame on it was on, and that nothing else is noticed of it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { ReceiptView } from '../../../main/api/contract/engines.ts';
import { runVerify } from '../../../main/cli/verify-command.ts';
import type { VerifyReport } from '../../../main/cli/verify/format-report.ts';
import { beaconTurnText } from '../../../main/contract/beacon.ts';
import { startViewer, studioOnAir, waitUntil, wideJumps, type StudioOnAir, type Viewer } from '../support/studio-on-air.ts';
import { marksInTurn, readMarks } from './lens-marks.ts';

let show: StudioOnAir | undefined;
afterEach(async () => {
  await show?.close();
  show = undefined;
});

const watched = { watchMs: 400, drainMs: 10_000 };

function ask(on: StudioOnAir, choiceId: string | null): string {
  const answer = on.studio.engines.swap({ slotId: 'enhance', choiceId, mode: 'beside', reason: 'test' }, 'test');
  if (!answer.accepted) throw new Error(answer.words.en);
  return answer.swapId;
}

async function receipt(on: StudioOnAir, swapId: string): Promise<ReceiptView> {
  const find = (): ReceiptView | undefined => on.studio.snapshot().models.receipts.find((one) => one.swapId === swapId);
  await waitUntil(`the receipt of ${swapId}`, () => find() !== undefined);
  return find() as ReceiptView;
}

const slot = (on: StudioOnAir) => on.studio.snapshot().models.slots.find(({ slotId }) => slotId === 'enhance');
const enhancerPid = (on: StudioOnAir): number => on.studio.snapshot().engines.find(({ slotId }) => slotId === 'enhance')?.pid ?? 0;

/** What `vanchor verify` says of the stream, with nothing lost and no frame left out or shown twice. */
async function expectUnharmed(viewer: Viewer, turns: number): Promise<void> {
  const report = path.join(path.dirname(viewer.file), 'verify.json');
  await runVerify([viewer.file, '--json', report], { out: () => {}, err: () => {} });
  const { sound, picture } = JSON.parse(readFileSync(report, 'utf8')) as VerifyReport;
  expect(sound).toMatchObject({ turnsHeard: turns, turnsLost: [], turnsDoubled: [], clausesLost: [], clausesDoubled: [], clausesCut: [] });
  expect(wideJumps(sound?.jumps)).toEqual([]);
  expect(picture?.largestStepFrames).toBe(1);
  expect(picture?.framesOutOfOrder).toBe(0);
}

describe('an enhancer on air', () => {
  it('is off at first, is switched on, swapped and switched off while the anchor speaks: seen frame by frame, and nothing is lost', async () => {
    show = await studioOnAir({ show: { preset: '720p' }, config: { swapPolicy: watched } });
    expect(slot(show)).toMatchObject({ kind: 'enhance', active: null });
    const viewer = await startViewer(show.rtmpUrl, path.join(show.dir, 'viewer.flv'));
    let turn = 0;
    for (const choiceId of ['beacon-lens', 'beacon-lens-2', null]) {
      const speaking = show.speak(beaconTurnText((turn += 1), 2));
      await show.next('speech-started');
      const swapId = ask(show, choiceId);
      await speaking;
      await show.speak(beaconTurnText((turn += 1), 2));
      expect(await receipt(show, swapId)).toMatchObject({ outcome: 'switched' });
      expect(slot(show)?.active?.choiceId ?? null).toBe(choiceId);
    }
    await viewer.stop();
    await expectUnharmed(viewer, turn);
    const frames = await readMarks(viewer.file);
    const count = (mark: string): number => frames.filter((one) => one.mark === mark).length;
    expect(count('wrong')).toBe(0);
    expect(count('left')).toBeGreaterThan(30);
    expect(count('right')).toBeGreaterThan(30);
    // a frame that was late is shown plainly: leave those out, and what is left is one after the other
    const order = marksInTurn(frames.filter(({ mark }) => mark !== 'none'));
    expect(order).toEqual(['left', 'right']);
    expect([frames[0]?.mark, frames.at(-1)?.mark]).toEqual(['none', 'none']);
  });

  it('that is killed or stopped leaves the plain picture, and is used again when it is back', async () => {
    show = await studioOnAir({ show: { preset: '720p' }, config: { swapPolicy: watched } });
    await receipt(show, ask(show, 'beacon-lens'));
    const viewer = await startViewer(show.rtmpUrl, path.join(show.dir, 'viewer.flv'));
    await show.speak(beaconTurnText(1, 1));
    const killed = enhancerPid(show);
    process.kill(killed, 'SIGKILL');
    await show.speak(beaconTurnText(2, 2));
    await waitUntil(
      'another process',
      () => slot(show as StudioOnAir)?.active?.state === 'ready' && enhancerPid(show as StudioOnAir) !== killed,
    );
    await show.speak(beaconTurnText(3, 2));
    const stopped = enhancerPid(show);
    process.kill(stopped, 'SIGSTOP');
    try {
      await show.speak(beaconTurnText(4, 2));
    } finally {
      process.kill(stopped, 'SIGCONT');
    }
    await show.speak(beaconTurnText(5, 2));
    await viewer.stop();
    await expectUnharmed(viewer, 5);
    const frames = await readMarks(viewer.file);
    expect(frames.filter(({ mark }) => mark === 'wrong' || mark === 'right')).toEqual([]);
    // on, gone with the kill, on, gone with the stop, on: single late frames are not counted
    const long = longRuns(frames.map(({ mark }) => mark));
    // a player is given a little of what was before it joined
    expect(long[0] === 'none' ? long.slice(1) : long).toEqual(['left', 'none', 'left', 'none', 'left']);
  });

  it('that dies or falls silent while it is watched is taken off by itself', async () => {
    show = await studioOnAir({ show: { preset: '720p' }, config: { swapPolicy: { ...watched, watchMs: 60_000 } } });
    for (const signal of ['SIGKILL', 'SIGSTOP'] as const) {
      const swapId = ask(show, 'beacon-lens');
      await show.next('swap', (event) => event.swapId === swapId && event.phase === 'watching');
      process.kill(enhancerPid(show), signal);
      expect(await receipt(show, swapId)).toMatchObject({ outcome: 'rolled-back', code: expect.stringMatching(/^breach-/) });
      expect(slot(show)?.active).toBeNull();
    }
    expect((await show.speak(beaconTurnText(1, 1))).state).toBe('ended');
  });

  it('sharpens, and is refused in words when it is set wrongly or changes nothing', async () => {
    show = await studioOnAir({ show: { preset: '720p' }, config: { swapPolicy: watched } });
    expect(await receipt(show, ask(show, 'sharpen'))).toMatchObject({ outcome: 'switched' });
    for (const [strength, code] of [
      [7, 'load-failed'],
      [0, 'probe-failed'],
    ] as const) {
      const own = show.studio.engines.addChoice({ engineId: 'sharpen', title: 'odd', options: { strength } });
      expect(await receipt(show, ask(show, own.done ? own.choiceId : ''))).toMatchObject({ outcome: 'rejected', code });
    }
    expect(slot(show)?.active?.choiceId).toBe('sharpen');
  });
});

/** Marks that stay for a third of a second, one after the other. */
function longRuns(marks: readonly string[]): string[] {
  const runs: { mark: string; length: number }[] = [];
  for (const mark of marks) {
    const last = runs.at(-1);
    if (last?.mark === mark) last.length += 1;
    else runs.push({ mark, length: 1 });
  }
  return runs
    .filter(({ length }) => length >= 10)
    .map(({ mark }) => mark)
    .filter((mark, index, all) => mark !== all[index - 1]);
}
