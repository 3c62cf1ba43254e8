/** OFF AIR, STARTING, ON AIR with its clock. */
import { useEffect, useState } from 'react';
import { useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { formatElapsed } from '../../ui/format.ts';
import classes from './show-state.module.css';

export function ShowState() {
  const { show } = useSnapshot();
  const { t } = useSpeech();
  return (
    <div
      className={classes['state']}
      data-testid="show-state"
      data-state={show.state}
      data-phase={show.air.phase}
      data-slate={show.air.slate ?? 'none'}
      role="status"
      aria-label={t('show.state.label')}
    >
      <span className={classes['lamp']} aria-hidden />
      <span className={classes['word']}>{show.state === 'on-air' ? t(`air.phase.${show.air.phase}`) : t(`show.state.${show.state}`)}</span>
      {show.state === 'on-air' && show.sinceMs !== null && <Elapsed sinceMs={show.sinceMs} />}
    </div>
  );
}

function Elapsed({ sinceMs }: { readonly sinceMs: number }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  // A clock read aloud every second would drown everything else.
  return (
    <span className={classes['clock']} aria-hidden>
      {formatElapsed(now - sinceMs)}
    </span>
  );
}
