/** The recording of the show that is on: begin, end, how long, how large, and for how long the disk is enough. */
import { Button } from '@mantine/core';
import { IconPlayerRecordFilled, IconPlayerStopFilled } from '@tabler/icons-react';
import type { RecordingView } from '../../../../main/api/contract/recording.ts';
import { startRecording, stopRecording } from '../../bridge/asks.ts';
import { useAction, useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import type { MessageKey } from '../../i18n/resources.ts';
import { formatElapsed, formatSize } from '../../ui/format.ts';
import classes from './recording.module.css';
import { useTell } from './use-tell.ts';

const stateKeys = {
  off: 'recording.state.off',
  starting: 'recording.state.starting',
  recording: 'recording.state.recording',
  failed: 'recording.state.failed',
} as const satisfies Record<RecordingView['state'], MessageKey>;

export function RecordingNow() {
  const { recording, show } = useSnapshot();
  const { t, say } = useSpeech();
  const start = useAction(startRecording);
  const stop = useAction(stopRecording);
  const tell = useTell();
  const { state, durationMs, bytes, parts, path, minutesLeft, error } = recording;
  const running = state === 'recording' || state === 'starting';
  const onAir = show.state === 'on-air';
  return (
    <section className={classes['section']} aria-label={t('recording.now')}>
      <div className={classes['head']}>
        <strong>{t('recording.now')}</strong>
        {running ? (
          <Button
            size="compact-sm"
            variant="outline"
            color="signal"
            data-testid="recording-stop"
            leftSection={<IconPlayerStopFilled size={13} />}
            loading={stop.state === 'pending'}
            onClick={() => void stop.run().then(tell)}
          >
            {t('recording.stop')}
          </Button>
        ) : (
          <Button
            size="compact-sm"
            variant="light"
            data-testid="recording-start"
            disabled={!onAir}
            leftSection={<IconPlayerRecordFilled size={13} />}
            loading={start.state === 'pending'}
            onClick={() => void start.run().then(tell)}
          >
            {t('recording.start')}
          </Button>
        )}
      </div>
      <div className={classes['line']} data-testid="recording-state" data-state={state}>
        {running && <span className={classes['dot']} aria-hidden />}
        <span>{t(stateKeys[state])}</span>
        {running && (
          <span className="figure">
            {t('recording.facts', { time: formatElapsed(durationMs), size: formatSize(bytes) })}
            {parts > 1 && ` · ${t('recording.parts', { n: parts })}`}
          </span>
        )}
      </div>
      {!running && !onAir && <p className={classes['hint']}>{t('recording.off-air')}</p>}
      {running && path !== null && (
        <p className={`${classes['hint']} cut`} title={path}>
          {path}
        </p>
      )}
      {running && minutesLeft !== null && (
        <p className={classes['hint']} data-warn={minutesLeft < 60}>
          {t('recording.disk', { h: Math.floor(minutesLeft / 60), m: Math.floor(minutesLeft % 60) })}
        </p>
      )}
      {error !== null && (
        <p className={classes['fault']} role="alert">
          {say(error)}
        </p>
      )}
    </section>
  );
}
