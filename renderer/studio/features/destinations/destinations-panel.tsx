/** Where the picture goes, how each way is, adding and testing one, and the address for OBS. */
import { useState } from 'react';
import { ActionIcon, Button, CopyButton, Drawer, Modal, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy, IconPlus } from '@tabler/icons-react';
import type { PreflightView } from '../../../../main/api/contract/destinations.ts';
import { localDestinationId } from '../../../../main/contract/ids.ts';
import { testDestination } from '../../bridge/asks.ts';
import { useAction, useReport, useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import { chosenFormat } from '../on-air/chosen-format.ts';
import { AddDestination } from './add-destination.tsx';
import { DestinationRow } from './destination-row.tsx';
import classes from './destinations.module.css';
import { PreflightSteps } from './preflight-steps.tsx';

type View = 'list' | 'adding' | 'testing';

export function DestinationsPanel() {
  const { destinations, show } = useSnapshot();
  const { t } = useSpeech();
  const [view, setView] = useState<View>('list');
  const [report, setPreflight] = useState<PreflightView | null>(null);
  const [, setReport] = useReport();
  const test = useAction(testDestination);
  // the preview of this machine comes last: it is never the one to worry about
  const ordered = destinations.toSorted(
    (a, b) => Number(a.destinationId === localDestinationId) - Number(b.destinationId === localDestinationId),
  );
  const none = ordered.every(({ destinationId }) => destinationId === localDestinationId);

  const runTest = async (destinationId: string): Promise<void> => {
    setPreflight(null);
    setView('testing');
    const answer = await test.run({ destinationId }, chosenFormat());
    if (answer !== null && !('done' in answer)) {
      setPreflight(answer);
      return;
    }
    setView('list');
    if (answer !== null) setReport({ level: 'error', message: answer.words });
  };

  return (
    <Panel
      title={t('destinations.title')}
      aside={
        <Button
          size="compact-sm"
          variant="light"
          data-testid="destination-add"
          leftSection={<IconPlus size={14} />}
          onClick={() => setView('adding')}
        >
          {t('destinations.add')}
        </Button>
      }
      foot={show.rtmpUrl !== null && <RtmpAddress url={show.rtmpUrl} />}
    >
      {none && (
        <div className={classes['empty']} data-testid="destinations-empty">
          <strong>{t('destinations.empty')}</strong>
          {t('destinations.empty.text')}
        </div>
      )}
      <ul className={classes['list']}>
        {ordered.map((destination) => (
          <DestinationRow key={destination.destinationId} destination={destination} onTest={(id) => void runTest(id)} />
        ))}
      </ul>
      <Drawer
        opened={view === 'adding'}
        onClose={() => setView('list')}
        position="right"
        size={420}
        title={t('destinations.add.title')}
        closeButtonProps={{ 'aria-label': t('destinations.close') }}
      >
        <AddDestination onAdded={() => setView('list')} />
      </Drawer>
      <Modal
        opened={view === 'testing'}
        onClose={() => setView('list')}
        title={t('destinations.test')}
        closeButtonProps={{ 'aria-label': t('destinations.close') }}
      >
        <PreflightSteps report={report} pending={test.state === 'pending'} />
      </Modal>
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
