/** Entries as they are edited: one line each way to ask or answer. Pure. */
import type { Knowledge } from '../../../../main/api/contract/knowledge.ts';

export type QuestionEntry = Knowledge['questions'][number];
export type Product = Knowledge['products'][number];
export type Part = 'questions' | 'smallTalk' | 'products';

export interface QuestionFields {
  readonly askZh: string;
  readonly askEn: string;
  readonly emoji: string;
  readonly answerZh: string;
  readonly answerEn: string;
}

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

export const questionFields = (entry: QuestionEntry | null): QuestionFields => ({
  askZh: entry?.ask.zh.join('\n') ?? '',
  askEn: entry?.ask.en.join('\n') ?? '',
  emoji: entry?.ask.emoji.join(' ') ?? '',
  answerZh: entry?.answer.zh.join('\n') ?? '',
  answerEn: entry?.answer.en.join('\n') ?? '',
});

export const questionDraft = (fields: QuestionFields) => ({
  ask: { zh: lines(fields.askZh), en: lines(fields.askEn), emoji: fields.emoji.split(/\s+/).filter((one) => one !== '') },
  answer: { zh: lines(fields.answerZh), en: lines(fields.answerEn) },
});

export interface ProductFields {
  readonly nameZh: string;
  readonly nameEn: string;
  readonly aliasesZh: string;
  readonly aliasesEn: string;
  readonly summaryZh: string;
  readonly summaryEn: string;
  readonly pointsZh: string;
  readonly pointsEn: string;
  readonly sizeZh: string;
  readonly sizeEn: string;
  /** '' = not said. */
  readonly price: number | '';
  readonly currency: NonNullable<Product['price']>['currency'];
  readonly stock: number | '';
  readonly link: string;
}

export const productFields = (product: Product | null, currency: ProductFields['currency']): ProductFields => ({
  nameZh: product?.name.zh ?? '',
  nameEn: product?.name.en ?? '',
  aliasesZh: product?.aliases.zh.join('\n') ?? '',
  aliasesEn: product?.aliases.en.join('\n') ?? '',
  summaryZh: product?.summary.zh ?? '',
  summaryEn: product?.summary.en ?? '',
  pointsZh: product?.points.zh.join('\n') ?? '',
  pointsEn: product?.points.en.join('\n') ?? '',
  sizeZh: product?.size?.zh ?? '',
  sizeEn: product?.size?.en ?? '',
  price: product?.price?.amount ?? '',
  currency: product?.price?.currency ?? currency,
  stock: product?.stock ?? '',
  link: product?.link ?? '',
});

export const productDraft = (fields: ProductFields) => ({
  name: { zh: fields.nameZh, en: fields.nameEn },
  aliases: { zh: lines(fields.aliasesZh), en: lines(fields.aliasesEn) },
  summary: { zh: fields.summaryZh, en: fields.summaryEn },
  points: { zh: lines(fields.pointsZh), en: lines(fields.pointsEn) },
  ...(fields.price === '' ? {} : { price: { amount: fields.price, currency: fields.currency } }),
  ...(fields.stock === '' ? {} : { stock: fields.stock }),
  ...(fields.sizeZh.trim() === '' && fields.sizeEn.trim() === '' ? {} : { size: { zh: fields.sizeZh, en: fields.sizeEn } }),
  ...(fields.link.trim() === '' ? {} : { link: fields.link.trim() }),
});

export const currencies = ['CNY', 'USD', 'EUR', 'GBP', 'JPY', 'HKD', 'TWD'] as const;

export interface BasicsFields {
  readonly hostZh: string;
  readonly hostEn: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly greetingZh: string;
  readonly greetingEn: string;
  readonly unknownZh: string;
  readonly unknownEn: string;
  readonly wordlessZh: string;
  readonly wordlessEn: string;
  readonly defaultLanguage: 'en' | 'zh';
  readonly currency: ProductFields['currency'];
  /** '' = nothing is said about shipping. */
  readonly fee: number | '';
  readonly freeFrom: number | '';
  readonly daysFrom: number | '';
  readonly daysUntil: number | '';
}

export function basicsFields({ title, persona, unknown, wordless, defaultLanguage, shipping, products }: Knowledge): BasicsFields {
  return {
    hostZh: persona.name.zh,
    hostEn: persona.name.en,
    titleZh: title.zh,
    titleEn: title.en,
    greetingZh: persona.greeting.zh.join('\n'),
    greetingEn: persona.greeting.en.join('\n'),
    unknownZh: unknown.zh.join('\n'),
    unknownEn: unknown.en.join('\n'),
    wordlessZh: wordless.zh.join('\n'),
    wordlessEn: wordless.en.join('\n'),
    defaultLanguage,
    currency: shipping?.currency ?? products.find(({ price }) => price)?.price?.currency ?? 'CNY',
    fee: shipping?.fee ?? '',
    freeFrom: shipping?.freeFrom ?? '',
    daysFrom: shipping?.days[0] ?? '',
    daysUntil: shipping?.days[1] ?? '',
  };
}

/** Whether anything is said about shipping. What is said has a fee, 0 for free, and a day until which it is there: neither is made up. */
export const saysShipping = ({ fee, freeFrom, daysFrom, daysUntil }: BasicsFields): boolean =>
  [fee, freeFrom, daysFrom, daysUntil].some((figure) => figure !== '');

export function basicsDraft(
  fields: BasicsFields,
): Pick<Knowledge, 'title' | 'persona' | 'unknown' | 'wordless' | 'defaultLanguage' | 'shipping'> {
  const { fee, freeFrom, daysFrom, daysUntil, currency } = fields;
  const says = saysShipping(fields);
  const until = daysUntil === '' ? daysFrom || 0 : daysUntil;
  return {
    title: { zh: fields.titleZh, en: fields.titleEn },
    defaultLanguage: fields.defaultLanguage,
    persona: {
      name: { zh: fields.hostZh, en: fields.hostEn },
      greeting: { zh: lines(fields.greetingZh), en: lines(fields.greetingEn) },
    },
    unknown: { zh: lines(fields.unknownZh), en: lines(fields.unknownEn) },
    wordless: { zh: lines(fields.wordlessZh), en: lines(fields.wordlessEn) },
    shipping: says
      ? { fee: fee || 0, ...(freeFrom === '' ? {} : { freeFrom }), currency, days: [daysFrom === '' ? until : daysFrom, until] }
      : undefined,
  };
}

/** One row of the table, whatever it is. */
export interface EntryRow {
  readonly id: string;
  readonly title: string;
  readonly more: string;
  readonly text: string;
  /** What is looked through when somebody searches: lower case. */
  readonly haystack: string;
}

/** What a row says in words of the window. */
export interface RowWords {
  readonly stocked: (pieces: number) => string;
  /** `ways`: so many forms of one question. */
  readonly asked: (ways: number) => string;
  /** What stands for a slot (`{shipping}`), whose text is made when it is said. */
  readonly slot: (name: 'name' | 'title' | 'products' | 'shipping') => string;
}
const slots = /\{(name|title|products|shipping)\}/g;

/** `language`: which one comes first where there are both. */
export function entryRows(
  book: Knowledge,
  part: Part,
  language: 'en' | 'zh',
  { stocked, asked: waysToAsk, slot }: RowWords,
): readonly EntryRow[] {
  const other = language === 'en' ? 'zh' : 'en';
  const first = (words: { readonly en: string; readonly zh: string }): string => words[language] || words[other];
  const firstOf = (words: { readonly en: readonly string[]; readonly zh: readonly string[] }): string =>
    words[language][0] ?? words[other][0] ?? '';
  if (part === 'products')
    return book.products.map((product) => {
      const { id, name, aliases, price, stock, summary, points } = product;
      const names = [name.zh, name.en, ...aliases.zh, ...aliases.en].filter((one) => one !== '');
      const figures = [price ? `${price.amount} ${price.currency}` : '', stock === undefined ? '' : stocked(stock)].filter(
        (one) => one !== '',
      );
      return {
        id,
        title: first(name),
        more: figures.join(' · '),
        text: first(summary) || firstOf(points),
        haystack: [...names, summary.zh, summary.en, ...points.zh, ...points.en].join('\n').toLowerCase(),
      };
    });
  return book[part].map(({ id, ask, answer }) => {
    const asked = [...ask[language], ...ask[other], ...ask.emoji];
    return {
      id,
      title: asked[0] ?? id,
      more: asked.length > 1 ? waysToAsk(asked.length) : '',
      text: firstOf(answer).replaceAll(slots, (_, name: Parameters<RowWords['slot']>[0]) => slot(name)),
      haystack: [...asked, ...answer.zh, ...answer.en].join('\n').toLowerCase(),
    };
  });
}
