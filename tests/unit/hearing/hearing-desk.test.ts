/** Whole utterances through the desk, with a told ear: only while a show is on, each under a name of its own, and in words what became no line. */
import { describe, expect, it } from 'vitest';
import { createHearingDesk } from '../../../main/app/hearing-desk.ts';
import { appMessages } from '../../../main/app/messages.ts';
import { asShowId, asSlotId } from '../../../main/contract/ids.ts';
import { EngineError } from '../../../main/engines/contract/engine-error.ts';
import { createDeferred } from '../../../main/kernel/deferred.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { createRouter } from '../../../main/routing/create-router.ts';
import { createFakeClock, settle } from '../../fakes/fake-clock.ts';
import { createInMemoryAdapter } from '../../fakes/in-memory-adapter.ts';
import { fakeInstance } from '../routing/fake-instance.ts';

function rig({ earWaits = () => Promise.resolve() }: { readonly earWaits?: () => Promise<void> } = {}) {
  let air: 'on' | 'off' = 'on';
  let show = 'show-1';
  let words = 'how much is the tea';
  const lines: string[] = [];
  const ear = fakeInstance('asr', {
    script: async function* () {
      await earWaits();
      yield { type: 'final', text: words, lang: 'en', fromMs: 0, untilMs: 100 };
    },
  });
  const router = createRouter();
  router.setSlot({ id: asSlotId('asr'), kind: 'asr', instance: ear });
  const desk = createHearingDesk({
    adapter: createInMemoryAdapter({}),
    entriesDir: '',
    router,
    isOnAir: () => air === 'on',
    showId: () => asShowId(show),
    say({ author, text }) {
      lines.push(`${author}: ${text}`);
      return { accepted: true, turnId: `t${lines.length}` };
    },
    observe() {},
    emit() {},
    onChange() {},
    clock: createFakeClock(),
    logger: silentLogger,
  });
  return {
    desk,
    ear,
    router,
    lines,
    hear: () => desk.hear({ author: 'Lin', pcm: new Int16Array(1600).fill(1) }),
    set: (told: { readonly air?: 'on' | 'off'; readonly show?: string; readonly words?: string }) => {
      air = told.air ?? air;
      show = told.show ?? show;
      words = told.words ?? words;
    },
  };
}

describe('the hearing desk', () => {
  it('makes a line of what was heard, each utterance under a name of its own', async () => {
    const { desk, ear, lines, hear } = rig();
    expect(await hear()).toEqual({ accepted: true, turnId: 't1', text: 'how much is the tea' });
    expect(await hear()).toMatchObject({ accepted: true, turnId: 't2' });
    expect(lines).toEqual(['Lin: how much is the tea', 'Lin: how much is the tea']);
    expect(ear.requests).toMatchObject([{ utteranceId: 'show-1/u1' }, { utteranceId: 'show-1/u2' }]);
    await desk.dispose();
  });

  it('asks no ear while no show is on', async () => {
    const { desk, ear, hear, set } = rig();
    set({ air: 'off' });
    expect(await hear()).toEqual({ accepted: false, reason: appMessages.notOnAir });
    expect(ear.requests).toEqual([]);
    await desk.dispose();
  });

  it('says that there were no words in it', async () => {
    const { desk, lines, hear, set } = rig();
    set({ words: ' ' });
    expect(await hear()).toEqual({ accepted: false, reason: appMessages.nothingSaid });
    expect(lines).toEqual([]);
    await desk.dispose();
  });

  it('says what the ear says of its failure, also when no ear is left by then', async () => {
    const refused = { en: 'ears.example.com refuses the key (401).', zh: 'ears.example.com 拒绝了密钥（401）。' };
    for (const then of ['ready', 'failed'] as const) {
      const { desk, ear, hear } = rig({
        earWaits: () => {
          ear.set(then);
          return Promise.reject(new EngineError('engine-failed', 'refused', { detail: { words: refused } }));
        },
      });
      expect(await hear()).toEqual({ accepted: false, reason: refused });
      expect(ear.requests).toHaveLength(then === 'ready' ? 3 : 1);
      await desk.dispose();
    }
    const dumb = rig({ earWaits: () => Promise.reject(new Error('boom')) });
    expect(await dumb.hear()).toEqual({ accepted: false, reason: appMessages.notHeard });
    await dumb.desk.dispose();
  });

  it.each([
    ['is over', { air: 'off' }],
    ['is another one', { air: 'on', show: 'show-2' }],
  ] as const)(
    'makes no line of what waits or is being heard when the show %s, and sends nothing more of it to the ear',
    async (_, then) => {
      const slow = createDeferred<void>();
      const { desk, ear, router, lines, hear, set } = rig({ earWaits: () => slow.promise });
      const answers = Promise.all([hear(), hear()]);
      await settle();
      set(then);
      slow.resolve();
      const notOnAir = { accepted: false, reason: appMessages.notOnAir };
      expect(await answers).toEqual([notOnAir, notOnAir]);
      expect(ear.requests).toMatchObject([{ utteranceId: 'show-1/u1' }]);
      expect(lines).toEqual([]);
      expect(router.leases(ear.id)).toBe(0);
      await desk.dispose();
    },
  );

  it('waits for no ear on behalf of a show that is over', async () => {
    const slow = createDeferred<void>();
    const { desk, ear, hear, set } = rig({ earWaits: () => slow.promise });
    const answers = Promise.all([hear(), hear()]);
    await settle();
    set({ air: 'off' });
    ear.set('restarting');
    slow.resolve();
    // the clock stands still: whoever waits for the ear waits for ever
    expect((await answers).map(({ accepted }) => accepted)).toEqual([false, false]);
    await desk.dispose();
  });

  it('gives the ear back that came only after the show', async () => {
    const { desk, ear, router, lines, hear, set } = rig();
    ear.set('restarting');
    const answer = hear();
    await settle();
    set({ air: 'off' });
    ear.set('ready');
    // a change of the slot is what makes it look again
    router.setActive(asSlotId('asr'), ear);
    expect(await answer).toEqual({ accepted: false, reason: appMessages.notOnAir });
    expect(ear.requests).toEqual([]);
    expect(lines).toEqual([]);
    expect(router.leases(ear.id)).toBe(0);
    await desk.dispose();
  });

  it('has no voice gate while nobody wants to be heard', () => {
    expect(rig().desk.gatePid).toBeUndefined();
  });
});
