/** A file into a book: chosen or dropped, looked at row by row, then taken. Nothing is kept before the last button. */
import { useRef, useState } from 'react';
import { Badge, Button, FileButton, Loader, Modal, Select } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import type { ImportReportView, OnAirAnswer } from '../../../../main/api/contract/knowledge.ts';
import type { UserMessage } from '../../../../main/contract/failure.ts';
import { importFile, previewImport } from '../../bridge/asks.ts';
import { useAction } from '../../bridge/studio-context.tsx';
import { useSpeech, wordsFor } from '../../i18n/language.tsx';
import classes from './knowledge.module.css';
import { readFileBase64, mostFileBytes } from './read-file.ts';

const encodings = ['auto', 'utf-8', 'gb18030', 'big5'] as const;
type Encoding = (typeof encodings)[number];
type Target = 'this' | 'new';
interface Picked {
  readonly fileName: string;
  readonly bytes: string;
}

interface ImportDialogProps {
  readonly opened: boolean;
  /** null: the book that is shown cannot be changed, so it goes into a new one. */
  readonly bookId: string | null;
  readonly bookLabel: string;
  readonly onClose: () => void;
  readonly onImported: (done: { readonly bookId: string; readonly onAir: OnAirAnswer; readonly report: ImportReportView }) => void;
}

export function ImportDialog({ opened, bookId, bookLabel, onClose, onImported }: ImportDialogProps) {
  const { t, say } = useSpeech();
  const [picked, setPicked] = useState<Picked | null>(null);
  const [encoding, setEncoding] = useState<Encoding>('auto');
  const [target, setTarget] = useState<Target>('this');
  const [report, setReport] = useState<ImportReportView | null>(null);
  const [refusal, setRefusal] = useState<UserMessage | null>(null);
  const [over, setOver] = useState<'over' | 'away'>('away');
  const preview = useAction(previewImport);
  const commit = useAction(importFile);
  const into = target === 'this' ? bookId : null;
  const resetInput = useRef<() => void>(null);
  /** Each look and each close begins another one: what an older one finds is no longer of interest. */
  const round = useRef(0);

  const look = async (file: Picked, how: { readonly encoding: Encoding; readonly into: string | null }): Promise<void> => {
    round.current += 1;
    const mine = round.current;
    setReport(null);
    setRefusal(null);
    const answer = await preview.run({ bookId: how.into, encoding: how.encoding, ...file });
    if (answer === null || mine !== round.current) return;
    if (answer.done) setReport(answer.report);
    else setRefusal(answer.words);
  };
  const take = async (file: File | null): Promise<void> => {
    if (file === null) return;
    round.current += 1;
    const mine = round.current;
    const refuse = (words: UserMessage): void => {
      setPicked(null);
      setReport(null);
      setRefusal(words);
    };
    if (file.size > mostFileBytes) return refuse(wordsFor('knowledge.import.too-large'));
    const bytes = await readFileBase64(file).catch(() => null);
    if (mine !== round.current) return;
    if (bytes === null) return refuse(wordsFor('knowledge.import.unreadable'));
    const next = { fileName: file.name.slice(0, 255), bytes };
    setPicked(next);
    await look(next, { encoding, into });
  };
  const close = (): void => {
    round.current += 1;
    setPicked(null);
    setReport(null);
    setRefusal(null);
    onClose();
  };
  const run = async (): Promise<void> => {
    if (picked === null) return;
    const answer = await commit.run({ bookId: into, encoding, ...picked });
    if (answer === null) return;
    if (!answer.done) {
      setRefusal(answer.words);
      return;
    }
    close();
    onImported(answer);
  };

  return (
    <Modal
      opened={opened}
      onClose={close}
      size={720}
      title={t('knowledge.import.title')}
      closeButtonProps={{ 'aria-label': t('knowledge.cancel') }}
    >
      <div className={classes['form']} data-testid="import-dialog">
        <div
          className={classes['drop']}
          data-over={over === 'over'}
          onDragOver={(event) => {
            event.preventDefault();
            setOver('over');
          }}
          onDragLeave={() => setOver('away')}
          onDrop={(event) => {
            event.preventDefault();
            setOver('away');
            void take(event.dataTransfer.files[0] ?? null);
          }}
        >
          <span>{picked === null ? t('knowledge.import.drop') : picked.fileName}</span>
          <FileButton
            accept=".csv,.tsv,.txt,.json,.yaml,.yml"
            inputProps={{ 'aria-label': t('knowledge.import.choose') }}
            resetRef={resetInput}
            onChange={(file) => {
              // else the same file, corrected meanwhile, could not be chosen again
              resetInput.current?.();
              void take(file);
            }}
          >
            {(props) => (
              <Button {...props} variant="default" size="compact-md" leftSection={<IconFileImport size={16} />}>
                {t(picked === null ? 'knowledge.import.choose' : 'knowledge.import.other')}
              </Button>
            )}
          </FileButton>
          <span className={classes['hint']}>{t('knowledge.import.hint')}</span>
        </div>
        <div className={classes['pair']}>
          <Select
            label={t('knowledge.import.into')}
            data={[...(bookId === null ? [] : [{ value: 'this', label: bookLabel }]), { value: 'new', label: t('knowledge.import.new') }]}
            value={bookId === null ? 'new' : target}
            allowDeselect={false}
            data-testid="import-into"
            onChange={(value) => {
              const next: Target = value === 'new' ? 'new' : 'this';
              setTarget(next);
              if (picked !== null) void look(picked, { encoding, into: next === 'this' ? bookId : null });
            }}
          />
          <Select
            label={t('knowledge.import.encoding')}
            data={encodings.map((value) => ({
              value,
              label: value === 'auto' ? t('knowledge.import.encoding.auto') : encodingNames[value],
            }))}
            value={encoding}
            allowDeselect={false}
            onChange={(value) => {
              const next = encodings.find((one) => one === value) ?? 'auto';
              setEncoding(next);
              if (picked !== null) void look(picked, { encoding: next, into });
            }}
          />
        </div>
        {preview.state === 'pending' && (
          <div className={classes['empty']}>
            <Loader size="xs" /> {t('knowledge.import.reading')}
          </div>
        )}
        {refusal !== null && (
          <p className={classes['problem']} role="alert" data-testid="import-refusal">
            {say(refusal)}
          </p>
        )}
        {report !== null && <ImportPreview report={report} />}
        <div className={classes['actions']}>
          <Button variant="default" onClick={close}>
            {t('knowledge.cancel')}
          </Button>
          <Button
            data-testid="import-run"
            disabled={report === null || report.counts.new + report.counts.changed === 0}
            loading={commit.state === 'pending'}
            onClick={() => void run()}
          >
            {report === null ? t('knowledge.import.run') : t('knowledge.import.run.n', { n: report.counts.new + report.counts.changed })}
          </Button>
        </div>
      </div>
    </Modal>
  );
}

const encodingNames = { 'utf-8': 'UTF-8', gb18030: 'GBK / GB18030', big5: 'Big5', 'utf-16': 'UTF-16' } as const;

function ImportPreview({ report }: { readonly report: ImportReportView }) {
  const { t, say } = useSpeech();
  const { counts, columns, changes, problems } = report;
  const unknown = columns.filter(({ meaning }) => meaning === null).map(({ name }) => name);
  return (
    <div className={classes['preview']} data-testid="import-preview">
      <div className={classes['counts']}>
        <Badge>{t('knowledge.import.new.n', { n: counts.new })}</Badge>
        <Badge color="blue">{t('knowledge.import.changed.n', { n: counts.changed })}</Badge>
        <Badge color="gray">{t('knowledge.import.same.n', { n: counts.same })}</Badge>
        {counts.problems > 0 && <Badge color="signal">{t('knowledge.import.problems.n', { n: counts.problems })}</Badge>}
        <span className={classes['space']} />
        <span className={classes['hint']}>
          {t('knowledge.import.read', { rows: report.rows, encoding: encodingNames[report.encoding] })}
        </span>
      </div>
      {unknown.length > 0 && <p className={classes['hint']}>{t('knowledge.import.unknown', { names: unknown.slice(0, 8).join(', ') })}</p>}
      {problems.length > 0 && (
        <div className={classes['found']} tabIndex={0} role="region" aria-label={t('knowledge.import.problems')}>
          <table>
            <thead>
              <tr>
                <th>{t('knowledge.import.row')}</th>
                <th>{t('knowledge.import.problems')}</th>
              </tr>
            </thead>
            <tbody>
              {problems.map(({ row, column, words }, at) => (
                <tr key={at} data-testid="import-problem">
                  <td>{row ?? '–'}</td>
                  <td className={classes['bad']}>
                    {column !== null && `${column} · `}
                    {say(words)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {changes.length > 0 && (
        <div className={classes['found']} tabIndex={0} role="region" aria-label={t('knowledge.import.changes')}>
          <table>
            <thead>
              <tr>
                <th>{t('knowledge.import.row')}</th>
                <th>{t('knowledge.import.changes')}</th>
                <th>{t('knowledge.import.what')}</th>
              </tr>
            </thead>
            <tbody>
              {changes.map(({ part, title, what, rows }, at) => (
                <tr key={at} data-testid="import-change">
                  <td>{rows.length > 3 ? `${rows.slice(0, 3).join(', ')} …` : rows.join(', ') || '–'}</td>
                  <td>{title}</td>
                  <td>
                    {t(`knowledge.part.${part}`)} · {t(`knowledge.what.${what}`)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}
