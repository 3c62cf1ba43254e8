/** A table out of text: CSV with any usual delimiter, or a list of records out of JSON or YAML. Rows are numbered as a spreadsheet numbers them. */
import Papa from 'papaparse';
import type { UserMessage } from '../../contract/failure.ts';
import { knowledgeMessages as words } from '../knowledge-messages.ts';
import type { ImportProblem, ImportReport } from '../types.ts';
import { columnOf, type Column } from './column-names.ts';

export interface Cell {
  readonly column: Column;
  /** The column as it is named. */
  readonly name: string;
  readonly text: string;
}

export interface TableRow {
  readonly row: number;
  readonly cells: readonly Cell[];
}

export interface Table {
  readonly delimiter: string | null;
  readonly columns: ImportReport['columns'];
  readonly rows: readonly TableRow[];
  readonly problems: readonly ImportProblem[];
}

export const maxImportRows = 20_000;
const maxColumns = 100;
const delimiters = [',', '\t', ';', '，'];

/** The one by which most columns have a name that means something. */
function delimiterOf(text: string): string {
  const head = text.trimStart().slice(0, 20_000);
  const known = delimiters.map((delimiter) => {
    const cells = Papa.parse<string[]>(head, { delimiter, preview: 1 }).data[0] ?? [];
    return { delimiter, columns: cells.filter((cell) => columnOf(cell) !== undefined).length };
  });
  return known.toSorted((a, b) => b.columns - a.columns)[0]?.delimiter ?? ',';
}

export function readCsv(text: string): Table | { readonly refused: UserMessage } {
  // Excel says its delimiter in a line of its own
  const said = /^sep=(.)\r?\n/iu.exec(text);
  const body = said ? text.slice(said[0].length) : text;
  const skipped = said ? 1 : 0;
  const parsed = Papa.parse<string[]>(body, {
    delimiter: said?.[1] ?? delimiterOf(body),
    // one more than is read, to tell that there are more
    preview: maxImportRows + 2,
  });
  const headerAt = parsed.data.findIndex((cells) => cells.some((cell) => cell.trim() !== ''));
  const header = (parsed.data[headerAt] ?? []).slice(0, maxColumns).map((name) => name.trim());
  const columns = header.map((name) => columnOf(name));
  if (!canBeRead(columns)) return { refused: words.noColumns };

  const problems: ImportProblem[] = [];
  const broken = new Set<number>();
  for (const { row, type } of parsed.errors) {
    if (type !== 'Quotes' || row === undefined || broken.has(row)) continue;
    broken.add(row);
    problems.push({ row: row + 1 + skipped, column: null, words: words.badQuotes });
  }
  const rows: TableRow[] = [];
  parsed.data.forEach((cells, at) => {
    if (at <= headerAt || broken.has(at) || cells.every((cell) => cell.trim() === '')) return;
    rows.push({ row: at + 1 + skipped, cells: namedCells(columns, header, cells) });
  });
  return cut({ delimiter: parsed.meta.delimiter, columns: told(header, columns), rows, problems });
}

/** `records`: a list of objects with the names of columns. */
export function readRecords(records: readonly unknown[]): Table | { readonly refused: UserMessage } {
  const names = new Map<string, Column | undefined>();
  const rows = records.slice(0, maxImportRows + 1).map((record, at): TableRow => {
    const cells = flat(record).map(([name, text]) => {
      if (!names.has(name) && names.size < maxColumns) names.set(name, columnOf(name));
      return { name, text, column: names.get(name) };
    });
    return { row: at + 1, cells: cells.flatMap(({ name, text, column }) => (column && text !== '' ? [{ name, text, column }] : [])) };
  });
  const header = [...names.keys()];
  const columns = [...names.values()];
  if (!canBeRead(columns)) return { refused: words.noColumns };
  return cut({ delimiter: null, columns: told(header, columns), rows, problems: [] });
}

const canBeRead = (columns: ReadonlyArray<Column | undefined>): boolean =>
  columns.some((column) => column?.meaning === 'question' || column?.meaning === 'product');

const told = (header: readonly string[], columns: ReadonlyArray<Column | undefined>): ImportReport['columns'] =>
  header.map((name, at) => ({ name: name.slice(0, 80), meaning: columns[at]?.meaning ?? null }));

function namedCells(columns: ReadonlyArray<Column | undefined>, header: readonly string[], cells: readonly string[]): readonly Cell[] {
  return columns.flatMap((column, at): readonly Cell[] => {
    const text = unguarded((cells[at] ?? '').trim());
    return column && text !== '' ? [{ column, name: header[at] ?? '', text }] : [];
  });
}

/** Spreadsheets and our own export put a quote before what would be taken for a formula. */
const unguarded = (text: string): string => text.replace(/^'(?=[=+\-@])/u, '');

function cut(table: Table): Table {
  if (table.rows.length <= maxImportRows) return table;
  const problem: ImportProblem = { row: maxImportRows + 2, column: null, words: words.tooManyRows(maxImportRows) };
  return { ...table, rows: table.rows.slice(0, maxImportRows), problems: [...table.problems, problem] };
}

/** { question: { en: … } } is the column "question en"; a list is its members, one a line. */
function flat(record: unknown): ReadonlyArray<readonly [name: string, text: string]> {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return [];
  return Object.entries(record).flatMap(([name, value]): ReadonlyArray<readonly [string, string]> => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return Object.entries(value).map(([part, inner]) => [`${name} ${part}`, textOf(inner)] as const);
    return [[name, textOf(value)]];
  });
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value))
    return value
      .map(textOf)
      .filter((text) => text !== '')
      .join('|');
  return '';
}
