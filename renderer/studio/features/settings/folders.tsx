/** Where recordings and data lie: shown, opened, and the recordings' folder changed by the system's own dialog. */
import { useEffect, useState } from 'react';
import { Badge, Button, Loader } from '@mantine/core';
import { IconFolderOpen } from '@tabler/icons-react';
import type { FolderAnswer, FoldersView, FolderView } from '../../../../main/api/contract/settings.ts';
import { chooseRecordingsFolder, openFolder, resetRecordingsFolder, viewFolders } from '../../bridge/asks.ts';
import { useAction, useQuestion, useReport, useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { formatSize } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import classes from './settings.module.css';

export function Folders() {
  const { show } = useSnapshot();
  const { t } = useSpeech();
  const [, setReport] = useReport();
  const [folders, setFolders] = useState<FoldersView | null>(null);
  const view = useQuestion(viewFolders);
  const choose = useAction(chooseRecordingsFolder);
  const reset = useAction(resetRecordingsFolder);
  const open = useAction(openFolder);
  // what was chosen during a show holds when the next one begins
  const during = show.state;
  useEffect(() => {
    let wanted: typeof during | null = during;
    void view().then((found) => {
      if (found !== null && wanted === during) setFolders(found);
    });
    return () => void (wanted = null);
  }, [view, during]);

  const take = (answer: FolderAnswer | null): void => {
    if (answer === null) return;
    if (answer.done) setFolders(answer.folders);
    else setReport({ level: 'error', message: answer.words });
  };
  const reveal = async (folder: 'recordings' | 'data'): Promise<void> => {
    const answer = await open.run(folder);
    if (answer?.done === false) setReport({ level: 'error', message: answer.words });
  };
  if (folders === null)
    return (
      <Panel title={t('folders.title')}>
        <div className={classes['waiting']}>
          <Loader size="xs" />
        </div>
      </Panel>
    );
  return (
    <Panel title={t('folders.title')}>
      <ul className={classes['folders']}>
        <li>
          <Folder title={t('folders.recordings')} folder={folders.recordings} testId="recordings-folder" />
          {folders.next !== null && <Folder title={t('folders.next')} folder={folders.next} testId="next-folder" />}
          <div className={classes['actions']}>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconFolderOpen size={14} aria-hidden />}
              aria-label={t('folders.open.recordings')}
              data-testid="open-recordings"
              onClick={() => void reveal('recordings')}
            >
              {t('folders.open')}
            </Button>
            {folders.choosing === 'dialog' && (
              <Button
                size="compact-sm"
                variant="light"
                data-testid="choose-recordings"
                loading={choose.state === 'pending'}
                onClick={() => void choose.run().then(take)}
              >
                {t('folders.choose')}
              </Button>
            )}
            {folders.chosen === 'own' && (
              <Button
                size="compact-sm"
                variant="subtle"
                color="gray"
                data-testid="reset-recordings"
                loading={reset.state === 'pending'}
                onClick={() => void reset.run().then(take)}
              >
                {t('folders.reset')}
              </Button>
            )}
          </div>
          {show.state !== 'off' && <p className={classes['note']}>{t('folders.on-air')}</p>}
        </li>
        <li>
          <strong>{t('folders.data')}</strong>
          <code className={classes['path']} data-testid="data-folder">
            {folders.data.path}
          </code>
          <p className={classes['note']}>{t('folders.data.text')}</p>
          <div className={classes['actions']}>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconFolderOpen size={14} aria-hidden />}
              aria-label={t('folders.open.data')}
              onClick={() => void reveal('data')}
            >
              {t('folders.open')}
            </Button>
          </div>
        </li>
      </ul>
    </Panel>
  );
}

function Folder({ title, folder, testId }: { readonly title: string; readonly folder: FolderView; readonly testId: string }) {
  const { t, say } = useSpeech();
  return (
    <>
      <div className={classes['title']}>
        <strong>{title}</strong>
        <Badge color={folder.level === 'good' ? 'jade' : 'yellow'}>{t(`machine.level.${folder.level}`)}</Badge>
        {folder.freeBytes !== null && <span className={classes['note']}>{t('folders.free', { size: formatSize(folder.freeBytes) })}</span>}
      </div>
      <code className={classes['path']} data-testid={testId}>
        {folder.path}
      </code>
      <p className={classes['note']}>{say(folder.message)}</p>
    </>
  );
}
