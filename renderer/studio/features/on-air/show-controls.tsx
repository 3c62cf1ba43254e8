/** Format, recording, go live, end the show. */
import { useState } from 'react';
import { Button, SegmentedControl, Switch, Tooltip } from '@mantine/core';
import { IconBroadcast, IconPlayerStopFilled } from '@tabler/icons-react';
import { isFrameRate, type FrameRate } from '../../../../main/contract/media.ts';
import { startShow, stopShow } from '../../bridge/asks.ts';
import { useAction, useReport, useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { FormatChoice, type PictureSize } from './format-choice.tsx';
import { fillMessage, messages } from '../../i18n/messages.ts';

export function ShowControls() {
  const { show } = useSnapshot();
  const { t } = useSpeech();
  const [orientation, setOrientation] = useState<'landscape' | 'vertical'>('landscape');
  const [size, setSize] = useState<PictureSize>('720p');
  const [fps, setFps] = useState<FrameRate>(30);
  const [record, setRecord] = useState(false);
  const start = useAction(startShow);
  const stop = useAction(stopShow);
  const [, setReport] = useReport();
  const off = show.state === 'off';
  const shownSize = Math.min(show.width, show.height) > 720 ? '1080p' : '720p';
  const shownOrientation = off ? orientation : show.height > show.width ? 'vertical' : 'landscape';
  const preset = orientation === 'vertical' ? (`${size}-vertical` as const) : size;

  const end = async (): Promise<void> => {
    const ended = await stop.run();
    if (ended === null || ended.recordingPath === null) return;
    const values = { path: ended.recordingPath };
    setReport({
      level: 'info',
      message: { en: fillMessage(messages['show.stopped'].en, values), zh: fillMessage(messages['show.stopped'].zh, values) },
    });
  };

  return (
    <>
      <SegmentedControl
        size="xs"
        aria-label={t('show.preset.label')}
        data-testid="preset"
        disabled={!off}
        value={shownOrientation}
        onChange={(value) => setOrientation(value === 'vertical' ? value : 'landscape')}
        data={[
          { value: 'landscape', label: t('show.preset.landscape') },
          { value: 'vertical', label: t('show.preset.vertical') },
        ]}
      />
      <FormatChoice
        size={off ? size : shownSize}
        fps={off || !isFrameRate(show.fps) ? fps : show.fps}
        disabled={!off}
        onChange={(nextSize, nextFps) => {
          setSize(nextSize);
          setFps(nextFps);
        }}
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
          onClick={() => void start.run({ preset, fps, record })}
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
