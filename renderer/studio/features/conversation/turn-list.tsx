/** The turns, newest last; stays at the end unless the reader has scrolled up. */
import { memo, useLayoutEffect, useRef } from 'react';
import { Badge } from '@mantine/core';
import type { TurnView } from '../../../../main/api/contract/studio.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { formatTime } from '../../ui/format.ts';
import classes from './conversation.module.css';
import { turnColors } from './turn-colors.ts';

/** More than anyone reads back in the window; the rest is in the records. */
const maxShown = 200;
const nearEndPx = 60;

export function TurnList({ turns }: { readonly turns: readonly TurnView[] }) {
  const { t } = useSpeech();
  const list = useRef<HTMLOListElement>(null);
  const following = useRef(true);

  useLayoutEffect(() => {
    const items = list.current;
    const scroller = items?.parentElement;
    if (!items || !scroller) return undefined;
    // shown, or shown again: at the end
    following.current = true;
    const onScroll = (): void => {
      following.current = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < nearEndPx;
    };
    // A new turn, a longer reply and a smaller window are all the same here: the end has moved.
    const resizing = new ResizeObserver(() => {
      if (following.current) scroller.scrollTo({ top: scroller.scrollHeight });
    });
    scroller.addEventListener('scroll', onScroll, { passive: true });
    resizing.observe(items);
    resizing.observe(scroller);
    return () => {
      resizing.disconnect();
      scroller.removeEventListener('scroll', onScroll);
    };
  }, []);

  return (
    <ol ref={list} className={classes['list']} aria-label={t('conversation.list')}>
      {turns.slice(-maxShown).map((turn) => (
        <TurnItem key={turn.turnId} turn={turn} />
      ))}
    </ol>
  );
}

const TurnItem = memo(
  function TurnItem({ turn }: { readonly turn: TurnView }) {
    const { t, say } = useSpeech();
    return (
      <li className={classes['turn']} data-testid="turn-item" data-state={turn.state} data-kind={turn.kind ?? 'line'}>
        <div className={classes['head']}>
          <span className={classes['author']} dir="auto">
            {turn.kind === 'idle' ? t('quiet-time.own') : turn.author}
          </span>
          <time className={classes['time']} dateTime={new Date(turn.atMs).toISOString()}>
            {formatTime(turn.atMs)}
          </time>
          <span style={{ flex: 1 }} />
          <Badge size="sm" color={turnColors[turn.state]} variant={turn.state === 'ended' ? 'transparent' : 'light'}>
            {t(`turn.state.${turn.state}`)}
          </Badge>
        </div>
        <p className={classes['line']} dir="auto">
          {turn.text}
        </p>
        {turn.reply !== '' && (
          <p className={classes['reply']} dir="auto">
            {turn.reply}
          </p>
        )}
        {turn.reason !== undefined && <p className={classes['reason']}>{say(turn.reason)}</p>}
      </li>
    );
  },
  // Every snapshot brings new objects; only these make a difference to the eye.
  ({ turn: a }, { turn: b }) => a.state === b.state && a.reply === b.reply && a.reason?.en === b.reason?.en && a.text === b.text,
);
