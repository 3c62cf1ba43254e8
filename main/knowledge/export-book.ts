/** A book as a file for others: the whole of it as YAML or JSON, its entries as a table for a spreadsheet. Pure. */
import Papa from 'papaparse';
import type { Knowledge, QuestionEntry } from '../engines/knowledge/knowledge.ts';
import type { ExportFormat } from './export-formats.ts';
import { bookText, withoutEmpty } from './book-text.ts';

const header = [
  'type',
  'id',
  'question (en)',
  'question (zh)',
  'answer (en)',
  'answer (zh)',
  'product (en)',
  'product (zh)',
  'aliases (en)',
  'aliases (zh)',
  'summary (en)',
  'summary (zh)',
  'points (en)',
  'points (zh)',
  'price',
  'currency',
  'stock',
  'size (en)',
  'size (zh)',
  'link',
] as const;
type Row = Partial<Record<(typeof header)[number], string>>;

export function exportBook(book: Knowledge, format: ExportFormat): string {
  if (format === 'yaml') return bookText(book);
  if (format === 'json') return `${JSON.stringify(withoutEmpty(book), null, 2)}\n`;
  const rows: Row[] = [
    ...book.questions.map((entry) => questionRow('question', entry)),
    ...book.smallTalk.map((entry) => questionRow('small talk', entry)),
    ...book.products.map((product): Row => ({
      type: 'product',
      id: product.id,
      'product (en)': product.name.en,
      'product (zh)': product.name.zh,
      'aliases (en)': product.aliases.en.join('|'),
      'aliases (zh)': product.aliases.zh.join('|'),
      'summary (en)': product.summary.en,
      'summary (zh)': product.summary.zh,
      'points (en)': product.points.en.join('|'),
      'points (zh)': product.points.zh.join('|'),
      price: product.price ? String(product.price.amount) : '',
      currency: product.price?.currency ?? '',
      stock: product.stock === undefined ? '' : String(product.stock),
      'size (en)': product.size?.en ?? '',
      'size (zh)': product.size?.zh ?? '',
      link: product.link ?? '',
    })),
  ];
  const cells = rows.map((row) => header.map((name) => guarded(row[name] ?? '')));
  // the mark makes Excel read it as UTF-8
  return `\uFEFF${Papa.unparse([[...header], ...cells], { newline: '\r\n' })}\r\n`;
}

function questionRow(type: string, { id, ask, answer }: QuestionEntry): Row {
  return {
    type,
    id,
    'question (en)': [...ask.en, ...ask.emoji].join('|'),
    'question (zh)': ask.zh.join('|'),
    'answer (en)': answer.en.join('|'),
    'answer (zh)': answer.zh.join('|'),
  };
}

/** A spreadsheet would run what begins like this; the quote is taken off again on the way in. */
const guarded = (text: string): string => (/^[=+\-@\t\r]/u.test(text) ? `'${text}` : text);
