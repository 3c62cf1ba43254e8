import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asInstanceId, asShowId, asTurnId } from '../../../main/contract/ids.ts';
import type { LlmItem } from '../../../main/engines/contract/requests.ts';
import { type Composer, createComposer } from '../../../main/engines/knowledge/compose-answer.ts';
import { createFaqEngine, wordPieces } from '../../../main/engines/entries/faq/create-faq.ts';
import type { Knowledge } from '../../../main/engines/knowledge/knowledge.ts';
import { loadKnowledge, parseKnowledge } from '../../../main/engines/knowledge/load-knowledge.ts';
import { stemLatin, tokenize } from '../../../main/engines/knowledge/tokenize.ts';
import { createManualClock, settled } from '../../fakes/conversation-fakes.ts';

const resourcesDir = join(import.meta.dirname, '../../../resources');
const knowledge: Record<string, Knowledge> = {};
const composers: Record<string, Composer> = {};
beforeAll(async () => {
  for (const name of ['tea-shop', 'tech-show']) {
    const loaded = await loadKnowledge(join(resourcesDir, `knowledge/${name}.yaml`));
    knowledge[name] = loaded;
    composers[name] = createComposer(loaded);
  }
});
const composer = (name = 'tea-shop'): Composer => composers[name] as Composer;

describe('what was asked', () => {
  it.each<[string, string, string, string | null]>([
    // file, line, source, id
    ['tea-shop', '龙井多少钱', 'product', 'longjing'],
    ['tea-shop', 'how much is the longjing?', 'product', 'longjing'],
    ['tea-shop', 'Hi! is the OOLONG still in stock', 'product', 'tieguanyin'],
    ['tea-shop', 'where can i buy the gaiwan', 'product', 'gaiwan'],
    ['tea-shop', '紫砂壶多大', 'product', 'clay-pot'],
    ['tea-shop', '紫砂壶怎么保养', 'question', 'pot-care'],
    ['tea-shop', 'how do I brew the longjing?', 'question', 'brew-green'],
    ['tea-shop', '绿茶怎么泡呀', 'question', 'brew-green'],
    ['tea-shop', 'when will my order arrive?', 'question', 'shipping'],
    ['tea-shop', '什麼時候發貨', 'question', 'shipping'],
    ['tea-shop', 'is there a discoutn', 'question', 'discount'],
    ['tea-shop', '推荐个适合新手的茶', 'question', 'beginner'],
    ['tea-shop', '主播你好呀', 'question', 'persona-greeting'],
    ['tea-shop', 'Hi there, hello!', 'question', 'persona-greeting'],
    ['tea-shop', '谢谢主播', 'question', 'thanks'],
    ['tea-shop', '你是真人吗？', 'question', 'are-you-real'],
    ['tea-shop', '👍👍👍', 'question', 'praise'],
    ['tea-shop', '🦊', 'wordless', null],
    ['tea-shop', '???', 'wordless', null],
    ['tech-show', '折叠屏怎么样', 'product', 'foldable'],
    ['tech-show', 'how heavy is the e ink tablet', 'product', 'eink'],
    ['tech-show', 'which gpu do i need', 'question', 'gpu'],
    ['tech-show', 'AI会取代程序员吗', 'question', 'ai-jobs'],
  ])('%s: %j comes from %s %s', (file, line, source, sourceId) => {
    const made = composer(file);
    expect(made.answer(line, made.newMemory())).toMatchObject({ source, sourceId });
  });

  it.each([
    'what is the capital of France?',
    '量子力学是什么',
    'why is the sky blue',
    'can you write me some python code',
    '谁是美国总统',
    'do you like cats?',
    'how tall is mount everest',
    '今天股票涨了吗',
  ])('admits not to know %j, in its language', (line) => {
    const made = composer();
    const answer = made.answer(line, made.newMemory());
    expect(answer.source).toBe('unknown');
    expect(/\p{Script=Han}/u.test(answer.text)).toBe(/\p{Script=Han}/u.test(line));
  });

  it('finds every question and every piece of small talk by its own words', () => {
    for (const [name, file] of Object.entries(knowledge)) {
      const made = composer(name);
      for (const entry of [...file.questions, ...file.smallTalk]) {
        for (const line of [...entry.ask.en, ...entry.ask.zh, ...entry.ask.emoji]) {
          const answer = made.answer(line, made.newMemory());
          // A line that names a product or a fact may rightly be answered by the product itself.
          expect([`${line} -> ${entry.id}`, `${line} -> product`]).toContain(
            `${line} -> ${answer.source === 'product' ? 'product' : answer.sourceId}`,
          );
        }
      }
    }
  });
});

describe('the answer', () => {
  it.each([
    ['龙井多少钱', /168元/u],
    ['how much is the teapot', /1,299 yuan/u],
    ['盖碗价格', /59\.90元/u],
    ['gaiwan price?', /59\.90 yuan/u],
    ['how big is the gaiwan', /120 millilitres/u],
    ['is white tea available', /sold out/u],
    ['紫砂壶还有货吗', /3件/u],
    ['龙井包邮吗', /2到4天.*8元.*满99元/u],
    ['how much is the longjing and do you ship it', /168 yuan.*2 to 4 days/u],
    ['滇红和铁观音哪个好', /红茶.*乌龙/u],
  ])('%j has the real figures', (line, expected) => {
    expect(composer().answer(line, composer().newMemory()).text).toMatch(expected);
  });

  it('remembers the product that was spoken of, for a while', () => {
    const made = composer();
    const memory = made.newMemory();
    made.answer('tell me about the oolong', memory);
    expect(made.answer('how much is it?', memory).text).toMatch(/129 yuan/u);
    expect(made.answer('还有货吗', memory).text).toMatch(/8件/u);
    for (let line = 0; line < 8; line += 1) made.answer('haha', memory);
    expect(made.answer('how much is it?', memory)).toMatchObject({ sourceId: null, text: expect.stringMatching(/which one/iu) });
  });

  it('varies what it says, and is the same for the same history', () => {
    const made = composer();
    const lines = ['hello', 'hello', 'hello', '你好', 'what is love', 'what is love', 'what is love', '🦊', '🦊'];
    const tell = (): string[] => {
      const memory = made.newMemory();
      return lines.map((line) => made.answer(line, memory).text);
    };
    const said = tell();
    for (let at = 1; at < said.length; at += 1) expect(said[at]).not.toBe(said[at - 1]);
    expect(tell()).toEqual(said);
  });

  it('answers anything with a spoken line without open slots', () => {
    for (const name of ['tea-shop', 'tech-show']) {
      const made = composer(name);
      const memory = made.newMemory();
      fc.assert(
        fc.property(
          fc.oneof(
            fc.string({ unit: 'grapheme', maxLength: 200 }),
            fc.constantFrom('龙井', 'price', '(((', '\\', '多少钱 '.repeat(3_000), '{name}'),
          ),
          (line) => {
            const { text } = made.answer(line, memory);
            expect(text.length).toBeGreaterThan(3);
            expect(text).not.toMatch(/[{}]|undefined|null|NaN/u);
          },
        ),
        { numRuns: 200 },
      );
    }
  });
});

describe('sample files', () => {
  it('have enough in both languages, with an early comma in most lines', () => {
    for (const file of Object.values(knowledge)) {
      expect(file.products.length).toBeGreaterThanOrEqual(6);
      expect(file.questions.length).toBeGreaterThanOrEqual(25);
      expect(file.smallTalk.length).toBeGreaterThanOrEqual(15);
      for (const lang of ['en', 'zh'] as const) {
        const lines = [...file.questions, ...file.smallTalk].flatMap((entry) => entry.answer[lang]);
        const early = lines.filter((line) => new RegExp(lang === 'en' ? '^.{3,50}?[,.!?]' : '^.{2,18}?[，。！？]', 'u').test(line));
        expect(early.length / lines.length).toBeGreaterThan(0.9);
      }
    }
  });
});

describe('a bad knowledge file', () => {
  const minimal = `version: 1
title: { en: T, zh: 题 }
persona:
  name: { en: A, zh: 甲 }
  greeting: { en: [Hello], zh: [你好] }
unknown: { en: [No idea], zh: [不知道] }
wordless: { en: [Hi], zh: [嗨] }
`;
  const problemOf = (text: string): unknown => {
    try {
      return parseKnowledge(text, 'mine.yaml');
    } catch (error) {
      return error;
    }
  };

  it('loads when it is minimal', () => {
    expect(parseKnowledge(minimal, 'mine.yaml').products).toEqual([]);
    expect(parseKnowledge(JSON.stringify(parseKnowledge(minimal, 'mine.yaml')), 'mine.json').title.en).toBe('T');
  });

  it.each<[string, string, RegExp]>([
    [
      'a field of the wrong type',
      `${minimal}products:\n  - id: tea\n    name: { en: Tea, zh: 茶 }\n    summary: { en: S, zh: 简 }\n    points: { en: [P], zh: [点] }\n    price: { amount: cheap, currency: CNY }\n`,
      /line 13: products\[0\]\.price\.amount/u,
    ],
    [
      'no language at all',
      minimal.replace('{ en: [No idea], zh: [不知道] }', '{ en: [] }'),
      /line 6: unknown: needs at least one language/u,
    ],
    ['an unknown field', `${minimal}prodcts: []\n`, /line 8: prodcts/u],
    ['an unknown slot', minimal.replace('No idea', '"No idea {nmae}"'), /line 6: unknown\.en\[0\]: unknown slot \{nmae\}/u],
    ['a slot without its part', minimal.replace('[Hi]', '["{shipping}"]'), /line 7: wordless.*no part "shipping"/u],
    ['broken syntax', `${minimal}products: [\n`, /line \d+/u],
    [
      'an id used twice',
      `${minimal}smallTalk:\n${'  - { id: a, ask: { en: [x], zh: [x] }, answer: { en: [y], zh: [y] } }\n'.repeat(2)}`,
      /line 10: smallTalk\[1\]\.id: "a" is used twice/u,
    ],
    ['an empty file', '', /version/u],
    ['a list', '- 1\n', /line 1/u],
    [
      'an alias bomb',
      `a: &a [1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`,
      /alias/iu,
    ],
  ])('%s is named by line and field', (_what, text, expected) => {
    const error = problemOf(text);
    expect(error).toMatchObject({ name: 'EngineError', code: 'bad-file', message: expect.stringMatching(expected) });
    expect(error).toMatchObject({
      detail: { file: 'mine.yaml', words: { en: expect.stringContaining('mine.yaml'), zh: expect.stringContaining('mine.yaml') } },
    });
  });
});

describe('tokens', () => {
  it.each([
    [['ship', 'ships', 'shipping', 'shipped']],
    [['tea', 'teas']],
    [['price', 'prices', 'priced']],
    [['box', 'boxes']],
    [['delivery', 'deliveries']],
  ])('%j meet', (words) => {
    expect(new Set(words.map(stemLatin)).size).toBe(1);
  });

  it('hold Han words, pairs and emoji', () => {
    expect(tokenize('包邮吗？👍')).toEqual(expect.arrayContaining(['包邮', '邮吗', '👍']));
    expect(tokenize('ＦＲＥＥ Shipping')).toEqual(['free', 'ship']);
  });
});

describe('engine', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'faq-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const spec = (options: Record<string, unknown> = {}) => ({
    showId: asShowId('s'),
    instanceId: asInstanceId('i'),
    engineId: 'faq',
    options,
    resourcesDir,
  });
  const request = (content: string, showId = 's') => ({
    showId: asShowId(showId),
    turnId: asTurnId('t'),
    epoch: 0,
    messages: [
      { role: 'system', content: 'be nice' },
      { role: 'user', content },
    ] as const,
  });
  const collect = async (items: AsyncIterable<LlmItem>): Promise<LlmItem[]> => {
    const all: LlmItem[] = [];
    for await (const item of items) all.push(item);
    return all;
  };
  const never = new AbortController().signal;

  it('streams the answer in words and ends once', async () => {
    const engine = await createFaqEngine().load(spec());
    const items = await collect(engine.infer(request('how much is the longjing?'), never));
    expect(items.length).toBeGreaterThan(6);
    expect(items.at(-1)).toEqual({ type: 'end', finishReason: 'stop' });
    expect(items.flatMap((item) => (item.type === 'text' ? [item.text] : [])).join('')).toBe(
      'Good question, Longjing green tea is 168 yuan, a 100 gram tin.',
    );
    expect(engine.signature).toMatchObject({ kind: 'llm', contextTokens: null, languages: ['en', 'zh'] });
    expect(await collect(engine.infer({ ...request('hello'), maxTokens: 2 }, never))).toMatchObject([
      { type: 'text' },
      { type: 'text' },
      { type: 'end', finishReason: 'length' },
    ]);
  });

  it('keeps the shows apart', async () => {
    const engine = await createFaqEngine().load(spec());
    await collect(engine.infer(request('tell me about the oolong', 'a'), never));
    const text = async (show: string): Promise<string> =>
      (await collect(engine.infer(request('how much is it', show), never))).map((item) => (item.type === 'text' ? item.text : '')).join('');
    expect(await text('a')).toContain('129');
    expect(await text('b')).not.toContain('129');
  });

  it('loses nothing when it cuts an answer into pieces', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), (text) => {
        expect(wordPieces(text).join('')).toBe(text);
      }),
    );
    expect(wordPieces('价格是59.90元，很好。').at(-1)).toMatch(/。$/u);
  });

  it('honours delay and abort', async () => {
    const clock = createManualClock();
    const engine = await createFaqEngine(clock).load(spec({ delayMs: 500 }));
    const iterator = engine.infer(request('hello'), never)[Symbol.asyncIterator]();
    let first: unknown = null;
    void iterator.next().then((item) => (first = item));
    await settled();
    clock.advance(499);
    await settled();
    expect(first).toBeNull();
    clock.advance(1);
    await settled();
    expect(first).toMatchObject({ value: { type: 'text' } });
    const controller = new AbortController();
    const reason = new Error('cancelled');
    const pending = engine.infer(request('hello'), controller.signal)[Symbol.asyncIterator]().next();
    const outcome = expect(pending).rejects.toBe(reason);
    await settled();
    controller.abort(reason);
    await outcome;
    expect(clock.pending).toBe(0);
  });

  it('refuses bad options, a missing file and a bad file in words', async () => {
    await expect(createFaqEngine().load(spec({ delayMs: 'soon' }))).rejects.toMatchObject({
      code: 'bad-options',
      message: expect.stringContaining('delayMs'),
    });
    await expect(createFaqEngine().load(spec({ knowledgePath: join(folder, 'none.yaml') }))).rejects.toMatchObject({
      code: 'missing-file',
    });
    await writeFile(join(folder, 'bad.yaml'), 'version: 2\n');
    await expect(createFaqEngine().load(spec({ knowledgePath: join(folder, 'bad.yaml') }))).rejects.toMatchObject({
      code: 'bad-file',
      message: expect.stringContaining('line 1: version'),
    });
  });
});
