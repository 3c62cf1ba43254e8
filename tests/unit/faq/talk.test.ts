/** What the knowledge file's engine says unasked: everything it sells, in turn, before anything again. */
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createComposer } from '../../../main/engines/knowledge/compose-answer.ts';
import { loadKnowledge } from '../../../main/engines/knowledge/load-knowledge.ts';

const knowledge = await loadKnowledge(path.resolve(import.meta.dirname, '../../../resources/knowledge/tea-shop.yaml'));

describe('talk of its own accord', () => {
  it('goes through all that is sold in the language that was spoken last, and repeats nothing before all was said', () => {
    const composer = createComposer(knowledge);
    const memory = composer.newMemory();
    const said = Array.from({ length: 60 }, (_, round) => composer.talk(round, memory));
    const round = said.findIndex(({ text }, at) => at > 0 && text === said[0]?.text);
    expect(round).toBeGreaterThan(8);
    expect(new Set(said.slice(0, round).map(({ text }) => text)).size).toBe(round);
    expect(said.every(({ lang, text }) => lang === 'zh' && /\p{Script=Han}/u.test(text))).toBe(true);
    const soldOut = knowledge.products.filter(({ stock }) => stock === 0).map(({ id }) => id);
    expect(soldOut.length).toBeGreaterThan(0);
    expect(said.filter(({ sourceId }) => soldOut.includes(sourceId ?? ''))).toEqual([]);
  });

  it('makes "how much is it" mean what was just spoken of', () => {
    const composer = createComposer(knowledge);
    const memory = composer.newMemory();
    composer.answer('hello', memory);
    const talk = composer.talk(1, memory);
    expect(talk.lang).toBe('en');
    expect(composer.answer('How much is it?', memory).sourceId).toBe(talk.sourceId);
  });
});
