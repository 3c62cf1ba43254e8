import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createClauseSplitter } from '../../../main/conversation/clause-splitter.ts';

function split(text: string, sizes: readonly number[] = [text.length || 1]): string[] {
  const splitter = createClauseSplitter();
  const clauses: string[] = [];
  let at = 0;
  for (let turn = 0; at < text.length; turn += 1) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? 1);
    clauses.push(...splitter.push(text.slice(at, at + size)));
    at += size;
  }
  return [...clauses, ...splitter.end()];
}

describe('clause splitter', () => {
  it.each<[string, string[]]>([
    [
      'Hello and welcome, nice to see you, my friend. What would you like?',
      ['Hello and welcome,', 'nice to see you, my friend.', 'What would you like?'],
    ],
    ['大家晚上好，欢迎来到直播间，今天我们聊聊茶。想喝点什么？', ['大家晚上好，', '欢迎来到直播间，今天我们聊聊茶。', '想喝点什么？']],
    ['Oh, yes, of course, we ship there.', ['Oh, yes, of course,', 'we ship there.']],
    ['It costs 1,299.00 yuan, or 3.5 times the small one.', ['It costs 1,299.00 yuan,', 'or 3.5 times the small one.']],
    ['价格是1,299.00元，也就是3.5折，很划算。', ['价格是1,299.00元，', '也就是3.5折，很划算。']],
    ['See https://shop.example/a,b?c=1.2&d=3 for more, thanks!', ['See https://shop.example/a,b?c=1.2&d=3 for more,', 'thanks!']],
    ['Mail me at tea.shop@example.com, please.', ['Mail me at tea.shop@example.com,', 'please.']],
    ['Mr. Lin and Dr. Wu brew it, e.g. at noon. Try it.', ['Mr. Lin and Dr. Wu brew it,', 'e.g. at noon.', 'Try it.']],
    ['Really?! Yes... I am sure. “Good.” Next one.', ['Really?!', 'Yes...', 'I am sure.', '“Good.”', 'Next one.']],
    ['真的吗？！当然……我确定。“好茶。”再来一杯。', ['真的吗？！', '当然……', '我确定。', '“好茶。”', '再来一杯。']],
    ['We start at 10:30 today: bring a cup.', ['We start at 10:30 today:', 'bring a cup.']],
    ['Thank you! 😊 See you soon! 👋', ['Thank you!', '😊 See you soon!', '👋']],
    ['First line\nsecond line', ['First line', 'second line']],
    ['你好,欢迎你,今天喝什么', ['你好,欢迎你,', '今天喝什么']],
    ['1. Warm the pot. 2. Add the tea.', ['1. Warm the pot.', '2. Add the tea.']],
    ['   \n  ', []],
    ['😀😀😀', ['😀😀😀']],
  ])('%j', (text, expected) => {
    expect(split(text)).toEqual(expected);
    expect(split(text, [1])).toEqual(expected);
  });

  it('lets the first clause go at the first comma, before the rest is there', () => {
    const splitter = createClauseSplitter();
    expect(splitter.push('Of course we do')).toEqual([]);
    expect(splitter.push(',')).toEqual(['Of course we do,']);
    const chinese = createClauseSplitter();
    expect(chinese.push('我们今天，')).toEqual(['我们今天，']);
  });

  it('does not let a word or two go alone as the first clause', () => {
    expect(split('好，我们来看看这款茶，它很香。')).toEqual(['好，我们来看看这款茶，', '它很香。']);
  });

  it('cuts a later clause at a comma when it grows long', () => {
    const later = split(`Fine. ${'we have a lot to say about this tea, '.repeat(4)}and then we stop.`);
    expect(later.length).toBeGreaterThan(3);
    for (const clause of later.slice(1, -1)) expect(clause).toMatch(/,$/u);
  });

  it('bounds a clause without any mark', () => {
    for (const text of ['茶'.repeat(1_000), 'a'.repeat(1_000), 'word '.repeat(300), '👨‍👩‍👧'.repeat(200)]) {
      const clauses = split(text, [7]);
      expect(clauses.length).toBeGreaterThan(3);
      for (const clause of clauses) expect(clause.length).toBeLessThanOrEqual(200);
      for (const clause of clauses) expect(clause).not.toMatch(/\p{Cs}/u);
    }
  });

  const piece = fc.constantFrom(
    'Hello',
    ' ',
    ', ',
    ',',
    '. ',
    '.',
    '1',
    '23',
    '你好',
    '，',
    '。',
    '！',
    '?',
    '"',
    '”',
    '（',
    '、',
    '😀',
    '\n',
    'Mr',
    'https://a.b/c',
    '…',
    '-',
    '—',
    ': ',
    'に',
    'word',
  );
  it('gives the same clauses however the text is cut into tokens, loses nothing and keeps its limits', () => {
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 120 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 }),
        (pieces, sizes) => {
          const text = pieces.join('');
          const whole = split(text);
          expect(split(text, sizes)).toEqual(whole);
          expect(whole.join('').replace(/\s+/gu, '')).toBe(text.replace(/\s+/gu, ''));
          for (const clause of whole) {
            expect(clause.trim()).toBe(clause);
            expect(clause).not.toBe('');
            expect(clause.length).toBeLessThanOrEqual(200);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never cuts inside a number, wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1_000, max: 9_999_999 }),
        fc.integer({ min: 0, max: 99 }),
        fc.boolean(),
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1 }),
        (whole, part, chinese, sizes) => {
          const figure = `${whole.toLocaleString('en-US')}.${String(part).padStart(2, '0')}`;
          const text = chinese ? `这款茶现在只要${figure}元，很划算。` : `This one is only ${figure} yuan, what a price.`;
          expect(split(text, sizes).some((clause) => clause.includes(figure))).toBe(true);
        },
      ),
    );
  });
});
