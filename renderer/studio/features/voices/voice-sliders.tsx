/** Speed, pitch and volume of one voice; kept when a slider is let go, heard from the next sentence on. */
import { useState } from 'react';
import { Button, Slider } from '@mantine/core';
import type { VoicesView, VoiceTuningView } from '../../../../main/api/contract/voices.ts';
import { useSpeech } from '../../i18n/language.tsx';
import classes from './voices.module.css';

type Voice = VoicesView['voices'][number];

const parts = [
  { name: 'speed', min: 0.5, max: 2, step: 0.05 },
  { name: 'pitch', min: -12, max: 12, step: 0.5 },
  { name: 'volume', min: 0.2, max: 2, step: 0.05 },
] as const;
const usual: VoiceTuningView = { speed: 1, pitch: 0, volume: 1 };

interface VoiceSlidersProps {
  readonly voice: Voice;
  readonly onSet: (tuning: VoiceTuningView) => void;
}

export function VoiceSliders({ voice, onSet }: VoiceSlidersProps) {
  const { t, say } = useSpeech();
  const [shown, setShown] = useState(voice.tuning);
  const shownAs = (name: keyof VoiceTuningView): number =>
    name === 'volume' ? Math.round(shown.volume * 100) : Number(shown[name].toFixed(2));
  const set = (tuning: VoiceTuningView): void => {
    setShown(tuning);
    onSet(tuning);
  };
  return (
    <div className={classes['sliders']} role="group" aria-label={t('voices.adjust.named', { name: say(voice.name) })}>
      {parts.map(({ name, min, max, step }) => (
        <div key={name} className={classes['slider']}>
          <span className={classes['label']}>
            <span>{t(`voices.${name}`)}</span>
            <span className={classes['value']}>{t(`voices.${name}.value`, { value: shownAs(name) })}</span>
          </span>
          <Slider
            data-testid={`voice-${name}`}
            thumbLabel={t(`voices.${name}`)}
            label={null}
            size="sm"
            min={min}
            max={max}
            step={step}
            disabled={!voice.follows[name]}
            value={shown[name]}
            onChange={(value) => setShown({ ...shown, [name]: value })}
            onChangeEnd={(value) => set({ ...shown, [name]: value })}
          />
        </div>
      ))}
      <Button className={classes['reset'] ?? ''} size="compact-sm" variant="default" data-testid="voice-reset" onClick={() => set(usual)}>
        {t('voices.reset')}
      </Button>
    </div>
  );
}
