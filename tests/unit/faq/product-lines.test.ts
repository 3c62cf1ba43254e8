/** What viewers ask of products in lines that once were answered wrongly: nothing may be made up, and nothing sold that is gone. */
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Answer, createComposer } from '../../../main/engines/knowledge/compose-answer.ts';
import { foldTraditional, traditionalPairs } from '../../../main/engines/knowledge/fold-traditional.ts';
import type { Knowledge } from '../../../main/engines/knowledge/knowledge.ts';
import { loadKnowledge } from '../../../main/engines/knowledge/load-knowledge.ts';
import { wordsBesideFacts } from '../../../main/engines/knowledge/product-intent.ts';

const knowledge = await loadKnowledge(path.resolve(import.meta.dirname, '../../../resources/knowledge/tea-shop.yaml'));

/** The answer to the last of these lines of one show. */
function answerTo(lines: readonly string[], book: Knowledge = knowledge): Answer {
  const composer = createComposer(book);
  const memory = composer.newMemory();
  const answers = lines.map((line) => composer.answer(line, memory));
  return answers.at(-1) as Answer;
}

describe('a name without a letter', () => {
  it.each(['-', '--', '/', "'"])('%s names nothing', (alias) => {
    const cup = { id: 'cup', name: { en: '', zh: '杯子' }, aliases: { en: [alias], zh: [alias] }, summary: { en: '', zh: '' } };
    const book = { ...knowledge, products: [...knowledge.products, { ...cup, points: { en: [], zh: [] }, stock: 5 }] };
    expect(answerTo(['你好'], book).sourceId).toBe('persona-greeting');
    expect(answerTo(['and / or -- are you a robot?'], book).sourceId).toBe('are-you-real');
    expect(answerTo(['杯子还有货吗'], book).text).toContain('5件');
  });
});

describe('a product that is not in the book', () => {
  it.each([
    '抹茶多少钱',
    '抹茶还有货吗',
    '那抹茶呢，多少钱',
    'how much is the matcha',
    'do you still have matcha',
    'how many matcha are left',
  ])('%s does not mean the one that was spoken of', (line) => {
    for (const lines of [[line], ['龙井多少钱', line]]) {
      const answer = answerTo(lines);
      expect(answer.sourceId).toBeNull();
      expect(answer.text).not.toMatch(/168|36/u);
    }
  });

  it.each([
    ['还有货吗', /36件/u],
    ['還有貨嗎', /36件/u],
    ['多少钱', /168元/u],
    ['多少钱一罐呀', /168元/u],
    ['这多少钱', /168元/u],
    ['這個多少錢', /168元/u],
    ['价格呢', /168元/u],
    ['什么价格', /168元/u],
    ['老板怎么卖的', /168元/u],
    ['还剩几件', /36件/u],
    ['有链接吗', /链接/u],
    ['规格是什么', /一百克/u],
    ['how much', /168 yuan/u],
    ['and how much is one of those?', /168 yuan/u],
    ['price please', /168 yuan/u],
    ['is it still in stock?', /36/u],
    ['how many are left', /36/u],
    ['still available?', /36/u],
  ])('%s, and nothing more, means the one that was spoken of', (line, expected) => {
    expect(answerTo(['龙井怎么样', line])).toMatchObject({ sourceId: 'longjing', text: expect.stringMatching(expected) });
  });

  it('is what a line says beside its cues', () => {
    expect([...wordsBesideFacts('请问一下，两罐多少钱？')]).toEqual([]);
    expect([...wordsBesideFacts('how much is it per piece, please')]).toEqual([]);
    expect([...wordsBesideFacts('抹茶多少钱')]).toEqual(['抹', '茶']);
    expect([...wordsBesideFacts('How much is the matcha?')]).toEqual(['matcha']);
  });

  it('does not make "how much" a question of postage', () => {
    expect(answerTo(['多少钱']).text).toMatch(/哪一款/u);
    expect(answerTo(['邮费多少钱']).sourceId).toBe('shipping');
  });
});

describe('a stored question', () => {
  it.each([
    ['how much caffeine is in it', 'sleep'],
    ['how much caffeine is in this', 'sleep'],
    ['when will it be back in stock', 'restock'],
    ['can it be cheaper', 'discount'],
    ['什么时候有货', 'restock'],
  ])('%s is not taken for a question about the product before', (line, expected) => {
    expect(answerTo(['how much is the longjing', line]).sourceId).toBe(expected);
  });

  it.each(['how much is it?', '它多少钱', 'how much does this cost'])('%s is one', (line) => {
    expect(answerTo(['how much is the longjing', line]).sourceId).toBe('longjing');
  });
});

describe('what is sold out', () => {
  it.each([
    '白牡丹多少钱',
    '白牡丹怎么买',
    '白牡丹 in stock?',
    '白牡丹包邮吗',
    '白牡丹什么时候发货',
    '白牡丹 price',
    '白牡丹',
    '介绍一下白牡丹',
    '白牡丹有链接吗',
    '白牡丹多少钱，包邮吗',
    '白牡丹和龙井哪个贵，多少钱',
    '白牡丹和龙井',
  ])('%s', (line) => {
    // every variant
    for (const lines of [[line], [line, line], [line, '你好', line, line]]) expect(answerTo(lines).text).toMatch(/卖完|缺货/u);
  });

  it.each([
    'how much is the white tea',
    'where can i buy the white peony',
    'do you ship the white tea',
    'tell me about white peony',
    'the link for the white tea?',
    'white peony or longjing?',
  ])('%s', (line) => {
    for (const lines of [[line], [line, line]]) expect(answerTo(lines).text).toMatch(/sold out|out of stock/u);
  });

  it('is said of nothing else, and of a product that was spoken of before', () => {
    expect(answerTo(['龙井多少钱']).text).not.toMatch(/卖完|缺货/u);
    expect(answerTo(['龙井怎么买']).text).not.toMatch(/卖完|缺货/u);
    expect(answerTo(['白牡丹', '怎么买']).text).toMatch(/卖完|缺货/u);
    expect(answerTo(['白牡丹怎么买']).text).not.toMatch(/链接/u);
    expect(answerTo(['白牡丹包邮吗', '白牡丹 shipping']).text).not.toMatch(/今天就能下单/u);
  });
});

describe('a delivery abroad', () => {
  const domestic: Knowledge = { ...knowledge, questions: knowledge.questions.filter(({ id }) => id !== 'ship-abroad') };
  const lines = [
    'do you ship to new zealand',
    'Do you ship to Canada?',
    'can you ship to the Netherlands',
    'do you deliver to Japan',
    '能寄到新西兰吗',
    '能寄到日本嗎',
    '加拿大能寄吗',
    '可以寄到法国吗',
    '龙井能寄到新西兰吗',
    'do you ship the longjing to germany',
  ];
  it.each(lines)('%s', (line) => {
    expect(answerTo([line])).toMatchObject({ sourceId: 'ship-abroad' });
    const answer = answerTo([line], domestic);
    expect(answer).toMatchObject({ source: 'unknown' });
    expect(answer.text).not.toMatch(/2 to 4 days|2到4天/u);
  });

  it('is not answered by one of several that have different answers', () => {
    const far = (id: string, ask: string, answer: string): Knowledge['questions'][number] => ({
      id,
      ask: { en: [ask], zh: [], emoji: [] },
      answer: { en: [answer], zh: [] },
    });
    const book = {
      ...domestic,
      questions: [...domestic.questions, far('yes', 'do you ship to germany', 'Yes.'), far('no', 'do you ship to japan', 'No.')],
    };
    expect(answerTo(['do you ship to japan?'], book).sourceId).toBe('no');
    expect(answerTo(['do you ship to germany?'], book).sourceId).toBe('yes');
    expect(answerTo(['do you ship to canada?'], book).source).toBe('unknown');
  });

  it('leaves delivery at home as it was, and the other facts of a product', () => {
    expect(answerTo(['龙井包邮吗']).text).toMatch(/2到4天/u);
    expect(answerTo(['法国香水包邮吗']).text).toMatch(/2到4天/u);
    expect(answerTo(['how much is the longjing and do you ship it to canada'], domestic).text).toMatch(/^(?!.*2 to 4 days).*168 yuan/u);
  });
});

describe('traditional characters', () => {
  it.each([
    ['包郵嗎', '包邮吗'],
    ['蓋碗多少錢', '盖碗多少钱'],
    ['烏龍多少錢', '乌龙多少钱'],
    ['龍井還有現貨嗎', '龙井还有现货吗'],
    ['紫砂壺的規格', '紫砂壶的规格'],
    ['龍井給個鏈接', '龙井给个链接'],
    ['介紹一下鐵觀音', '介绍一下铁观音'],
    ['有什麼推薦', '有什么推荐'],
    ['快遞要幾天', '快递要几天'],
  ])('%s is answered as %s', (line, twin) => {
    const answer = answerTo([line]);
    expect(answer.source).not.toBe('unknown');
    expect(answer).toEqual(answerTo([twin]));
  });

  it('have one simplified twin each, which is no traditional one', () => {
    expect(traditionalPairs.length).toBeGreaterThan(500);
    expect(traditionalPairs.filter((pair) => !/^\p{Script=Han}{2}$/u.test(pair))).toEqual([]);
    const traditional = traditionalPairs.map((pair) => pair.slice(0, 1));
    expect(traditional.filter((one, at) => traditional.indexOf(one) !== at)).toEqual([]);
    expect(traditionalPairs.filter((pair) => foldTraditional(pair) !== pair.slice(1).repeat(2))).toEqual([]);
  });
});
