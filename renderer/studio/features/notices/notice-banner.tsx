/** One line under the header for what needs to be known now: the outcome of the user's own act first, else the studio's last warning. */
import { useState } from 'react';
import { CloseButton } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import type { UserMessage } from '../../../../main/contract/failure.ts';
import { useReport, useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import classes from './notices.module.css';

interface Banner {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: UserMessage;
  readonly dismiss: () => void;
}

export function NoticeBanner() {
  const { notices } = useSnapshot();
  const { t, say } = useSpeech();
  const [report, setReport] = useReport();
  const [readUpToMs, setReadUpToMs] = useState(0);
  const last = notices.findLast((notice) => notice.level !== 'info' && notice.atMs > readUpToMs);

  const banner: Banner | null =
    report !== null
      ? { ...report, dismiss: () => setReport(null) }
      : last !== undefined
        ? { level: last.level, message: last.message, dismiss: () => setReadUpToMs(last.atMs) }
        : null;
  // The empty grid row stays, so that nothing below jumps to another row.
  if (banner === null) return <div />;
  const Mark = banner.level === 'info' ? IconInfoCircle : IconAlertTriangle;
  return (
    <div
      className={classes['banner']}
      data-level={banner.level}
      role={banner.level === 'error' ? 'alert' : 'status'}
      data-testid="notice-banner"
    >
      <Mark size={17} className={classes['mark']} aria-hidden />
      <span className={classes['text']}>{say(banner.message)}</span>
      <CloseButton size="sm" aria-label={t('notices.dismiss')} onClick={banner.dismiss} />
    </div>
  );
}
