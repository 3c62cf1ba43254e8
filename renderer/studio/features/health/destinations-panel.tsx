/** Where the picture goes, how each way is, and the address for OBS. */
import { ActionIcon, Badge, CopyButton, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { DestinationView } from '../../../../main/api/contract/studio.ts';
import { useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import classes from './health.module.css';

const colors: Readonly<Record<DestinationView['state'], string>> = {
  idle: 'gray',
  connecting: 'blue',
  live: 'jade',
  congested: 'yellow',
  reconnecting: 'yellow',
  failed: 'signal',
  stopped: 'gray',
};

export function DestinationsPanel() {
  const { destinations, show } = useSnapshot();
  const { t, say } = useSpeech();
  return (
    <Panel title={t('destinations.title')} foot={show.rtmpUrl !== null && <RtmpAddress url={show.rtmpUrl} />}>
      {destinations.length === 0 ? (
        <div className="empty">{t('destinations.empty')}</div>
      ) : (
        <ul className={classes['destinations']}>
          {destinations.map((destination) => (
            <li key={destination.destinationId} data-testid="destination-item" data-state={destination.state}>
              <div className={classes['destination']}>
                <span className="cut" title={destination.label}>
                  {destination.destinationId === 'local' ? `${t('destinations.local')} · ${destination.label}` : destination.label}
                </span>
                <Badge size="sm" color={colors[destination.state]} style={{ flex: 'none' }}>
                  {t(`destinations.state.${destination.state}`)}
                </Badge>
              </div>
              {destination.message !== undefined && <p className={classes['message']}>{say(destination.message)}</p>}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function RtmpAddress({ url }: { readonly url: string }) {
  const { t } = useSpeech();
  return (
    <div className={classes['address']}>
      <div className={classes['address-text']}>
        <span className={classes['address-label']}>{t('destinations.rtmp')}</span>
        <code className="cut" title={url} data-testid="rtmp-url">
          {url}
        </code>
      </div>
      <CopyButton value={url}>
        {({ copied, copy }) => (
          <Tooltip label={t(copied ? 'destinations.copied' : 'destinations.copy')}>
            <ActionIcon variant="default" size="md" aria-label={t('destinations.copy')} onClick={copy}>
              {copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </div>
  );
}
