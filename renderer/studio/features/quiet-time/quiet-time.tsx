/** Quiet time: a button that says what is on, and behind it the anchor's own talk and the music under the speech. */
import { useState } from 'react';
import { Button } from '@mantine/core';
import { IconMusic } from '@tabler/icons-react';
import { useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { FormDrawer } from '../../ui/form-drawer.tsx';
import { IdleTalkForm } from './idle-talk-form.tsx';
import { MusicForm } from './music-form.tsx';
import classes from './quiet-time.module.css';

export function QuietTime() {
  const { quietTime } = useSnapshot();
  const { t } = useSpeech();
  const [view, setView] = useState<'closed' | 'open'>('closed');
  const isOn = quietTime.idle.source !== 'off' || quietTime.music.state === 'on';
  return (
    <>
      <Button
        size="compact-sm"
        variant={isOn ? 'light' : 'default'}
        data-testid="quiet-time"
        data-state={isOn ? 'on' : 'off'}
        leftSection={<IconMusic size={14} aria-hidden />}
        onClick={() => setView('open')}
      >
        {t('quiet-time.title')}
      </Button>
      <FormDrawer
        opened={view === 'open'}
        onClose={() => setView('closed')}
        position="right"
        size={460}
        title={t('quiet-time.title')}
        closeButtonProps={{ 'aria-label': t('quiet-time.close') }}
      >
        <div className={classes['forms']}>
          <IdleTalkForm />
          <MusicForm />
        </div>
      </FormDrawer>
    </>
  );
}
