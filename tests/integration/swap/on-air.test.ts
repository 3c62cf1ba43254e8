/** Swaps in mid-broadcast with real processes: what the audience gets is judged from what a player received. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { runVerify } from '../../../main/cli/verify-command.ts';
import type { VerifyReport } from '../../../main/cli/verify/format-report.ts';
import { beaconTurnText } from '../../../main/contract/beacon.ts';
import type { ReceiptView } from '../../../main/api/contract/engines.ts';
import { isAlive, startViewer, studioOnAir, waitUntil, wideJumps, type StudioOnAir } from '../support/studio-on-air.ts';

let show: StudioOnAir | undefined;
afterEach(async () => {
  await show?.close();
  show = undefined;
});

const policy = { watchMs: 400, drainMs: 10_000 };

function ask(on: StudioOnAir, slotId: string, choiceId: string | null, mode: 'beside' | 'stop-then-start' = 'beside'): string {
  const answer = on.studio.engines.swap({ slotId, choiceId, mode, reason: 'test' }, 'test');
  if (!answer.accepted) throw new Error(answer.words.en);
  return answer.swapId;
}

async function receipt(on: StudioOnAir, swapId: string): Promise<ReceiptView> {
  const find = (): ReceiptView | undefined => on.studio.snapshot().models.receipts.find((one) => one.swapId === swapId);
  await waitUntil(`the receipt of ${swapId}`, () => find() !== undefined);
  return find() as ReceiptView;
}

const activeOf = (on: StudioOnAir, slotId: string): { choiceId: string; instanceId: string } | null =>
  on.studio.snapshot().models.slots.find((slot) => slot.slotId === slotId)?.active ?? null;

describe('a swap on air', () => {
  it('of model, voice and face while the anchor speaks loses, doubles and cuts nothing', async () => {
    show = await studioOnAir({ config: { swapPolicy: policy } });
    const viewer = await startViewer(show.rtmpUrl, path.join(show.dir, 'viewer.flv'));
    const before = new Set(show.studio.snapshot().processes.map(({ pid }) => pid));
    let turn = 0;
    for (const [slotId, choiceId] of [
      ['tts', 'beacon-voice-2'],
      ['llm', 'echo-2'],
      ['face', 'beacon-face-2'],
      ['tts', 'beacon-voice'],
    ] as const) {
      const speaking = show.speak(beaconTurnText((turn += 1), 2));
      await show.next('speech-started');
      const swapId = ask(show, slotId, choiceId);
      await speaking;
      await show.speak(beaconTurnText((turn += 1), 2));
      expect(await receipt(show, swapId)).toMatchObject({ outcome: 'switched', slotId });
      expect(activeOf(show, slotId)?.choiceId).toBe(choiceId);
    }
    await viewer.stop();
    const report = path.join(show.dir, 'verify.json');
    await runVerify([viewer.file, '--json', report], { out: () => {}, err: () => {} });
    const { sound, picture } = JSON.parse(readFileSync(report, 'utf8')) as VerifyReport;
    expect(sound).toMatchObject({
      turnsHeard: turn,
      turnsLost: [],
      turnsDoubled: [],
      clausesHeard: turn * 2,
      clausesLost: [],
      clausesDoubled: [],
      clausesCut: [],
    });
    expect(wideJumps(sound?.jumps)).toEqual([]);
    expect(picture?.largestStepFrames).toBe(1);
    expect(picture?.framesOutOfOrder).toBe(0);
    // what was replaced has gone
    const now = new Set(show.studio.snapshot().models.slots.flatMap((slot) => (slot.active ? [slot.active.instanceId] : [])));
    expect(now.size).toBe(4);
    for (const pid of before)
      if (pid !== null && pid !== process.pid && !show.studio.snapshot().processes.some((one) => one.pid === pid))
        expect(isAlive(pid)).toBe(false);
  });

  it('is rolled back by one call, and the old one serves at once', async () => {
    show = await studioOnAir({ config: { swapPolicy: { ...policy, watchMs: 60_000 } } });
    const old = activeOf(show, 'tts')?.instanceId;
    const swapId = ask(show, 'tts', 'beacon-voice-2');
    await show.next('swap', (event) => event.swapId === swapId && event.phase === 'watching');
    await show.speak(beaconTurnText(1, 1));
    expect(show.studio.engines.rollBack('tts', 'test')).toMatchObject({ accepted: true });
    expect(activeOf(show, 'tts')?.instanceId).toBe(old);
    expect((await show.speak(beaconTurnText(2, 1))).state).toBe('ended');
    expect(await receipt(show, swapId)).toMatchObject({ outcome: 'rolled-back', code: 'asked' });
  });

  it('is rolled back by itself when the new one dies, and the show goes on', async () => {
    show = await studioOnAir({ config: { swapPolicy: { ...policy, watchMs: 60_000 } } });
    const swapId = ask(show, 'llm', 'echo-2');
    await show.next('swap', (event) => event.swapId === swapId && event.phase === 'watching');
    const pid = show.studio.snapshot().engines.find((engine) => engine.slotId === 'llm')?.pid;
    process.kill(pid ?? 0, 'SIGKILL');
    expect(await receipt(show, swapId)).toMatchObject({ outcome: 'rolled-back', code: 'breach-health' });
    expect(activeOf(show, 'llm')?.choiceId).toBe('echo');
    expect((await show.speak(beaconTurnText(1, 1))).state).toBe('ended');
  });

  it('switches a voice off and on: captions meanwhile, then sound again', async () => {
    show = await studioOnAir({ config: { swapPolicy: policy } });
    await receipt(show, ask(show, 'tts', null));
    const shown = show.next('clause');
    await show.speak(beaconTurnText(1, 1));
    expect(await shown).toMatchObject({ voiced: false, reason: 'no-voice-for-language' });
    await receipt(show, ask(show, 'tts', 'beacon-voice'));
    const heard = show.next('speech-heard');
    await show.speak(beaconTurnText(2, 1));
    await heard;
  });

  it('stops first and starts then when it is asked for by name', async () => {
    show = await studioOnAir({ config: { swapPolicy: policy } });
    expect(await receipt(show, ask(show, 'face', 'beacon-face-2', 'stop-then-start'))).toMatchObject({ outcome: 'stop-then-started' });
    expect(activeOf(show, 'face')?.choiceId).toBe('beacon-face-2');
    expect((await show.speak(beaconTurnText(1, 1))).state).toBe('ended');
  });

  it('to a file that is not there is rejected in words; the audition of another answers unheard', async () => {
    show = await studioOnAir({ config: { swapPolicy: policy } });
    const broken = show.studio.engines.addChoice({ engineId: 'faq', title: 'nowhere', options: { knowledgePath: '/nowhere.yaml' } });
    const rejected = await receipt(show, ask(show, 'llm', broken.done ? broken.choiceId : ''));
    expect(rejected).toMatchObject({ outcome: 'rejected', code: 'load-failed' });
    expect(rejected.words?.zh).toMatch(/未切换上线/);
    expect(await show.studio.engines.shadow('llm', 'faq-tea-shop')).toEqual({ done: true });
    await show.speak(beaconTurnText(1, 1));
    await waitUntil('the unheard answer', () => show?.studio.snapshot().models.shadows[0]?.turns[0]?.shadow.state === 'answered');
    const turn = show.studio.snapshot().models.shadows[0]?.turns[0];
    expect(turn?.active.text).toContain('#1.1');
    expect(turn?.shadow.text).not.toBe('');
    expect(turn?.shadow.text).not.toContain('#1.1');
  });
});
