/** Figures of a book as they are typed, and what of shipping is said. */
import { describe, expect, it } from 'vitest';
import { basicsDraft, saysShipping, type BasicsFields } from '../../../renderer/studio/features/knowledge/entry-drafts.ts';
import { figureOf } from '../../../renderer/studio/features/knowledge/figure-of.ts';

describe('a figure that is typed', () => {
  it.each([
    [19.9, 19.9],
    ['19.', 19],
    ['19.90', 19.9],
    ['0.', 0],
    ['0.0', 0],
    ['', ''],
    ['-', ''],
  ] as const)('%j is %j', (typed, figure) => expect(figureOf(typed)).toBe(figure));
});

describe('shipping', () => {
  const words = { hostZh: '', hostEn: '', titleZh: '', titleEn: '', greetingZh: '', greetingEn: '' };
  const more = { unknownZh: '', unknownEn: '', wordlessZh: '', wordlessEn: '', defaultLanguage: 'zh', currency: 'CNY' } as const;
  const fields = (some: Partial<BasicsFields>): BasicsFields => ({
    ...words,
    ...more,
    fee: '',
    freeFrom: '',
    daysFrom: '',
    daysUntil: '',
    ...some,
  });

  it('is said when any of its figures is there, and not else', () => {
    expect(saysShipping(fields({}))).toBe(false);
    for (const some of [{ fee: 0 }, { freeFrom: 99 }, { daysFrom: 3 }, { daysUntil: 5 }] as const)
      expect(saysShipping(fields(some))).toBe(true);
    expect(basicsDraft(fields({})).shipping).toBeUndefined();
    expect(basicsDraft(fields({ fee: 8, freeFrom: 99, daysUntil: 5 })).shipping).toEqual({
      fee: 8,
      freeFrom: 99,
      currency: 'CNY',
      days: [5, 5],
    });
  });
});
