/** Shape, size, frame rate and encoder of the next show, and whether this machine holds them: asked, not guessed. */
import { useEffect, useState } from 'react';
import { Button, Popover, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { IconAspectRatio, IconGauge } from '@tabler/icons-react';
import type { CheckedFormat, EncodersView } from '../../../../main/api/contract/encoding.ts';
import { isFrameRate, frameRates } from '../../../../main/contract/media.ts';
import { encoderWishes } from '../../../../main/contract/video-encoders.ts';
import { checkFormat, listEncoders } from '../../bridge/asks.ts';
import { useAction, useQuestion } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { pictureSizes, presetOf, shapeOf, shapes, sizeOf, usualFormat, type ShowFormat } from './show-format.ts';

export function FormatPicker({ format, onChange }: { readonly format: ShowFormat; readonly onChange: (format: ShowFormat) => void }) {
  const { t, say } = useSpeech();
  const ask = useQuestion(listEncoders);
  const check = useAction(checkFormat);
  const [view, setView] = useState<'closed' | 'open'>('closed');
  const [known, setKnown] = useState<EncodersView | null>(null);
  const [checked, setChecked] = useState<CheckedFormat | null>(null);
  useEffect(() => {
    if (view === 'open' && known === null) void ask().then(setKnown);
  }, [view, known, ask]);

  const set = (patch: Partial<ShowFormat>): void => {
    setChecked(null);
    onChange({ ...format, ...patch });
  };
  const shape = shapeOf(format.preset);
  const size = sizeOf(format.preset);
  const words = t('format.words', { shape: t(`format.shape.${shape}`), size, fps: format.fps });
  return (
    <Popover
      opened={view === 'open'}
      onChange={(opened) => setView(opened ? 'open' : 'closed')}
      position="bottom-end"
      width={330}
      shadow="md"
      trapFocus
      withinPortal
    >
      <Popover.Target>
        <Button
          size="compact-sm"
          h={30}
          variant="default"
          data-testid="format"
          aria-label={t('format.label', { words })}
          leftSection={<IconAspectRatio size={15} aria-hidden />}
          onClick={() => setView(view === 'open' ? 'closed' : 'open')}
        >
          <span className="figure">{words}</span>
        </Button>
      </Popover.Target>
      <Popover.Dropdown data-testid="format-panel">
        <Stack gap="sm">
          <SegmentedControl
            fullWidth
            size="xs"
            aria-label={t('format.shape')}
            data-testid="format-shape"
            value={shape}
            onChange={(value) => set({ preset: presetOf(value === 'vertical' ? value : 'landscape', size) })}
            data={shapes.map((value) => ({ value, label: t(`format.shape.${value}`) }))}
          />
          <SegmentedControl
            fullWidth
            size="xs"
            aria-label={t('format.size')}
            data-testid="format-size"
            value={size}
            onChange={(value) => set({ preset: presetOf(shape, pictureSizes.find((one) => one === value) ?? '720') })}
            data={pictureSizes.map((value) => ({ value, label: `${value}p`, disabled: value === '360' && shape === 'vertical' }))}
          />
          <SegmentedControl
            fullWidth
            size="xs"
            aria-label={t('format.fps')}
            data-testid="format-fps"
            value={String(format.fps)}
            onChange={(value) => set({ fps: isFrameRate(Number(value)) ? (Number(value) as ShowFormat['fps']) : usualFormat.fps })}
            data={frameRates.map((value) => ({ value: String(value), label: t('format.fps.each', { fps: value }) }))}
          />
          <Select
            size="xs"
            label={t('format.encoder')}
            data-testid="format-encoder"
            allowDeselect={false}
            value={format.encoder}
            data={[
              {
                value: 'auto',
                label:
                  known === null
                    ? t('format.encoder.auto')
                    : t('format.encoder.auto.is', { name: say(titleOf(known, known.chosen.encoder)) }),
              },
              ...(known?.encoders ?? []).map(({ encoder, title, outcome }) => ({
                value: encoder,
                label: outcome === 'works' ? say(title) : t('format.encoder.not-here', { name: say(title) }),
                disabled: outcome !== 'works',
              })),
            ]}
            comboboxProps={{ withinPortal: false }}
            onChange={(value) => set({ encoder: encoderWishes.find((one) => one === value) ?? 'auto' })}
          />
          {known !== null && (
            <Text size="xs" c="dimmed" data-testid="format-why">
              {say(known.chosen.why)}
            </Text>
          )}
          <Button
            size="xs"
            variant="light"
            data-testid="format-check"
            leftSection={<IconGauge size={15} aria-hidden />}
            loading={check.state === 'pending'}
            onClick={() => void check.run(format).then(setChecked)}
          >
            {t('format.check')}
          </Button>
          <Text
            size="xs"
            role="status"
            data-testid="format-checked"
            data-holds={checked?.holds}
            {...(checked?.holds === false ? { c: 'var(--studio-warn)' } : {})}
          >
            {checked === null ? t('format.check.hint') : say(checked.message)}
          </Text>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

const titleOf = (known: EncodersView, id: string): { en: string; zh: string } =>
  known.encoders.find(({ encoder }) => encoder === id)?.title ?? { en: id, zh: id };
