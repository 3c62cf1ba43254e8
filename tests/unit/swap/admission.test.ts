/** Room for one more engine: memory, number, and which warm ones go for it. */
import { describe, expect, it } from 'vitest';
import { asInstanceId, asSlotId } from '../../../main/contract/ids.ts';
import { judgeAdmission } from '../../../main/swap/admission.ts';
import type { AdmissionRequest, LoadedInstance } from '../../../main/swap/admission.ts';
import { causes } from '../../../main/swap/user-messages.ts';
import { choice, mib } from './swap-harness.ts';

const brain = asSlotId('brain');
const voice = asSlotId('voice');

function one(id: string, more: Partial<LoadedInstance> = {}): LoadedInstance {
  return {
    instanceId: asInstanceId(id),
    slotId: brain,
    role: 'active',
    heldBytes: 100,
    growingBytes: 0,
    heldGraphicsBytes: 0,
    growingGraphicsBytes: 0,
    lastUsedMs: 0,
    evictable: more.role === 'warm',
    ...more,
  };
}

const warm = (id: string, lastUsedMs: number, more: Partial<LoadedInstance> = {}): LoadedInstance =>
  one(id, { role: 'warm', slotId: voice, lastUsedMs, ...more });

const wide = { totalBytes: 1000, availableBytes: 1000 };

const request = (more: Partial<AdmissionRequest>): AdmissionRequest => ({
  slotId: brain,
  purpose: 'candidate',
  expectedBytes: 100,
  expectedGraphicsBytes: undefined,
  loaded: [one('active')],
  already: null,
  leaving: null,
  budget: { totalBytes: 1000, availableBytes: 1000 },
  instanceLimit: 2,
  warmLimit: 2,
  ...more,
});

describe('admission', () => {
  const cases: ReadonlyArray<readonly [title: string, more: Partial<AdmissionRequest>, verdict: string]> = [
    ['fits', {}, 'fits'],
    ['to the last byte of the total', { expectedBytes: 900 }, 'fits'],
    ['not one byte more', { expectedBytes: 901 }, 'no-memory'],
    ['to the last byte of the machine', { budget: { totalBytes: 1000, availableBytes: 100 } }, 'fits'],
    ['not one byte more of the machine', { budget: { totalBytes: 1000, availableBytes: 99 } }, 'no-memory'],
    [
      'counts what a loading one will still take, in the total',
      { loaded: [one('active'), one('x', { slotId: voice, role: 'candidate', heldBytes: 10, growingBytes: 800 })] },
      'no-memory',
    ],
    [
      'counts what a loading one will still take, on the machine',
      {
        loaded: [one('active'), one('x', { slotId: voice, role: 'candidate', heldBytes: 10, growingBytes: 300 })],
        budget: { totalBytes: 1000, availableBytes: 399 },
      },
      'no-memory',
    ],
    [
      'on the graphics card to its last byte',
      { expectedGraphicsBytes: 700, budget: { ...wide, graphics: { totalBytes: 1000, availableBytes: 700 } } },
      'fits',
    ],
    [
      'on the graphics card not one byte more than is free',
      { expectedGraphicsBytes: 701, budget: { ...wide, graphics: { totalBytes: 1000, availableBytes: 700 } } },
      'no-memory',
    ],
    [
      'on the graphics card what a loading one will still take counts',
      {
        expectedGraphicsBytes: 500,
        loaded: [one('active'), one('x', { slotId: voice, role: 'candidate', heldGraphicsBytes: 10, growingGraphicsBytes: 300 })],
        budget: { ...wide, graphics: { totalBytes: 1000, availableBytes: 700 } },
      },
      'no-memory',
    ],
    [
      'on the graphics card a warm one makes room',
      {
        expectedGraphicsBytes: 700,
        loaded: [one('active'), warm('w', 1, { heldGraphicsBytes: 400 })],
        budget: { ...wide, graphics: { totalBytes: 1000, availableBytes: 500 } },
      },
      'evict w',
    ],
    [
      'what wants no graphics memory does not mind a full card',
      { budget: { ...wide, graphics: { totalBytes: 1000, availableBytes: 0 } }, loaded: [one('active', { heldGraphicsBytes: 1000 })] },
      'fits',
    ],
    ['a machine without a card does not check it', { expectedGraphicsBytes: 5000 }, 'fits'],
    ['unknown memory is admitted', { expectedBytes: undefined }, 'fits'],
    [
      'unknown memory is refused where the total is passed already',
      { expectedBytes: undefined, loaded: [one('active', { heldBytes: 1001 })] },
      'no-memory',
    ],
    ['active and candidate are two', { instanceLimit: 1 }, 'too-many'],
    ['an off slot with one place', { instanceLimit: 1, loaded: [] }, 'fits'],
    ['one that still drains counts', { loaded: [one('active'), one('old', { role: 'going' })] }, 'too-many'],
    ['other slots do not count', { loaded: [one('active'), one('x', { slotId: voice })] }, 'fits'],
    ['warm ones do not count', { loaded: [one('active'), one('w', { role: 'warm' })] }, 'fits'],
    ['stop-then-start: the active one leaves its place', { instanceLimit: 1, leaving: asInstanceId('active') }, 'fits'],
    [
      'stop-then-start: the active one leaves its memory',
      { leaving: asInstanceId('active'), expectedBytes: 950, budget: { totalBytes: 1000, availableBytes: 850 } },
      'fits',
    ],
    [
      'stop-then-start: that may still not be enough',
      { leaving: asInstanceId('active'), expectedBytes: 951, budget: { totalBytes: 1000, availableBytes: 850 } },
      'no-memory',
    ],
    [
      'a warm one that is wanted asks for nothing',
      { already: asInstanceId('w'), expectedBytes: 9999, loaded: [one('active'), one('w', { role: 'warm' })] },
      'fits',
    ],
    [
      'a warm one that is wanted still counts as a candidate',
      { already: asInstanceId('w'), instanceLimit: 1, loaded: [one('active'), one('w', { role: 'warm' })] },
      'too-many',
    ],
    ['evicts nobody without need', { loaded: [warm('w1', 1)] }, 'fits'],
    ['evicts the least recently used', { expectedBytes: 800, loaded: [one('active'), warm('w2', 2), warm('w1', 1)] }, 'evict w1'],
    ['evicts as many as it takes', { expectedBytes: 850, loaded: [one('active'), warm('w2', 2), warm('w1', 1)] }, 'evict w1 w2'],
    [
      'evicts for the machine as well',
      { budget: { totalBytes: 1000, availableBytes: 40 }, loaded: [one('active'), warm('w1', 1)] },
      'evict w1',
    ],
    ['evicts nobody in vain', { expectedBytes: 901, loaded: [one('active'), warm('w1', 1)] }, 'no-memory'],
    ['spares one that is in use', { expectedBytes: 850, loaded: [one('active'), warm('w1', 1, { evictable: false })] }, 'no-memory'],
    ['a warm one more than allowed takes the oldest one place', { purpose: 'warm', loaded: [warm('w2', 2), warm('w1', 1)] }, 'evict w1'],
    ['a warm one takes no place in its slot', { purpose: 'warm', instanceLimit: 1 }, 'fits'],
    [
      'warm ones that are all in use keep their places',
      { purpose: 'warm', loaded: [warm('w2', 2, { evictable: false }), warm('w1', 1, { evictable: false })] },
      'too-many',
    ],
    ['no warm ones at all', { purpose: 'warm', warmLimit: 0, loaded: [] }, 'too-many'],
  ];

  it.each(cases)('%s', (_title, more, verdict) => {
    const admission = judgeAdmission(request(more));
    const said =
      admission.verdict === 'fits'
        ? 'fits'
        : admission.verdict === 'evict'
          ? ['evict', ...admission.ids].join(' ')
          : admission.refusal.code;
    expect(said).toBe(verdict);
  });

  it('refuses with the numbers, in both languages', () => {
    const admission = judgeAdmission(
      request({
        expectedBytes: 2048 * mib,
        loaded: [one('active', { heldBytes: 700 * mib })],
        budget: { totalBytes: 2500 * mib, availableBytes: 3000 * mib },
      }),
    );
    if (admission.verdict !== 'refused') throw new Error('it was not refused');
    const { en, zh } = causes.refused(choice('big'), admission.refusal);
    for (const number of ['2048 MiB', '700', '2500 MiB', '3000 MiB']) for (const text of [en, zh]) expect(text).toContain(number);
    expect(en).toContain('Engine big');
    expect(zh).toContain('引擎 big');
  });
});
