/** One entry put into a book or taken out, and what speaks against it. Pure: a book is never changed, a new one is made. */
import { knowledgeSchema, type Knowledge } from '../engines/knowledge/knowledge.ts';
import { describeIssue, fieldOf } from './describe-issue.ts';
import type { BookPart, Done } from './types.ts';

export type Edited = Done<{ readonly book: Knowledge }>;

export function checked(book: unknown): Edited {
  const result = knowledgeSchema.safeParse(book);
  if (result.success) return { done: true, book: result.data };
  const [issue] = result.error.issues;
  if (!issue) throw result.error;
  const field = fieldOf(issue.path);
  return { done: false, words: describeIssue(issue), ...(field === '' ? {} : { field }) };
}

/** Replaces the entry of this id, in its place; else it comes last. */
export function putEntry<Part extends BookPart>(book: Knowledge, part: Part, entry: Knowledge[Part][number]): Edited {
  const list: readonly { readonly id: string }[] = book[part];
  const at = list.findIndex(({ id }) => id === entry.id);
  return checked({ ...book, [part]: at < 0 ? [...list, entry] : list.with(at, entry) });
}

export function removeEntries(book: Knowledge, part: BookPart, ids: ReadonlySet<string>): Edited {
  const list: readonly { readonly id: string }[] = book[part];
  return checked({ ...book, [part]: list.filter(({ id }) => !ids.has(id)) });
}

/** Kebab-case, out of Latin words of the hint where it has some; unlike all in `taken`. */
export function freshId(hint: string, kind: string, taken: ReadonlySet<string>): string {
  const slug = hint
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '-')
    .slice(0, 48)
    .replace(/^-+|-+$/gu, '');
  const base = slug.length >= 3 ? slug : kind;
  for (let count = taken.has(base) || base === kind ? 1 : 0; ; count += 1) {
    const id = count === 0 ? base : `${base}-${count}`;
    if (!taken.has(id)) return id;
  }
}
