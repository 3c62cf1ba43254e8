/** Lines of a script, and the order in which they are said. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestScriptLine, mostScriptLines, parseScript } from '../../../main/quiet-time/parse-script.ts';
import { createScriptDeck } from '../../../main/quiet-time/script-deck.ts';

describe('a script', () => {
  it.each<[string, string, unknown]>([
    ['keeps lines in their order', 'one\n二\r\n  three  ', ['one', '二', 'three']],
    ['leaves out what is empty or a remark', '\ufeff# tea\n\n one \n#two', ['one']],
  ])('%s', (_name, text, lines) => expect(parseScript(text)).toEqual({ state: 'script', lines }));

  it.each<[string, string, string]>([
    ['nothing to say', ' \n# only a remark', 'empty'],
    ['something that is no text', 'a\u0000b', 'not-text'],
    ['bytes that are no UTF-8', 'caf\ufffd', 'not-text'],
    ['a line without end', 'x'.repeat(longestScriptLine + 1), 'too-long'],
    ['a book', 'line\n'.repeat(mostScriptLines + 1), 'too-many'],
  ])('refuses %s', (_name, text, why) => expect(parseScript(text)).toMatchObject({ state: 'refused', why }));
});

describe('the deck', () => {
  it('says every line once before any line again, never the same one twice running, whatever the lots', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom('sequential' as const, 'shuffled' as const),
        fc.infiniteStream(fc.double({ min: 0, max: 0.999_999, noNaN: true })),
        (count, order, lots) => {
          const lines = Array.from({ length: count }, (_, i) => `line ${i}`);
          const deck = createScriptDeck(lines, order, () => lots.next().value ?? 0);
          const said = Array.from({ length: 3 * count }, () => deck.next());
          for (let round = 0; round < 3; round += 1) expect(new Set(said.slice(round * count, (round + 1) * count)).size).toBe(count);
          if (order === 'sequential') expect(said.slice(0, count)).toEqual(lines);
          if (count > 1) said.forEach((line, i) => expect(line).not.toBe(said[i - 1]));
        },
      ),
    );
  });

  it('gives a line again that was broken off, before the others', () => {
    const deck = createScriptDeck(['a', 'b'], 'sequential', () => 0);
    expect(deck.next()).toBe('a');
    deck.putBack('a');
    expect([deck.next(), deck.next(), deck.left]).toEqual(['a', 'b', 0]);
    deck.putBack('never said');
    expect(deck.next()).toBe('a');
  });

  it('has nothing to say without lines', () => expect(createScriptDeck([], 'shuffled', () => 0).next()).toBeNull());
});
