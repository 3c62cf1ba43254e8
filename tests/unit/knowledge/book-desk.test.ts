/** The books on a real disk: whole files only, one change after the other, nothing outside of two folders, and a "no" in words. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createComposer } from '../../../main/engines/knowledge/compose-answer.ts';
import { parseKnowledge } from '../../../main/engines/knowledge/load-knowledge.ts';
import { createBookFiles, type BookFiles } from '../../../main/knowledge/book-files.ts';
import { createBookDesk, type BookDesk } from '../../../main/knowledge/create-book-desk.ts';
import { knowledgeMessages as words } from '../../../main/knowledge/knowledge-messages.ts';
import { newBook } from '../../../main/knowledge/new-book.ts';
import type { ProductDraft, QuestionDraft } from '../../../main/knowledge/types.ts';

const samplesDir = join(import.meta.dirname, '../../../resources/knowledge');
const ask = (text: string, answer: string): QuestionDraft => ({ ask: { en: [text], zh: [], emoji: [] }, answer: { en: [answer], zh: [] } });
const product = (more: Partial<ProductDraft> = {}): ProductDraft => ({
  name: { en: 'Mug', zh: '' },
  aliases: { en: [], zh: [] },
  summary: { en: '', zh: '' },
  points: { en: [], zh: [] },
  ...more,
});
let root: string;
let folder: string;
let desk: BookDesk;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'vanchor-books-'));
  folder = join(root, 'knowledge');
  desk = createBookDesk({ folder, samplesDir });
});
afterEach(() => {
  chmodSync(root, 0o700);
  rmSync(root, { recursive: true, force: true });
});

async function made(label = 'Mine', from: string | null = null): Promise<string> {
  const answer = await desk.create(label, from);
  if (!answer.done) throw new Error(answer.words.en);
  return answer.bookId;
}
const bookOf = async (bookId: string) => {
  const answer = await desk.read(bookId);
  if (!answer.done) throw new Error(answer.words.en);
  return answer.book;
};

describe('books', () => {
  it('begin with the samples, which cannot be changed', async () => {
    const { books } = await desk.list();
    expect(books.map(({ bookId, origin }) => [bookId, origin])).toEqual([
      ['sample-tea-shop', 'sample'],
      ['sample-tech-show', 'sample'],
    ]);
    for (const change of [
      () => desk.putQuestion('sample-tea-shop', 'questions', null, ask('q', 'a')),
      () => desk.rename('sample-tea-shop', 'x'),
      () => desk.remove('sample-tea-shop'),
      () => desk.removeEntries('sample-tea-shop', 'products', ['longjing']),
    ])
      expect(await change()).toEqual({ done: false, words: words.sample });
  });

  it('are made, copied, named anew and removed', async () => {
    const copy = await made('我的茶铺', 'sample-tea-shop');
    expect((await bookOf(copy)).products.length).toBeGreaterThan(3);
    expect(await desk.rename(copy, '  新名字 ')).toEqual({ done: true });
    const { books } = await desk.list();
    expect(books.at(-1)).toMatchObject({ bookId: copy, label: { zh: '新名字' }, origin: 'own', problem: null });
    expect(await desk.remove(copy)).toEqual({ done: true });
    expect(readdirSync(folder)).toEqual([]);
    expect(await desk.read(copy)).toEqual({ done: false, words: words.unknownBook });
  });

  it.each(['', '   ', '\u200b\n', 'x'.repeat(81)])('have a name: not %j', async (label) => {
    expect(await desk.create(label, null)).toMatchObject({ done: false, words: words.noLabel });
  });

  it('answer from the first moment, also when they are written in one language', async () => {
    const bookId = await made('中文');
    await desk.putQuestion(bookId, 'questions', null, { ask: { en: [], zh: ['包邮吗'], emoji: [] }, answer: { en: [], zh: ['全场包邮'] } });
    await desk.putProduct(bookId, null, product({ name: { en: '', zh: '盖碗' }, price: { amount: 59, currency: 'CNY' } }));
    const composer = createComposer(await bookOf(bookId));
    expect(composer.answer('包邮吗', composer.newMemory()).text).toBe('全场包邮');
    expect(composer.answer('how much is the 盖碗', composer.newMemory()).text).toMatch(/59 yuan/u);
    expect(composer.answer('盖碗怎么样', composer.newMemory()).text).toMatch(/盖碗/u);
    expect(composer.answer('who are you', composer.newMemory()).text.trim()).not.toBe('');
  });

  it('are what an engine can load', async () => {
    const bookId = await made('x', 'sample-tech-show');
    await desk.putProduct(bookId, null, product());
    const text = readFileSync(join(folder, `${bookId}.yaml`), 'utf8');
    expect(parseKnowledge(text, 'x')).toEqual(await bookOf(bookId));
  });

  it('are told when one is broken, and the others are there', async () => {
    await made();
    writeFileSync(join(folder, 'by-hand.yaml'), 'version: 1\ntitle: [');
    writeFileSync(join(folder, 'huge.yaml'), 'x'.repeat(5 * 1024 * 1024));
    const { books } = await desk.list();
    expect(books.filter(({ problem }) => problem !== null).map(({ bookId }) => bookId)).toEqual(['by-hand', 'huge']);
    expect(books.filter(({ problem }) => problem === null)).toHaveLength(3);
    expect(await desk.putQuestion('by-hand', 'questions', null, ask('q', 'a'))).toMatchObject({
      done: false,
      words: { en: expect.stringContaining('by-hand.yaml') },
    });
  });
});

describe('entries', () => {
  it('are put, changed in their place and taken out', async () => {
    const bookId = await made();
    const first = await desk.putQuestion(bookId, 'questions', null, ask('Do you ship?', 'Yes'));
    await desk.putQuestion(bookId, 'questions', null, ask('Do you ship?', 'Twice'));
    expect(first).toEqual({ done: true, entryId: 'do-you-ship' });
    await desk.putQuestion(bookId, 'questions', 'do-you-ship', ask('Do you ship?', 'Certainly'));
    const { questions } = await bookOf(bookId);
    expect(questions.map(({ id, answer }) => [id, answer.en[0]])).toEqual([
      ['do-you-ship', 'Certainly'],
      ['do-you-ship-1', 'Twice'],
    ]);
    await desk.removeEntries(bookId, 'questions', ['do-you-ship']);
    expect((await bookOf(bookId)).questions).toHaveLength(1);
    expect(await desk.putQuestion(bookId, 'questions', 'do-you-ship', ask('a', 'b'))).toEqual({ done: false, words: words.unknownEntry });
  });

  it('stand beside a host, a greeting and shipping, which can be taken away again', async () => {
    const bookId = await made('x', 'sample-tea-shop');
    const { title, defaultLanguage, persona, unknown, wordless } = newBook('x');
    const basics = { title, defaultLanguage, persona: { ...persona, name: { en: 'Ann', zh: '' } }, unknown, wordless };
    const refusal = await desk.putBasics(bookId, basics);
    expect(refusal).toMatchObject({ done: false, words: { en: expect.stringContaining('{shipping}') } });
    await desk.removeEntries(bookId, 'questions', ['shipping']);
    expect(await desk.putBasics(bookId, basics)).toEqual({ done: true });
    const book = await bookOf(bookId);
    expect(book).toMatchObject({ persona: { name: { en: 'Ann', zh: '' } } });
    expect(book.shipping).toBeUndefined();
    const shipping = { fee: 5, currency: 'EUR', days: [1, 3] } as const;
    expect(await desk.putBasics(bookId, { ...basics, shipping: { ...shipping, days: [1, 3] } })).toEqual({ done: true });
    const composer = createComposer(await bookOf(bookId));
    expect(composer.answer('how much is the postage', composer.newMemory()).text).toMatch(/5 euros/u);
    expect(composer.answer('主播你好', composer.newMemory()).text).not.toMatch(/undefined|\{/u);
  });

  it('are all there when they are put at once', async () => {
    const bookId = await made();
    await Promise.all(Array.from({ length: 20 }, (_, at) => desk.putQuestion(bookId, 'questions', null, ask(`question ${at}`, 'a'))));
    expect((await bookOf(bookId)).questions).toHaveLength(20);
  });

  it.each<[string, () => Promise<unknown>, string, RegExp]>([
    [
      'no question',
      () => desk.putQuestion(id, 'questions', null, { ask: { en: [], zh: [], emoji: [] }, answer: { en: ['a'], zh: [] } }),
      'ask',
      /empty/u,
    ],
    ['no answer', () => desk.putQuestion(id, 'questions', null, { ...ask('q', 'a'), answer: { en: [], zh: [] } }), 'answer', /empty/u],
    ['a long answer', () => desk.putQuestion(id, 'questions', null, ask('q', 'x'.repeat(401))), 'answer', /400/u],
    ['an unknown slot', () => desk.putQuestion(id, 'questions', null, ask('q', 'I am {nmae}')), 'answer', /\{nmae\}/u],
    ['{shipping} without shipping', () => desk.putQuestion(id, 'questions', null, ask('q', '{shipping}')), 'answer', /shipping/u],
    ['no name', () => desk.putProduct(id, null, product({ name: { en: ' ', zh: '' } })), 'name', /empty/u],
    ['a price of nothing', () => desk.putProduct(id, null, product({ price: { amount: 0, currency: 'CNY' } })), 'price', /price/u],
    ['half a piece', () => desk.putProduct(id, null, product({ stock: 1.5 })), 'stock', /stock/u],
    ['a link that runs', () => desk.putProduct(id, null, product({ link: 'javascript:alert(1)' })), 'link', /link/u],
  ])('with %s are refused by field', async (_what, put, field, en) => {
    id = await made();
    const before = readFileSync(join(folder, `${id}.yaml`), 'utf8');
    expect(await put()).toMatchObject({
      done: false,
      field,
      words: { en: expect.stringMatching(en), zh: expect.stringMatching(/\p{Script=Han}/u) },
    });
    expect(readFileSync(join(folder, `${id}.yaml`), 'utf8')).toBe(before);
  });
  let id = '';
});

describe('the disk', () => {
  it('keeps the old book when the new one cannot be written, and no part of it', async () => {
    const bookId = await made();
    await desk.putQuestion(bookId, 'questions', null, ask('q', 'before'));
    const before = readFileSync(join(folder, `${bookId}.yaml`), 'utf8');
    // a folder in the way of the part: whoever the tests run as, this cannot be written
    mkdirSync(join(folder, `${bookId}.yaml.new`, 'in-the-way'), { recursive: true });
    expect(await desk.putQuestion(bookId, 'questions', null, ask('q2', 'after'))).toMatchObject({ done: false, words: words.notSaved });
    expect(readFileSync(join(folder, `${bookId}.yaml`), 'utf8')).toBe(before);
    expect((await bookOf(bookId)).questions).toHaveLength(1);
  });

  it.each([
    ['ENOSPC', words.diskFull],
    ['EDQUOT', words.diskFull],
    ['EROFS', words.folderClosed],
    ['EIO', words.notSaved],
  ])('says what it is when a write ends with %s', async (code, expected) => {
    const files = createBookFiles({ folder, samplesDir });
    const full: BookFiles = { ...files, write: () => Promise.reject(Object.assign(new Error(code), { code })) };
    expect(await createBookDesk({ folder, samplesDir }, full).create('x', 'sample-tea-shop')).toEqual({ done: false, words: expected });
  });

  it.skipIf(process.getuid?.() === 0 || process.platform === 'win32')('says that it may not be written to', async () => {
    chmodSync(root, 0o500);
    expect(await desk.create('x', null)).toEqual({ done: false, words: words.folderClosed });
  });

  it('says that its folder is no folder', async () => {
    writeFileSync(join(root, 'a-file'), '');
    const closed = createBookDesk({ folder: join(root, 'a-file/knowledge'), samplesDir });
    expect(await closed.create('x', null)).toMatchObject({ done: false, words: words.folderClosed });
  });

  it('is left alone outside of its folders', async () => {
    writeFileSync(join(root, 'secret.yaml'), readFileSync(join(samplesDir, 'tea-shop.yaml')));
    mkdirSync(folder);
    symlinkSync(join(root, 'secret.yaml'), join(folder, 'link.yaml'));
    for (const bookId of ['../secret', '..\\secret', 'link', '/etc/passwd', 'sample-../../secret', '', '.']) {
      expect(await desk.read(bookId)).toEqual({ done: false, words: words.unknownBook });
      expect(await desk.remove(bookId)).toEqual({ done: false, words: words.unknownBook });
      expect(
        await desk.import({ bookId, fileName: 'a.csv', bytes: Buffer.from('question,answer\na,b\n'), encoding: 'auto' }),
      ).toMatchObject({
        done: false,
      });
    }
    expect(existsSync(join(root, 'secret.yaml'))).toBe(true);
  });
});

describe('importing', () => {
  const csv = (text: string) => ({ fileName: '../../客服 问答.csv', bytes: Buffer.from(text), encoding: 'auto' }) as const;

  it('shows what it would do, then does it, into a book of its own', async () => {
    const request = { bookId: null, ...csv('问题,答案\n包邮吗,包邮\n在吗,\n') };
    const shown = await desk.preview(request);
    expect(shown).toMatchObject({ done: true, report: { counts: { new: 1, changed: 0, same: 0, problems: 1 }, problems: [{ row: 3 }] } });
    expect(existsSync(folder)).toBe(false);
    const done = await desk.import(request);
    expect(done).toMatchObject({ done: true, report: shown.done ? shown.report : {} });
    const { books } = await desk.list();
    expect(books.at(-1)).toMatchObject({ label: { zh: '客服 问答' }, questions: 1, origin: 'own' });
    expect(readdirSync(root)).toEqual(['knowledge']);
  });

  it('takes a whole book as it is, persona and all', async () => {
    const bytes = readFileSync(join(samplesDir, 'tea-shop.yaml'));
    const done = await desk.import({ bookId: null, fileName: 'tea.yaml', bytes, encoding: 'auto' });
    if (!done.done) throw new Error(done.words.en);
    const { label, ...book } = await bookOf(done.bookId);
    expect(label).toBe('tea');
    expect(book).toEqual(parseKnowledge(bytes.toString(), 'x'));
  });

  it('keeps nothing of a file without one usable row', async () => {
    expect(await desk.import({ bookId: null, ...csv('问题,答案\n在吗,\n') })).toEqual({ done: false, words: words.noAnswer });
    expect(existsSync(folder)).toBe(false);
  });
});

describe('trying a line', () => {
  it("is the engine's own answer, with what matched", async () => {
    const composer = createComposer(await bookOf('sample-tea-shop'));
    for (const line of [
      '运费多少钱呀',
      'is there a discoutn',
      '龙井多少钱',
      '龙井和铁观音哪个好',
      '量子力学是什么',
      '🦊',
      'Hi! what do you sell',
      '',
    ]) {
      const answer = await desk.try('sample-tea-shop', line);
      if (!answer.done) throw new Error(answer.words.en);
      const { tried } = answer;
      const real = composer.answer(line, composer.newMemory());
      expect({ line, text: tried.answer.text, source: tried.source, id: tried.sourceId }).toEqual({
        line,
        text: real.text,
        source: real.source,
        id: real.sourceId,
      });
      const best = tried.candidates[0];
      if (tried.reason === 'question') expect(best?.score).toBeGreaterThanOrEqual(tried.threshold);
      if (tried.reason === 'unknown') expect(best?.score ?? 0).toBeLessThan(tried.threshold);
      expect(tried.candidates.map(({ score }) => score)).toEqual(tried.candidates.map(({ score }) => score).toSorted((a, b) => b - a));
    }
  });

  it('shows the words that met, where they stand', async () => {
    const cut = (text: string, spans: ReadonlyArray<{ from: number; until: number }>): string[] =>
      spans.map(({ from, until }) => text.slice(from, until));
    const shipping = await desk.try('sample-tea-shop', 'ＷＨＥＮ will my order arrive??');
    if (!shipping.done) throw new Error(shipping.words.en);
    const [best] = shipping.tried.candidates;
    expect(cut('ＷＨＥＮ will my order arrive??', best?.spans ?? [])).toEqual(['ＷＨＥＮ', 'will', 'my', 'order', 'arrive']);
    const line = '請問運費多少';
    const zh = await desk.try('sample-tea-shop', line);
    if (!zh.done) throw new Error(zh.words.en);
    expect(cut(line, zh.tried.candidates[0]?.spans ?? []).join('')).toContain('運費多少');
    const named = await desk.try('sample-tea-shop', '那个龙井多少钱');
    if (!named.done) throw new Error(named.words.en);
    expect(named.tried).toMatchObject({ reason: 'product', facts: ['price'], products: [{ productId: 'longjing' }] });
    expect(cut('那个龙井多少钱', [named.tried.products[0]?.span ?? { from: 0, until: 0 }])).toEqual(['龙井']);
  });
});
