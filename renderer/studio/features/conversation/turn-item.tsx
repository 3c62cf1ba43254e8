/** One turn: who asked what, what was answered, and what became of it. */
import { memo } from 'react';
import type { Ref } from 'react';
import { Badge } from '@mantine/core';
import type { PastTurnView } from '../../../../main/api/contract/turns.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { formatTime } from '../../ui/format.ts';
import classes from './conversation.module.css';
import { turnColors } from './turn-colors.ts';
import { turnStateKey } from './turn-state-key.ts';

interface TurnItemProps {
  readonly turn: PastTurnView;
  /** Which row of the list it is. */
  readonly index: number;
  /** How many rows there are; -1: nobody knows yet. */
  readonly setSize: number;
  readonly ref: Ref<HTMLLIElement>;
}

export const TurnItem = memo(
  function TurnItem({ turn, index, setSize, ref }: TurnItemProps) {
    const { t, say } = useSpeech();
    return (
      <li
        ref={ref}
        className={classes['turn']}
        data-testid="turn-item"
        data-state={turn.state}
        data-kind={turn.kind ?? 'line'}
        data-index={index}
        aria-setsize={setSize}
        aria-posinset={setSize === -1 ? undefined : index + 1}
      >
        <div className={classes['head']}>
          <span className={classes['author']} dir="auto">
            {turn.kind === 'idle' ? t('quiet-time.own') : turn.author}
          </span>
          <time className={classes['time']} dateTime={new Date(turn.atMs).toISOString()}>
            {formatTime(turn.atMs)}
          </time>
          <span style={{ flex: 1 }} />
          <Badge size="sm" color={turnColors[turn.state]} variant={turn.state === 'ended' ? 'transparent' : 'light'}>
            {t(turnStateKey(turn))}
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
  ({ turn: a, ...before }, { turn: b, ...after }) =>
    a.state === b.state &&
    a.reply === b.reply &&
    a.reason?.en === b.reason?.en &&
    a.text === b.text &&
    before.index === after.index &&
    before.setSize === after.setSize,
);
