/** The controls carry out what the machine says, in order; panic waits for nobody. */
import { describe, expect, it } from 'vitest';
import { airMessages } from '../../../main/app/air-messages.ts';
import { createShowControls } from '../../../main/app/show-controls.ts';
import { createDeferred, type Deferred } from '../../../main/kernel/deferred.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { createFakeClock, settle } from '../../fakes/fake-clock.ts';

function rig(own: 'there' | 'none' | 'broken' = 'there') {
  const done: string[] = [];
  /** Each keeps the programme from coming back. */
  const clearing: Deferred<void>[] = [];
  const joining = createDeferred<void>();
  const underWay = createDeferred<void>();
  const phases: string[] = [];
  const controls = createShowControls({
    show: () => ({
      async holdSlate(slate) {
        if (slate === 'own' && own === 'broken') throw new Error('no FLV');
        if (slate === 'own' && own === 'none') return false;
        if (slate === null) await clearing[0]?.promise;
        done.push(`slate ${slate}`);
        return true;
      },
      async cancel() {
        done.push('silence');
        return { silentAfterMs: 20 };
      },
    }),
    async joinPlatforms() {
      underWay.resolve();
      await joining.promise;
      done.push('join');
    },
    onAir: ({ phase }) => phases.push(phase),
    clock: createFakeClock(),
    logger: silentLogger,
  });
  expect(controls.begin('rehearsal', null)).toBeUndefined();
  controls.started();
  return { controls, done, joining, clearing, underWay, phases };
}

describe('show controls', () => {
  it('silences and shows the slate while something else is still under way, and what was asked counts afterwards', async () => {
    const { controls, done, joining, underWay } = rig();
    const live = controls.goLive({ record: false });
    await underWay.promise;
    expect(await controls.panic()).toEqual({ done: true, slateAfterMs: 0, silentAfterMs: 20 });
    expect(done).toEqual(['slate back-soon', 'silence']);
    expect(controls.speaking).toBe('silenced');
    joining.resolve();
    expect(await live).toEqual({ done: true });
    expect(controls.air).toEqual({ phase: 'panic', audience: 'platforms', slate: null });
    expect(done.at(-1)).toBe('slate back-soon');
    expect(await controls.continue()).toEqual({ done: true });
    expect(controls.air.phase).toBe('live');
    expect(done.at(-1)).toBe('slate null');
    expect(controls.speaking).toBe('allowed');
  });

  it.each(['none', 'broken'] as const)('changes nothing, in words, where the own slate is %s', async (own) => {
    const { controls, phases } = rig(own);
    const answer = await controls.slate('own');
    expect(answer).toMatchObject({ done: false, words: { en: expect.any(String), zh: expect.stringMatching(/\p{Script=Han}/u) } });
    expect(controls.air.phase).toBe('rehearsing');
    expect(phases).toEqual(['starting', 'rehearsing']);
    expect(await controls.slate('back-soon')).toEqual({ done: true });
  });

  it('an emergency that comes while the one before is being ended has the last word', async () => {
    const { controls, done, clearing } = rig();
    await controls.panic();
    clearing.push(createDeferred());
    const goesOn = controls.continue();
    await settle();
    await controls.panic();
    clearing.shift()?.resolve();
    await goesOn;
    expect([controls.air.phase, controls.speaking, done.at(-1)]).toEqual(['panic', 'silenced', 'slate back-soon']);
    expect(await controls.continue()).toEqual({ done: true });
    expect([controls.air.phase, done.at(-1)]).toEqual(['rehearsing', 'slate null']);
  });

  it('speaks of the slate only where a slate is what failed', async () => {
    const { controls, joining } = rig();
    joining.reject(new Error('the outlet is gone'));
    expect(await controls.goLive({ record: false })).toEqual({ done: false, words: airMessages.notDone });
    expect(controls.air.phase).toBe('rehearsing');
  });

  it('refuses a second start in words', () => {
    expect(rig().controls.begin('platforms', null)?.zh).toContain('已在进行');
  });
});
