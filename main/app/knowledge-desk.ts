/** Books and what is on air: which book the anchor answers from, putting another one in its place, and telling the engines of every change that was saved. */
import path from 'node:path';
import type { KnowledgeView } from '../api/contract/knowledge.ts';
import type { EnginesPort } from '../api/engines-port.ts';
import type { KnowledgePort } from '../api/knowledge-port.ts';
import { wordsIn, type UserMessage } from '../contract/failure.ts';
import type { Disposable } from '../kernel/disposable.ts';
import type { Logger } from '../kernel/logger.ts';
import { builtInChoices } from '../engines/catalog/choices.ts';
import type { EngineChoice } from '../engines/contract/choice.ts';
import type { EngineInstance } from '../engines/hosting/engine-instance.ts';
import type { BookProcess } from '../knowledge/control/create-book-process.ts';
import { knowledgeMessages as words } from '../knowledge/knowledge-messages.ts';
import type { BookSummary, Done } from '../knowledge/types.ts';
import type { Router } from '../routing/create-router.ts';
import type { UnstampedShowEvent } from './create-show.ts';
import { appMessages } from './messages.ts';

export interface KnowledgeDesk extends KnowledgePort, Disposable {
  view(): KnowledgeView;
  /** A book each, for whoever lists what can fill a slot. */
  choices(): readonly EngineChoice[];
}

export interface KnowledgeDeskOptions {
  readonly books: BookProcess;
  readonly router: Pick<Router, 'slots'>;
  /** Every instance there is: active, loading, kept beside. */
  readonly instances: () => readonly EngineInstance[];
  readonly swap: EnginesPort['swap'];
  readonly resourcesDir: string;
  readonly ownFolder: string;
  readonly samplesDir: string;
  readonly emit: (event: UnstampedShowEvent) => void;
  readonly onChange: () => void;
  readonly logger: Logger;
}

const engineId = 'faq';

export function createKnowledgeDesk(options: KnowledgeDeskOptions): KnowledgeDesk {
  const { books, router, resourcesDir, ownFolder, samplesDir, logger } = options;
  let known: readonly BookSummary[] = [];
  let version = 0;

  const pathOf = (choice: Pick<EngineChoice, 'options'>): string | undefined => {
    const named = choice.options['knowledgePath'];
    return typeof named === 'string' ? path.resolve(resourcesDir, named) : undefined;
  };
  const slotInUse = () => router.slots.find(({ kind, choice }) => kind === 'llm' && choice?.engineId === engineId);
  /** By its path alone: nothing has to be read for it. */
  function inUse(): string | null {
    const choice = slotInUse()?.choice;
    const file = choice ? pathOf(choice) : undefined;
    if (file === undefined || !file.endsWith('.yaml')) return null;
    const name = path.basename(file, '.yaml');
    if (path.dirname(file) === samplesDir) return `sample-${name}`;
    return path.dirname(file) === ownFolder ? name : null;
  }

  const choiceOf = ({ bookId, path: file, label, origin }: BookSummary): EngineChoice =>
    (origin === 'sample' ? builtInChoices.find((choice) => choice.engineId === engineId && pathOf(choice) === file) : undefined) ?? {
      choiceId: `knowledge-${bookId}`,
      engineId,
      title: appMessages.bookAsModel(label),
      options: { knowledgePath: file },
    };

  async function look(): Promise<{ readonly folder: string; readonly books: BookSummary[] }> {
    const listed = await books.list();
    known = listed.books;
    return listed;
  }

  /** Engines that have read this book read it again: each finishes what it is saying, and answers the next question with the new one. */
  async function tellEngines(bookId: string): Promise<'now' | 'not-in-use' | 'kept-old'> {
    version += 1;
    await look();
    options.onChange();
    const file = known.find((book) => book.bookId === bookId)?.path;
    const readers = options.instances().filter(({ manifest, spec }) => manifest.id === engineId && pathOf(spec) === file);
    const outcomes = await Promise.all(
      readers.map(async (instance) => {
        try {
          await instance.reload();
          return 'now' as const;
        } catch (error) {
          logger.error('a changed book was not taken', { bookId, instance: instance.id, error: String(error) });
          options.emit({ type: 'notice', level: 'warn', message: wordsIn(error) ?? appMessages.bookNotTaken });
          return 'kept-old' as const;
        }
      }),
    );
    if (inUse() !== bookId) return 'not-in-use';
    return outcomes.includes('kept-old') ? 'kept-old' : 'now';
  }

  async function saved<Extra extends object>(bookId: string, work: Promise<Done<Extra>>) {
    const answer = await work;
    return answer.done ? { ...answer, onAir: await tellEngines(bookId) } : answer;
  }

  const refuse = (message: UserMessage) => ({ done: false, words: message }) as const;

  // what can be chosen in the list of models is known before anyone looks at the books
  look().then(options.onChange, (error: unknown) => logger.warn('the books were not looked at', { error: String(error) }));

  return {
    view: () => ({ inUse: inUse(), version }),
    choices: () => known.filter(({ problem }) => problem === null).map(choiceOf),
    async list() {
      const { folder, books: listed } = await look();
      return { folder, books: listed.map(({ path: _path, ...view }) => view) };
    },
    async read(bookId) {
      const answer = await books.read(bookId);
      return answer;
    },
    async create(label, from) {
      const answer = await books.create(label, from);
      if (answer.done) await tellEngines(answer.bookId);
      return answer;
    },
    rename: (bookId, label) => saved(bookId, books.rename(bookId, label)),
    async remove(bookId) {
      if (inUse() === bookId) return refuse(words.inUse);
      const answer = await books.remove(bookId);
      if (answer.done) {
        version += 1;
        await look();
        options.onChange();
      }
      return answer;
    },
    async use(bookId, by) {
      await look();
      const book = known.find((one) => one.bookId === bookId);
      if (!book) return refuse(words.unknownBook);
      if (book.problem) return refuse(book.problem);
      if (inUse() === bookId) return { done: true, swapId: null };
      const slot = slotInUse() ?? router.slots.find(({ kind }) => kind === 'llm');
      if (!slot) return refuse(appMessages.noModelSlot);
      const answer = options.swap({ slotId: slot.id, choiceId: choiceOf(book).choiceId, mode: 'beside', reason: 'knowledge' }, by);
      return answer.accepted ? { done: true, swapId: answer.swapId } : refuse(answer.words);
    },
    putQuestion: (bookId, ...rest) => saved(bookId, books.putQuestion(bookId, ...rest)),
    putProduct: (bookId, ...rest) => saved(bookId, books.putProduct(bookId, ...rest)),
    putBasics: (bookId, basics) => saved(bookId, books.putBasics(bookId, basics)),
    removeEntries: (bookId, ...rest) => saved(bookId, books.removeEntries(bookId, ...rest)),
    preview: (request) => books.preview(request),
    async import(request) {
      const answer = await books.import(request);
      return answer.done ? { ...answer, onAir: await tellEngines(answer.bookId) } : answer;
    },
    export: (bookId, format) => books.export(bookId, format),
    try: (bookId, line) => books.try(bookId, line),
    dispose: () => books.dispose(),
  };
}
