/** What a file brings, put into a book: by id, by a way to ask or by a name that is there already, else as new. What does not fit is left out and said. Pure. */
import { knowledgeLimits, knowledgeSchema, type Knowledge, type Product, type QuestionEntry } from '../../engines/knowledge/knowledge.ts';
import { foldText } from '../../engines/knowledge/tokenize.ts';
import { describeIssue, fieldOf } from '../describe-issue.ts';
import { freshId } from '../edit-book.ts';
import { knowledgeMessages as words } from '../knowledge-messages.ts';
import { bookParts, type BookPart, type ImportChange, type ImportProblem } from '../types.ts';
import type { FoundProduct, FoundQuestion } from './rows-to-entries.ts';

export interface Merged {
  readonly book: Knowledge;
  readonly changes: readonly ImportChange[];
  readonly problems: readonly ImportProblem[];
}

interface Touched {
  readonly part: BookPart;
  readonly id: string;
  readonly rows: readonly number[];
  readonly title: string;
  /** undefined: it is new. */
  readonly before: QuestionEntry | Product | undefined;
}

export function mergeImport(
  book: Knowledge,
  found: { readonly questions: readonly FoundQuestion[]; readonly products: readonly FoundProduct[] },
): Merged {
  const lists = {
    questions: new Map(book.questions.map((entry) => [entry.id, entry])),
    smallTalk: new Map(book.smallTalk.map((entry) => [entry.id, entry])),
    products: new Map(book.products.map((product) => [product.id, product])),
  };
  const problems: ImportProblem[] = [];
  const touched = new Map<string, Touched>();
  const full = (part: BookPart, rows: readonly number[]): void =>
    void problems.push({ row: rows[0] ?? null, column: null, words: words.bookFull(knowledgeLimits[part]) });

  const asked = { questions: askIndex(book.questions), smallTalk: askIndex(book.smallTalk) };
  const taken = new Set([...lists.questions.keys(), ...lists.smallTalk.keys()]);
  for (const { part, id: wanted, rows, draft } of found.questions) {
    const phrases = [...draft.ask.zh, ...draft.ask.en, ...draft.ask.emoji];
    const known =
      wanted !== null && lists[part].has(wanted)
        ? wanted
        : phrases.map((one) => asked[part].get(foldText(one))).find((one) => one !== undefined);
    if (known === undefined && lists[part].size >= knowledgeLimits[part]) {
      full(part, rows);
      continue;
    }
    const id = known ?? (wanted !== null && !taken.has(wanted) ? wanted : freshId(draft.ask.en[0] ?? '', 'question', taken));
    const before = lists[part].get(id);
    taken.add(id);
    lists[part].set(id, {
      id,
      ask: {
        en: union(before?.ask.en, draft.ask.en),
        zh: union(before?.ask.zh, draft.ask.zh),
        emoji: union(before?.ask.emoji, draft.ask.emoji),
      },
      answer: {
        en: draft.answer.en.length > 0 ? draft.answer.en : (before?.answer.en ?? []),
        zh: draft.answer.zh.length > 0 ? draft.answer.zh : (before?.answer.zh ?? []),
      },
    });
    for (const phrase of phrases) asked[part].set(foldText(phrase), id);
    note({ part, id, rows, title: phrases[0] ?? id, before });
  }

  const named = new Map(
    book.products.flatMap((one) => [one.name.en, one.name.zh].filter((name) => name !== '').map((name) => [foldText(name), one.id])),
  );
  const takenProducts = new Set(lists.products.keys());
  for (const { id: wanted, rows, draft } of found.products) {
    const names = [draft.name.zh, draft.name.en].filter((name) => name !== '');
    const known =
      wanted !== null && lists.products.has(wanted)
        ? wanted
        : names.map((one) => named.get(foldText(one))).find((one) => one !== undefined);
    if (known === undefined && lists.products.size >= knowledgeLimits.products) {
      full('products', rows);
      continue;
    }
    const id = known ?? wanted ?? freshId(draft.name.en, 'product', takenProducts);
    const before = lists.products.get(id);
    takenProducts.add(id);
    lists.products.set(id, {
      ...(before ?? { aliases: { en: [], zh: [] }, summary: { en: '', zh: '' }, points: { en: [], zh: [] } }),
      ...draft,
      id,
      name: { en: draft.name.en || (before?.name.en ?? ''), zh: draft.name.zh || (before?.name.zh ?? '') },
    });
    for (const name of names) named.set(foldText(name), id);
    note({ part: 'products', id, rows, title: names[0] ?? id, before });
  }

  function note(one: Touched): void {
    const key = `${one.part}/${one.id}`;
    const earlier = touched.get(key);
    touched.set(key, earlier ? { ...earlier, rows: [...earlier.rows, ...one.rows] } : one);
  }

  const assemble = (): unknown => ({ ...book, ...Object.fromEntries(bookParts.map((part) => [part, [...lists[part].values()]])) });
  let result = knowledgeSchema.safeParse(assemble());
  // what is wrong with one entry must not keep the others out
  if (!result.success) {
    for (const issue of result.error.issues) {
      const [part, index] = issue.path;
      const id = bookParts.includes(part as BookPart) && typeof index === 'number' ? [...lists[part as BookPart].keys()][index] : undefined;
      const one = id === undefined ? undefined : touched.get(`${String(part)}/${id}`);
      if (!one) continue;
      problems.push({ row: one.rows[0] ?? null, column: fieldOf(issue.path) || null, words: describeIssue(issue) });
      touched.delete(`${one.part}/${one.id}`);
    }
    const dropped = result.error.issues.flatMap(({ path: [part, index] }) =>
      bookParts.includes(part as BookPart) && typeof index === 'number'
        ? [[part as BookPart, [...lists[part as BookPart].keys()][index]] as const]
        : [],
    );
    const was = { questions: book.questions, smallTalk: book.smallTalk, products: book.products };
    for (const [part, id] of dropped) {
      if (id === undefined) continue;
      const before = was[part].find((entry) => entry.id === id);
      if (before) (lists[part] as Map<string, unknown>).set(id, before);
      else lists[part].delete(id);
    }
    result = knowledgeSchema.safeParse(assemble());
    if (!result.success) throw result.error;
  }

  const after = result.data;
  const afterOf = { questions: byId(after.questions), smallTalk: byId(after.smallTalk), products: byId(after.products) };
  const changes = [...touched.values()].map(({ part, id, rows, title, before }): ImportChange => {
    const same = before !== undefined && JSON.stringify(before) === JSON.stringify(ordered(afterOf[part].get(id), before));
    return { part, title, rows: Array.from(rows), what: before === undefined ? 'new' : same ? 'same' : 'changed' };
  });
  return { book: after, changes, problems };
}

const union = (before: readonly string[] = [], more: readonly string[]): string[] => [...new Set([...before, ...more])];
const byId = (entries: ReadonlyArray<{ readonly id: string }>): ReadonlyMap<string, object> =>
  new Map(entries.map((entry) => [entry.id, entry]));

function askIndex(entries: readonly QuestionEntry[]): Map<string, string> {
  return new Map(entries.flatMap(({ id, ask }) => [...ask.en, ...ask.zh, ...ask.emoji].map((phrase) => [foldText(phrase), id] as const)));
}

/** With its parts in the order of `like`, for a comparison as text. */
function ordered(value: object | undefined, like: object): unknown {
  if (value === undefined) return undefined;
  const names = [...new Set([...Object.keys(like), ...Object.keys(value)])];
  return Object.fromEntries(names.map((name) => [name, (value as Record<string, unknown>)[name]]));
}
