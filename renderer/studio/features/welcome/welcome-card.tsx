/** The first show in three steps, where the picture will be: pick a face, pick a voice, say hello. Nothing leaves the machine; it goes away for good when it is done. */
import { useState } from 'react';
import { Button, Select } from '@mantine/core';
import { IconMessageCircle } from '@tabler/icons-react';
import { sayLine, startRehearsal, swapSlot } from '../../bridge/asks.ts';
import { useAction, useReport, useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import classes from './welcome.module.css';

const doneKey = 'vanchor.welcome';

export const isWelcomeDone = (): boolean => localStorage.getItem(doneKey) === 'done';

export function WelcomeCard({ onDone }: { readonly onDone: () => void }) {
  const { models } = useSnapshot();
  const { t, say } = useSpeech();
  const [, setReport] = useReport();
  const [state, setState] = useState<'choosing' | 'starting'>('choosing');
  const swap = useAction(swapSlot);
  const start = useAction(startRehearsal);
  const speak = useAction(sayLine);
  const done = (): void => {
    localStorage.setItem(doneKey, 'done');
    onDone();
  };
  const put = async (slotId: string, choiceId: string | null): Promise<void> => {
    if (choiceId === null) return;
    const answer = await swap.run(slotId, choiceId, 'beside');
    if (answer?.accepted === false) setReport({ level: 'error', message: answer.words });
  };
  const hello = async (): Promise<void> => {
    setState('starting');
    const started = await start.run();
    if (started !== null) await speak.run({ author: t('composer.author.default'), text: t('welcome.hello') });
    setState('choosing');
    if (started !== null) done();
  };
  const faces = models.slots.find(({ kind }) => kind === 'face');
  const voices = models.slots.find(({ kind }) => kind === 'tts');
  return (
    <section className={classes['card']} aria-label={t('welcome.title')} data-testid="welcome">
      <h2 className={classes['title']}>{t('welcome.title')}</h2>
      <p className={classes['text']}>{t('welcome.text')}</p>
      <ol className={classes['steps']}>
        {[faces, voices].map(
          (slot) =>
            slot !== undefined && (
              <li key={slot.slotId}>
                <Select
                  label={t(slot.kind === 'face' ? 'welcome.face' : 'welcome.voice')}
                  allowDeselect={false}
                  comboboxProps={{ withinPortal: true }}
                  value={slot.candidate?.choiceId ?? slot.active?.choiceId ?? null}
                  disabled={slot.phase !== 'idle' && slot.phase !== 'watching'}
                  data={models.choices
                    .filter(({ kind, missingPack }) => kind === slot.kind && missingPack === null)
                    .map(({ choiceId, title }) => ({ value: choiceId, label: say(title) }))}
                  onChange={(choiceId) => void put(slot.slotId, choiceId)}
                />
              </li>
            ),
        )}
        <li>
          <Button
            fullWidth
            data-testid="welcome-hello"
            loading={state === 'starting'}
            leftSection={<IconMessageCircle size={16} aria-hidden />}
            onClick={() => void hello()}
          >
            {t('welcome.say')}
          </Button>
        </li>
      </ol>
      <Button size="compact-sm" variant="subtle" color="gray" data-testid="welcome-skip" onClick={done}>
        {t('welcome.skip')}
      </Button>
    </section>
  );
}
