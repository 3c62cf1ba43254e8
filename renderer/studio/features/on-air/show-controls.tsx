/** Format, recording, rehearsal, going live, ending the show (asked once more while an audience is there). */
import { useState } from 'react';
import { Button, Group, Modal, SegmentedControl, Switch, Text, Tooltip } from '@mantine/core';
import { IconBroadcast, IconMovie, IconPlayerStopFilled } from '@tabler/icons-react';
import type { ShowOptions } from '../../../../main/api/contract/studio.ts';
import { goLive, startShow, stopShow } from '../../bridge/asks.ts';
import { useAction, useReport, useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech, wordsFor } from '../../i18n/language.tsx';

type Preset = ShowOptions['preset'];

export function ShowControls() {
  const { show, recording } = useSnapshot();
  const { t } = useSpeech();
  const [preset, setPreset] = useState<Preset>('720p');
  const [record, setRecord] = useState(false);
  const [asking, setAsking] = useState<'no' | 'stop'>('no');
  const start = useAction(startShow);
  const live = useAction(goLive);
  const stop = useAction(stopShow);
  const [, setReport] = useReport();
  const off = show.state === 'off';
  const rehearsal = !off && show.air.audience === 'rehearsal';

  const end = async (): Promise<void> => {
    setAsking('no');
    const ended = await stop.run();
    if (ended === null || ended.recordingPath === null) return;
    setReport({ level: 'info', message: wordsFor('show.stopped', { path: ended.recordingPath }) });
  };
  const join = async (): Promise<void> => {
    const answer = await live.run(record);
    if (answer?.done === false) setReport({ level: 'error', message: answer.words });
  };

  return (
    <>
      {off && (
        <SegmentedControl
          size="xs"
          aria-label={t('show.preset.label')}
          data-testid="preset"
          value={preset}
          onChange={(value) => setPreset(value === '720p-vertical' ? value : '720p')}
          data={[
            { value: '720p', label: t('show.preset.landscape') },
            { value: '720p-vertical', label: t('show.preset.vertical') },
          ]}
        />
      )}
      {(off || (rehearsal && recording.state === 'off')) && (
        <Switch
          size="sm"
          label={t('show.record')}
          data-testid="record-switch"
          color="signal"
          checked={record}
          onChange={(event) => setRecord(event.currentTarget.checked)}
        />
      )}
      {off && (
        <Tooltip label={t('show.rehearse.hint')}>
          <Button
            size="compact-md"
            h={30}
            variant="default"
            data-testid="rehearse"
            leftSection={<IconMovie size={16} />}
            disabled={start.state === 'pending'}
            onClick={() => void start.run({ preset, record, audience: 'rehearsal' })}
          >
            {t('show.rehearse')}
          </Button>
        </Tooltip>
      )}
      {(off || show.state === 'starting' || rehearsal) && (
        <Button
          size="compact-md"
          h={30}
          data-testid="go-live"
          leftSection={<IconBroadcast size={16} />}
          loading={start.state === 'pending' || show.state === 'starting' || live.state === 'pending'}
          disabled={show.state === 'stopping' || show.air.phase === 'panic'}
          onClick={() => void (rehearsal ? join() : start.run({ preset, record, audience: 'platforms' }))}
        >
          {t('show.go-live')}
        </Button>
      )}
      {!off && show.state !== 'starting' && (
        <Button
          size="compact-md"
          h={30}
          color="signal"
          variant="outline"
          data-testid="stop-show"
          leftSection={<IconPlayerStopFilled size={14} />}
          loading={stop.state === 'pending' || show.state === 'stopping'}
          onClick={() => (rehearsal ? void end() : setAsking('stop'))}
        >
          {t(rehearsal ? 'show.stop.rehearsal' : 'show.stop')}
        </Button>
      )}
      <Modal opened={asking === 'stop'} onClose={() => setAsking('no')} title={t('show.stop.title')} centered withCloseButton={false}>
        <Text size="sm">{t('show.stop.text')}</Text>
        <Group justify="flex-end" mt="md" gap="xs">
          <Button variant="default" data-autofocus onClick={() => setAsking('no')}>
            {t('show.stop.stay')}
          </Button>
          <Button color="signal" data-testid="stop-confirm" onClick={() => void end()}>
            {t('show.stop')}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
