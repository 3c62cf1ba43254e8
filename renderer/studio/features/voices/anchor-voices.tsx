/** Which voice comes on with which face. */
import { NativeSelect } from '@mantine/core';
import type { VoiceRefView, VoicesView } from '../../../../main/api/contract/voices.ts';
import { setAnchorVoice } from '../../bridge/asks.ts';
import { useAction, useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SwapProgress } from '../switcher/swap-progress.tsx';
import { VoiceOffer } from '../switcher/voice-offer.tsx';
import { useTell } from '../recording/use-tell.ts';
import { voiceKey, voiceOf } from './voice-key.ts';
import classes from './voices.module.css';

export function AnchorVoices({ view, onChanged }: { readonly view: VoicesView; readonly onChanged: () => Promise<void> }) {
  const { t, say } = useSpeech();
  const { models, voiceOffer } = useSnapshot();
  const tell = useTell();
  const set = useAction(setAnchorVoice);
  const options = [
    { value: '', label: t('voices.anchors.none') },
    ...view.voices.map((voice) => ({ value: voiceKey(voice), label: say(voice.name) })),
  ];
  const engineOf = new Map(models.choices.map(({ choiceId, engineId }) => [choiceId, engineId]));
  /** Where the voice of the anchor in use is, is coming, or would be put. */
  const slotOf = (voice: VoiceRefView | null) =>
    models.slots.find(
      ({ slotId, kind, active, candidate }) =>
        kind === 'tts' &&
        voice !== null &&
        (slotId === voiceOffer?.slotId || [active, candidate].some((one) => one && engineOf.get(one.choiceId) === voice.engineId)),
    );
  return (
    <Panel title={t('voices.anchors.title')}>
      <p className={classes['hint']}>{t('voices.anchors.hint')}</p>
      <ul className={classes['list']} data-testid="anchor-voices">
        {view.anchors.map(({ choiceId, title, inUse, voice }) => {
          const slot = inUse ? slotOf(voice) : undefined;
          return (
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
              {slot && (
                <div className={classes['offer']}>
                  <VoiceOffer slot={slot} />
                  <SwapProgress slot={slot} />
                </div>
              )}
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
