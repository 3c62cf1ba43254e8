/** What is being answered and what waits, in the order in which it will be: each can be pinned to the front, or dropped. */
import { ActionIcon, Badge, Tooltip } from '@mantine/core';
import { IconPin, IconPinFilled, IconPlayerSkipForward, IconX } from '@tabler/icons-react';
import type { TurnView } from '../../../../main/api/contract/studio.ts';
import { pinTurn, skipTurn } from '../../bridge/asks.ts';
import { useAction, useReport } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import classes from './conversation.module.css';
import { turnColors } from './turn-colors.ts';
import { queueOf } from './turn-order.ts';
import { turnStateKey } from './turn-state-key.ts';

export function TurnQueue({ turns }: { readonly turns: readonly TurnView[] }) {
  const { t } = useSpeech();
  const queue = queueOf(turns);
  if (queue.length === 0) return null;
  return (
    <section className={classes['queue']} aria-label={t('queue.label')}>
      <h3 className={classes['queue-title']}>{t('queue.title', { n: queue.length })}</h3>
      <ol className={classes['queue-list']} tabIndex={0} aria-label={t('queue.label')}>
        {queue.map((turn) => (
          <QueueItem key={turn.turnId} turn={turn} />
        ))}
      </ol>
    </section>
  );
}

function QueueItem({ turn }: { readonly turn: TurnView }) {
  const { t, language } = useSpeech();
  const [, setReport] = useReport();
  const pin = useAction(pinTurn);
  const skip = useAction(skipTurn);
  const pinned = turn.pinned === true;
  const speaking = turn.state === 'speaking';
  // a model's own talk has no line
  const colon = turn.text === '' ? '' : language === 'zh' ? '：' : ': ';
  const author = `${turn.kind === 'idle' ? t('quiet-time.own') : turn.author}${colon}`;
  const tell = async (asked: ReturnType<typeof pin.run>): Promise<void> => {
    const answer = await asked;
    if (answer?.done === false) setReport({ level: 'info', message: answer.words });
  };
  const pinLabel = t(pinned ? 'queue.unpin' : 'queue.pin');
  const skipLabel = t(speaking ? 'queue.skip' : 'queue.cancel');
  return (
    <li className={classes['queued']} data-testid="queue-item" data-state={turn.state} data-pinned={pinned}>
      <Badge size="sm" color={turnColors[turn.state]} className={classes['queue-state'] ?? ''}>
        {t(turnStateKey(turn))}
      </Badge>
      <span className="cut" dir="auto" title={`${author}${turn.text}`}>
        <span className={classes['author']}>{author}</span>
        {turn.text}
      </span>
      {turn.state === 'queued' && (
        <Tooltip label={pinLabel}>
          <ActionIcon
            size="sm"
            variant="subtle"
            color={pinned ? 'jade' : 'gray'}
            aria-label={pinLabel}
            aria-pressed={pinned}
            data-testid="queue-pin"
            onClick={() => void tell(pin.run(turn.turnId, !pinned))}
          >
            {pinned ? <IconPinFilled size={14} /> : <IconPin size={14} />}
          </ActionIcon>
        </Tooltip>
      )}
      <Tooltip label={skipLabel}>
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-label={skipLabel}
          data-testid="queue-skip"
          loading={skip.state === 'pending'}
          onClick={() => void tell(skip.run(turn.turnId))}
        >
          {speaking ? <IconPlayerSkipForward size={14} /> : <IconX size={14} />}
        </ActionIcon>
      </Tooltip>
    </li>
  );
}
