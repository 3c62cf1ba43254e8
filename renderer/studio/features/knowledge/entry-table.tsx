/** Entries of one part of a book: searched, opened, added, taken out. */
import { useDeferredValue, useMemo, useState } from 'react';
import { ActionIcon, Button, Modal, SegmentedControl, TextInput, Tooltip } from '@mantine/core';
import { IconPlus, IconSearch, IconTrash } from '@tabler/icons-react';
import type { Knowledge } from '../../../../main/api/contract/knowledge.ts';
import { removeEntries } from '../../bridge/asks.ts';
import { useAction } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import { useTell } from '../recording/use-tell.ts';
import { entryRows, type EntryRow, type Part } from './entry-drafts.ts';
import classes from './knowledge.module.css';

const parts = ['questions', 'products', 'smallTalk'] as const;
const shownAtOnce = 100;

interface EntryTableProps {
  readonly bookId: string;
  readonly book: Knowledge;
  readonly part: Part;
  readonly readOnly: boolean;
  readonly onPart: (part: Part) => void;
  /** null: a new one. */
  readonly onOpen: (entryId: string | null) => void;
}

export function EntryTable({ bookId, book, part, readOnly, onPart, onOpen }: EntryTableProps) {
  const { t, language } = useSpeech();
  const [search, setSearch] = useState('');
  const [shown, setShown] = useState(shownAtOnce);
  const [removing, setRemoving] = useState<EntryRow | null>(null);
  const remove = useAction(removeEntries);
  const tell = useTell();
  const wanted = useDeferredValue(search.trim().toLowerCase());
  const rows = useMemo(
    () =>
      entryRows(book, part, language, {
        stocked: (n) => t('knowledge.stock', { n }),
        asked: (n) => t('knowledge.ways', { n }),
        slot: (name) => t(`knowledge.slot.${name}`),
      }),
    [book, part, language, t],
  );
  const found = useMemo(() => (wanted === '' ? rows : rows.filter(({ haystack }) => haystack.includes(wanted))), [rows, wanted]);

  const confirmed = async (row: EntryRow): Promise<void> => {
    tell(await remove.run({ bookId, part, entryIds: [row.id] }));
    setRemoving(null);
  };

  return (
    <Panel title={t('knowledge.entries')}>
      <div className={classes['tools']}>
        <SegmentedControl
          size="xs"
          aria-label={t('knowledge.entries')}
          data-testid="knowledge-part"
          value={part}
          onChange={(value) => {
            onPart(parts.find((one) => one === value) ?? 'questions');
            setShown(shownAtOnce);
          }}
          data={parts.map((one) => ({ value: one, label: `${t(`knowledge.part.${one}`)} ${book[one].length}` }))}
        />
        <TextInput
          className={classes['search'] ?? ''}
          size="xs"
          type="search"
          aria-label={t('knowledge.search')}
          placeholder={t('knowledge.search')}
          leftSection={<IconSearch size={14} />}
          value={search}
          data-testid="knowledge-search"
          onChange={(event) => {
            setSearch(event.currentTarget.value);
            setShown(shownAtOnce);
          }}
        />
        {!readOnly && (
          <Button
            size="compact-sm"
            variant="light"
            leftSection={<IconPlus size={14} />}
            data-testid="entry-add"
            onClick={() => onOpen(null)}
          >
            {t(part === 'products' ? 'knowledge.add.product' : 'knowledge.add.question')}
          </Button>
        )}
      </div>
      {found.length === 0 && (
        <div className={classes['empty']} data-testid="entries-empty">
          <strong>{t(rows.length === 0 ? 'knowledge.none' : 'knowledge.none.found')}</strong>
          {rows.length === 0 && t('knowledge.none.text')}
        </div>
      )}
      <ul className={classes['rows']}>
        {found.slice(0, shown).map((row) => (
          <li key={row.id} className={classes['row']} data-testid="entry-row">
            <button type="button" className={classes['open']} onClick={() => onOpen(row.id)}>
              <span className={classes['title']}>
                <span>{row.title}</span>
                <span className={classes['more']}>{row.more}</span>
              </span>
              <span className={classes['text']}>{row.text}</span>
            </button>
            {!readOnly && (
              <Tooltip label={t('knowledge.remove.entry', { name: row.title })}>
                <ActionIcon
                  className={classes['remove'] ?? ''}
                  variant="subtle"
                  color="gray"
                  aria-label={t('knowledge.remove.entry', { name: row.title })}
                  onClick={() => setRemoving(row)}
                >
                  <IconTrash size={15} />
                </ActionIcon>
              </Tooltip>
            )}
          </li>
        ))}
      </ul>
      {found.length > shown && (
        <div className={classes['foot']}>
          <Button size="compact-sm" variant="default" onClick={() => setShown(shown + shownAtOnce)}>
            {t('knowledge.more', { n: found.length - shown })}
          </Button>
        </div>
      )}
      <Modal
        opened={removing !== null}
        onClose={() => setRemoving(null)}
        title={t('knowledge.remove.entry.title')}
        closeButtonProps={{ 'aria-label': t('knowledge.cancel') }}
      >
        <div className={classes['form']}>
          <span>{removing?.title}</span>
          <div className={classes['actions']}>
            <Button variant="default" onClick={() => setRemoving(null)}>
              {t('knowledge.cancel')}
            </Button>
            <Button
              color="signal"
              data-testid="entry-remove-confirm"
              loading={remove.state === 'pending'}
              onClick={() => removing && void confirmed(removing)}
            >
              {t('knowledge.remove.yes')}
            </Button>
          </div>
        </div>
      </Modal>
    </Panel>
  );
}
