/** Whether something is recorded, in the header, and the way to everything about recordings. */
import { useState } from 'react';
import { Button, Drawer } from '@mantine/core';
import { IconMovie } from '@tabler/icons-react';
import { useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { formatElapsed } from '../../ui/format.ts';
import { RecordingPanel } from './recording-panel.tsx';
import classes from './recording.module.css';

export function RecordingButton() {
  const { recording } = useSnapshot();
  const { t } = useSpeech();
  const [view, setView] = useState<'closed' | 'open'>('closed');
  const running = recording.state === 'recording';
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        color={recording.state === 'failed' ? 'signal' : 'gray'}
        data-testid="recording-open"
        data-state={recording.state}
        leftSection={running ? <span className={classes['dot']} aria-hidden /> : <IconMovie size={15} />}
        onClick={() => setView('open')}
      >
        <span className="figure">
          {running ? t('recording.open.running', { time: formatElapsed(recording.durationMs) }) : t('recording.open')}
        </span>
      </Button>
      <Drawer
        opened={view === 'open'}
        onClose={() => setView('closed')}
        position="right"
        size={460}
        title={t('recording.open')}
        closeButtonProps={{ 'aria-label': t('recording.close') }}
      >
        <RecordingPanel />
      </Drawer>
    </>
  );
}
