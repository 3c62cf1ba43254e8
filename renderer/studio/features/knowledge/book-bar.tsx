/** Which book is shown and which one is in use, and what can be done with a whole book. */
import { useState } from 'react';
import { ActionIcon, Badge, Button, Menu, Modal, Select, TextInput, Tooltip } from '@mantine/core';
import { IconCopy, IconDots, IconDownload, IconFileImport, IconPencil, IconPlus, IconTrash, IconUser } from '@tabler/icons-react';
import type { BookView } from '../../../../main/api/contract/knowledge.ts';
import type { UserMessage } from '../../../../main/contract/failure.ts';
import { createBook, exportBook, removeBook, renameBook, putBookInUse } from '../../bridge/asks.ts';
import { useAction, useReport, useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import { useTell } from '../recording/use-tell.ts';
import classes from './knowledge.module.css';

interface BookBarProps {
  readonly books: readonly BookView[];
  readonly book: BookView;
  readonly onBook: (bookId: string) => void;
  readonly onImport: () => void;
  readonly onBasics: () => void;
}
type Asking = 'nothing' | 'new' | 'copy' | 'rename' | 'remove';

export function BookBar({ books, book, onBook, onImport, onBasics }: BookBarProps) {
  const { knowledge, models } = useSnapshot();
  const { t, say } = useSpeech();
  const [asking, setAsking] = useState<Asking>('nothing');
  const [, setReport] = useReport();
  const tell = useTell();
  const put = useAction(putBookInUse);
  const write = useAction(exportBook);
  const isOwn = book.origin === 'own';
  const isUsed = knowledge.inUse === book.bookId;
  const isLoading = models.slots.some(({ kind, candidate }) => kind === 'llm' && candidate !== null);

  const download = async (format: 'csv' | 'json' | 'yaml'): Promise<void> => {
    const answer = await write.run(book.bookId, format);
    tell(answer);
    if (answer?.done === true) saveText(answer.fileName, answer.text);
  };
  const name = ({ label, origin }: BookView): string =>
    origin === 'sample' ? t('knowledge.sample.name', { name: say(label) }) : say(label);

  return (
    <Panel title={t('knowledge.book')}>
      <div className={classes['bar']}>
        <Select
          className={classes['book'] ?? ''}
          aria-label={t('knowledge.book')}
          data={books.map((one) => ({ value: one.bookId, label: name(one) }))}
          value={book.bookId}
          allowDeselect={false}
          data-testid="knowledge-book"
          onChange={(value) => value !== null && onBook(value)}
        />
        {isUsed ? (
          <Badge size="lg" data-testid="book-in-use">
            {t('knowledge.in-use')}
          </Badge>
        ) : (
          <Tooltip label={t('knowledge.use.hint')} multiline maw={300}>
            <Button
              size="compact-md"
              disabled={book.problem !== null || isLoading}
              loading={put.state === 'pending'}
              data-testid="book-use"
              onClick={() => void put.run(book.bookId).then(tell)}
            >
              {t(isLoading ? 'knowledge.use.loading' : 'knowledge.use')}
            </Button>
          </Tooltip>
        )}
        <span className={classes['space']} />
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconFileImport size={16} />}
          data-testid="knowledge-import"
          onClick={onImport}
        >
          {t('knowledge.import')}
        </Button>
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconPlus size={16} />}
          data-testid="book-new"
          onClick={() => setAsking('new')}
        >
          {t('knowledge.new')}
        </Button>
        <Button variant="default" size="compact-md" leftSection={<IconUser size={16} />} data-testid="book-basics" onClick={onBasics}>
          {t('knowledge.basics')}
        </Button>
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon variant="default" size={30} aria-label={t('knowledge.menu')} data-testid="book-menu">
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconCopy size={15} />} data-testid="book-copy" onClick={() => setAsking('copy')}>
              {t('knowledge.copy')}
            </Menu.Item>
            <Menu.Item leftSection={<IconPencil size={15} />} disabled={!isOwn} onClick={() => setAsking('rename')}>
              {t('knowledge.rename')}
            </Menu.Item>
            <Menu.Item leftSection={<IconTrash size={15} />} disabled={!isOwn || isUsed} onClick={() => setAsking('remove')}>
              {t('knowledge.remove')}
            </Menu.Item>
            <Menu.Divider />
            {(['csv', 'yaml', 'json'] as const).map((format) => (
              <Menu.Item
                key={format}
                leftSection={<IconDownload size={15} />}
                data-testid={`book-export-${format}`}
                onClick={() => void download(format)}
              >
                {t('knowledge.export', { format: format.toUpperCase() })}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </div>
      {!isOwn && (
        <div className={classes['note']} data-testid="sample-note">
          <span>{t('knowledge.sample')}</span>
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<IconCopy size={14} />}
            data-testid="sample-copy"
            onClick={() => setAsking('copy')}
          >
            {t('knowledge.copy')}
          </Button>
        </div>
      )}
      {book.problem !== null && (
        <div className={classes['note']} data-level="bad" role="alert">
          {say(book.problem)}
        </div>
      )}
      <NameDialog
        key={`${asking}/${book.bookId}`}
        asking={asking}
        book={book}
        onClose={() => setAsking('nothing')}
        onDone={(bookId) => {
          setAsking('nothing');
          setReport(null);
          if (bookId !== null) onBook(bookId);
        }}
      />
    </Panel>
  );
}

interface NameDialogProps {
  readonly asking: Asking;
  readonly book: BookView;
  readonly onClose: () => void;
  /** The book that is to be shown then; null: it does not matter. */
  readonly onDone: (bookId: string | null) => void;
}

function NameDialog({ asking, book, onClose, onDone }: NameDialogProps) {
  const { t, say } = useSpeech();
  const [label, setLabel] = useState(
    asking === 'copy' ? t('knowledge.copy.name', { name: say(book.label) }).slice(0, 80) : asking === 'rename' ? say(book.label) : '',
  );
  const [refusal, setRefusal] = useState<UserMessage | null>(null);
  const create = useAction(createBook);
  const rename = useAction(renameBook);
  const remove = useAction(removeBook);
  const busy = [create, rename, remove].some(({ state }) => state === 'pending');

  const run = async (): Promise<void> => {
    const answer =
      asking === 'remove'
        ? await remove.run(book.bookId)
        : asking === 'rename'
          ? await rename.run(book.bookId, label)
          : await create.run(label, asking === 'copy' ? book.bookId : null);
    if (answer === null) return;
    if (!answer.done) setRefusal(answer.words);
    else onDone('bookId' in answer && typeof answer.bookId === 'string' ? answer.bookId : null);
  };
  if (asking === 'nothing') return null;
  return (
    <Modal opened onClose={onClose} title={t(`knowledge.ask.${asking}`)} closeButtonProps={{ 'aria-label': t('knowledge.cancel') }}>
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        {asking === 'remove' ? (
          <span>{t('knowledge.remove.text', { name: say(book.label) })}</span>
        ) : (
          <TextInput
            data-autofocus
            label={t('knowledge.name')}
            maxLength={80}
            value={label}
            data-testid="book-name"
            onChange={(event) => setLabel(event.currentTarget.value)}
          />
        )}
        {refusal !== null && (
          <p className={classes['problem']} role="alert">
            {say(refusal)}
          </p>
        )}
        <div className={classes['actions']}>
          <Button variant="default" onClick={onClose}>
            {t('knowledge.cancel')}
          </Button>
          <Button
            type="submit"
            {...(asking === 'remove' ? { color: 'signal' } : {})}
            disabled={asking !== 'remove' && label.trim() === ''}
            loading={busy}
            data-testid="book-name-save"
          >
            {t(asking === 'remove' ? 'knowledge.remove.yes' : 'knowledge.save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** As a download: the system's own dialog asks where to. */
function saveText(fileName: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
