/** Adding a platform: which one, where, the key, and a test before it is kept. The key leaves this form and is never shown again. */
import { useState } from 'react';
import { Button, Group, PasswordInput, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import type { PreflightView } from '../../../../main/api/contract/destinations.ts';
import { destinationPresetIds, destinationPresets, type DestinationPresetId } from '../../../../main/contract/destination-presets.ts';
import { addDestination, testDestination } from '../../bridge/asks.ts';
import { useAction, useReport } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { chosenFormat } from '../on-air/chosen-format.ts';
import classes from './destinations.module.css';
import { PreflightSteps } from './preflight-steps.tsx';

const places = ['keychain', 'this-run', 'plain-file'] as const;
type Place = (typeof places)[number];

export function AddDestination({ onAdded }: { readonly onAdded: () => void }) {
  const { t, say } = useSpeech();
  const [presetId, setPresetId] = useState<DestinationPresetId>('twitch');
  const [typedUrl, setTypedUrl] = useState<string | null>(null);
  const [title, setTitle] = useState('');
  const [streamKey, setStreamKey] = useState('');
  const [keep, setKeep] = useState<Place>('keychain');
  const [report, setPreflight] = useState<PreflightView | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [, setReport] = useReport();
  const add = useAction(addDestination);
  const test = useAction(testDestination);
  const preset = destinationPresets[presetId];
  const url = typedUrl ?? preset.url ?? '';
  const draft = { presetId, title: title.trim() || say(preset.title), url, streamKey };
  const complete = url.trim() !== '' && (streamKey.trim() !== '' || presetId === 'srt');

  const choose = (next: DestinationPresetId): void => {
    setPresetId(next);
    setTypedUrl(null);
    setPreflight(null);
  };
  const runTest = async (): Promise<void> => {
    setPreflight(null);
    setRefusal(null);
    const answer = await test.run(draft, chosenFormat());
    if (answer === null) return;
    if ('done' in answer) setRefusal(say(answer.words));
    else setPreflight(answer);
  };
  const save = async (): Promise<void> => {
    setRefusal(null);
    const answer = await add.run({ ...draft, keep });
    if (answer === null) return;
    if (!answer.done) {
      setRefusal(say(answer.words));
      return;
    }
    setReport(null);
    onAdded();
  };

  return (
    <form
      className={classes['form']}
      data-testid="destination-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Select
        label={t('destinations.platform')}
        data-testid="destination-preset"
        data={destinationPresetIds.map((id) => ({ value: id, label: say(destinationPresets[id].title) }))}
        value={presetId}
        allowDeselect={false}
        onChange={(value) => value !== null && choose(value)}
      />
      <p className={classes['hint']}>
        {say(preset.hint)} <Limits presetId={presetId} />
      </p>
      <TextInput
        label={t('destinations.address')}
        data-testid="destination-url"
        placeholder={preset.urlExample}
        value={url}
        spellCheck={false}
        onChange={(event) => setTypedUrl(event.currentTarget.value)}
      />
      <PasswordInput
        label={t('destinations.key')}
        data-testid="destination-key"
        autoComplete="off"
        spellCheck={false}
        value={streamKey}
        onChange={(event) => setStreamKey(event.currentTarget.value)}
      />
      <TextInput
        label={t('destinations.name')}
        placeholder={say(preset.title)}
        value={title}
        maxLength={60}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <Stack gap={4}>
        <Text size="sm" fw={500}>
          {t('destinations.keep')}
        </Text>
        <SegmentedControl
          size="xs"
          aria-label={t('destinations.keep')}
          data-testid="destination-keep"
          value={keep}
          onChange={(value) => setKeep(places.find((place) => place === value) ?? 'keychain')}
          data={places.map((place) => ({ value: place, label: t(`destinations.keep.${place}`) }))}
        />
      </Stack>
      {refusal !== null && (
        <Text size="sm" c="var(--studio-bad)" role="alert" data-testid="destination-refusal">
          {refusal}
        </Text>
      )}
      <PreflightSteps report={report} pending={test.state === 'pending'} />
      <Group justify="flex-end" gap="xs">
        <Button
          variant="default"
          size="compact-md"
          data-testid="destination-test"
          disabled={!complete}
          loading={test.state === 'pending'}
          onClick={() => void runTest()}
        >
          {t('destinations.test')}
        </Button>
        <Button type="submit" size="compact-md" data-testid="destination-save" disabled={!complete} loading={add.state === 'pending'}>
          {t('destinations.save')}
        </Button>
      </Group>
    </form>
  );
}

function Limits({ presetId }: { readonly presetId: DestinationPresetId }) {
  const { t } = useSpeech();
  const { maxKbps, keyframeSeconds, orientation } = destinationPresets[presetId];
  const parts = [
    ...(maxKbps === null ? [] : [t('destinations.limit.rate', { kbps: maxKbps })]),
    t('destinations.limit.keyframe', { s: keyframeSeconds }),
    ...(orientation === 'any' ? [] : [t(`destinations.limit.${orientation}`)]),
  ];
  return <span className={classes['limits']}>{parts.join(' · ')}</span>;
}
