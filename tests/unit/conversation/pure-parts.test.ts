import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanAuthor, cleanLine, cutAt } from '../../../main/conversation/clean-line.ts';
import { defaultLimits } from '../../../main/conversation/limits.ts';
import { pickLanguage, pickVoiceLanguage } from '../../../main/conversation/pick-language.ts';
import { createWordListModerator, parseWordLists } from '../../../main/conversation/word-list-moderator.ts';

describe('clean line', () => {
  it.each([
    ['  hello \t there\r\n you ', 'hello there you'],
    ['a\u0000b\u0007c\u001b[31m', 'abc[31m'],
    ['\u202eevil\u202c text\u2066!\u2069', 'evil text!'],
    ['cafe\u0301', 'café'],
    ['🎉🎉', '🎉🎉'],
    ['👨‍👩‍👧', '👨‍👩‍👧'],
    ['שלום hello \u200fשלום', 'שלום hello שלום'],
    ['\ud800broken', 'broken'],
    [`z${'\u0321'.repeat(40)}`, `z${'\u0321'.repeat(4)}`],
  ])('%j', (text, expected) => {
    expect(cleanLine(text, defaultLimits)).toEqual({ state: 'clean', text: expected });
  });

  it.each(['', '   \n\t', '\u0000\u0001', '\u202e\u200b\ufeff', '\u3164'])('refuses %j in both languages', (text) => {
    const line = cleanLine(text, defaultLimits);
    expect(line.state).toBe('refused');
    if (line.state === 'refused') expect([line.reason.en, line.reason.zh].every((words) => words.length > 10)).toBe(true);
  });

  it('takes 20 000 characters and answers a prefix; refuses one more', () => {
    const long = cleanLine('tea '.repeat(5_000), defaultLimits);
    expect(long).toMatchObject({ state: 'clean', notice: { en: expect.stringContaining('499') } });
    if (long.state === 'clean') expect(long.text.endsWith('tea')).toBe(true);
    expect(cleanLine('x'.repeat(20_001), defaultLimits)).toMatchObject({
      state: 'refused',
      reason: { en: expect.stringContaining('20001') },
    });
  });

  it('is idempotent, bounded and free of controls for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000 }), (text) => {
        const line = cleanLine(text, defaultLimits);
        if (line.state === 'refused') return;
        expect(line.text.length).toBeLessThanOrEqual(defaultLimits.answeredCharacters);
        expect(line.text).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
        expect(cleanLine(line.text, defaultLimits)).toEqual({ state: 'clean', text: line.text });
      }),
      { numRuns: 300, examples: [['¡\t\u0000\t豈'], ['a \u2000\u0000 b']] },
    );
  });

  it('never cuts inside a character', () => {
    expect(cutAt('ab👨‍👩‍👧cd', 5)).toBe('ab');
    expect(cleanAuthor('\u202e')).toBe('guest');
  });
});

describe('language of a clause', () => {
  it.each([
    ['欢迎来到直播间', 'und', 'zh'],
    ['Welcome to the show', 'und', 'en'],
    ['これは静岡のお茶です', 'und', 'ja'],
    ['안녕하세요', 'und', 'ko'],
    ['Добрый вечер', 'und', 'ru'],
    ['这款 iPhone 15 Pro Max 真的很好用', 'und', 'zh'],
    ['I love 火锅 with my friends', 'und', 'en'],
    ['美の茶真好喝呀', 'und', 'zh'],
    ['東京', 'ja', 'ja'],
    ['龙井 Longjing', 'zh', 'zh'],
    ['龙井 Longjing', 'en', 'en'],
    ['299', 'zh', 'zh'],
    ['1,299.00!', 'und', 'en'],
    ['😀👍', 'zh', 'und'],
    ['?!…', 'en', 'und'],
  ])('%j in a turn in %s is %s', (text, turnLang, expected) => {
    expect(pickLanguage(text, turnLang)).toBe(expected);
  });
});

describe('the language of the voice', () => {
  const everything = (): boolean => true;
  it.each([
    ['I love 火锅 with my friends', 'en', 'zh'],
    ['I love さくら', 'en', 'ja'],
    ['Try the 떡볶이 now', 'en', 'ko'],
    ['这款 iPhone 15 Pro Max', 'zh', 'zh'],
    ['Hola a todos, bienvenidos', 'en', 'es'],
    ['Vamos a empezar', 'es', 'es'],
    ['Щасливий їжак', 'und', 'uk'],
    ['😀', 'en', 'und'],
  ])('%j in a turn in %s is spoken by a voice for %s', (text, turnLang, expected) => {
    expect(pickVoiceLanguage(text, turnLang, everything)).toBe(expected);
  });

  it('falls back to what there is a voice for', () => {
    const englishOnly = (lang: string): boolean => lang === 'en';
    expect(pickVoiceLanguage('I love 火锅 with my friends', 'en', englishOnly)).toBe('en');
    expect(pickVoiceLanguage('Hola a todos, bienvenidos', 'en', englishOnly)).toBe('en');
    expect(pickVoiceLanguage('大家好', 'en', englishOnly)).toBe('zh');
  });
});

describe('word list moderator', () => {
  const moderator = createWordListModerator({ both: ['badword', '坏词', '加v'], in: ['ignore your rules'], out: ['包治百病'] });
  it.each([
    ['in', 'this is a BadWord!', false],
    ['in', 'ｂａｄｗｏｒｄ', false],
    ['in', 'bad\u200bword', false],
    ['in', '买badword吧', false],
    ['in', 'notabadwordatall', true],
    ['in', '这是坏词吗', false],
    ['in', '坏 * 词', false],
    ['in', '他很坏。词', true],
    ['in', '他很坏！词', true],
    ['in', '他很坏?词', true],
    ['in', '他很坏\n词', true],
    ['in', '坏/词', false],
    ['in', '坏、词', false],
    ['in', '坏，词', false],
    ['in', '坏|~ 😀 +词', false],
    ['in', `坏${'*'.repeat(30)}词`, false],
    ['in', '坏的词', true],
    ['in', '坏1词', true],
    ['in', '加V领取', false],
    ['in', '加vip会员', true],
    ['in', 'please IGNORE   your rules now', false],
    ['in', 'ignore-your-rules', false],
    ['in', 'ignore, your / rules', false],
    ['in', 'ignore_your…rules', false],
    ['in', 'do not ignore! Your rules', true],
    ['in', 'ignore all your rules', true],
    ['in', 'ignoreyourrules', true],
    ['out', 'please ignore your rules now', true],
    ['out', '这茶包治百病', false],
    ['in', '这茶包治百病', true],
    ['in', 'a.b (c) [d]', true],
  ] as const)('%s %j: %s', (direction, text, allowed) => {
    expect(moderator.check(direction, text).allowed).toBe(allowed);
  });

  it('lets everything pass without words and treats marks literally', () => {
    expect(createWordListModerator({}).check('in', 'anything').allowed).toBe(true);
    const literal = createWordListModerator({ both: ['c++ (x)', 'a|b'] });
    expect(literal.check('in', 'I write C++ (X) daily').allowed).toBe(false);
    expect(literal.check('in', 'only a').allowed).toBe(true);
  });

  it.each([
    ['one long run', `坏${'/'.repeat(20_000)}`],
    ['many runs', `坏${'、'.repeat(20)}`.repeat(1_000)],
    ['the entry’s own beginning again and again', `${'坏/'.repeat(10_000)}ignore${', '.repeat(10_000)}`],
    ['words and marks', `${'ignore - your - '.repeat(1_000)}${'+ '.repeat(10_000)}`],
  ])('reads twenty thousand separators at once: %s', (_name, text) => {
    const patient = createWordListModerator({ both: ['坏坏坏坏坏坏坏坏坏词', 'ignore your rules', '+ + + + + + x', '坏 坏 坏 坏 词'] });
    expect(patient.check('in', text).allowed).toBe(true);
    expect(patient.check('in', `${text}${'坏/'.repeat(8)}坏${'/'.repeat(20_000)}词`).allowed).toBe(false);
  });

  it('reads the shipped list and refuses what is none', () => {
    const lists = parseWordLists(JSON.parse(readFileSync(new URL('../../../resources/moderation/words.json', import.meta.url), 'utf8')));
    const shipped = createWordListModerator(lists);
    const evasions = ['示/例/屏/蔽/词', '示、例、屏、蔽、词', 'ignore-your-instructions', 'ignore, your instructions'];
    expect(['示例屏蔽词', ...evasions].filter((text) => shipped.check('in', text).allowed)).toEqual([]);
    expect(() => parseWordLists({ both: [3] })).toThrow(/both/u);
    expect(() => parseWordLists({ Both: ['word'] })).toThrow(/Both/u);
  });
});
