/** What the handlers need of the books of knowledge. Answers in words where something cannot be done; throws only for a fault of the studio. */
import type { BookDesk } from '../knowledge/create-book-desk.ts';
import type { Done, ImportReport } from '../knowledge/types.ts';
import type { BookView, OnAirAnswer } from './contract/knowledge.ts';

type Saved<Extra = object> = Promise<Done<Extra & { readonly onAir: OnAirAnswer }>>;
type Args<Method extends keyof BookDesk> = Parameters<BookDesk[Method]>;

export interface KnowledgePort extends Pick<BookDesk, 'read' | 'create' | 'remove' | 'preview' | 'export' | 'try'> {
  list(): Promise<{ readonly folder: string; readonly books: BookView[] }>;
  rename(...args: Args<'rename'>): Saved;
  /** `by`: the principal's id. swapId null: it was in use already. */
  use(bookId: string, by: string): Promise<Done<{ readonly swapId: string | null }>>;
  putQuestion(...args: Args<'putQuestion'>): Saved<{ readonly entryId: string }>;
  putProduct(...args: Args<'putProduct'>): Saved<{ readonly entryId: string }>;
  putBasics(...args: Args<'putBasics'>): Saved;
  removeEntries(...args: Args<'removeEntries'>): Saved;
  import(...args: Args<'import'>): Saved<{ readonly report: ImportReport; readonly bookId: string }>;
}
