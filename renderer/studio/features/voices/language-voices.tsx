/** The voices of one language, and what they are tried with: a sentence and a feeling. */
import { Button, SegmentedControl, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { VoicesView } from '../../../../main/api/contract/voices.ts';
import { setDefaultVoice, tuneVoice } from '../../bridge/asks.ts';
import { useAction } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { useTell } from '../recording/use-tell.ts';
import { useVoicePreview } from './use-voice-preview.ts';
import { voiceKey } from './voice-key.ts';
import { VoiceRow } from './voice-row.tsx';
import classes from './voices.module.css';

const emotions = ['neutral', 'happy', 'sad', 'angry', 'surprised', 'relaxed'] as const;

interface LanguageVoicesProps {
  readonly group: VoicesView['languages'][number];
  readonly voices: VoicesView['voices'];
  /** Its name in the window's language. */
  readonly name: string;
  readonly onChanged: () => Promise<void>;
}

export function LanguageVoices({ group, voices, name, onChanged }: LanguageVoicesProps) {
  const { t } = useSpeech();
  const tell = useTell();
  const preview = useVoicePreview();
  const tune = useAction(tuneVoice);
  const choose = useAction(setDefaultVoice);
  const [text, setText] = useState('');
  const [emotion, setEmotion] = useState<(typeof emotions)[number]>('neutral');
  const { lang, wanted, wantedState, speaks } = group;
  const shown = voices.filter((voice) => group.voices.some((one) => voiceKey(one) === voiceKey(voice)));
  const after = async (answer: Parameters<typeof tell>[0]): Promise<void> => {
    tell(answer);
    await onChanged();
  };

  return (
    <div className={classes['group']}>
      <div className={classes['try']}>
        <TextInput
          classNames={{ root: classes['sentence'] ?? '', description: classes['description'] ?? '' }}
          label={t('voices.sentence')}
          description={t('voices.sentence.hint')}
          data-testid="voice-sentence"
          lang={lang}
          maxLength={200}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div>
          <div className={classes['caption']} aria-hidden>
            {t('voices.feeling')}
          </div>
          <SegmentedControl
            size="xs"
            aria-label={t('voices.feeling')}
            data-testid="voice-emotion"
            value={emotion}
            onChange={setEmotion}
            data={emotions.map((value) => ({ value, label: t(`voices.emotion.${value}`) }))}
          />
        </div>
      </div>
      {(wantedState === 'switched' || wantedState === 'not-loaded') && wanted && (
        <div className={classes['aside']} role="status" data-testid="voice-default-aside">
          <span>{t(`voices.default.${wantedState}`)}</span>
          {wantedState === 'switched' && (
            <Button size="compact-xs" variant="default" onClick={() => void choose.run(lang, wanted).then(after)}>
              {t('voices.default.set')}
            </Button>
          )}
        </div>
      )}
      <ul className={classes['list']} aria-label={t('voices.group', { language: name })}>
        {shown.map((voice) => {
          const key = voiceKey(voice);
          const ref = { engineId: voice.engineId, voiceId: voice.voiceId };
          return (
            <VoiceRow
              key={key}
              voice={voice}
              language={name}
              preview={preview.now?.key === key ? preview.now : null}
              speaksBy={speaks !== null && voiceKey(speaks) === key ? speaks.by : null}
              wanted={wanted !== null && voiceKey(wanted) === key}
              onPlay={() => void preview.play(key, { ...ref, lang, text, emotion })}
              onStop={preview.stop}
              onDefault={(isWanted) => void choose.run(lang, isWanted ? ref : null).then(after)}
              onTune={(tuning) => void tune.run(ref, tuning).then(after)}
            />
          );
        })}
      </ul>
    </div>
  );
}
