/** Which voice comes on with which face. */
import { NativeSelect } from '@mantine/core';
import type { VoicesView } from '../../../../main/api/contract/voices.ts';
import { setAnchorVoice } from '../../bridge/asks.ts';
import { useAction } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import { useTell } from '../recording/use-tell.ts';
import { voiceKey, voiceOf } from './voice-key.ts';
import classes from './voices.module.css';

export function AnchorVoices({ view, onChanged }: { readonly view: VoicesView; readonly onChanged: () => Promise<void> }) {
  const { t, say } = useSpeech();
  const tell = useTell();
  const set = useAction(setAnchorVoice);
  const options = [
    { value: '', label: t('voices.anchors.none') },
    ...view.voices.map((voice) => ({ value: voiceKey(voice), label: say(voice.name) })),
  ];
  return (
    <Panel title={t('voices.anchors.title')}>
      <p className={classes['hint']}>{t('voices.anchors.hint')}</p>
      <ul className={classes['list']} data-testid="anchor-voices">
        {view.anchors.map(({ choiceId, title, inUse, voice }) => (
          <li key={choiceId} className={classes['voice']}>
            <div className={classes['row']}>
              <span className={classes['words']}>
                {say(title)}
                {inUse && <span className={classes['note']}>{t('cast.on')}</span>}
              </span>
              <NativeSelect
                size="xs"
                className={classes['choose'] ?? ''}
                aria-label={t('voices.anchors.of', { name: say(title) })}
                data-testid={`anchor-voice-${choiceId}`}
                value={voice ? voiceKey(voice) : ''}
                data={options}
                onChange={(event) =>
                  void set.run(choiceId, voiceOf(event.currentTarget.value)).then((answer) => {
                    tell(answer);
                    return onChanged();
                  })
                }
              />
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
