/** The user's books: listed, made, changed, filled from files, tried. One change after the other; each is on disk before it is answered. Knows nothing of what is on air. */
import { randomBytes } from 'node:crypto';
import { oneAtATime } from '../kernel/one-at-a-time.ts';
import type { UserMessage } from '../contract/failure.ts';
import { EngineError } from '../engines/contract/engine-error.ts';
import { createComposer, type Composer } from '../engines/knowledge/compose-answer.ts';
import type { Knowledge } from '../engines/knowledge/knowledge.ts';
import { bookText } from './book-text.ts';
import { createBookFiles, maxKnowledgeBytes, type BookFile, type BookFiles } from './book-files.ts';
import { checked, freshId, putEntry, removeEntries, type Edited } from './edit-book.ts';
import { explainLine } from './explain-line.ts';
import { exportBook } from './export-book.ts';
import type { ExportFormat } from './export-formats.ts';
import { mergeImport, type Merged } from './import/merge-import.ts';
import { readUpload, titleOf } from './import/read-upload.ts';
import { rowsToEntries } from './import/rows-to-entries.ts';
import { knowledgeMessages as words } from './knowledge-messages.ts';
import { newBook } from './new-book.ts';
import type {
  Basics,
  BookPart,
  BookSummary,
  Done,
  ImportChange,
  ImportProblem,
  ImportReport,
  ImportRequest,
  ProductDraft,
  QuestionDraft,
  Refused,
  TriedLine,
} from './types.ts';

export interface BookDesk {
  list(): Promise<{ readonly folder: string; readonly books: BookSummary[] }>;
  read(bookId: string): Promise<Done<{ readonly summary: BookSummary; readonly book: Knowledge }>>;
  /** Empty, or a copy of `from`. */
  create(label: string, from: string | null): Promise<Done<{ readonly bookId: string }>>;
  rename(bookId: string, label: string): Promise<Done>;
  remove(bookId: string): Promise<Done>;
  /** `entryId` null: a new one. */
  putQuestion(
    bookId: string,
    part: 'questions' | 'smallTalk',
    entryId: string | null,
    draft: QuestionDraft,
  ): Promise<Done<{ readonly entryId: string }>>;
  putProduct(bookId: string, entryId: string | null, draft: ProductDraft): Promise<Done<{ readonly entryId: string }>>;
  putBasics(bookId: string, basics: Basics): Promise<Done>;
  removeEntries(bookId: string, part: BookPart, entryIds: readonly string[]): Promise<Done>;
  /** What an import would do. Nothing is kept. */
  preview(request: ImportRequest): Promise<Done<{ readonly report: ImportReport }>>;
  /** Rows with problems are left out, the others are taken. */
  import(request: ImportRequest): Promise<Done<{ readonly report: ImportReport; readonly bookId: string }>>;
  export(bookId: string, format: ExportFormat): Promise<Done<{ readonly fileName: string; readonly text: string }>>;
  try(bookId: string, line: string): Promise<Done<{ readonly tried: TriedLine }>>;
}

export interface BookDeskOptions {
  /** The user's own books; made when the first one is saved. */
  readonly folder: string;
  readonly samplesDir: string;
}

const mostBooks = 100;
const shownChanges = 200;
const shownProblems = 200;

/** An expected "no", thrown to where it is answered. */
class Refusal extends Error {
  readonly answer: Refused;
  constructor(why: UserMessage, field?: string) {
    super(why.en);
    this.answer = { done: false, words: why, ...(field === undefined ? {} : { field }) };
  }
}

export function createBookDesk(options: BookDeskOptions, files: BookFiles = createBookFiles(options)): BookDesk {
  const { folder } = options;
  let composed: { readonly book: Knowledge; readonly composer: Composer } | undefined;
  const alone = oneAtATime();

  /** One after the other; an expected "no" becomes an answer. */
  async function inTurn<Extra>(work: () => Promise<Done<Extra>>): Promise<Done<Extra>> {
    try {
      return await alone(work);
    } catch (error) {
      if (error instanceof Refusal) return error.answer;
      throw error;
    }
  }

  async function find(bookId: string): Promise<BookFile> {
    const file = await files.find(bookId);
    if (!file) throw new Refusal(words.unknownBook);
    return file;
  }

  async function own(bookId: string): Promise<BookFile> {
    const file = await find(bookId);
    if (file.origin === 'sample') throw new Refusal(words.sample);
    return file;
  }

  async function bookOf(file: BookFile): Promise<Knowledge> {
    try {
      return await files.read(file);
    } catch (error) {
      throw new Refusal(wordsOf(error) ?? words.notRead(file.bookId));
    }
  }

  async function save(bookId: string, edited: Edited): Promise<void> {
    if (!edited.done) throw new Refusal(edited.words, edited.field);
    const text = bookText(edited.book);
    if (Buffer.byteLength(text) > maxKnowledgeBytes) throw new Refusal(words.bookTooLarge(maxKnowledgeBytes / 1024 / 1024));
    try {
      await files.write(bookId, text);
    } catch (error) {
      throw new Refusal(whyNotSaved(error));
    }
  }

  const change = (bookId: string, edit: (book: Knowledge) => Edited): Promise<Done> =>
    inTurn(async () => {
      await save(bookId, edit(await bookOf(await own(bookId))));
      return { done: true };
    });

  async function newId(): Promise<string> {
    const own = (await files.list()).filter(({ origin }) => origin === 'own');
    if (own.length >= mostBooks) throw new Refusal(words.tooManyBooks(mostBooks));
    return `book-${randomBytes(4).toString('hex')}`;
  }

  async function summaryOf(file: BookFile): Promise<BookSummary> {
    const { bookId, origin, path, bytes, changedAtMs } = file;
    const known = { bookId, origin, path, bytes, changedAtMs };
    try {
      const book = await files.read(file);
      return {
        ...known,
        label: labelOf(book),
        questions: book.questions.length,
        smallTalk: book.smallTalk.length,
        products: book.products.length,
        problem: null,
      };
    } catch (error) {
      const label = { en: bookId, zh: bookId };
      return { ...known, label, questions: 0, smallTalk: 0, products: 0, problem: wordsOf(error) ?? words.notRead(bookId) };
    }
  }

  async function runImport(request: ImportRequest): Promise<{ merged: Merged; report: ImportReport }> {
    const upload = readUpload(request);
    if ('refused' in upload) throw new Refusal(upload.refused);
    const label = titleOf(request.fileName);
    // a whole book into a book of its own: as it is
    const base =
      request.bookId !== null ? await bookOf(await own(request.bookId)) : 'book' in upload ? emptied(upload.book, label) : newBook(label);
    const found =
      'book' in upload
        ? entriesOf(upload.book)
        : rowsToEntries(upload.table.rows, base.products.find(({ price }) => price)?.price?.currency ?? base.shipping?.currency ?? 'CNY');
    const merged = mergeImport(base, found);
    const problems: readonly ImportProblem[] = [
      ...('table' in upload ? upload.table.problems : []),
      ...found.problems,
      ...merged.problems,
    ].toSorted((a, b) => (a.row ?? 0) - (b.row ?? 0));
    if (merged.changes.length === 0 && problems.length === 0) throw new Refusal(words.noRows);
    const count = (what: ImportChange['what']): number => merged.changes.filter((one) => one.what === what).length;
    return {
      merged,
      report: {
        format: upload.format,
        encoding: upload.encoding,
        delimiter: 'table' in upload ? upload.table.delimiter : null,
        rows: 'table' in upload ? upload.table.rows.length : found.questions.length + found.products.length,
        columns: 'table' in upload ? upload.table.columns : [],
        counts: { new: count('new'), changed: count('changed'), same: count('same'), problems: problems.length },
        changes: merged.changes.slice(0, shownChanges),
        problems: problems.slice(0, shownProblems),
      },
    };
  }

  return {
    async list() {
      const books: BookSummary[] = [];
      for (const file of await files.list()) books.push(await summaryOf(file));
      return { folder, books };
    },
    read: (bookId) =>
      inTurn(async () => {
        const file = await find(bookId);
        return { done: true, book: await bookOf(file), summary: await summaryOf(file) };
      }),
    create: (wanted, from) =>
      inTurn(async () => {
        const label = checkedLabel(wanted);
        const book = from === null ? newBook(label) : { ...(await bookOf(await find(from))), label };
        const bookId = await newId();
        await save(bookId, checked(book));
        return { done: true, bookId };
      }),
    rename: (bookId, wanted) => change(bookId, (book) => checked({ ...book, label: checkedLabel(wanted) })),
    remove: (bookId) =>
      inTurn(async () => {
        await own(bookId);
        try {
          await files.remove(bookId);
        } catch (error) {
          throw new Refusal(whyNotSaved(error));
        }
        return { done: true };
      }),
    putQuestion: (bookId, part, entryId, draft) =>
      inTurn(async () => {
        const book = await bookOf(await own(bookId));
        const taken = new Set([...book.questions, ...book.smallTalk].map(({ id }) => id));
        if (entryId !== null && !book[part].some(({ id }) => id === entryId)) throw new Refusal(words.unknownEntry);
        const id = entryId ?? freshId(draft.ask.en[0] ?? '', 'question', taken);
        await save(bookId, putEntry(book, part, { id, ...draft }));
        return { done: true, entryId: id };
      }),
    putProduct: (bookId, entryId, draft) =>
      inTurn(async () => {
        const book = await bookOf(await own(bookId));
        if (entryId !== null && !book.products.some(({ id }) => id === entryId)) throw new Refusal(words.unknownEntry);
        const id = entryId ?? freshId(draft.name.en, 'product', new Set(book.products.map((one) => one.id)));
        await save(bookId, putEntry(book, 'products', { id, ...draft }));
        return { done: true, entryId: id };
      }),
    putBasics: (bookId, basics) => change(bookId, (book) => checked({ ...book, ...basics, shipping: basics.shipping })),
    removeEntries: (bookId, part, ids) => change(bookId, (book) => removeEntries(book, part, new Set(ids))),
    preview: (request) => inTurn(async () => ({ done: true, report: (await runImport(request)).report })),
    import: (request) =>
      inTurn(async () => {
        const { merged, report } = await runImport(request);
        if (merged.changes.length === 0) throw new Refusal(report.problems[0]?.words ?? words.noRows);
        const bookId = request.bookId ?? (await newId());
        await save(bookId, checked(merged.book));
        return { done: true, report, bookId };
      }),
    export: (bookId, format) =>
      inTurn(async () => {
        const book = await bookOf(await find(bookId));
        const name =
          labelOf(book)
            .zh.replace(/[^\p{L}\p{N} _-]+/gu, '')
            .trim() || 'knowledge';
        return { done: true, fileName: `${name}.${format}`, text: exportBook(book, format) };
      }),
    try: (bookId, line) =>
      inTurn(async () => {
        const book = await bookOf(await find(bookId));
        if (composed?.book !== book) composed = { book, composer: createComposer(book) };
        return { done: true, tried: explainLine(book, composed.composer, line) };
      }),
  };
}

const labelOf = (book: Knowledge): UserMessage =>
  book.label === undefined
    ? { en: book.title.en || book.title.zh, zh: book.title.zh || book.title.en }
    : { en: book.label, zh: book.label };

function checkedLabel(wanted: string): string {
  const label = wanted.replace(/[\p{Cc}\p{Cf}]/gu, '').trim();
  if (label === '' || label.length > 80) throw new Refusal(words.noLabel, 'label');
  return label;
}

const emptied = (book: Knowledge, label: string): Knowledge => ({
  ...book,
  label: book.label ?? label,
  questions: [],
  smallTalk: [],
  products: [],
});

/** Entries of a book that was handed in, as rows would bring them. */
function entriesOf(book: Knowledge): ReturnType<typeof rowsToEntries> {
  const question = (part: 'questions' | 'smallTalk') => book[part].map(({ id, ...draft }) => ({ part, id, draft, rows: [] }));
  return {
    questions: [...question('questions'), ...question('smallTalk')],
    products: book.products.map(({ id, ...draft }) => ({ id, draft, rows: [] })),
    problems: [],
  };
}

function wordsOf(error: unknown): UserMessage | undefined {
  return error instanceof EngineError ? (error.detail?.['words'] as UserMessage | undefined) : undefined;
}

function whyNotSaved(error: unknown): UserMessage {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return words.diskFull;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR') return words.folderClosed;
  return words.notSaved;
}
