/** What is being said this moment, and the way to silence it (also Esc, from anywhere in the window). */
import { useCallback, useEffect, useState } from 'react';
import { Button, Kbd, Tooltip } from '@mantine/core';
import { IconMicrophone, IconVolumeOff } from '@tabler/icons-react';
import { cancelSpeech } from '../../bridge/asks.ts';
import { useAction, useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import classes from './now-speaking.module.css';

const feedbackMs = 4000;

export function NowSpeaking() {
  const { show, speaking } = useSnapshot();
  const { t } = useSpeech();
  const { run, state } = useAction(cancelSpeech);
  const [silentAfterMs, setSilentAfterMs] = useState<number | null>(null);
  const onAir = show.state === 'on-air';

  const cancel = useCallback(async () => {
    const result = await run();
    if (result !== null) setSilentAfterMs(Math.round(result.silentAfterMs));
  }, [run]);

  useEffect(() => {
    if (!onAir) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      // An open dialog, or an input method that is composing, has the first right to Escape.
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing || event.repeat) return;
      if (event.target instanceof Element && event.target.closest('[role="dialog"]') !== null) return;
      void cancel();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [onAir, cancel]);

  useEffect(() => {
    if (silentAfterMs === null) return undefined;
    const timer = setTimeout(() => setSilentAfterMs(null), feedbackMs);
    return () => clearTimeout(timer);
  }, [silentAfterMs]);

  return (
    <section className={classes['bar']} aria-label={t('speaking.label')} data-speaking={speaking !== null}>
      <IconMicrophone size={18} className={classes['mark']} aria-hidden />
      <div className={classes['text']} data-testid="now-speaking" aria-live="polite">
        {speaking === null ? (
          <span className={classes['none']}>
            {silentAfterMs === null ? t('speaking.none') : t('show.cancelled', { ms: silentAfterMs })}
          </span>
        ) : (
          speaking.text
        )}
      </div>
      <Tooltip label={t('show.cancel.hint')}>
        <Button
          size="compact-sm"
          h={30}
          variant="default"
          data-testid="cancel-speech"
          disabled={!onAir}
          loading={state === 'pending'}
          leftSection={<IconVolumeOff size={15} />}
          rightSection={<Kbd size="xs">Esc</Kbd>}
          onClick={() => void cancel()}
        >
          {t('show.cancel')}
        </Button>
      </Tooltip>
    </section>
  );
}
