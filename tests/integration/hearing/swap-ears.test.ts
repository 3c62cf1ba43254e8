/** Each utterance becomes exactly one line, in order, while the ear is replaced, killed in mid-utterance, switched off and on. Real processes. */
import { afterEach, expect, it } from 'vitest';
import { appMessages } from '../../../main/app/messages.ts';
import { createHearing, type Hearing } from '../../../main/app/hearing.ts';
import { numberedStart } from '../../../main/contract/beacon.ts';
import { beaconSound, beaconSymbols } from '../../../main/contract/beacon-sound.ts';
import { asShowId, asSlotId } from '../../../main/contract/ids.ts';
import type { EngineInstance } from '../../../main/engines/hosting/engine-instance.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { createRouter } from '../../../main/routing/create-router.ts';
import { startEngine } from '../engines/support.ts';
import { studioOnAir, waitUntil } from '../support/studio-on-air.ts';

const slot = asSlotId('asr');
const running: EngineInstance[] = [];
const ends: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  await Promise.all(running.splice(0).map((instance) => instance.dispose()));
});

async function ear(options: Readonly<Record<string, unknown>> = {}): Promise<EngineInstance> {
  const instance = startEngine('beacon-ear', options);
  running.push(instance);
  await instance.whenReady();
  return instance;
}

function listen(): { router: ReturnType<typeof createRouter>; lines: string[]; hear: (turn: number) => ReturnType<Hearing['hear']> } {
  const router = createRouter();
  router.setSlot({ id: slot, kind: 'asr' });
  const lines: string[] = [];
  const hearing = createHearing({
    router,
    showId: asShowId('show'),
    say({ text }) {
      lines.push(text);
      return { accepted: true, turnId: text };
    },
    logger: silentLogger,
    itemTimeoutMs: 30_000,
  });
  ends.push(() => hearing.dispose());
  return {
    router,
    lines,
    hear: (turn) =>
      hearing.hear({
        utteranceId: `u${turn}`,
        author: 'host',
        pcm: beaconSound(beaconSymbols({ turn, clause: 1, clauses: 1 }, numberedStart), 16_000),
      }),
  };
}

it('hears on while the ear is replaced between and in the middle of utterances', async () => {
  const { router, lines, hear } = listen();
  const ears = [await ear(), await ear()];
  router.setActive(slot, ears[0]);
  const heard: ReturnType<typeof hear>[] = [];
  for (let turn = 1; turn <= 24; turn += 1) {
    heard.push(hear(turn));
    if (turn % 2 === 0) router.setActive(slot, ears[(turn / 2) % 2]);
    if (turn % 6 === 0) await heard.at(-1);
  }
  expect((await Promise.all(heard)).every(({ state }) => state === 'line')).toBe(true);
  expect(lines).toEqual(Array.from({ length: 24 }, (_, index) => `Beacon #${index + 1}.1/1`));
});

it('tries the whole utterance on the other ear when the first is killed in the middle of it, and says it once', async () => {
  const { router, lines, hear } = listen();
  const slow = await ear({ holdMs: 60_000 });
  const other = await ear();
  router.setActive(slot, slow);
  const heard = hear(7);
  await waitUntil('the lease', () => router.leases(slow.id) === 1);
  router.setActive(slot, other);
  process.kill(slow.pid ?? 0, 'SIGKILL');
  const next = hear(8);
  expect(await heard).toMatchObject({ state: 'line', text: 'Beacon #7.1/1' });
  await next;
  expect(lines).toEqual(['Beacon #7.1/1', 'Beacon #8.1/1']);
});

it('says in words that nobody listens while the slot is off, and hears again when it is on', async () => {
  const { router, lines, hear } = listen();
  expect(await hear(1)).toMatchObject({ state: 'unheard', words: { en: expect.stringContaining('Nobody is listening') } });
  router.setActive(slot, await ear());
  expect(await hear(2)).toMatchObject({ state: 'line' });
  router.setActive(slot, undefined);
  expect(await hear(3)).toMatchObject({ state: 'unheard' });
  expect(lines).toEqual(['Beacon #2.1/1']);
});

it('is a slot like any other on air: switched on, replaced, switched off, each tried before', async () => {
  const air = await studioOnAir();
  ends.push(() => air.close());
  const view = () => air.studio.snapshot().models.slots.find(({ slotId }) => slotId === 'asr');
  const utterance = { author: 'Lin', pcm: beaconSound(beaconSymbols({ turn: 7, clause: 1, clauses: 1 }, numberedStart), 16_000) };
  expect(await air.studio.hear(utterance)).toMatchObject({ accepted: false, reason: appMessages.noEar });
  for (const choiceId of ['beacon-ear', 'beacon-ear-2', null]) {
    const answer = air.studio.engines.swap({ slotId: 'asr', choiceId, mode: 'beside', reason: '' }, 'test');
    expect(answer).toMatchObject({ accepted: true });
    await waitUntil('the watch', () => view()?.phase === 'watching');
    expect(view()?.active?.choiceId ?? null).toBe(choiceId);
    const heard = await air.studio.hear(utterance);
    expect(heard).toMatchObject(
      choiceId === null ? { accepted: false, reason: appMessages.noEar } : { accepted: true, text: 'Beacon #7.1/1' },
    );
    const turn = air.studio.snapshot().turns.find(({ turnId }) => heard.accepted && turnId === heard.turnId);
    expect(turn?.author).toBe(choiceId === null ? undefined : 'Lin');
    air.studio.engines.commit('asr');
    await waitUntil('the end of the swap', () => view()?.phase === 'idle');
  }
  expect(air.studio.snapshot().models.receipts.map(({ outcome }) => outcome)).toEqual(['switched', 'switched', 'switched']);
});
