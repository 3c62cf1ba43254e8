/** A file of somebody else's: what kind it is, and what can be taken from it. */
import { parseDocument } from 'yaml';
import type { UserMessage } from '../../contract/failure.ts';
import { EngineError } from '../../engines/contract/engine-error.ts';
import { parseKnowledge } from '../../engines/knowledge/load-knowledge.ts';
import type { Knowledge } from '../../engines/knowledge/knowledge.ts';
import { knowledgeMessages as words } from '../knowledge-messages.ts';
import { newBook } from '../new-book.ts';
import type { ImportReport, ImportRequest } from '../types.ts';
import { decodeText } from './decode-text.ts';
import { readCsv, readRecords, type Table } from './read-table.ts';

export type Upload = Pick<ImportReport, 'format' | 'encoding'> &
  (
    | { readonly table: Table }
    /** A whole book, or parts of one. */
    | { readonly book: Knowledge }
  );

export function readUpload({
  fileName,
  bytes,
  encoding: wanted,
}: Omit<ImportRequest, 'bookId'>): Upload | { readonly refused: UserMessage } {
  const decoded = decodeText(bytes, wanted);
  if ('refused' in decoded) return decoded;
  const { text, encoding } = decoded;
  const format = formatOf(fileName, text);
  if (format === 'csv') {
    const table = readCsv(text);
    return 'refused' in table ? table : { format, encoding, table };
  }
  let value: unknown;
  try {
    value = format === 'json' ? JSON.parse(text) : parseYaml(text);
  } catch (error) {
    // deeply nested rubbish ends in a RangeError: no reason to end with it
    return { refused: words.badSyntax(firstLine(error)) };
  }
  const records = recordsIn(value);
  if (records) {
    const table = readRecords(records);
    return 'refused' in table ? table : { format, encoding, table };
  }
  if (typeof value !== 'object' || value === null) return { refused: words.noRows };
  try {
    const whole = 'persona' in value ? value : { ...newBook(titleOf(fileName)), ...value };
    return { format, encoding, book: parseKnowledge('persona' in value ? text : JSON.stringify(whole), fileName) };
  } catch (error) {
    if (error instanceof EngineError) return { refused: wordsOf(error) ?? words.badSyntax(error.message.slice(0, 200)) };
    return { refused: words.badSyntax(firstLine(error)) };
  }
}

/** A name for a book that is made of this file. */
export const titleOf = (fileName: string): string =>
  fileName
    .replace(/^.*[/\\]/u, '')
    .replace(/\.[^.]*$/u, '')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
    .slice(0, 80) || 'Import';

function formatOf(fileName: string, text: string): ImportReport['format'] {
  const ending = /\.([a-z]+)$/iu.exec(fileName)?.[1]?.toLowerCase();
  if (ending === 'json') return 'json';
  if (ending === 'yaml' || ending === 'yml') return 'yaml';
  return ending === undefined && /^\s*[[{]/u.test(text) ? 'json' : 'csv';
}

function parseYaml(text: string): unknown {
  const document = parseDocument(text, { prettyErrors: true, uniqueKeys: true });
  if (document.errors[0]) throw document.errors[0];
  return document.toJS({ maxAliasCount: 50 });
}

/** A list of rows, bare or as the one thing in the file. The entries of a book are no rows: they have parts in two languages. */
function recordsIn(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'object' || value === null || 'version' in value || 'persona' in value) return undefined;
  const lists = Object.values(value);
  const [only] = lists;
  const isBookPart = Object.keys(value).every((name) =>
    ['questions', 'smallTalk', 'products', 'shipping', 'title', 'label'].includes(name),
  );
  const looksWritten = lists.some(
    (list) => Array.isArray(list) && list.some((one) => typeof one === 'object' && one !== null && 'id' in one),
  );
  if (isBookPart && looksWritten) return undefined;
  return lists.length === 1 && Array.isArray(only) ? only : undefined;
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0]?.replace(/:$/u, '').slice(0, 200) ?? '';

function wordsOf(error: EngineError): UserMessage | undefined {
  const told = error.detail?.['words'] as UserMessage | undefined;
  return (
    told && {
      en: `${told.en.replace(/ What ran before.*$/u, '')} Nothing was imported.`,
      zh: `${told.zh.replace(/原来的内容.*$/u, '')}未导入任何内容。`,
    }
  );
}
