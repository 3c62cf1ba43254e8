/** Format, recording, go live, end the show. */
import { useState } from 'react';
import { Button, SegmentedControl, Switch, Tooltip } from '@mantine/core';
import { IconBroadcast, IconPlayerStopFilled } from '@tabler/icons-react';
import type { ShowOptions } from '../../../../main/api/contract/studio.ts';
import { startShow, stopShow } from '../../bridge/asks.ts';
import { useAction, useReport, useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech, wordsFor } from '../../i18n/language.tsx';

type Preset = ShowOptions['preset'];

export function ShowControls() {
  const { show } = useSnapshot();
  const { t } = useSpeech();
  const [preset, setPreset] = useState<Preset>('720p');
  const [record, setRecord] = useState(false);
  const start = useAction(startShow);
  const stop = useAction(stopShow);
  const [, setReport] = useReport();
  const off = show.state === 'off';
  const shownPreset: Preset = off ? preset : show.height > show.width ? '720p-vertical' : '720p';

  const end = async (): Promise<void> => {
    const ended = await stop.run();
    if (ended === null || ended.recordingPath === null) return;
    setReport({ level: 'info', message: wordsFor('show.stopped', { path: ended.recordingPath }) });
  };

  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label={t('show.preset.label')}
        data-testid="preset"
        disabled={!off}
        value={shownPreset}
        onChange={(value) => setPreset(value === '720p-vertical' ? value : '720p')}
        data={[
          { value: '720p', label: t('show.preset.landscape') },
          { value: '720p-vertical', label: t('show.preset.vertical') },
        ]}
      />
      <Tooltip
        label={show.recordingPath === null ? '' : t('show.recording', { path: show.recordingPath })}
        disabled={off || show.recordingPath === null}
      >
        <Switch
          size="sm"
          label={t('show.record')}
          data-testid="record-switch"
          color="signal"
          disabled={!off}
          checked={off ? record : show.recordingPath !== null}
          onChange={(event) => setRecord(event.currentTarget.checked)}
        />
      </Tooltip>
      {off || show.state === 'starting' ? (
        <Button
          size="compact-md"
          h={30}
          data-testid="go-live"
          leftSection={<IconBroadcast size={16} />}
          loading={start.state === 'pending' || show.state === 'starting'}
          onClick={() => void start.run({ preset, record })}
        >
          {t('show.go-live')}
        </Button>
      ) : (
        <Button
          size="compact-md"
          h={30}
          color="signal"
          variant="outline"
          data-testid="stop-show"
          leftSection={<IconPlayerStopFilled size={14} />}
          loading={stop.state === 'pending' || show.state === 'stopping'}
          onClick={() => void end()}
        >
          {t('show.stop')}
        </Button>
      )}
    </>
  );
}
