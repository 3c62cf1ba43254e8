/** Rows of a table into questions and products. A row that says nothing usable is a problem of its own; the others are taken. Pure. */
import type { UserMessage } from '../../contract/failure.ts';
import { currencies, type Currency, type KnowledgeLanguage } from '../../engines/knowledge/knowledge.ts';
import { hasWords } from '../../engines/knowledge/tokenize.ts';
import { knowledgeMessages as words } from '../knowledge-messages.ts';
import type { ImportProblem, ProductDraft, QuestionDraft } from '../types.ts';
import type { Cell, TableRow } from './read-table.ts';
import type { ColumnMeaning } from './column-names.ts';

interface Found<Draft> {
  readonly id: string | null;
  readonly rows: readonly number[];
  readonly draft: Draft;
}
export type FoundQuestion = Found<QuestionDraft> & { readonly part: 'questions' | 'smallTalk' };
export type FoundProduct = Found<Partial<ProductDraft> & Pick<ProductDraft, 'name'>>;

export interface FoundEntries {
  readonly questions: readonly FoundQuestion[];
  readonly products: readonly FoundProduct[];
  readonly problems: readonly ImportProblem[];
}

type Phrases = Record<KnowledgeLanguage, string[]>;
class RowProblem {
  readonly column: string | null;
  readonly words: UserMessage;
  constructor(column: string | null, why: UserMessage) {
    this.column = column;
    this.words = why;
  }
}

export function rowsToEntries(rows: readonly TableRow[], usualCurrency: Currency): FoundEntries {
  /** Rows with the same answer are ways to ask one thing. */
  const questions = new Map<string, { -readonly [K in keyof FoundQuestion]: FoundQuestion[K] }>();
  const products = new Map<string, FoundProduct>();
  const problems: ImportProblem[] = [];

  const addQuestion = (row: TableRow): void => {
    const ask = askOf(row.cells);
    const answer = phrasesOf(row.cells, ['answer'], '|');
    if (answer.en.length + answer.zh.length === 0) throw new RowProblem(nameOf(row, 'answer'), words.noAnswer);
    const part = /闲聊|寒暄|small|chat/iu.test(textIn(row, 'type') ?? '') ? 'smallTalk' : 'questions';
    const id = idOf(row);
    const key = JSON.stringify([part, id ?? answer]);
    const before = questions.get(key);
    if (!before) {
      questions.set(key, { part, id, rows: [row.row], draft: { ask, answer } });
      return;
    }
    before.rows = [...before.rows, row.row];
    for (const lang of ['en', 'zh', 'emoji'] as const) before.draft.ask[lang] = union(before.draft.ask[lang], ask[lang]);
    for (const lang of ['en', 'zh'] as const) before.draft.answer[lang] = union(before.draft.answer[lang], answer[lang]);
  };

  const addProduct = (row: TableRow): void => {
    const name = oneOf(phrasesOf(row.cells, ['product'], ''));
    const draft: FoundProduct['draft'] = { name };
    const aliases = withoutFillers(phrasesOf(row.cells, ['aliases'], '|;；、,，'));
    const summary = oneOf(phrasesOf(row.cells, ['summary'], ''));
    const points = phrasesOf(row.cells, ['points'], '|\n；');
    const size = oneOf(phrasesOf(row.cells, ['size'], ''));
    const price = priceOf(row, usualCurrency);
    const stock = stockOf(row);
    const link = textIn(row, 'link');
    if (aliases.en.length + aliases.zh.length > 0) draft.aliases = aliases;
    if (summary.en + summary.zh !== '') draft.summary = summary;
    if (points.en.length + points.zh.length > 0) draft.points = points;
    if (size.en + size.zh !== '') draft.size = size;
    if (price) draft.price = price;
    if (stock !== undefined) draft.stock = stock;
    if (link !== undefined) draft.link = link;
    const id = idOf(row);
    const key = id ?? `${name.zh}\n${name.en}`.toLowerCase();
    const before = products.get(key);
    products.set(key, { id, rows: [...(before?.rows ?? []), row.row], draft: { ...before?.draft, ...draft } });
  };

  for (const row of rows) {
    const has = (...meanings: readonly ColumnMeaning[]): boolean => row.cells.some(({ column }) => meanings.includes(column.meaning));
    try {
      const asks = has('question', 'variants');
      if (asks) addQuestion(row);
      // beside a question, a product's name alone says only what the question is about
      if (has('product') && (!asks || has('price', 'stock', 'size', 'summary', 'points', 'link'))) addProduct(row);
      else if (!asks) throw has('answer') ? new RowProblem(null, words.noQuestion) : new RowProblem(null, words.nothingInRow);
    } catch (error) {
      if (!(error instanceof RowProblem)) throw error;
      problems.push({ row: row.row, column: error.column, words: error.words });
    }
  }
  return { questions: [...questions.values()], products: [...products.values()], problems };
}

const union = (before: readonly string[], more: readonly string[]): string[] => [...new Set([...before, ...more])];
const textIn = (row: TableRow, meaning: ColumnMeaning): string | undefined =>
  row.cells.find(({ column }) => column.meaning === meaning)?.text;
const nameOf = (row: TableRow, meaning: ColumnMeaning): string | null =>
  row.cells.find(({ column }) => column.meaning === meaning)?.name ?? null;
const scriptOf = (text: string): KnowledgeLanguage => (/\p{Script=Han}/u.test(text) ? 'zh' : 'en');

/** `separators`: characters between two phrases; '' = the cell is one phrase. A line break inside a phrase is a space. */
function phrasesOf(cells: readonly Cell[], meanings: readonly ColumnMeaning[], separators: string): Phrases {
  const found: Phrases = { en: [], zh: [] };
  for (const { column, text } of cells.filter((cell) => meanings.includes(cell.column.meaning))) {
    const pieces = separators === '' ? [text] : text.split(new RegExp(`[${separators}]`, 'u'));
    for (const piece of pieces.map((one) => one.replace(/\s+/gu, ' ').trim()).filter((one) => one !== '')) {
      const list = found[column.lang ?? scriptOf(piece)];
      if (!list.includes(piece)) list.push(piece);
    }
  }
  return found;
}

function askOf(cells: readonly Cell[]): QuestionDraft['ask'] {
  const asked = phrasesOf(cells, ['question'], '|\n');
  const more = phrasesOf(cells, ['variants'], '|\n;；');
  const all: Phrases = { en: union(asked.en, more.en), zh: union(asked.zh, more.zh) };
  return {
    en: all.en.filter(hasWords),
    zh: all.zh.filter(hasWords),
    emoji: [...all.en, ...all.zh].filter((phrase) => !hasWords(phrase)),
  };
}

/** "-" in a cell says that there is none. */
const filler = /^(?:[^\p{L}\p{N}\p{Extended_Pictographic}]+|无|暂无|没有|none|n\/a)$/iu;
const withoutFillers = ({ en, zh }: Phrases): Phrases => ({
  en: en.filter((one) => !filler.test(one)),
  zh: zh.filter((one) => !filler.test(one)),
});

const oneOf = ({ en, zh }: Phrases): { en: string; zh: string } => ({ en: en.join(' '), zh: zh.join('，') });

/** Only what can be one: a spreadsheet's running number says nothing. */
function idOf(row: TableRow): string | null {
  const text = textIn(row, 'id') ?? '';
  return /^(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/u.test(text) && text.length <= 80 ? text : null;
}

const currencySigns: ReadonlyArray<readonly [RegExp, Currency]> = [
  [/HK\$|HKD|港[币元]/iu, 'HKD'],
  [/NT\$|TWD|新?台[币幣]/iu, 'TWD'],
  [/US\$|USD|美[元金]|\$/iu, 'USD'],
  [/EUR|€|欧元/iu, 'EUR'],
  [/GBP|£|英镑/iu, 'GBP'],
  [/JPY|日[元圆]|円/iu, 'JPY'],
  [/CNY|RMB|[¥￥]|人民币|[元块]/iu, 'CNY'],
];
const currencyIn = (text: string): Currency | undefined => currencySigns.find(([sign]) => sign.test(text))?.[1];

/** Written behind a number: "1.2万", "3w+", "5k". Not the beginning of a word or of a unit ("5kg"). */
const multiples = '(?:\\s*(百|千(?![克米瓦])|万|萬|亿|億|[kw](?![a-z])))?';
const timesOf: Readonly<Record<string, number>> = {
  百: 100,
  千: 1000,
  k: 1000,
  万: 10_000,
  萬: 10_000,
  w: 10_000,
  亿: 100_000_000,
  億: 100_000_000,
};
const priceCell = new RegExp(`^[^\\d\\-.,]*(\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:[.,]\\d{1,4})?)${multiples}[^\\d]*$`, 'iu');
const stockCell = new RegExp(`^(\\d{1,9}(?:\\.\\d+)?)${multiples}\\D*$`, 'iu');

/** To the cent: 1.13 times 10 000 is no whole number to a computer. */
function multiplied(amount: number, multiple: string | undefined): number {
  const times = multiple === undefined ? 1 : (timesOf[multiple.toLowerCase()] ?? NaN);
  return times === 1 ? amount : Math.round(amount * times * 100) / 100;
}

function priceOf(row: TableRow, usual: Currency): ProductDraft['price'] {
  const text = textIn(row, 'price');
  if (text === undefined) return undefined;
  const said = textIn(row, 'currency');
  const named = said === undefined ? undefined : currencyIn(said.normalize('NFKC'));
  if (said !== undefined && named === undefined)
    throw new RowProblem(nameOf(row, 'currency'), words.badCurrency(said.slice(0, 40), currencies.join(', ')));
  const plain = text.normalize('NFKC');
  // thousands are grouped by commas; "12,50" is a decimal comma
  const [, digits, multiple] = priceCell.exec(plain) ?? [];
  const read = digits === undefined ? NaN : Number(/,\d{3}(?:\D|$)/u.test(digits) ? digits.replace(/,/gu, '') : digits.replace(',', '.'));
  const amount = multiplied(read, multiple);
  if (!(amount > 0) || amount > 10_000_000) throw new RowProblem(nameOf(row, 'price'), words.badPrice(text.slice(0, 40)));
  return { amount, currency: named ?? currencyIn(plain) ?? usual };
}

function stockOf(row: TableRow): number | undefined {
  const text = textIn(row, 'stock');
  if (text === undefined) return undefined;
  const plain = text.normalize('NFKC').replace(/,/gu, '');
  if (/^(?:售罄|缺货|卖完|无货|sold ?out)$/iu.test(plain)) return 0;
  const [, digits, multiple] = stockCell.exec(plain) ?? [];
  const pieces = digits === undefined ? NaN : multiplied(Number(digits), multiple);
  if (!Number.isInteger(pieces)) throw new RowProblem(nameOf(row, 'stock'), words.badStock(text.slice(0, 40)));
  return pieces;
}
