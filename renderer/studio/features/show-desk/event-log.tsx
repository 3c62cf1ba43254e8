/** What happened in the show, newest first, as it comes. Listens only while it is shown. */
import { useEffect, useState } from 'react';
import type { LogEntry } from '../../../../main/api/contract/show.ts';
import { watchLog } from '../../bridge/asks.ts';
import { useClient } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import classes from './show-desk.module.css';

const maxShown = 300;

export function EventLog() {
  const { t, say, language } = useSpeech();
  const client = useClient();
  const [entries, setEntries] = useState<readonly LogEntry[]>([]);
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
  if (entries.length === 0) return <p className={classes['none']}>{t('desk.log.empty')}</p>;
  return (
    <ol className={classes['log']} data-testid="event-log" reversed>
      {entries.toReversed().map(({ number, atMs, level, message }) => (
        <li key={number} data-level={level}>
          <time dateTime={new Date(atMs).toISOString()}>{new Date(atMs).toLocaleTimeString(language === 'zh' ? 'zh-CN' : 'en-GB')}</time>
          <span>{say(message)}</span>
        </li>
      ))}
    </ol>
  );
}
