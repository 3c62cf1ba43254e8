/** The user's books of knowledge as the doors see them: listed, edited entry by entry, filled from files, tried. What is saved reaches the anchor on air at once. */
import { oc } from '@orpc/contract';
import { z } from 'zod';
import type { Permission } from '../../access/permissions.ts';
import { answerReasons } from '../../engines/knowledge/compose-answer.ts';
import { currencies, knowledgeLanguages, type Knowledge } from '../../engines/knowledge/knowledge.ts';
import { exportFormats } from '../../knowledge/export-formats.ts';
import { bookParts, importEncodings } from '../../knowledge/types.ts';
import { doorErrors, userMessage } from './errors.ts';

const needs = (permission: Permission) => oc.$meta<{ readonly permission?: Permission }>({}).errors(doorErrors).meta({ permission });

/** A name, never a path. */
const bookId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/, 'is not the id of a book');
const entryId = z.string().min(1).max(80);
const part = z.enum(bookParts);
const label = z.string().max(200);

/** Wider than what a book takes, so that the book says in words what is too much. */
const text = z.string().max(4000);
const list = z.array(text).max(200);
const words = z.object({ en: text, zh: text });
const variants = z.object({ en: list, zh: list });
const money = z.object({ amount: z.number(), currency: z.enum(currencies) });
const question = z.object({ ask: z.object({ en: list, zh: list, emoji: list }), answer: variants });
const product = z.object({
  name: words,
  aliases: variants,
  summary: words,
  points: variants,
  price: money.optional(),
  stock: z.number().optional(),
  size: words.optional(),
  link: text.optional(),
});
const basics = z.object({
  title: words,
  defaultLanguage: z.enum(knowledgeLanguages),
  persona: z.object({ name: words, greeting: variants }),
  shipping: z
    .object({
      fee: z.number(),
      freeFrom: z.number().optional(),
      currency: z.enum(currencies),
      days: z.tuple([z.number(), z.number()]),
    })
    .optional(),
  unknown: variants,
  wordless: variants,
});

/** Base64: the connection carries JSON. What a book takes at most is said in words; this is twice that. */
const upload = z.object({
  /** null: into a book of its own. */
  bookId: bookId.nullable(),
  fileName: z.string().min(1).max(255),
  bytes: z
    .base64()
    .max(12 * 1024 * 1024)
    .transform((sent) => Uint8Array.from(atob(sent), (character) => character.charCodeAt(0))),
  encoding: z.enum(importEncodings).default('auto'),
});

export const bookView = z.object({
  bookId: z.string(),
  label: userMessage,
  /** Samples are read-only. */
  origin: z.enum(['sample', 'own']),
  questions: z.number(),
  smallTalk: z.number(),
  products: z.number(),
  bytes: z.number(),
  changedAtMs: z.number(),
  /** Why it cannot be used. */
  problem: userMessage.nullable(),
});
export type BookView = z.infer<typeof bookView>;

const span = z.object({ from: z.number(), until: z.number() });
export const triedView = z.object({
  answer: z.object({ text: z.string(), lang: z.enum(knowledgeLanguages) }),
  source: z.enum(['product', 'question', 'wordless', 'unknown']),
  sourceId: z.string().nullable(),
  reason: z.enum(answerReasons),
  /** What a stored question had to reach, 0..1; above 1: none could be taken. */
  threshold: z.number(),
  candidates: z.array(
    z.object({
      part: z.enum(['questions', 'smallTalk', 'greeting']),
      entryId: z.string(),
      ask: z.string(),
      score: z.number(),
      /** Where the tried line met it, and where it was met; UTF-16 units. */
      spans: z.array(span),
      askSpans: z.array(span),
    }),
  ),
  products: z.array(z.object({ productId: z.string(), name: userMessage, span })),
  facts: z.array(z.enum(['price', 'shipping', 'stock', 'size', 'link', 'points'])),
});
export type TriedView = z.infer<typeof triedView>;

export const importReport = z.object({
  format: z.enum(['csv', 'json', 'yaml']),
  encoding: z.enum(['utf-8', 'utf-16', 'gb18030', 'big5']),
  delimiter: z.string().nullable(),
  rows: z.number(),
  columns: z.array(z.object({ name: z.string(), meaning: z.string().nullable() })),
  counts: z.object({ new: z.number(), changed: z.number(), same: z.number(), problems: z.number() }),
  /** The first 200 of each. */
  changes: z.array(z.object({ part, title: z.string(), what: z.enum(['new', 'changed', 'same']), rows: z.array(z.number()) })),
  problems: z.array(z.object({ row: z.number().nullable(), column: z.string().nullable(), words: userMessage })),
});
export type ImportReportView = z.infer<typeof importReport>;

export const knowledgeView = z.object({
  /** The book that the anchor answers from; null: another kind of model, or a file from elsewhere. */
  inUse: z.string().nullable(),
  /** Grows when `list` or `read` would answer something else. */
  version: z.number(),
});
export type KnowledgeView = z.infer<typeof knowledgeView>;

const refused = z.object({ done: z.literal(false), words: userMessage, field: z.string().optional() });
/** `now`: the anchor answers with it from the next question on. `kept-old`: it goes on with what it knew, which was said. */
const onAir = z.enum(['now', 'not-in-use', 'kept-old']);
export type OnAirAnswer = z.infer<typeof onAir>;
const saved = z.union([z.object({ done: z.literal(true), onAir }), refused]);
const entrySaved = z.union([z.object({ done: z.literal(true), onAir, entryId: z.string() }), refused]);

export const knowledgeContract = {
  list: needs('studio:view').output(z.object({ folder: z.string(), books: z.array(bookView) })),
  read: needs('studio:view')
    .input(z.object({ bookId }))
    .output(z.union([z.object({ done: z.literal(true), summary: bookView, book: z.custom<Knowledge>() }), refused])),
  /** Empty, or a copy. */
  create: needs('knowledge:edit')
    .input(z.object({ label, from: bookId.nullable().default(null) }))
    .output(z.union([z.object({ done: z.literal(true), bookId: z.string() }), refused])),
  rename: needs('knowledge:edit').input(z.object({ bookId, label })).output(saved),
  /** For good; not the one in use. */
  remove: needs('knowledge:edit')
    .input(z.object({ bookId, confirm: z.literal(true) }))
    .output(z.union([z.object({ done: z.literal(true) }), refused])),
  /** Puts the anchor's answers on this book: a swap, answered at once; phases and outcome come with the snapshot. */
  use: needs('engine:operate')
    .input(z.object({ bookId }))
    .output(z.union([z.object({ done: z.literal(true), swapId: z.string().nullable() }), refused])),
  putQuestion: needs('knowledge:edit')
    .input(z.object({ bookId, part: z.enum(['questions', 'smallTalk']), entryId: entryId.nullable(), draft: question }))
    .output(entrySaved),
  putProduct: needs('knowledge:edit')
    .input(z.object({ bookId, entryId: entryId.nullable(), draft: product }))
    .output(entrySaved),
  putBasics: needs('knowledge:edit').input(z.object({ bookId, basics })).output(saved),
  removeEntries: needs('knowledge:edit')
    .input(z.object({ bookId, part, entryIds: z.array(entryId).min(1).max(3000) }))
    .output(saved),
  /** What an import would do; nothing is kept. */
  preview: needs('knowledge:edit')
    .input(upload)
    .output(z.union([z.object({ done: z.literal(true), report: importReport }), refused])),
  /** Rows with problems are left out, the others are taken. */
  import: needs('knowledge:edit')
    .input(upload)
    .output(z.union([z.object({ done: z.literal(true), report: importReport, bookId: z.string(), onAir }), refused])),
  export: needs('studio:view')
    .input(z.object({ bookId, format: z.enum(exportFormats) }))
    .output(z.union([z.object({ done: z.literal(true), fileName: z.string(), text: z.string() }), refused])),
  /** What the engine would answer, and why. */
  try: needs('studio:view')
    .input(z.object({ bookId, line: z.string().max(400) }))
    .output(z.union([z.object({ done: z.literal(true), tried: triedView }), refused])),
};
export type { Knowledge } from '../../engines/knowledge/knowledge.ts';
