import { describe, expect, it } from 'vitest';
import { swapPhases } from '../../../main/contract/swap.ts';
import { actionsFor, phaseSteps, shownPhases } from '../../../renderer/studio/bridge/swap-phases.ts';

const timing = (phase: (typeof swapPhases)[number], durationMs: number) => ({ phase, atMs: 0, durationMs });
const active = { choiceId: 'a', title: { en: 'a', zh: '甲' }, instanceId: 'a-1', rssBytes: null, state: 'ready' };

describe('the way of a swap', () => {
  it('shows what is done, what goes on and what is to come; starting counts as loading', () => {
    const steps = phaseSteps({
      phase: 'validating',
      phases: [timing('admitting', 2), timing('spawning', 30), timing('loading', 300), timing('validating', 5)],
    });
    expect(steps.map(({ phase, state }) => [phase, state])).toEqual([
      ['admitting', 'done'],
      ['loading', 'done'],
      ['validating', 'now'],
      ['switching', 'todo'],
      ['watching', 'todo'],
      ['retiring', 'todo'],
    ]);
    expect(steps[1]?.durationMs).toBe(330);
    expect(steps[3]?.durationMs).toBeNull();
  });

  it('is nowhere while nothing goes on', () => {
    expect(new Set(phaseSteps({ phase: 'idle', phases: [] }).map(({ state }) => state))).toEqual(new Set(['todo']));
  });

  it('stands on a shown phase in every other one', () => {
    for (const phase of swapPhases.filter((each) => each !== 'idle'))
      expect(phaseSteps({ phase, phases: [] }).filter(({ state }) => state === 'now')).toHaveLength(1);
    expect(shownPhases).not.toContain('spawning');
  });
});

describe('what may be asked', () => {
  it.each([
    ['idle', active, ['swap', 'off']],
    ['idle', null, ['swap']],
    ['loading', active, ['abandon']],
    ['watching', active, ['swap', 'roll-back', 'commit']],
    ['retiring', active, []],
  ] as const)('%s', (phase, on, actions) => expect([...actionsFor({ phase, active: on })]).toEqual(actions));
});
