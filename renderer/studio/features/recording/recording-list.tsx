/** What lies in the folder of recordings: loading, failed, empty, or one row each. */
import { useCallback, useEffect, useState } from 'react';
import { Button, Loader, Modal } from '@mantine/core';
import { IconFolderOpen } from '@tabler/icons-react';
import type { RecordingEntryView } from '../../../../main/api/contract/recording.ts';
import { listRecordings, removeRecording, revealRecording } from '../../bridge/asks.ts';
import { useAction, useQuestion, useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import classes from './recording.module.css';
import { RecordingRow } from './recording-row.tsx';
import { useTell } from './use-tell.ts';

/** `version`: of the list that was asked for; an older answer does not replace a newer one. */
type Shown = { readonly version: number } & (
  { readonly state: 'loading' | 'failed' } | { readonly state: 'there'; readonly recordings: readonly RecordingEntryView[] }
);

const newer = (before: Shown, next: Shown): Shown => (before.version > next.version ? before : next);

export function RecordingList() {
  const { listVersion } = useSnapshot().recording;
  const { t } = useSpeech();
  const [shown, setShown] = useState<Shown>({ state: 'loading', version: -1 });
  const [removing, setRemoving] = useState<string | null>(null);
  const ask = useQuestion(listRecordings);
  const remove = useAction(removeRecording);
  const reveal = useAction(revealRecording);
  const tell = useTell();

  const load = useCallback(
    async (version: number): Promise<Shown> => {
      const answer = await ask();
      return answer === null ? { version, state: 'failed' } : { version, state: 'there', recordings: answer.recordings };
    },
    [ask],
  );
  useEffect(() => {
    void load(listVersion).then((next) => setShown((before) => newer(before, next)));
  }, [load, listVersion]);

  const confirmed = async (file: string): Promise<void> => {
    tell(await remove.run(file));
    setRemoving(null);
  };

  return (
    <section className={classes['section']} aria-label={t('recording.past')} data-testid="recording-list" data-state={shown.state}>
      <div className={classes['head']}>
        <strong>{t('recording.past')}</strong>
        <Button size="compact-sm" variant="subtle" leftSection={<IconFolderOpen size={14} />} onClick={() => void reveal.run().then(tell)}>
          {t('recording.past.folder')}
        </Button>
      </div>
      {shown.state === 'loading' && (
        <div className={classes['empty']}>
          <Loader size="xs" /> {t('recording.past.loading')}
        </div>
      )}
      {shown.state === 'failed' && (
        <div className={classes['empty']} role="alert">
          {t('recording.past.failed')}
          <Button size="compact-xs" variant="default" onClick={() => void load(listVersion).then(setShown)}>
            {t('recording.past.retry')}
          </Button>
        </div>
      )}
      {shown.state === 'there' && shown.recordings.length === 0 && (
        <div className={classes['empty']} data-testid="recordings-empty">
          <strong>{t('recording.past.empty')}</strong>
          {t('recording.past.empty.text')}
        </div>
      )}
      {shown.state === 'there' && (
        <ul className={classes['list']}>
          {shown.recordings.map((entry) => (
            <RecordingRow key={entry.file} entry={entry} onRemove={setRemoving} />
          ))}
        </ul>
      )}
      <Modal
        opened={removing !== null}
        onClose={() => setRemoving(null)}
        title={t('recording.remove.title')}
        closeButtonProps={{ 'aria-label': t('recording.remove.no') }}
      >
        <p className={classes['confirm']}>{t('recording.remove.text', { name: removing ?? '' })}</p>
        <div className={classes['choice']}>
          <Button variant="default" onClick={() => setRemoving(null)}>
            {t('recording.remove.no')}
          </Button>
          <Button
            color="signal"
            data-testid="recording-remove-confirm"
            loading={remove.state === 'pending'}
            onClick={() => void confirmed(removing ?? '')}
          >
            {t('recording.remove.yes')}
          </Button>
        </div>
      </Modal>
    </section>
  );
}
