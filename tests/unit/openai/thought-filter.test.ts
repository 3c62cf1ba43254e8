import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createThoughtFilter, type ThinkingStyle } from '../../../main/engines/child/thought-filter.ts';

function spoken(parts: readonly string[], style?: ThinkingStyle): string {
  const filter = createThoughtFilter(style);
  return parts.map((part) => filter.push(part)).join('') + filter.end();
}

describe('the thought filter', () => {
  it.each([
    [['<think>secret</think>\n\nHello'], 'Hello'],
    [['<th', 'ink>sec', 'ret</thi', 'nk>', '\n', ' Hello'], 'Hello'],
    [['<THINK>secret</Think>Hello'], 'Hello'],
    [['<thinking>secret</thinking>Hello'], 'Hello'],
    [['Hi <think>secret</think>there'], 'Hi there'],
    [['<think>a</think>one<think>b</think> two'], 'one two'],
    [['<think>a < b and <b>'], ''],
    [['one</think> two'], 'one two'],
    [['a < b <thin', 'g> c'], 'a < b <thing> c'],
    [['It ends with <thi'], 'It ends with <thi'],
    // two characters long in lower case
    [['<think>İ</think>Hello'], 'Hello'],
    [['<think>', 'İ</th', 'ink>Hello'], 'Hello'],
    [['İstanbul <think>secret</think>hi'], 'İstanbul hi'],
    [['  Hello  '], 'Hello  '],
  ])('%j -> %j', (parts, text) => {
    expect(spoken(parts)).toBe(text);
  });
  it('begins inside a thought where the prompt has opened it', () => {
    expect(spoken(['secret', '</think>', 'Hello'], 'from-start')).toBe('Hello');
    expect(spoken(['secret and no end'], 'from-start')).toBe('');
  });
  it('holds nothing back that cannot become a tag', () => {
    expect(createThoughtFilter().push('Hello, world')).toBe('Hello, world');
    expect(createThoughtFilter().push('1 < 2')).toBe('1 < 2');
  });
  it('says the same however the text is cut, and never a thought', () => {
    const piece = fc.oneof(
      fc.constantFrom('<think>', '</think>', '<', '>', 'think', '<thinking>', '</thinking>', '好', 'İ'),
      fc.string({ maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        expect(spoken(Array.from(text))).toBe(spoken([text]));
        expect(spoken(['<think>QQ</think>', text.replaceAll('Q', '')])).not.toContain('Q');
      }),
      { numRuns: 500 },
    );
  });
});
