/** Everything that can stand in one slot of the cast, the present one first; on air a change takes over as the text says. */
import { Badge, Button } from '@mantine/core';
import { IconMicrophone2, IconUserCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ChoiceView, ModelSlotView } from '../../../../main/api/contract/engines.ts';
import { swapSlot } from '../../bridge/asks.ts';
import { useAction, useReport, useSnapshot } from '../../bridge/studio-context.tsx';
import { actionsFor } from '../../bridge/swap-phases.ts';
import { useSlotName } from '../../bridge/use-slot-name.ts';
import { useSpeech } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SwapProgress } from '../switcher/swap-progress.tsx';
import classes from './cast.module.css';

interface CastListProps {
  readonly slot: ModelSlotView;
  /** Small pictures by choice. */
  readonly pictures: ReadonlyMap<string, string>;
  /** What else may be done with a choice. */
  readonly more: (choice: ChoiceView) => ReactNode;
}

export function CastList({ slot, pictures, more }: CastListProps) {
  const { models, show } = useSnapshot();
  const { t, say } = useSpeech();
  const [, setReport] = useReport();
  const swap = useAction(swapSlot);
  const name = useSlotName()(slot);
  const voices = models.slots.filter(({ kind }) => kind === 'tts');
  const active = slot.active?.choiceId;
  const choices = models.choices
    .filter(({ kind }) => kind === slot.kind)
    .toSorted((a, b) => Number(b.choiceId === active) - Number(a.choiceId === active));
  const Mark = slot.kind === 'face' ? IconUserCircle : IconMicrophone2;
  const free = actionsFor(slot).has('swap');

  const put = async (choiceId: string): Promise<void> => {
    const answer = await swap.run(slot.slotId, choiceId, 'beside');
    if (answer?.accepted === false) setReport({ level: 'error', message: answer.words });
  };

  return (
    <Panel title={name} aside={show.state === 'on-air' && <span className={classes['when']}>{t(`switcher.when.${slot.kind}`)}</span>}>
      {slot.kind === 'tts' && voices.length > 1 && (
        <p className={classes['hint']}>{t(voices[0]?.slotId === slot.slotId ? 'cast.voice.main' : 'cast.voice.other')}</p>
      )}
      <div className={classes['going']}>
        <SwapProgress slot={slot} />
      </div>
      <ul className={classes['list']} data-testid={`cast-${slot.slotId}`}>
        {choices.map((choice) => (
          <li key={choice.choiceId} className={classes['row']}>
            {pictures.has(choice.choiceId) ? (
              <img className={classes['thumbnail']} src={pictures.get(choice.choiceId)} alt="" data-testid="thumbnail" />
            ) : (
              <span className={classes['thumbnail']} data-empty={slot.kind === 'face'}>
                <Mark size={22} stroke={1.5} className={classes['mark']} aria-hidden />
              </span>
            )}
            <div className={classes['words']}>
              {say(choice.title)}
              <div className={classes['note']}>{choice.missingPack === null ? say(choice.summary) : t('switcher.missing')}</div>
            </div>
            {more(choice)}
            {choice.choiceId === active ? (
              <Badge color="jade">{t('cast.on')}</Badge>
            ) : choice.choiceId === slot.candidate?.choiceId ? (
              <Badge color="blue">{t('engines.state.loading')}</Badge>
            ) : (
              <Button
                size="compact-sm"
                variant="light"
                data-testid={`cast-put-${choice.choiceId}`}
                aria-label={t('cast.take.named', { name: say(choice.title) })}
                disabled={!free || choice.missingPack !== null}
                onClick={() => void put(choice.choiceId)}
              >
                {t('cast.take')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
