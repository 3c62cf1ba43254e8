/** One destination: how it goes, its figures, one line in words, and what may be done about it. */
import { ActionIcon, Loader, Menu, Tooltip } from '@mantine/core';
import { IconDots, IconPlayerPlayFilled, IconPlayerStopFilled, IconPlugConnected, IconTrash } from '@tabler/icons-react';
import type { DestinationView } from '../../../../main/api/contract/destinations.ts';
import { destinationPresets } from '../../../../main/contract/destination-presets.ts';
import type { UserMessage } from '../../../../main/contract/failure.ts';
import { localDestinationId } from '../../../../main/contract/ids.ts';
import { removeDestination, startDestination, stopDestination } from '../../bridge/asks.ts';
import { useAction, useReport } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import classes from './destinations.module.css';

interface RowProps {
  readonly destination: DestinationView;
  readonly onTest: (destinationId: string) => void;
}

export function DestinationRow({ destination, onTest }: RowProps) {
  const { destinationId, kept, label, state, figures, message, lastProblem } = destination;
  const { t, say } = useSpeech();
  const name = kept !== undefined ? titleOf(kept, say) : destinationId === localDestinationId ? t('destinations.local') : label;
  const working = state === 'live' || state === 'congested';
  // while it works, what went wrong before is told by the figure of reconnects
  const words = message ?? (working ? undefined : state === 'connecting' ? undefined : lastProblem);
  return (
    <li className={classes['row']} data-testid="destination-item" data-state={state}>
      <div className={classes['head']}>
        <span className={classes['dot']} aria-hidden />
        <span className={`cut ${classes['name']}`} title={label}>
          {name}
          {name !== label && <span className={classes['host']}>{hostOf(label)}</span>}
        </span>
        <span className={classes['state']}>
          {t(destinationId === localDestinationId && state === 'live' ? 'destinations.state.shown' : `destinations.state.${state}`)}
        </span>
        {kept !== undefined && <RowActions destinationId={destinationId} name={name} state={state} onTest={onTest} />}
      </div>
      {figures !== undefined && state !== 'idle' && state !== 'stopped' && (
        <div className={`figure ${classes['figures']}`}>
          {working && <span>{t('destinations.rate', { kbps: figures.kbps })}</span>}
          {figures.nextTryInMs !== null && state === 'reconnecting' && (
            <span>{t('destinations.next-try', { s: Math.ceil(figures.nextTryInMs / 1000) })}</span>
          )}
          <span data-warn={figures.droppedFrames > 0}>{t('destinations.dropped', { n: figures.droppedFrames })}</span>
          <span data-warn={figures.reconnects > 0} title={lastProblem === undefined ? undefined : say(lastProblem)}>
            {t('destinations.reconnects', { n: figures.reconnects })}
          </span>
        </div>
      )}
      {words !== undefined && (
        <p className={classes['message']} title={say(words)}>
          {say(words)}
        </p>
      )}
    </li>
  );
}

interface ActionsProps {
  readonly destinationId: string;
  readonly name: string;
  readonly state: DestinationView['state'];
  readonly onTest: (destinationId: string) => void;
}

function RowActions({ destinationId, name, state, onTest }: ActionsProps) {
  const { t } = useSpeech();
  const [, setReport] = useReport();
  const start = useAction(startDestination);
  const stop = useAction(stopDestination);
  const remove = useAction(removeDestination);
  const resting = state === 'idle' || state === 'stopped' || state === 'failed';
  const settled = useSettled(resting);
  const pending = start.state === 'pending' || stop.state === 'pending';
  // start and stop stand in one place: a double click must not take back what its first click did
  const waits = pending || !settled;
  const tell = async (asked: ReturnType<typeof start.run>): Promise<void> => {
    const answer = await asked;
    if (answer?.done === false) setReport({ level: 'error', message: answer.words });
  };
  const label = t(resting ? 'destinations.start' : 'destinations.stop', { name });
  return (
    <>
      <Tooltip label={label}>
        <ActionIcon
          size="sm"
          variant="subtle"
          color={resting ? 'jade' : 'gray'}
          aria-label={label}
          data-testid={resting ? 'destination-start' : 'destination-stop'}
          // not `disabled` or `loading`: they take the focus away
          data-disabled={waits}
          aria-disabled={waits}
          aria-busy={pending}
          onClick={() => waits || void tell((resting ? start : stop).run(destinationId))}
        >
          {pending ? <Loader size={13} color="gray" /> : resting ? <IconPlayerPlayFilled size={13} /> : <IconPlayerStopFilled size={13} />}
        </ActionIcon>
      </Tooltip>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon size="sm" variant="subtle" color="gray" aria-label={t('destinations.more', { name })} data-testid="destination-more">
            <IconDots size={14} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPlugConnected size={14} />} onClick={() => onTest(destinationId)}>
            {t('destinations.test')}
          </Menu.Item>
          <Menu.Item
            color="signal"
            leftSection={<IconTrash size={14} />}
            data-testid="destination-remove"
            onClick={() => void tell(remove.run(destinationId))}
          >
            {t('destinations.remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

/** The platform's own name follows the language; one that was typed does not. */
function titleOf({ presetId, title }: NonNullable<DestinationView['kept']>, say: (words: UserMessage) => string): string {
  const preset = destinationPresets[presetId].title;
  return title === preset.en || title === preset.zh ? say(preset) : title;
}

const hostOf = (address: string): string => /\/\/([^/:]+)/.exec(address)?.[1] ?? address;
