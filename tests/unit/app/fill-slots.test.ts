/** What slots begin with: the last wish where it can be had, the configuration elsewhere, off where it was turned off. */
import { expect, it } from 'vitest';
import { fillSlots } from '../../../main/app/fill-slots.ts';
import { defaultConfig } from '../../../main/app/studio-config.ts';
import { asSlotId } from '../../../main/contract/ids.ts';
import { engineManifests } from '../../../main/engines/catalog/engine-catalog.ts';
import type { EngineChoice } from '../../../main/engines/contract/choice.ts';

const manifests = new Map(engineManifests.map((manifest) => [manifest.id, manifest]));
const usual = { slots: defaultConfig.slots, offSlots: [{ slotId: 'enhance', kind: 'enhance' }] } as const;
const llm = asSlotId('llm');
const choice = (engineId: string): EngineChoice => ({ choiceId: 'mine', engineId, title: { en: 'Mine', zh: '我的' }, options: {} });
const of = (fillings: ReturnType<typeof fillSlots>, slotId: string) => fillings.find((one) => one.slotId === asSlotId(slotId));

it('is the configuration where nothing was wanted', () => {
  const fillings = fillSlots(usual, manifests, []);
  expect(fillings.map(({ slotId }) => slotId)).toEqual([...defaultConfig.slots.map(({ slotId }) => slotId), 'enhance']);
  expect(of(fillings, 'enhance')).toEqual({ slotId: 'enhance', kind: 'enhance', choice: null });
  expect(of(fillings, 'llm')?.choice?.choiceId).toBe('faq-tea-shop');
  expect(fillings.every(({ words }) => words === undefined)).toBe(true);
});

it('is what was wanted, also off', () => {
  expect(of(fillSlots(usual, manifests, [{ slotId: llm, choice: choice('openai') }]), 'llm')?.choice?.engineId).toBe('openai');
  expect(of(fillSlots(usual, manifests, [{ slotId: llm, choice: null }]), 'llm')).toEqual({
    slotId: llm,
    kind: 'llm',
    choice: null,
  });
});

it('switches a slot that is off at first on again, where it was on', () => {
  const wanted = [{ slotId: asSlotId('enhance'), choice: choice('sharpen') }];
  expect(of(fillSlots(usual, manifests, wanted), 'enhance')?.choice?.engineId).toBe('sharpen');
});

it('says so where what was wanted is gone, or has become another kind', () => {
  for (const engineId of ['retired', 'flite']) {
    const filling = of(fillSlots(usual, manifests, [{ slotId: llm, choice: choice(engineId) }]), 'llm');
    expect(filling?.choice?.choiceId).toBe('faq-tea-shop');
    expect(filling?.words?.en).toMatch(/Mine/);
    expect(filling?.words?.zh).toMatch(/我的/);
  }
});

it('leaves out a slot whose engine this build does not have, whatever was wanted', () => {
  expect(
    fillSlots({ slots: [{ slotId: 'x', engineId: 'none', options: {} }], offSlots: [] }, manifests, [
      { slotId: asSlotId('x'), choice: choice('faq') },
    ]),
  ).toEqual([]);
});
