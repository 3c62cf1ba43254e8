/** Ears that fail in every way, as candidates and on air: each swap ends rejected or rolled back, in words, and what was said becomes its line, once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReceiptView } from '../../../main/api/contract/engines.ts';
import { beaconConfig } from '../../../main/app/studio-config.ts';
import { numberedStart } from '../../../main/contract/beacon.ts';
import { beaconSound, beaconSymbols } from '../../../main/contract/beacon-sound.ts';
import { isAlive, studioOnAir, waitUntil, type StudioOnAir } from '../support/studio-on-air.ts';

const policy = { watchMs: 60_000, drainMs: 2000, loadTimeoutMs: 4000, probeTimeoutMs: 3000 };
const inWords = { en: expect.stringMatching(/[a-z]{3}/), zh: expect.stringMatching(/\p{Script=Han}{3}/u) };

let on: StudioOnAir;
let turn = 0;
// one show for all of them: none of it may leave a trace on the next
beforeAll(async () => {
  on = await studioOnAir({
    config: {
      slots: [...beaconConfig.slots, { slotId: 'asr', engineId: 'beacon-ear', options: {} }],
      offSlots: [],
      swapPolicy: policy,
      utteranceTimeoutMs: 2000,
    },
  });
});
afterAll(() => on.close());

const slot = () => on.studio.snapshot().models.slots.find(({ slotId }) => slotId === 'asr');
const isOver = (swapId: string): boolean => on.studio.snapshot().models.receipts.some((one) => one.swapId === swapId);
const pids = (): number[] =>
  on.studio.snapshot().processes.flatMap(({ name, pid }) => (name.includes('misbehaver') && pid !== null ? [pid] : []));

function swapTo(options: Readonly<Record<string, unknown>>): string {
  const own = on.studio.engines.addChoice({ engineId: 'misbehaver-ear', title: `ear ${String(options['how'])}`, options });
  if (!own.done) throw new Error(own.words.en);
  const answer = on.studio.engines.swap({ slotId: 'asr', choiceId: own.choiceId, mode: 'beside', reason: 'test' }, 'test');
  if (!answer.accepted) throw new Error(answer.words.en);
  return answer.swapId;
}

async function receipt(swapId: string): Promise<ReceiptView> {
  await waitUntil(`the receipt of ${swapId}`, () => isOver(swapId));
  return on.studio.snapshot().models.receipts.find((one) => one.swapId === swapId) as ReceiptView;
}

/** Said, heard, asked, once. */
async function expectHeard(): Promise<void> {
  turn += 1;
  const text = `Beacon #${turn}.1/1`;
  const pcm = beaconSound(beaconSymbols({ turn, clause: 1, clauses: 1 }, numberedStart), 16_000);
  expect(await on.studio.hear({ author: 'Lin', pcm })).toMatchObject({ accepted: true, text });
  expect(on.studio.snapshot().turns.filter((one) => one.text === text)).toHaveLength(1);
}

async function expectGone(seen: readonly number[]): Promise<void> {
  await waitUntil('the misbehaving process to be gone', () => seen.every((pid) => !isAlive(pid)));
  expect(pids().filter(isAlive)).toEqual([]);
}

describe('a candidate that', () => {
  it.each([
    ['never gets ready', { how: 'load-never' }, 'load-timeout'],
    ['ends with code 0 while it loads', { how: 'load-exit-0' }, 'process-died'],
    ['tells no final words', { how: 'no-final' }, 'probe-failed'],
    ['tells final words twice', { how: 'twice' }, 'probe-failed'],
    ['answers garbage', { how: 'garbage' }, 'probe-failed'],
    ['never answers', { how: 'never' }, 'probe-timeout'],
    ['answers after its deadline', { how: 'late', lateMs: 6000 }, 'probe-timeout'],
    ['ends with code 0 in mid-utterance', { how: 'exit-0' }, 'process-died'],
  ] as const)('%s is rejected; the ear that was there hears on', async (_what, options, code) => {
    const before = slot()?.active?.instanceId;
    const swapId = swapTo(options);
    await waitUntil('its process', () => pids().length > 0 || isOver(swapId));
    const seen = pids();
    await expectHeard();
    expect(await receipt(swapId)).toMatchObject({ outcome: 'rejected', code, words: inWords });
    expect(slot()?.active?.instanceId).toBe(before);
    await expectGone(seen);
    await expectHeard();
  });
});

describe('an ear that passes its trial and then, on air,', () => {
  it.each([
    ['tells no final words', { how: 'no-final' }, 'breach-failures'],
    ['answers garbage', { how: 'garbage' }, 'breach-failures'],
    ['never answers', { how: 'never' }, 'breach-failures'],
    ['answers after its deadline', { how: 'late', lateMs: 4000 }, 'breach-failures'],
    ['ends with code 0 in mid-utterance', { how: 'exit-0' }, 'breach-health'],
  ] as const)('%s is rolled back, and what was said to it is heard by the one before', async (_what, options, code) => {
    const swapId = swapTo({ after: 1, ...options });
    await waitUntil('the switch', () => isOver(swapId) || slot()?.phase === 'watching');
    const seen = pids();
    expect(seen).toHaveLength(1);
    await expectHeard();
    expect(await receipt(swapId)).toMatchObject({ outcome: 'rolled-back', code, words: inWords });
    await expectGone(seen);
    await expectHeard();
  });
});
