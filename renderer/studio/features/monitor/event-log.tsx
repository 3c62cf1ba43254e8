/** What happened to the show, newest first. Bounded by the history; only the rows in sight are laid out. */
import { useState } from 'react';
import { SegmentedControl } from '@mantine/core';
import { useHistory } from '../../bridge/studio-context.tsx';
import type { LoggedEvent } from '../../bridge/studio-history.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { formatTime } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import classes from './monitor.module.css';
import { processName, stateKey } from './state-word.ts';

type Shown = 'all' | 'problems';

const badStates: ReadonlySet<string> = new Set(['failed', 'exited', 'unresponsive', 'quarantined', 'reconnecting', 'congested', 'slate']);
const isProblem = (event: LoggedEvent): boolean =>
  event.type === 'notice' ? event.level !== 'info' : 'state' in event ? badStates.has(event.state) : false;

export function EventLog() {
  const { events } = useHistory();
  const { t, say } = useSpeech();
  const [shown, setShown] = useState<Shown>('all');
  const rows = events.filter((event) => shown === 'all' || isProblem(event)).toReversed();

  const stateWord = (state: string): string => {
    const key = stateKey(state);
    return key === null ? state : t(key);
  };
  const describe = (event: LoggedEvent): string => {
    if (event.type === 'cancelled') return t('show.cancelled', { ms: Math.round(event.silentAfterMs) });
    const message = 'message' in event && event.message !== undefined ? ` ${say(event.message)}` : '';
    if (event.type === 'notice' || event.type === 'hearing') return say(event.message);
    if (event.type === 'swap')
      return `${event.slotId}: ${t(event.outcome === undefined ? `models.phase.${event.phase}` : `models.outcome.${event.outcome}`)}${message}`;
    const about =
      event.type === 'engine'
        ? event.engineId
        : event.type === 'process'
          ? processName(event.name, t)
          : event.type === 'destination'
            ? event.destinationId === 'local'
              ? t('destinations.local')
              : event.destinationId
            : '';
    return `${about === '' ? '' : `${about}: `}${stateWord(event.state)}${message}`;
  };

  return (
    <Panel
      title={t('monitor.events')}
      aside={
        <SegmentedControl
          size="xs"
          aria-label={t('monitor.events.filter')}
          value={shown}
          onChange={(value) => setShown(value === 'problems' ? value : 'all')}
          data={[
            { value: 'all', label: t('monitor.events.all') },
            { value: 'problems', label: t('monitor.events.problems') },
          ]}
        />
      }
    >
      {rows.length === 0 ? (
        <p className={classes['none']}>{t('monitor.events.empty')}</p>
      ) : (
        <ol className={classes['events']} data-testid="event-log" tabIndex={0} aria-label={t('monitor.events')}>
          {rows.map((event) => (
            <li key={event.serial} data-problem={isProblem(event)}>
              <time className="figure">{formatTime(event.atMs)}</time>
              <span className={classes['kind']}>{t(`monitor.event.${event.type}`)}</span>
              <span>{describe(event)}</span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
