/** Health in a word, and the figures behind it: first those that a streamer looks for first, since a narrow window leaves out the last ones. */
import type { ReactNode } from 'react';
import { Tooltip } from '@mantine/core';
import { useSnapshot } from '../bridge/studio-context.tsx';
import { useSpeech } from '../i18n/language.tsx';
import { formatKbps, formatMebibytes } from '../ui/format.ts';
import classes from './shell.module.css';
import { droppedFrames, uploadKbps } from './platform-figures.ts';

const levels = { rest: 'plain', well: 'good', care: 'warn', trouble: 'bad' } as const;

export function StatusFigures() {
  const snapshot = useSnapshot();
  const { t, say } = useSpeech();
  const { show, processes, destinations, health } = snapshot;
  const dropped = droppedFrames(destinations);
  const memory = processes.reduce((sum, { rssBytes }) => sum + (rssBytes ?? 0), 0);
  return (
    <dl className={classes['bar']} aria-label={t('status.label')}>
      <Item id="health" label={t('status.health')} hint={say(health.message)} level={levels[health.level]}>
        {t(`status.health.${health.level}.word`)}
      </Item>
      <Item id="frames-dropped" label={t('status.dropped')} hint={t('status.dropped.hint')} level={dropped > 0 ? 'warn' : 'plain'}>
        {dropped}
      </Item>
      <Item id="upload" label={t('status.upload')} hint={t('status.upload.hint')} level="plain">
        {formatKbps(uploadKbps(destinations))}
      </Item>
      <Item
        id="frames-skipped"
        label={t('health.skipped')}
        hint={t('health.skipped.hint')}
        level={show.framesSkipped > 0 ? 'warn' : 'plain'}
      >
        {show.framesSkipped}
      </Item>
      <Item
        id="frames-held"
        label={t('health.held')}
        hint={t('health.held.hint')}
        level={show.framesHeldSpeaking > 0 ? 'warn' : 'plain'}
        narrow
      >
        {show.framesHeldSpeaking}
      </Item>
      <Item id="memory-total" label={t('health.memory')} hint={t('status.memory.hint')} level="plain" narrow>
        {formatMebibytes(memory)}
      </Item>
    </dl>
  );
}

interface ItemProps {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly level: 'plain' | 'good' | 'warn' | 'bad';
  /** Left out where there is little room; the monitor has it. */
  readonly narrow?: boolean;
  readonly children: ReactNode;
}

function Item({ id, label, hint, level, narrow = false, children }: ItemProps) {
  return (
    <Tooltip label={hint} multiline maw={320}>
      <div className={`${classes['item']} ${narrow ? classes['narrow'] : ''}`}>
        <dt>{label}</dt>
        <dd className="figure" data-testid={id} data-level={level}>
          {children}
        </dd>
      </div>
    </Tooltip>
  );
}
