/** Which microphone, how it listens, and whether it listens while the anchor speaks. */
import { useCallback, useEffect, useState } from 'react';
import { ActionIcon, Popover, SegmentedControl, Select, Stack, Switch } from '@mantine/core';
import { IconSettings } from '@tabler/icons-react';
import { useSpeech } from '../../i18n/language.tsx';
import type { ListeningSettings } from './use-microphone.ts';

interface Props {
  readonly settings: Omit<ListeningSettings, 'author'>;
  readonly onChange: (change: Partial<Omit<ListeningSettings, 'author'>>) => void;
}

export function MicrophoneSettings({ settings, onChange }: Props) {
  const { t } = useSpeech();
  const [devices, setDevices] = useState<readonly MediaDeviceInfo[]>([]);
  const [state, setState] = useState<'open' | 'closed'>('closed');

  const list = useCallback(async (): Promise<void> => {
    const all = await navigator.mediaDevices.enumerateDevices();
    // names are told only once the microphone was allowed
    setDevices(all.filter(({ kind, deviceId }) => kind === 'audioinput' && deviceId !== ''));
  }, []);
  useEffect(() => {
    const look = (): void => void list();
    navigator.mediaDevices.addEventListener('devicechange', look);
    return () => navigator.mediaDevices.removeEventListener('devicechange', look);
  }, [list]);
  const toggle = (next: 'open' | 'closed'): void => {
    if (next === 'open') void list();
    setState(next);
  };

  return (
    <Popover
      opened={state === 'open'}
      onChange={(opened) => toggle(opened ? 'open' : 'closed')}
      position="top-end"
      width={300}
      shadow="md"
      trapFocus
    >
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={36}
          aria-label={t('hearing.settings')}
          data-testid="hearing-settings"
          onClick={() => toggle(state === 'open' ? 'closed' : 'open')}
        >
          <IconSettings size={18} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          <SegmentedControl
            fullWidth
            aria-label={t('hearing.mode')}
            data-testid="hearing-mode"
            value={settings.mode}
            data={(['open', 'push'] as const).map((value) => ({ value, label: t(`hearing.mode.${value}`) }))}
            onChange={(mode) => onChange({ mode: mode === 'push' ? 'push' : 'open' })}
          />
          <Select
            label={t('hearing.device')}
            data-testid="hearing-device"
            allowDeselect={false}
            value={devices.some(({ deviceId }) => deviceId === settings.deviceId) ? settings.deviceId : ''}
            data={[
              { value: '', label: t('hearing.device.default') },
              ...devices
                .filter(({ deviceId }) => deviceId !== 'default')
                .map(({ deviceId, label }, index) => ({ value: deviceId, label: label || t('hearing.device.unnamed', { n: index + 1 }) })),
            ]}
            comboboxProps={{ withinPortal: false }}
            onChange={(deviceId) => onChange({ deviceId: deviceId ?? '' })}
          />
          <Switch
            label={t('hearing.headphones')}
            description={t('hearing.headphones.hint')}
            data-testid="hearing-headphones"
            checked={settings.whileAnchorSpeaks === 'hear'}
            onChange={(event) => onChange({ whileAnchorSpeaks: event.currentTarget.checked ? 'hear' : 'ignore' })}
          />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
