/** One recording of the folder: its name, length and size, and what can be done with it. */
import { ActionIcon, Menu } from '@mantine/core';
import { IconDotsVertical, IconFolderOpen, IconRefresh, IconTrash } from '@tabler/icons-react';
import type { RecordingEntryView } from '../../../../main/api/contract/recording.ts';
import { finaliseRecording, revealRecording } from '../../bridge/asks.ts';
import { useAction } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { formatElapsed, formatSize } from '../../ui/format.ts';
import classes from './recording.module.css';
import { useTell } from './use-tell.ts';

export function RecordingRow({ entry, onRemove }: { readonly entry: RecordingEntryView; readonly onRemove: (file: string) => void }) {
  const { t } = useSpeech();
  const finalise = useAction(finaliseRecording);
  const reveal = useAction(revealRecording);
  const tell = useTell();
  const { file, durationMs, bytes, parts, subtitles, state } = entry;
  const name = file.replace(/\.mp4$/i, '');
  const facts = [
    ...(durationMs === null ? [] : [formatElapsed(durationMs)]),
    formatSize(bytes),
    ...(parts > 1 ? [t('recording.parts', { n: parts })] : []),
    ...(subtitles ? [t('recording.entry.subtitles')] : []),
  ];
  const free = state === 'finished' || state === 'unfinished';
  return (
    <li className={classes['row']} data-state={state} data-testid="recording-row">
      <div className={classes['words']}>
        <div className="cut" title={file}>
          {name}
        </div>
        <div className={`${classes['hint']} figure`}>
          {facts.join(' · ')}
          {state === 'recording' && <span className={classes['badge']}> · {t('recording.state.recording')}</span>}
          {state === 'finishing' && <span className={classes['badge']}> · {t('recording.finishing')}</span>}
          {state === 'unfinished' && <span className={classes['badge']}> · {t('recording.entry.unfinished')}</span>}
        </div>
      </div>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t('recording.entry.more', { name })}>
            <IconDotsVertical size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconFolderOpen size={14} />} onClick={() => void reveal.run(file).then(tell)}>
            {t('recording.entry.reveal')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconRefresh size={14} />}
            disabled={state !== 'unfinished'}
            onClick={() => void finalise.run(file).then(tell)}
          >
            {t('recording.entry.finalise')}
          </Menu.Item>
          <Menu.Item color="signal" leftSection={<IconTrash size={14} />} disabled={!free} onClick={() => onRemove(file)}>
            {t('recording.entry.remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </li>
  );
}
