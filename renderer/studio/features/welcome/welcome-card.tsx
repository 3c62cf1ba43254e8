/**
 * The first show in three steps, where the picture will be: pick a face, pick a voice, say hello; or rehearse the sample show with one click.
 * Nothing leaves the machine; it goes away for good when it is done.
 */
import { useState } from 'react';
import { Button, Select } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconMessageCircle, IconPlayerPlay } from '@tabler/icons-react';
import { sayLine, startRehearsal, swapSlot } from '../../bridge/asks.ts';
import { useAction, useReport, useSnapshot } from '../../bridge/studio-context.tsx';
import { useMachineCheck } from '../../bridge/use-machine-check.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { FaceChoice } from './face-choice.tsx';
import classes from './welcome.module.css';

const doneKey = 'vanchor.welcome';
const sampleLines = ['welcome.sample.1', 'welcome.sample.2', 'welcome.sample.3'] as const;
const noPictures: ReadonlyMap<string, string> = new Map();

export const isWelcomeDone = (): boolean => localStorage.getItem(doneKey) === 'done';

interface WelcomeCardProps {
  readonly onDone: () => void;
  /** Address of a face's picture by its choice; without one a sign stands for it. */
  readonly pictures?: ReadonlyMap<string, string>;
}

export function WelcomeCard({ onDone, pictures = noPictures }: WelcomeCardProps) {
  const { models } = useSnapshot();
  const { t, say } = useSpeech();
  const [, setReport] = useReport();
  const [starting, setStarting] = useState<'no' | 'hello' | 'sample'>('no');
  const machine = useMachineCheck();
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
  const begin = async (how: 'hello' | 'sample'): Promise<void> => {
    setStarting(how);
    const started = await start.run();
    if (started !== null)
      for (const key of how === 'hello' ? (['welcome.hello'] as const) : sampleLines) {
        const answer = await speak.run({ author: t('composer.author.default'), text: t(key) });
        if (answer?.accepted === false) setReport({ level: 'error', message: answer.reason });
      }
    setStarting('no');
    if (started !== null) done();
  };
  const slotOf = (kind: string) => models.slots.find((slot) => slot.kind === kind);
  const choicesOf = (kind: string) => models.choices.filter((choice) => choice.kind === kind && choice.missingPack === null);
  const [face, voice] = [slotOf('face'), slotOf('tts')];
  const isFree = (slot: typeof face): boolean => slot?.phase === 'idle' || slot?.phase === 'watching';
  const [faces, voices] = [choicesOf('face'), choicesOf('tts')];
  const verdict = machine.report?.verdict;
  return (
    <section className={classes['card']} aria-label={t('welcome.title')} data-testid="welcome">
      <h2 className={classes['title']}>{t('welcome.title')}</h2>
      <p className={classes['text']}>{t('welcome.text')}</p>
      <ol className={classes['steps']}>
        <li data-testid="welcome-face">
          <span className={classes['step']}>{t('welcome.face')}</span>
          {face !== undefined && faces.length > 0 ? (
            <FaceChoice
              faces={faces}
              chosen={face.candidate?.choiceId ?? face.active?.choiceId ?? null}
              loading={face.candidate?.choiceId ?? null}
              disabled={!isFree(face)}
              pictures={pictures}
              onChoose={(choiceId) => void put(face.slotId, choiceId)}
            />
          ) : (
            <p className={classes['none']}>{t('welcome.face.none')}</p>
          )}
        </li>
        <li data-testid="welcome-voice">
          {voice !== undefined && voices.length > 0 ? (
            <Select
              label={t('welcome.voice')}
              allowDeselect={false}
              comboboxProps={{ withinPortal: true }}
              value={voice.candidate?.choiceId ?? voice.active?.choiceId ?? null}
              disabled={!isFree(voice)}
              data={voices.map(({ choiceId, title }) => ({ value: choiceId, label: say(title) }))}
              onChange={(choiceId) => void put(voice.slotId, choiceId)}
            />
          ) : (
            <>
              <span className={classes['step']}>{t('welcome.voice')}</span>
              <p className={classes['none']}>{t('welcome.voice.none')}</p>
            </>
          )}
        </li>
        <li>
          <Button
            fullWidth
            data-testid="welcome-hello"
            loading={starting === 'hello'}
            disabled={starting === 'sample'}
            leftSection={<IconMessageCircle size={16} aria-hidden />}
            onClick={() => void begin('hello')}
          >
            {t('welcome.say')}
          </Button>
        </li>
      </ol>
      <p className={classes['machine']} data-testid="welcome-machine" data-level={verdict?.level ?? 'checking'} role="status">
        {verdict !== undefined &&
          (verdict.level === 'good' ? <IconCircleCheck size={16} aria-hidden /> : <IconAlertTriangle size={16} aria-hidden />)}
        {verdict !== undefined ? say(verdict.message) : t(machine.state === 'failed' ? 'machine.failed' : 'welcome.machine')}
      </p>
      <div className={classes['others']}>
        <Button
          size="compact-sm"
          variant="light"
          data-testid="welcome-sample"
          loading={starting === 'sample'}
          disabled={starting === 'hello'}
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          onClick={() => void begin('sample')}
        >
          {t('welcome.sample')}
        </Button>
        <Button size="compact-sm" variant="subtle" color="gray" data-testid="welcome-skip" onClick={done}>
          {t('welcome.skip')}
        </Button>
      </div>
    </section>
  );
}
