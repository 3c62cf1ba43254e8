/** The last minutes: how many are kept, how much there is now, and saving them. */
import { Button, Select } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { keepLastMinutes, saveLastMinutes } from '../../bridge/asks.ts';
import { useAction, useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { formatElapsed, formatSize } from '../../ui/format.ts';
import classes from './recording.module.css';
import { useTell } from './use-tell.ts';

const offered = [0, 1, 2, 5, 10, 15, 30] as const;

export function LastMinutes() {
  const { replay } = useSnapshot().recording;
  const { t, say } = useSpeech();
  const keep = useAction(keepLastMinutes);
  const save = useAction(saveLastMinutes);
  const tell = useTell();
  const minutes = [...new Set<number>([...offered, replay.minutes])].toSorted((a, b) => a - b);
  return (
    <section className={classes['section']} aria-label={t('recording.last')}>
      <div className={classes['head']}>
        <strong>{t('recording.last')}</strong>
        {replay.minutes > 0 && (
          <Button
            size="compact-sm"
            variant="light"
            data-testid="replay-save"
            disabled={replay.state !== 'running' || replay.coveredMs === 0}
            leftSection={<IconHistory size={14} />}
            loading={save.state === 'pending'}
            onClick={() => void save.run().then(tell)}
          >
            {t('recording.last.save', { n: replay.minutes })}
          </Button>
        )}
      </div>
      <p className={classes['hint']}>{t('recording.last.hint')}</p>
      <div className={classes['line']}>
        <Select
          size="xs"
          w={150}
          label={t('recording.last.keep')}
          data-testid="replay-minutes"
          allowDeselect={false}
          disabled={keep.state === 'pending'}
          value={String(replay.minutes)}
          onChange={(value) => void keep.run(Number(value ?? 0)).then(tell)}
          data={minutes.map((n) => ({ value: String(n), label: n === 0 ? t('recording.last.none') : t('recording.last.minutes', { n }) }))}
        />
        {replay.minutes > 0 && replay.state !== 'failed' && (
          <span className={`${classes['hint']} figure`} data-testid="replay-covered">
            {replay.state === 'running'
              ? t('recording.last.kept', { time: formatElapsed(replay.coveredMs), size: formatSize(replay.bytes) })
              : t('recording.last.waiting')}
          </span>
        )}
      </div>
      {replay.error !== null && (
        <p className={classes['fault']} role="alert">
          {say(replay.error)}
        </p>
      )}
    </section>
  );
}
