/** All notices of this run, newest first, behind a bell in the header. */
import { ActionIcon, Indicator, Popover } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useState } from 'react';
import { useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { formatTime } from '../../ui/format.ts';
import classes from './notices.module.css';

export function NoticeBell() {
  const { notices } = useSnapshot();
  const { t, say } = useSpeech();
  const [seenUpToMs, setSeenUpToMs] = useState(0);
  const fresh = notices.filter((notice) => notice.atMs > seenUpToMs).length;
  const seen = (): void => setSeenUpToMs(notices.at(-1)?.atMs ?? 0);
  return (
    <Popover width={380} position="bottom-end" shadow="md" onOpen={seen} onClose={seen} trapFocus>
      <Indicator label={fresh} size={15} offset={3} color="yellow" disabled={fresh === 0}>
        <Popover.Target>
          <ActionIcon variant="subtle" color="gray" size={30} aria-label={t('notices.open', { n: notices.length })} data-testid="notices">
            <IconBell size={18} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown p={0}>
        <h2 className={classes['title']}>{t('notices.title')}</h2>
        <ul className={classes['list']} tabIndex={0}>
          {notices.length === 0 && <li className={classes['none']}>{t('notices.empty')}</li>}
          {notices.toReversed().map((notice, index) => (
            <li key={`${notice.atMs}-${notices.length - index}`} data-level={notice.level}>
              <time className="figure">{formatTime(notice.atMs)}</time>
              <span>{say(notice.message)}</span>
            </li>
          ))}
        </ul>
      </Popover.Dropdown>
    </Popover>
  );
}
