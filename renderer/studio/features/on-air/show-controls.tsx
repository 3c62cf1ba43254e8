/** Format, recording, rehearsal, going live, ending the show (asked once more while an audience is there). */
import { useState } from 'react';
import { Button, Group, Modal, Switch, Text, Tooltip } from '@mantine/core';
import { IconBroadcast, IconMovie, IconPlayerStopFilled } from '@tabler/icons-react';
import type { UserMessage } from '../../../../main/contract/failure.ts';
import type { Audience } from '../../../../main/contract/air.ts';
import { goLive, startShow, stopShow } from '../../bridge/asks.ts';
import { useAction, useReport, useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech, wordsFor } from '../../i18n/language.tsx';
import { useSettled } from '../../ui/use-settled.ts';
import { chosenFormat, rememberFormat } from './chosen-format.ts';
import { FormatPicker } from './format-picker.tsx';
import type { ShowFormat } from './show-format.ts';

export function ShowControls() {
  const { show, recording } = useSnapshot();
  const { t, say } = useSpeech();
  const [format, setFormat] = useState(chosenFormat);
  const [tooMuch, setTooMuch] = useState<{ readonly words: UserMessage; readonly audience: Audience } | null>(null);
  const [record, setRecord] = useState(false);
  const [asking, setAsking] = useState<'no' | 'stop'>('no');
  const start = useAction(startShow);
  const live = useAction(goLive);
  const stop = useAction(stopShow);
  const [, setReport] = useReport();
  const off = show.state === 'off';
  const rehearsal = !off && show.air.audience === 'rehearsal';
  // where one button was, another stands after a change: the second click of a double click must not go live
  const settled = useSettled(show.state);

  const choose = (next: ShowFormat): void => {
    setFormat(next);
    rememberFormat(next);
  };
  const begin = async (audience: Audience, force = false): Promise<void> => {
    setTooMuch(null);
    const answer = await start.run({ ...format, record, audience, ...(force ? { force } : {}) });
    if (answer?.started === false) setTooMuch({ words: answer.tooMuch, audience });
  };
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
      {off && <FormatPicker format={format} onChange={choose} />}
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
            onClick={() => void begin('rehearsal')}
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
          data-disabled={!settled}
          aria-disabled={!settled}
          onClick={() => settled && void (rehearsal ? join() : begin('platforms'))}
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
      <Modal opened={tooMuch !== null} onClose={() => setTooMuch(null)} title={t('format.too-much.title')} centered withCloseButton={false}>
        <Text size="sm" data-testid="too-much">
          {tooMuch !== null && say(tooMuch.words)}
        </Text>
        <Group justify="flex-end" mt="md" gap="xs">
          <Button variant="default" data-testid="start-anyway" onClick={() => void begin(tooMuch?.audience ?? 'platforms', true)}>
            {t('format.too-much.anyway')}
          </Button>
          <Button data-autofocus onClick={() => setTooMuch(null)}>
            {t('format.too-much.back')}
          </Button>
        </Group>
      </Modal>
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
