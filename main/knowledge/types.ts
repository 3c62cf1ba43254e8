/** What may be asked of knowledge books, and what comes back. Plain data: it crosses a process boundary. */
import type { UserMessage } from '../contract/failure.ts';
import type { AnswerReason } from '../engines/knowledge/compose-answer.ts';
import type { Knowledge, KnowledgeLanguage, Product, QuestionEntry } from '../engines/knowledge/knowledge.ts';
import type { ProductIntent } from '../engines/knowledge/product-intent.ts';
import type { TextSpan } from '../engines/knowledge/tokenize.ts';

/** `field`: what in the input the words are about. */
export type Refused = { readonly done: false; readonly words: UserMessage; readonly field?: string };
export type Done<Extra = object> = ({ readonly done: true } & Extra) | Refused;

export const bookParts = ['questions', 'smallTalk', 'products'] as const;
export type BookPart = (typeof bookParts)[number];

export interface BookSummary {
  /** Never a path: a name in one of two folders. */
  readonly bookId: string;
  readonly label: UserMessage;
  /** Samples come with the app and are read-only. */
  readonly origin: 'sample' | 'own';
  readonly path: string;
  readonly questions: number;
  readonly smallTalk: number;
  readonly products: number;
  readonly bytes: number;
  readonly changedAtMs: number;
  /** Why it cannot be used. */
  readonly problem: UserMessage | null;
}

export type QuestionDraft = Omit<QuestionEntry, 'id'>;
export type ProductDraft = Omit<Product, 'id'>;
/** Everything of a book that is no entry. */
export type Basics = Pick<Knowledge, 'title' | 'defaultLanguage' | 'persona' | 'shipping' | 'unknown' | 'wordless'>;

export const importEncodings = ['auto', 'utf-8', 'gb18030', 'big5'] as const;
export type ImportEncoding = (typeof importEncodings)[number];

export interface ImportRequest {
  /** null: into a book of its own. */
  readonly bookId: string | null;
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly encoding: ImportEncoding;
}

export interface ImportProblem {
  /** As a spreadsheet counts: the header is row 1; null: the file as a whole. */
  readonly row: number | null;
  readonly column: string | null;
  readonly words: UserMessage;
}

export interface ImportChange {
  readonly part: BookPart;
  readonly title: string;
  readonly what: 'new' | 'changed' | 'same';
  readonly rows: number[];
}

export interface ImportReport {
  readonly format: 'csv' | 'json' | 'yaml';
  readonly encoding: 'utf-8' | 'utf-16' | 'gb18030' | 'big5';
  readonly delimiter: string | null;
  readonly rows: number;
  /** Columns as they are named, and what they were taken for; null: left out. */
  readonly columns: Array<{ readonly name: string; readonly meaning: string | null }>;
  readonly counts: { readonly new: number; readonly changed: number; readonly same: number; readonly problems: number };
  /** The first ones. */
  readonly changes: ImportChange[];
  readonly problems: ImportProblem[];
}

export interface TriedCandidate {
  readonly part: 'questions' | 'smallTalk' | 'greeting';
  readonly entryId: string;
  /** The way to ask that came closest. */
  readonly ask: string;
  /** 0..1. */
  readonly score: number;
  /** Where the tried line met it. */
  readonly spans: TextSpan[];
  /** Where it was met. */
  readonly askSpans: TextSpan[];
}

export interface TriedLine {
  readonly answer: { readonly text: string; readonly lang: KnowledgeLanguage };
  readonly source: 'product' | 'question' | 'wordless' | 'unknown';
  readonly sourceId: string | null;
  readonly reason: AnswerReason;
  /** What a stored question had to reach; above 1: none could be taken. */
  readonly threshold: number;
  readonly candidates: TriedCandidate[];
  readonly products: Array<{ readonly productId: string; readonly name: UserMessage; readonly span: TextSpan }>;
  readonly facts: ProductIntent[];
}
