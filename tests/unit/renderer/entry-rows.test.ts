/** The rows of the knowledge table: what a streamer reads there is words, never the template that the engine fills. */
import path from 'node:path';
import { expect, it } from 'vitest';
import { loadKnowledge } from '../../../main/engines/knowledge/load-knowledge.ts';
import { entryRows, type RowWords } from '../../../renderer/studio/features/knowledge/entry-drafts.ts';

const words: RowWords = {
  stocked: (n) => `${n} in stock`,
  asked: (n) => `${n} ways to ask`,
  slot: (name) => `[${name}]`,
};
const sample = (): ReturnType<typeof loadKnowledge> => loadKnowledge(path.resolve('resources/knowledge/tea-shop.yaml'));

it.each(['zh', 'en'] as const)('says slots and counts in words (%s)', async (language) => {
  const book = await sample();
  const rows = entryRows(book, 'questions', language, words);
  expect(rows).toHaveLength(book.questions.length);
  expect(rows.filter(({ text }) => /[{}]/.test(text))).toEqual([]);
  expect(rows.some(({ text }) => text.includes('[shipping]'))).toBe(true);
  const [most] = rows.toSorted((a, b) => parseInt(b.more || '0', 10) - parseInt(a.more || '0', 10));
  expect(most?.more).toMatch(/^\d+ ways to ask$/);
  expect(entryRows(book, 'products', language, words).some(({ more }) => more.includes('in stock'))).toBe(true);
});
