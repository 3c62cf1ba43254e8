/** Engines that fail in every way, as candidates and on air: each swap ends rejected or rolled back, in words; the show goes on; nothing is left behind. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReceiptView } from '../../../main/api/contract/engines.ts';
import { beaconTurnText } from '../../../main/contract/beacon.ts';
import { isAlive, studioOnAir, waitUntil, type StudioOnAir } from '../support/studio-on-air.ts';

const policy = { watchMs: 60_000, drainMs: 2_000, loadTimeoutMs: 4_000, probeTimeoutMs: 3_000 };
const slotOf = { misbehaver: 'llm', 'misbehaver-voice': 'tts', 'misbehaver-face': 'face' } as const;
type Misbehaver = keyof typeof slotOf;

let on: StudioOnAir;
let turn = 0;
// one show for all of them: none of it may leave a trace on the next
beforeAll(async () => {
  on = await studioOnAir({ show: { preset: '720p' }, config: { swapPolicy: policy } });
});
afterAll(() => on.close());

function swapTo(engineId: Misbehaver, options: Readonly<Record<string, unknown>>): string {
  const own = on.studio.engines.addChoice({ engineId, title: `${engineId} ${String(options['how'])}`, options });
  if (!own.done) throw new Error(own.words.en);
  const answer = on.studio.engines.swap({ slotId: slotOf[engineId], choiceId: own.choiceId, mode: 'beside', reason: 'test' }, 'test');
  if (!answer.accepted) throw new Error(answer.words.en);
  return answer.swapId;
}

async function receipt(swapId: string, timeoutMs = 30_000): Promise<ReceiptView> {
  const find = (): ReceiptView | undefined => on.studio.snapshot().models.receipts.find((one) => one.swapId === swapId);
  await waitUntil(`the receipt of ${swapId}`, () => find() !== undefined, timeoutMs);
  return find() as ReceiptView;
}

const isOver = (swapId: string): boolean => on.studio.snapshot().models.receipts.some((one) => one.swapId === swapId);
const pids = (): number[] =>
  on.studio.snapshot().processes.flatMap(({ name, pid }) => (name.includes('misbehaver') && pid !== null ? [pid] : []));

const phaseOf = (engineId: Misbehaver): string | undefined =>
  on.studio.snapshot().models.slots.find(({ slotId }) => slotId === slotOf[engineId])?.phase;

/** The show speaks, by the engine that was there before. */
async function expectSpeech(): Promise<void> {
  const heard = on.next('speech-heard');
  expect((await on.speak(beaconTurnText((turn += 1), 1))).state).toBe('ended');
  await heard;
}

async function expectGone(seen: readonly number[]): Promise<void> {
  await waitUntil('the misbehaving process to be gone', () => seen.every((pid) => !isAlive(pid)));
  expect(pids().filter(isAlive)).toEqual([]);
}

const inWords = { en: expect.stringMatching(/[a-z]{3}/), zh: expect.stringMatching(/\p{Script=Han}{3}/u) };

describe('a candidate that', () => {
  it.each([
    ['never gets ready', 'misbehaver', { how: 'load-never' }, 'load-timeout'],
    ['ends with code 0 while it loads', 'misbehaver', { how: 'load-exit-0' }, 'process-died'],
    ['gives no answer', 'misbehaver', { how: 'answer-nothing' }, 'probe-failed'],
    ['answers garbage', 'misbehaver', { how: 'answer-garbage' }, 'probe-failed'],
    ['never answers', 'misbehaver', { how: 'answer-never' }, 'probe-timeout'],
    ['answers after its deadline', 'misbehaver', { how: 'answer-late', lateMs: 5_000 }, 'probe-timeout'],
    ['ends with code 0 in the middle of an answer', 'misbehaver', { how: 'answer-exit-0' }, 'process-died'],
    ['is silent', 'misbehaver-voice', { how: 'silence' }, 'probe-failed'],
    ['tells timings that cannot be', 'misbehaver-voice', { how: 'marks-garbage' }, 'probe-failed'],
    ['never speaks', 'misbehaver-voice', { how: 'never' }, 'probe-timeout'],
    ['ends with code 0 in mid-clause', 'misbehaver-voice', { how: 'exit-0' }, 'process-died'],
    ['draws blank pictures', 'misbehaver-face', { how: 'blank' }, 'probe-failed'],
    ['draws torn pictures', 'misbehaver-face', { how: 'torn' }, 'probe-failed'],
    ['draws nothing', 'misbehaver-face', { how: 'never' }, 'probe-timeout'],
    ['ends with code 0 in the middle of a picture', 'misbehaver-face', { how: 'exit-0' }, 'process-died'],
  ] as const)('%s is rejected', async (_what, engineId, options, code) => {
    const before = on.studio.snapshot().models.slots.find(({ slotId }) => slotId === slotOf[engineId])?.active?.instanceId;
    const swapId = swapTo(engineId, options);
    await waitUntil('its process', () => pids().length > 0 || isOver(swapId));
    const seen = pids();
    expect(await receipt(swapId)).toMatchObject({ outcome: 'rejected', code, words: inWords });
    expect(on.studio.snapshot().models.slots.find(({ slotId }) => slotId === slotOf[engineId])?.active?.instanceId).toBe(before);
    await expectGone(seen);
    await expectSpeech();
  });

  it('prints 1 GB to stderr is rejected, and the studio keeps none of it', async () => {
    const heldBefore = process.memoryUsage().rss;
    const swapId = swapTo('misbehaver', { how: 'load-stderr-flood' });
    const { outcome, words } = await receipt(swapId);
    expect({ outcome, words }).toMatchObject({ outcome: 'rejected', words: inWords });
    expect(process.memoryUsage().rss - heldBefore).toBeLessThan(256 * 1024 ** 2);
    await expectSpeech();
  });
});

describe('an engine that passes its trial and then, on air,', () => {
  it.each([
    ['gives no answer', 'misbehaver', { how: 'answer-nothing' }, 'breach-failures'],
    ['answers garbage', 'misbehaver', { how: 'answer-garbage' }, 'breach-failures'],
    // each line waits for its first word as long as a viewer would
    ['never answers', 'misbehaver', { how: 'answer-never' }, 'breach-failures'],
    ['ends with code 0 in the middle of an answer', 'misbehaver', { how: 'answer-exit-0' }, 'breach-health'],
    ['tells timings that cannot be', 'misbehaver-voice', { how: 'marks-garbage' }, 'breach-failures'],
    ['ends with code 0 in mid-clause', 'misbehaver-voice', { how: 'exit-0' }, 'breach-health'],
    ['draws torn pictures', 'misbehaver-face', { how: 'torn', after: 60 }, 'breach-health'],
    ['draws nothing any more', 'misbehaver-face', { how: 'never', after: 60 }, 'breach-health'],
    ['ends with code 0 in the middle of a picture', 'misbehaver-face', { how: 'exit-0', after: 60 }, 'breach-health'],
  ] as const)('%s is rolled back', async (_what, engineId, options, code) => {
    const swapId = swapTo(engineId, { after: 1, ...options });
    await waitUntil('the switch', () => isOver(swapId) || phaseOf(engineId) === 'watching');
    const seen = pids();
    while (!isOver(swapId) && phaseOf(engineId) === 'watching') await on.speak(beaconTurnText((turn += 1), 1));
    expect(await receipt(swapId)).toMatchObject({ outcome: 'rolled-back', code, words: inWords });
    await expectGone(seen);
    await expectSpeech();
  });
});

describe('an engine that ignores shutdown', () => {
  it('is ended all the same, and seen to be gone', async () => {
    const swapId = swapTo('misbehaver', { how: 'stop-ignored' });
    await on.next('swap', (event) => event.swapId === swapId && event.phase === 'watching');
    const seen = pids();
    expect(on.studio.engines.rollBack('llm', 'test')).toMatchObject({ accepted: true });
    expect(await receipt(swapId)).toMatchObject({ outcome: 'rolled-back', code: 'asked' });
    await expectGone(seen);
    await expectSpeech();
  });
});

describe('an engine that takes more memory than there is', () => {
  it('is ended while it loads, with the numbers', async () => {
    await on.close();
    const megabyte = 1024 ** 2;
    on = await studioOnAir({
      show: { preset: '720p' },
      config: { swapPolicy: { ...policy, loadTimeoutMs: 30_000 }, engineMemoryBytes: 1200 * megabyte },
    });
    const swapId = swapTo('misbehaver', { how: 'load-hog' });
    const rejected = await receipt(swapId);
    expect(rejected).toMatchObject({ outcome: 'rejected', code: 'over-budget', words: inWords });
    expect(rejected.words?.en).toMatch(/\d/);
    await expectSpeech();
  });
});
