/** Size and frame rate of the next show; while one is on, what it is sent in. */
import { NativeSelect } from '@mantine/core';
import { frameRates, isFrameRate, type FrameRate } from '../../../../main/contract/media.ts';
import { useSpeech } from '../../i18n/language.tsx';

export type PictureSize = '720p' | '1080p';

export interface FormatChoiceProps {
  readonly size: PictureSize;
  readonly fps: FrameRate;
  readonly disabled: boolean;
  readonly onChange: (size: PictureSize, fps: FrameRate) => void;
}

export function FormatChoice({ size, fps, disabled, onChange }: FormatChoiceProps) {
  const { t } = useSpeech();
  const choices = (['720p', '1080p'] as const).flatMap((each) =>
    frameRates.map((rate) => ({ value: `${each} ${rate}`, label: `${each}${rate}` })),
  );
  return (
    <NativeSelect
      size="xs"
      aria-label={t('show.format.label')}
      data-testid="format"
      disabled={disabled}
      data={choices}
      value={`${size} ${fps}`}
      onChange={(event) => {
        const [chosen, rate] = event.currentTarget.value.split(' ');
        if (isFrameRate(Number(rate))) onChange(chosen === '1080p' ? '1080p' : '720p', Number(rate) as FrameRate);
      }}
    />
  );
}
