/** Whether something is recorded, always in sight, and the way to everything about recordings. */
import { Button } from '@mantine/core';
import { IconMovie } from '@tabler/icons-react';
import { useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { useScreens } from '../../shell/screen-context.tsx';
import { formatElapsed } from '../../ui/format.ts';
import classes from './recording.module.css';

export function RecordingButton() {
  const { recording } = useSnapshot();
  const { go } = useScreens();
  const { t } = useSpeech();
  const running = recording.state === 'recording';
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      color={recording.state === 'failed' ? 'signal' : 'gray'}
      data-testid="recording-open"
      data-state={recording.state}
      leftSection={running ? <span className={classes['dot']} aria-hidden /> : <IconMovie size={15} />}
      onClick={() => go('destinations')}
    >
      <span className="figure">
        {running ? t('recording.open.running', { time: formatElapsed(recording.durationMs) }) : t('recording.open')}
      </span>
    </Button>
  );
}
