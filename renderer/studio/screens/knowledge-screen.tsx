/** Knowledge: the books that the anchor answers from, their questions and products, files put into them, a question tried. */
import { useCallback, useState } from 'react';
import { Button, Loader } from '@mantine/core';
import type { OnAirAnswer } from '../../../main/api/contract/knowledge.ts';
import { listBooks, readBook } from '../bridge/asks.ts';
import { useQuestion, useReport, useSnapshot } from '../bridge/studio-context.tsx';
import { BasicsForm } from '../features/knowledge/basics-form.tsx';
import { BookBar } from '../features/knowledge/book-bar.tsx';
import type { Part } from '../features/knowledge/entry-drafts.ts';
import { EntryTable } from '../features/knowledge/entry-table.tsx';
import { ImportDialog } from '../features/knowledge/import-dialog.tsx';
import classes from '../features/knowledge/knowledge.module.css';
import { ProductForm } from '../features/knowledge/product-form.tsx';
import { QuestionForm } from '../features/knowledge/question-form.tsx';
import { TryPanel } from '../features/knowledge/try-panel.tsx';
import { useLoaded } from '../features/knowledge/use-loaded.ts';
import { useSpeech, wordsFor } from '../i18n/language.tsx';
import { FormDrawer } from '../ui/form-drawer.tsx';
import { Page } from '../ui/page.tsx';

/** `of`: in another book there is no such entry. `closing`: still to be seen, on its way out. */
type Editing = { readonly of: string; readonly part: Part | 'basics'; readonly entryId: string | null; readonly state?: 'closing' } | null;

export function KnowledgeScreen() {
  const { knowledge } = useSnapshot();
  const { t, say } = useSpeech();
  const [, setReport] = useReport();
  const [wanted, setWanted] = useState<string | null>(null);
  const [part, setPart] = useState<Part>('questions');
  const [opened, setEditing] = useState<Editing>(null);
  const [importing, setImporting] = useState<'open' | 'closed'>('closed');
  const list = useQuestion(listBooks);
  const read = useQuestion(readBook);
  const [books, retryBooks] = useLoaded(list, 'books', knowledge.version);
  const all = books.state === 'there' ? books.value.books : [];
  const shown = all.find(({ bookId }) => bookId === wanted) ?? all.find(({ bookId }) => bookId === knowledge.inUse) ?? all[0];
  const bookId = shown?.bookId ?? '';
  const load = useCallback(async () => (bookId === '' ? null : read(bookId)), [read, bookId]);
  const [loaded, retryBook] = useLoaded(load, bookId, knowledge.version);
  const editing = opened?.of === bookId ? opened : null;

  const close = (): void => setEditing((before) => before && { ...before, state: 'closing' });
  const saved = (onAir: OnAirAnswer): void => {
    close();
    setReport({ level: 'info', message: wordsFor(`knowledge.saved.${onAir}`) });
  };
  const content = loaded.state === 'there' && loaded.value.done ? loaded.value.book : null;
  const readOnly = shown?.origin !== 'own';

  return (
    <Page title={t('knowledge.title')} text={t('knowledge.text')}>
      <div className={classes['form']} data-testid="knowledge" data-state={books.state}>
        {books.state !== 'there' && <Waiting state={books.state} onRetry={retryBooks} />}
        {shown && (
          <BookBar
            books={all}
            book={shown}
            onBook={setWanted}
            onImport={() => setImporting('open')}
            onBasics={() => setEditing({ of: bookId, part: 'basics', entryId: null })}
          />
        )}
        {shown && loaded.state !== 'there' && <Waiting state={loaded.state} onRetry={retryBook} />}
        {shown && loaded.state === 'there' && !loaded.value.done && shown.problem === null && (
          <p className={classes['problem']} role="alert">
            {say(loaded.value.words)}
          </p>
        )}
        {shown && content && (
          <div className={classes['layout']}>
            <EntryTable
              key={bookId}
              bookId={bookId}
              book={content}
              part={part}
              readOnly={readOnly}
              onPart={setPart}
              onOpen={(entryId) => setEditing({ of: bookId, part, entryId })}
            />
            <TryPanel
              bookId={bookId}
              onOpen={(of, entryId) => {
                setPart(of);
                setEditing({ of: bookId, part: of, entryId });
              }}
            />
          </div>
        )}
      </div>
      <FormDrawer
        opened={editing !== null && editing.state !== 'closing' && content !== null}
        onClose={() => close()}
        position="right"
        size={editing?.part === 'products' || editing?.part === 'basics' ? 560 : 460}
        title={editing === null ? '' : t(titleOf(editing.part, readOnly))}
        closeButtonProps={{ 'aria-label': t('knowledge.close') }}
      >
        {editing !== null &&
          content !== null &&
          (editing.part === 'basics' ? (
            <BasicsForm bookId={bookId} book={content} readOnly={readOnly} onSaved={({ onAir }) => saved(onAir)} onCancel={() => close()} />
          ) : editing.part === 'products' ? (
            <ProductForm
              key={editing.entryId ?? 'new'}
              bookId={bookId}
              product={content.products.find(({ id }) => id === editing.entryId) ?? null}
              currency={content.products.find(({ price }) => price)?.price?.currency ?? content.shipping?.currency ?? 'CNY'}
              readOnly={readOnly}
              onSaved={({ onAir }) => saved(onAir)}
              onCancel={() => close()}
            />
          ) : (
            <QuestionForm
              key={editing.entryId ?? 'new'}
              bookId={bookId}
              part={editing.part}
              entry={content[editing.part].find(({ id }) => id === editing.entryId) ?? null}
              readOnly={readOnly}
              onSaved={({ onAir }) => saved(onAir)}
              onCancel={() => close()}
            />
          ))}
      </FormDrawer>
      {shown && (
        <ImportDialog
          opened={importing === 'open'}
          bookId={readOnly ? null : bookId}
          bookLabel={say(shown.label)}
          onClose={() => setImporting('closed')}
          onImported={({ bookId: into, onAir }) => {
            setWanted(into);
            saved(onAir);
          }}
        />
      )}
    </Page>
  );
}

const titleOf = (part: Part | 'basics', readOnly: boolean) =>
  part === 'basics'
    ? 'knowledge.basics'
    : readOnly
      ? 'knowledge.look'
      : part === 'products'
        ? 'knowledge.edit.product'
        : 'knowledge.edit.question';

function Waiting({ state, onRetry }: { readonly state: 'loading' | 'failed'; readonly onRetry: () => void }) {
  const { t } = useSpeech();
  if (state === 'loading')
    return (
      <div className={classes['empty']}>
        <Loader size="sm" />
        {t('knowledge.loading')}
      </div>
    );
  return (
    <div className={classes['empty']} role="alert">
      <strong>{t('knowledge.failed')}</strong>
      {t('knowledge.failed.text')}
      <Button size="compact-sm" variant="default" onClick={onRetry}>
        {t('knowledge.retry')}
      </Button>
    </div>
  );
}
