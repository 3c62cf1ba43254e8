/** What happened in the show, newest first, as the studio tells it. Listens only while it is shown; only the rows in sight are laid out. */
import { useEffect, useState } from 'react';
import { SegmentedControl } from '@mantine/core';
import type { LogEntry } from '../../../../main/api/contract/show.ts';
import { watchLog } from '../../bridge/asks.ts';
import { useConnectedClient } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { formatTime } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import classes from './monitor.module.css';

type Shown = 'all' | 'problems';
const maxShown = 300;

export function EventLog() {
  const { t, say } = useSpeech();
  const client = useConnectedClient();
  const [entries, setEntries] = useState<readonly LogEntry[]>([]);
  const [shown, setShown] = useState<Shown>('all');
  useEffect(() => {
    if (client === null) return undefined;
    const gone = new AbortController();
    const listen = async (): Promise<void> => {
      let first = true;
      for await (const fresh of await watchLog(client, gone.signal)) {
        const begins = first;
        first = false;
        setEntries((known) => (begins ? fresh : [...known, ...fresh].slice(-maxShown)));
      }
    };
    // a lost connection is told by the window itself; the next one listens anew
    void listen().catch(() => undefined);
    return () => gone.abort();
  }, [client]);
  const rows = entries.filter(({ level }) => shown === 'all' || level !== 'info').toReversed();

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
          {rows.map(({ number, atMs, level, message }) => (
            <li key={number} data-level={level}>
              <time className="figure">{formatTime(atMs)}</time>
              <span>{say(message)}</span>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
