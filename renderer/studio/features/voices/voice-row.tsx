/** One voice of a language: play it, see whether it speaks, make it the default, adjust it. */
import { ActionIcon, Badge, Button, Loader } from '@mantine/core';
import { IconPlayerPlayFilled, IconPlayerStopFilled } from '@tabler/icons-react';
import { useState } from 'react';
import type { VoicesView, VoiceTuningView } from '../../../../main/api/contract/voices.ts';
import { useSpeech } from '../../i18n/language.tsx';
import type { Preview } from './use-voice-preview.ts';
import { VoiceSliders } from './voice-sliders.tsx';
import { voiceKey } from './voice-key.ts';
import classes from './voices.module.css';

interface VoiceRowProps {
  readonly voice: VoicesView['voices'][number];
  readonly language: string;
  readonly preview: Preview | null;
  readonly speaksBy: 'anchor' | 'default' | 'slot' | null;
  readonly wanted: boolean;
  readonly onPlay: () => void;
  readonly onStop: () => void;
  readonly onDefault: (wanted: boolean) => void;
  readonly onTune: (tuning: VoiceTuningView) => void;
}

export function VoiceRow({ voice, language, preview, speaksBy, wanted, onPlay, onStop, onDefault, onTune }: VoiceRowProps) {
  const { t, say } = useSpeech();
  const [view, setView] = useState<'closed' | 'open'>('closed');
  const name = say(voice.name);
  const busy = preview?.phase === 'making' || preview?.phase === 'playing';
  return (
    <li className={classes['voice']} data-testid={`voice-${voiceKey(voice)}`}>
      <div className={classes['row']}>
        <ActionIcon
          variant="light"
          radius="xl"
          size={32}
          data-testid="voice-play"
          data-phase={preview?.phase ?? 'idle'}
          aria-label={t(busy ? 'voices.stop' : 'voices.play', { name })}
          onClick={busy ? onStop : onPlay}
        >
          {preview?.phase === 'making' ? (
            <Loader size={14} aria-hidden />
          ) : busy ? (
            <IconPlayerStopFilled size={14} aria-hidden />
          ) : (
            <IconPlayerPlayFilled size={14} aria-hidden />
          )}
        </ActionIcon>
        <div className={classes['words']}>
          <span>{name}</span>
          <span className={classes['note']}>
            {speaksBy !== null && (
              <span className={classes['speaks']} data-testid="voice-speaks">
                {t(`voices.speaks.${speaksBy}`)}
              </span>
            )}
            <span role="status" data-testid="voice-heard">
              {preview?.phase === 'making' && t('voices.making')}
              {preview && preview.durationMs > 0 && t('voices.heard', { seconds: (preview.durationMs / 1000).toFixed(1) })}
            </span>
          </span>
        </div>
        {wanted ? (
          <>
            <Badge color="jade" data-testid="voice-default">
              {t('voices.default')}
            </Badge>
            <Button size="compact-sm" variant="subtle" color="gray" data-testid="voice-default-clear" onClick={() => onDefault(false)}>
              {t('voices.default.clear')}
            </Button>
          </>
        ) : (
          <Button
            size="compact-sm"
            variant="light"
            data-testid="voice-default-set"
            aria-label={t('voices.default.set.named', { name, language })}
            onClick={() => onDefault(true)}
          >
            {t('voices.default.set')}
          </Button>
        )}
        <Button
          size="compact-sm"
          variant="default"
          data-testid="voice-adjust"
          aria-expanded={view === 'open'}
          aria-label={t('voices.adjust.named', { name })}
          onClick={() => setView(view === 'open' ? 'closed' : 'open')}
        >
          {t('voices.adjust')}
        </Button>
      </div>
      {view === 'open' && <VoiceSliders voice={voice} onSet={onTune} />}
    </li>
  );
}
