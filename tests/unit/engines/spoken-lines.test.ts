/** The table of what live sellers write and how it is said; and what must hold for any text at all. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestClause } from '../../../main/engines/text/clean-clause.ts';
import { normaliseClause } from '../../../main/engines/text/normalise-clause.ts';
import { chineseLines, englishLines } from '../../fixtures/spoken-lines.ts';

/** Blanks beside Chinese and doubled ones are not heard. */
const heard = (text: string): string =>
  text
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/(?<=[\p{Script=Han}，。！？：、]) | (?=[\p{Script=Han}，。！？：、])/gu, '')
    .replaceAll(/ (?=[,.!?])/g, '')
    .trim();

it('has at least 75 lines in each language', () => {
  expect(chineseLines.length).toBeGreaterThanOrEqual(75);
  expect(englishLines.length).toBeGreaterThanOrEqual(75);
});

describe('Chinese', () => {
  it.each(chineseLines)('%s', (written, spoken) => expect(heard(normaliseClause(written, 'zh').text)).toBe(heard(spoken)));
});

describe('English', () => {
  it.each(englishLines)('%s', (written, spoken) => expect(heard(normaliseClause(written, 'en').text)).toBe(heard(spoken)));
});

describe('any text', () => {
  const mixed = fc.array(
    fc.constantFrom(
      ...chineseLines.slice(0, 60).map(([written]) => written),
      ...englishLines.slice(0, 60).map(([written]) => written),
      '🎉',
      '<break time="1s"/>',
      '[[f0]]',
      '\u202e',
      'こんにちは',
      '안녕',
      '１２',
      '½',
      '\u0000',
    ),
    { maxLength: 8 },
  );
  it.each(['zh', 'yue', 'en', 'und', 'ja', 'de'])('%s: places stay inside the clause and never go back', (lang) => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 120 }),
          mixed.map((parts) => parts.join(' ')),
        ),
        (clause) => {
          const { text, origin } = normaliseClause(clause, lang);
          expect(origin).toHaveLength(text.length);
          let last = 0;
          for (const place of origin) {
            expect(place).toBeGreaterThanOrEqual(last);
            expect(place).toBeLessThan(clause.length);
            last = place;
          }
          if (lang === 'zh' || lang === 'en') expect(text).not.toMatch(/[0-9<>[\]\p{Extended_Pictographic}]/u);
        },
      ),
    );
  });

  it.each([
    ['digits', '1'.repeat(longestClause)],
    ['prices', '¥1,234.5~'.repeat(3000)],
    ['letters', 'a'.repeat(longestClause)],
    ['open tags', '<a '.repeat(8000)],
    ['at signs', '@'.repeat(longestClause)],
    ['dots', 'a.b@c.'.repeat(4000)],
    ['characters', '这款99.9元的iPhone很好，'.repeat(1500)],
    ['beyond the bound', '很好。'.repeat(40_000)],
  ])('is done soon with 20 000 %s', (_name, clause) => {
    for (const lang of ['zh', 'en']) expect(normaliseClause(clause, lang).text.length).toBeLessThan(8 * longestClause);
  });
});
